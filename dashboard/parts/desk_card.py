"""The card of what is chosen: a craft, what it says of itself and what is said of it, or an alert about the sea.

What lives here: the order of the card's parts, identity and motion. What does not: alerts and the record
(vessel_report.py), the trail (drawn by the page). Every line that came from the craft itself carries its age.
"""

from __future__ import annotations

import math

from dashboard.common.flags import flag
from dashboard.common.markup import Html, el, join
from dashboard.map.callouts import title
from dashboard.map.tools import position
from dashboard.parts.desk_model import Scene
from dashboard.parts.vessel_report import alerts_of, risk, told
from models.base.schema import COLOURS, KIND_NAMES, LIFE, STATION_NAMES
from models.messages.picture import AlertView

STALE_STATIC_S = 1800.0  # identity and voyage come every 6 minutes (ITU-R M.1371): so old means five were missed
STALE_POSITION_S = 180.0
NO_STATUS = 15
LIFE_NAMES = {code: name for name, code in LIFE.items()}


def card(scene: Scene) -> Html:
    """Empty hint, an alert about the sea, or a craft."""
    at = scene.row_of(scene.wish.craft)
    alert = scene.alerts().get(scene.wish.alert)
    if at is not None:
        return _craft(scene, at)
    if alert is not None:
        return _sea(scene, alert)
    if scene.wish.craft:
        return el("p.quiet", scene.context.say("desk_craft_gone"))
    return el("div.hint", el("h2", scene.context.say("desk_card")), el("p", scene.context.say("desk_card_hint")))


def name_of(scene: Scene, at: int) -> str:
    """As sent; else a word for none."""
    return text_of(scene.picture.vessels["name"][at]) or scene.context.say("nameless")


def text_of(cell: bytes) -> str:
    """Text from the air: whatever its bytes are, it can be shown."""
    return bytes(cell).decode("ascii", "replace").strip()


def _craft(scene: Scene, at: int) -> Html:
    vessels, say = scene.picture.vessels, scene.context.say
    mmsi = int(vessels["mmsi"][at])
    level = int(vessels["level"][at])
    kind = say(f"kind_{KIND_NAMES[int(vessels['kind'][at])]}")
    watched = scene.book.watched.get(f"{mmsi:09d}")
    head = el(
        f"div.who.{COLOURS[level]}",
        el("h2", name_of(scene, at)),
        el("p", f"{kind} · MMSI {mmsi or '—'} · {flag(mmsi, scene.context.lang) or '—'}"),
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
            data_name=name_of(scene, at),
            data_watched=str(watched is not None).lower(),
        ),
        _motion(scene, at),
        risk(scene, float(vessels["risk"][at]), level),
        alerts_of(scene, int(vessels["track_id"][at]), mmsi),
        _identity(scene, at),
        told(scene, int(vessels["track_id"][at]), mmsi),
    )


def _sea(scene: Scene, alert: AlertView) -> Html:
    """An alert that is about no craft, or whose craft is gone."""
    head = el(
        f"div.who.{alert.colour}", el("h2", title(alert, scene.context.lang)), el("p", position(alert.lat, alert.lon))
    )
    mmsi = alert.mmsi or 0
    return join(
        el("div.first", head, data_mmsi=f"{mmsi:09d}" if mmsi else "", data_name=alert.name, data_watched="false"),
        alerts_of(scene, alert.track_id, mmsi),
        told(scene, alert.track_id, mmsi),
    )


def _motion(scene: Scene, at: int) -> Html:
    vessels, say, t_s = scene.picture.vessels, scene.context.say, scene.picture.t_s
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
        el("p.soft", " · ".join(filter(None, (say(f"life_{life}"), _status(scene, at), scene.context.area(lon, lat))))),
    )


def _status(scene: Scene, at: int) -> str:
    status = int(scene.picture.vessels["nav_status"][at])
    return "" if status >= NO_STATUS else scene.context.say(f"nav_{status}")


def _identity(scene: Scene, at: int) -> Html:
    """What it says of itself; it proves nothing."""
    vessels, say = scene.picture.vessels, scene.context.say
    size = (
        _figure(float(vessels["length_m"][at]), "{:.0f}", "")
        + " × "
        + _figure(float(vessels["beam_m"][at]), "{:.0f}", " m")
    )
    imo, feed = int(vessels["imo"][at]), int(vessels["feed"][at])
    feeds = scene.picture.feeds
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
        _block(scene, "desk_identity", own, float(vessels["static_t_s"][at])),
        _block(scene, "desk_voyage", voyage, float(vessels["voyage_t_s"][at])),
        _block(scene, "desk_source", sensor, None),
    )


def _block(scene: Scene, heading: str, lines: tuple[tuple[str, str], ...], t_s: float | None) -> Html:
    known = t_s is not None and math.isfinite(t_s)
    stale = ".stale" if known and scene.picture.t_s - (t_s or 0.0) > STALE_STATIC_S else ""
    age = el(f"time.age{stale}", data_since=f"{t_s:.0f}") if known else None
    if t_s is not None and not known:
        age = el("span.age", scene.context.say("desk_never"))
    return el(
        "section",
        el("h3", scene.context.say(heading), age),
        el("dl", *(join(el("dt", scene.context.say(key)), el("dd", value)) for key, value in lines)),
    )


def _figure(value: float, form: str, unit: str) -> str:
    return form.format(value) + unit if math.isfinite(value) else "—"
