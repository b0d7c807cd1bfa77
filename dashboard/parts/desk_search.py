"""Who is meant: craft by part of a name, MMSI, call sign or IMO number, and places by name, while the officer types.

What lives here: the search over the newest picture and its list. What does not: craft of other days (models/history).
Names on the air are capital Latin letters: a name in hanzi is spelt as craft spell it before it is compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.common.flags import flag
from dashboard.common.markup import Html, el, join
from dashboard.common.pinyin import on_air
from dashboard.common.theme import SHAPES
from dashboard.map.levels import alert_levels
from dashboard.panels.base import stamp
from dashboard.parts.desk_model import DeskModel
from models.base.schema import COLOURS, KIND_NAMES
from models.messages.picture import Picture
from models.site.site import Place, Site

MOST = 12
LEAST_CHARS = 2
EXACT, BEGINS, WITHIN = 3, 2, 1


@dataclass(frozen=True)
class Found:
    """Rows of the picture, best first, and places."""

    rows: tuple[int, ...] = ()
    places: tuple[Place, ...] = ()


def search(picture: Picture, site: Site, names: np.ndarray, query: str) -> Found:
    """`names` are those of the craft as `on_air` spells them, in the order of the picture."""
    wanted = on_air(query)
    places = tuple(each for each in site.places if _place_matches(each, query.strip()))[:MOST]
    if len(wanted) < LEAST_CHARS:
        return Found((), places)
    vessels, key = picture.vessels, wanted.encode()
    fit = np.maximum(_fit(names, key), _fit(vessels["callsign"], key))
    if wanted.isdigit():
        fit = np.maximum(fit, _fit(vessels["mmsi"].astype("S10"), key))
        fit = np.maximum(fit, np.where(vessels["imo"] > 0, _fit(vessels["imo"].astype("S10"), key), 0))
    some = np.flatnonzero(fit)
    order = np.lexsort((vessels["track_id"][some], names[some], -alert_levels(picture)[some].astype(int), -fit[some]))
    return Found(tuple(some[order][:MOST].tolist()), places[: MOST // 3])


def spelt(picture: Picture) -> np.ndarray:
    """All names without blanks and signs, as they are compared; done once a tick while somebody searches."""
    names = picture.vessels["name"]
    for sign in (b" ", b"-", b".", b"_", b"/"):
        names = np.char.replace(names, sign, b"")
    return np.asarray(np.char.upper(names))


def results(model: DeskModel) -> Html:
    """The list under the field; empty while nothing is searched for."""
    query = model.view_state.query.strip()
    if not query:
        return join()
    picture, site = model.picture, model.context.site
    key = "spelt names", model.view_state.kinds  # which of the craft the filters leave
    names = model.context.memo.once(key, stamp(picture), lambda: spelt(picture))
    found = search(picture, site, names, query)
    if not found.rows and not found.places:
        return el("p.quiet", model.context.say("desk_nothing_found", query=query), data_query=query)
    levels = alert_levels(picture)
    return el(
        "div",
        *(_craft(model, at, int(levels[at])) for at in found.rows),
        *(_place(model, each) for each in found.places),
        data_query=query,  # the page must not take it for the answer to other words
    )


def _fit(texts: np.ndarray, key: bytes) -> np.ndarray:
    at = np.char.find(texts, key)
    return np.where(at < 0, 0, np.where(texts == key, EXACT, np.where(at == 0, BEGINS, WITHIN)))


def _place_matches(place: Place, query: str) -> bool:
    return bool(query) and (query in place.name_zh or (len(query) > 2 and query.lower() in place.name_en.lower()))


def _craft(model: DeskModel, at: int, level: int) -> Html:
    vessels = model.picture.vessels
    name = vessels["name"][at].decode("ascii", "replace").strip() or model.context.say("nameless")
    mmsi = int(vessels["mmsi"][at])
    callsign = vessels["callsign"][at].decode("ascii", "replace").strip()
    kind = model.context.say(f"kind_{KIND_NAMES[int(vessels['kind'][at])]}")
    return el(
        f"button.hit.{COLOURS[level]}",
        el("span.shape", SHAPES[COLOURS[level]]),
        el("strong", name),
        el("span.soft", " · ".join(filter(None, (kind, str(mmsi), callsign, flag(mmsi, model.context.lang))))),
        type_="button",
        data_do="find",
        data_craft=f"T{int(vessels['track_id'][at])}",
        data_lat=f"{vessels['lat_deg'][at]:.5f}",
        data_lon=f"{vessels['lon_deg'][at]:.5f}",
    )


def _place(model: DeskModel, place: Place) -> Html:
    return el(
        "button.hit.place",
        el("span.shape", "⌖"),
        el("strong", model.context.named(place)),
        el("span.soft", model.context.say("desk_place")),
        type_="button",
        data_do="find",
        data_craft="",
        data_lat=f"{place.lat_deg:.5f}",
        data_lon=f"{place.lon_deg:.5f}",
    )
