"""Search of the desk: vessels by part of a name, its initials, MMSI, call sign or IMO number, and places by name.

It covers the newest picture; earlier vessels are found through models/history. AIS carries Latin capitals only, so a
query in hanzi is converted to pinyin before it is compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.common.flags import flag
from dashboard.common.markup import Html, el, join
from dashboard.common.pinyin import initials, on_air
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
    """Matching rows of the picture, best first, and places."""

    rows: tuple[int, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class SpeltNames:
    """Names of all vessels of a picture in the form used for comparison, in row order: whole names and initials."""

    whole: np.ndarray
    initials: np.ndarray


def search(picture: Picture, site: Site, names: SpeltNames, query: str) -> Found:
    """Return the vessels and places that match a query."""
    wanted = on_air(query)
    places = tuple(each for each in site.places if _place_matches(each, query.strip(), wanted))[:MOST]
    if len(wanted) < LEAST_CHARS:
        return Found((), places)
    vessels, key = picture.vessels, wanted.encode()
    fit = np.maximum(_fit(names.whole, key), _fit(vessels["callsign"], key))
    fit = np.maximum(fit, np.where(np.char.startswith(names.initials, key), WITHIN, 0))
    if wanted.isdigit():
        fit = np.maximum(fit, _fit(vessels["mmsi"].astype("S10"), key))
        fit = np.maximum(fit, np.where(vessels["imo"] > 0, _fit(vessels["imo"].astype("S10"), key), 0))
    some = np.flatnonzero(fit)
    levels = alert_levels(picture)[some].astype(int)
    order = np.lexsort((vessels["track_id"][some], names.whole[some], -levels, -fit[some]))
    return Found(tuple(some[order][:MOST].tolist()), places[: MOST // 3])


def spelt(picture: Picture) -> SpeltNames:
    """Return all names without blanks and signs, and their initials; computed once per tick, during searches only."""
    names = picture.vessels["name"]
    for sign in (b" ", b"-", b".", b"_", b"/"):
        names = np.char.replace(names, sign, b"")
    return SpeltNames(np.asarray(np.char.upper(names)), initials_of(picture.vessels["name"]))


def initials_of(names: np.ndarray) -> np.ndarray:
    """Return the first letter of each word and all digits: `ZHE PU YU 62028` is `ZPY62028`. `names` is bytes, (n,)."""
    width = names.dtype.itemsize
    signs = np.char.upper(names).view("u1").reshape(len(names), width)
    before = np.hstack([np.zeros((len(names), 1), "u1"), signs[:, :-1]])
    digit, letter, after_letter = _digit(signs), _letter(signs), _letter(before)
    kept = digit | (letter & ~after_letter)
    found = np.zeros_like(signs)
    rows, columns = np.nonzero(kept)
    found[rows, (np.cumsum(kept, axis=1) - 1)[rows, columns]] = signs[rows, columns]
    return found.view(f"S{width}").ravel()


def results(model: DeskModel) -> Html:
    """Return the list below the field; empty if there is no query."""
    query = model.view_state.query.strip()
    if not query:
        return join()
    picture, site = model.picture, model.context.site
    key = "spelt names", model.view_state.kinds  # the vessels that the filters leave
    names = model.context.memo.once(key, stamp(picture), lambda: spelt(picture))
    found = search(picture, site, names, query)
    if not found.rows and not found.places:
        return el("p.quiet", model.context.say("desk_nothing_found", query=query), data_query=query)
    levels = alert_levels(picture)
    return el(
        "div",
        *(_vessel(model, at, int(levels[at])) for at in found.rows),
        *(_place(model, each) for each in found.places),
        data_query=query,  # the page compares it with its own query and ignores old answers
    )


def _fit(texts: np.ndarray, key: bytes) -> np.ndarray:
    at = np.char.find(texts, key)
    return np.where(at < 0, 0, np.where(texts == key, EXACT, np.where(at == 0, BEGINS, WITHIN)))


def _digit(signs: np.ndarray) -> np.ndarray:
    return (signs >= ord("0")) & (signs <= ord("9"))


def _letter(signs: np.ndarray) -> np.ndarray:
    return (signs >= ord("A")) & (signs <= ord("Z"))


def _place_matches(place: Place, query: str, wanted: str) -> bool:
    """Return whether a place matches by part of its name in either language, its pinyin, or all its initials."""
    if not query:
        return False
    if query in place.name_zh or (len(query) > 2 and query.lower() in place.name_en.lower()):
        return True
    return len(wanted) >= LEAST_CHARS and (
        wanted == initials(place.name_zh) or on_air(place.name_zh).startswith(wanted)
    )


def _vessel(model: DeskModel, at: int, level: int) -> Html:
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
