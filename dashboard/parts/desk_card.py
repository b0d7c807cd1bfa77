"""The card of what is chosen: a craft, what it says of itself and what is said of it, or an alert about the sea.

What lives here: the order of the card's parts, identity and motion. What does not: alerts and the record
(vessel_report.py), the trail (drawn by the page). Every line that came from the craft itself carries its age.
"""

from __future__ import annotations

import math

from dashboard.common.alert_presenter import title
from dashboard.common.flags import flag
from dashboard.common.markup import Html, el, join
from dashboard.map.tools import position
from dashboard.parts.desk_model import DeskModel
from dashboard.parts.vessel_report import alerts_of, risk, vessel_report
from models.base.schema import COLOURS, KIND_NAMES, LIFE, STATION_NAMES
from models.messages.picture import AlertView

STALE_STATIC_S = 1800.0  # identity and voyage come every 6 minutes (ITU-R M.1371): so old means five were missed
STALE_POSITION_S = 180.0
NO_STATUS = 15
LIFE_NAMES = {code: name for name, code in LIFE.items()}


def card(model: DeskModel) -> Html:
    """Empty hint, an alert about the sea, or a craft."""
    at = model.row_of(model.view_state.craft)
    alert = model.alerts().get(model.view_state.alert)
    if at is not None:
        return _craft(model, at)
    if alert is not None:
        return _sea(model, alert)
    if model.view_state.craft:
        return el("p.quiet", model.context.say("desk_craft_gone"))
    return el("div.hint", el("h2", model.context.say("desk_card")), el("p", model.context.say("desk_card_hint")))


def name_of(model: DeskModel, at: int) -> str:
    """As sent; else a word for none."""
    return text_of(model.picture.vessels["name"][at]) or model.context.say("nameless")


def text_of(cell: bytes) -> str:
    """Text from the air: whatever its bytes are, it can be shown."""
    return bytes(cell).decode("ascii", "replace").strip()


def _craft(model: DeskModel, at: int) -> Html:
    vessels, say = model.picture.vessels, model.context.say
    mmsi = int(vessels["mmsi"][at])
    level = int(vessels["level"][at])
    kind = say(f"kind_{KIND_NAMES[int(vessels['kind'][at])]}")
    watched = model.book.watched.get(f"{mmsi:09d}")
    head = el(
        f"div.who.{COLOURS[level]}",
        el("h2", name_of(model, at)),
        el("p", f"{kind} · MMSI {mmsi or '—'} · {flag(mmsi, model.context.lang) or '—'}"),
        el("p.watched", "◉ ", say("desk_watched_by", actor=watched.actor), " · ", watched.body.get("reason", ""))
        if watched
        else None,
    )
    return join(
        el(
            "div.first",
            el("div.photo", el("i", say("desk_no_photo"))),
            head,
            data_mmsi=f"{mmsi:09d}" if mmsi else "",
            data_name=name_of(model, at),
            data_watched=str(watched is not None).lower(),
        ),
        _motion(model, at),
        risk(model, float(vessels["risk"][at]), level),
        alerts_of(model, int(vessels["track_id"][at]), mmsi),
        _identity(model, at),
        vessel_report(model, int(vessels["track_id"][at]), mmsi),
    )


def _sea(model: DeskModel, alert: AlertView) -> Html:
    """An alert that is about no craft, or whose craft is gone."""
    head = el(
        f"div.who.{alert.colour}", el("h2", title(alert, model.context.lang)), el("p", position(alert.lat, alert.lon))
    )
    mmsi = alert.mmsi or 0
    return join(
        el("div.first", head, data_mmsi=f"{mmsi:09d}" if mmsi else "", data_name=alert.name, data_watched="false"),
        alerts_of(model, alert.track_id, mmsi),
        vessel_report(model, alert.track_id, mmsi),
    )


def _motion(model: DeskModel, at: int) -> Html:
    vessels, say, t_s = model.picture.vessels, model.context.say, model.picture.t_s
    age_s = float(vessels["age_s"][at])
    life = LIFE_NAMES.get(int(vessels["life"][at]), "")
    stale = ".stale" if age_s > STALE_POSITION_S else ""
    age = el(f"time.age{stale}", data_since=f"{t_s - age_s:.0f}") if math.isfinite(age_s) else None
    knots, course = float(vessels["sog_kn"][at]), float(vessels["cog_deg"][at])
    figures = (
        ("desk_sog", _figure(knots, "{:.1f}", " kn")),
        ("desk_cog", _figure(course, "{:05.1f}", "°")),
        ("desk_hdg", _figure(float(vessels["heading_deg"][at]), "{:03.0f}", "°")),
    )
    lat, lon = float(vessels["lat_deg"][at]), float(vessels["lon_deg"][at])
    return el(
        "div.motion",
        el("p.place", el("b", position(lat, lon)), age),
        el("div.figures", *(el("span", el("i", say(key)), el("b", value)) for key, value in figures)),
        el("p.soft", " · ".join(filter(None, (say(f"life_{life}"), _status(model, at), model.context.area(lon, lat))))),
    )


def _status(model: DeskModel, at: int) -> str:
    status = int(model.picture.vessels["nav_status"][at])
    return "" if status >= NO_STATUS else model.context.say(f"nav_{status}")


def _identity(model: DeskModel, at: int) -> Html:
    """What it says of itself; it proves nothing."""
    vessels, say = model.picture.vessels, model.context.say
    size = (
        _figure(float(vessels["length_m"][at]), "{:.0f}", "")
        + " × "
        + _figure(float(vessels["beam_m"][at]), "{:.0f}", " m")
    )
    imo, feed = int(vessels["imo"][at]), int(vessels["feed"][at])
    feeds = model.picture.feeds
    station = STATION_NAMES.get(int(vessels["station"][at]), "")
    own = (
        ("desk_callsign", text_of(vessels["callsign"][at]) or "—"),
        ("desk_imo", str(imo) if imo else "—"),
        ("desk_size", size),
        ("desk_type", str(int(vessels["ship_type"][at]) or "—")),
    )
    voyage = (
        ("desk_destination", text_of(vessels["destination"][at]) or "—"),
        ("desk_draught", _figure(float(vessels["draught_m"][at]), "{:.1f}", " m")),
    )
    sensor = (("desk_sensor", f"{say(f'station_{station}')} · {feeds[feed].id if feed < len(feeds) else '—'}"),)
    return join(
        _block(model, "desk_identity", own, float(vessels["static_t_s"][at])),
        _block(model, "desk_voyage", voyage, float(vessels["voyage_t_s"][at])),
        _block(model, "desk_source", sensor, None),
    )


def _block(model: DeskModel, heading: str, lines: tuple[tuple[str, str], ...], t_s: float | None) -> Html:
    known = t_s is not None and math.isfinite(t_s)
    stale = ".stale" if known and model.picture.t_s - (t_s or 0.0) > STALE_STATIC_S else ""
    age = el(f"time.age{stale}", data_since=f"{t_s:.0f}") if known else None
    if t_s is not None and not known:
        age = el("span.age", model.context.say("desk_never"))
    return el(
        "section",
        el("h3", model.context.say(heading), age),
        el("dl", *(join(el("dt", model.context.say(key)), el("dd", value)) for key, value in lines)),
    )


def _figure(value: float, form: str, unit: str) -> str:
    return form.format(value) + unit if math.isfinite(value) else "—"
