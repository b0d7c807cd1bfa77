"""Card of the selection: a vessel with what it reports about itself, or an alert about no vessel.

They are the values of assets/html/parts/card.html; alerts and the record come from vessel_report.py. Each value that
the vessel reports has its age.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from dashboard.common.alert_words import title
from dashboard.common.flags import flag
from dashboard.common.markup import Html
from dashboard.common.templates import render
from dashboard.map.tools import position
from dashboard.parts.case_record import case_record
from dashboard.parts.desk_model import DeskModel
from dashboard.parts.registered import registered_lines
from dashboard.parts.vessel_report import alerts_of, record_of
from models.base.schema import COLOURS, KIND_NAMES, LIFE, STATION_NAMES
from models.messages.picture import AlertView

STALE_STATIC_S = 1800.0  # identity and voyage are sent every 6 min (ITU-R M.1371): five reports were missed
STALE_POSITION_S = 180.0
NO_STATUS = 15
LIFE_NAMES = {code: name for name, code in LIFE.items()}
Lines = tuple[tuple[str, str], ...]  # a key of the words table, and the value


@dataclass(frozen=True)
class CardHead:
    """Title of the card; `mmsi` has nine digits or is empty, `subject` is what a note is about."""

    colour: str
    title: str
    line: str
    name: str
    mmsi: str
    subject: str = ""
    watched_by: str = ""
    watched_why: str = ""


@dataclass(frozen=True)
class CardBlock:
    """Values reported together at `since_s`; `never` if they were expected but not received."""

    heading: str
    lines: Lines
    since_s: float | None = None
    stale: bool = False
    never: bool = False


@dataclass(frozen=True)
class VesselCard:
    """What a vessel reports about itself, and its risk."""

    position: str
    since_s: float | None
    stale: bool
    figures: Lines
    status: list[str]
    risk: float
    risk_share: float
    blocks: tuple[CardBlock, ...]


def card(model: DeskModel) -> Html:
    """Return the hint of an empty card, an alert about no vessel, or a vessel."""
    at = model.row_of(model.view_state.craft)
    alert = model.alerts().get(model.view_state.alert)
    if at is not None:
        track_id, mmsi = int(model.picture.vessels["track_id"][at]), int(model.picture.vessels["mmsi"][at])
        return _card(model, _head(model, at), _vessel(model, at), track_id, mmsi)
    if alert is not None:
        return _card(model, _alert_head(model, alert), None, alert.track_id, alert.mmsi or 0)
    return render("parts/card_empty.html", say=model.context.say, gone=bool(model.view_state.craft))


def name_of(model: DeskModel, at: int) -> str:
    """Return the name as sent, or the text for a vessel without a name."""
    return text_of(model.picture.vessels["name"][at]) or model.context.say("nameless")


def text_of(cell: bytes) -> str:
    """Decode text from AIS; invalid bytes are replaced."""
    return bytes(cell).decode("ascii", "replace").strip()


def _card(model: DeskModel, head: CardHead, vessel: VesselCard | None, track_id: int, mmsi: int) -> Html:
    return render(
        "parts/card.html",
        say=model.context.say,
        head=head,
        vessel=vessel,
        alerts=alerts_of(model, track_id, mmsi),
        record=record_of(model, track_id, mmsi),
        cases=case_record(model, mmsi),
        replay=model.picture.pace == "live",  # if time can be steered, the director goes back for all pages
    )


def _head(model: DeskModel, at: int) -> CardHead:
    vessels, say = model.picture.vessels, model.context.say
    mmsi = int(vessels["mmsi"][at])
    kind = say(f"kind_{KIND_NAMES[int(vessels['kind'][at])]}")
    watched = model.book.watched.get(f"{mmsi:09d}")
    return CardHead(
        colour=COLOURS[int(vessels["level"][at])],
        title=name_of(model, at),
        line=f"{kind} · MMSI {mmsi or '—'} · {flag(mmsi, model.context.lang) or '—'}",
        name=name_of(model, at),
        mmsi=f"{mmsi:09d}" if mmsi else "",
        subject=_subject(mmsi, model.view_state.alert),
        watched_by=model.context.officer(watched.actor) if watched else "",
        watched_why=str(watched.body.get("reason", "")) if watched else "",
    )


def _alert_head(model: DeskModel, alert: AlertView) -> CardHead:
    """Return the head for an alert about no vessel, or whose vessel has left the picture."""
    where, mmsi = position(alert.lat, alert.lon), f"{alert.mmsi:09d}" if alert.mmsi else ""
    name, subject = title(alert, model.context.lang), _subject(alert.mmsi or 0, alert.alert_id)
    return CardHead(alert.colour, name, where, alert.name, mmsi, subject)


def _subject(mmsi: int, alert_id: str) -> str:
    return f"mmsi:{mmsi:09d}" if mmsi else f"alert:{alert_id}" if alert_id else ""


def _vessel(model: DeskModel, at: int) -> VesselCard:
    vessels, say = model.picture.vessels, model.context.say
    age_s, risk = float(vessels["age_s"][at]), float(vessels["risk"][at])
    figures = (
        ("desk_sog", _figure(float(vessels["sog_kn"][at]), "{:.1f}", f" {say('unit_kn')}")),
        ("desk_cog", _figure(float(vessels["cog_deg"][at]), "{:05.1f}", "°")),
        ("desk_hdg", _figure(float(vessels["heading_deg"][at]), "{:03.0f}", "°")),
    )
    return VesselCard(
        position=position(float(vessels["lat_deg"][at]), float(vessels["lon_deg"][at])),
        since_s=model.picture.t_s - age_s if math.isfinite(age_s) else None,
        stale=age_s > STALE_POSITION_S,
        figures=figures,
        status=_status(model, at),
        risk=risk,
        risk_share=max(0.0, min(1.0, risk)),
        blocks=_blocks(model, at),
    )


def _status(model: DeskModel, at: int) -> list[str]:
    """Return life of the track, navigational status and sea area; unknown values are left out."""
    vessels, say = model.picture.vessels, model.context.say
    life, status = LIFE_NAMES.get(int(vessels["life"][at]), ""), int(vessels["nav_status"][at])
    area = model.context.area(float(vessels["lon_deg"][at]), float(vessels["lat_deg"][at]))
    known = (say(f"life_{life}"), "" if status >= NO_STATUS else say(f"nav_{status}"), area)
    return [each for each in known if each]


def _blocks(model: DeskModel, at: int) -> tuple[CardBlock, ...]:
    """Return what the vessel reports about itself, which is not verified, and the receiving feeds."""
    vessels, feeds = model.picture.vessels, model.picture.feeds
    metres = f" {model.context.say('unit_m')}"
    imo, feed = int(vessels["imo"][at]), int(vessels["feed"][at])
    length, beam = float(vessels["length_m"][at]), float(vessels["beam_m"][at])
    station = model.context.say(f"station_{STATION_NAMES.get(int(vessels['station'][at]), '')}")
    identity = (
        ("desk_callsign", text_of(vessels["callsign"][at]) or "—"),
        ("desk_imo", str(imo) if imo else "—"),
        ("desk_size", f"{_figure(length, '{:.0f}', '')} × {_figure(beam, '{:.0f}', metres)}"),
        ("desk_type", str(int(vessels["ship_type"][at]) or "—")),
    )
    voyage = (
        ("desk_destination", text_of(vessels["destination"][at]) or "—"),
        ("desk_draught", _figure(float(vessels["draught_m"][at]), "{:.1f}", metres)),
    )
    sensor = (("desk_sensor", f"{station} · {feeds[feed].id if feed < len(feeds) else '—'}"),)
    registered = registered_lines(model, int(vessels["mmsi"][at]), imo)
    return (
        _block(model, "desk_identity", identity, float(vessels["static_t_s"][at])),
        _block(model, "desk_voyage", voyage, float(vessels["voyage_t_s"][at])),
        *((CardBlock("desk_register", registered),) if registered else ()),
        CardBlock("desk_source", sensor),
    )


def _block(model: DeskModel, heading: str, lines: Lines, t_s: float) -> CardBlock:
    if not math.isfinite(t_s):
        return CardBlock(heading, lines, never=True)
    return CardBlock(heading, lines, t_s, stale=model.picture.t_s - t_s > STALE_STATIC_S)


def _figure(value: float, form: str, unit: str) -> str:
    return form.format(value) + unit if math.isfinite(value) else "—"
