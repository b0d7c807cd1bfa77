"""Picture: everything that the wall shows of one tick, and its frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from models.base.clock import iso
from models.base.schema import COLOURS, VESSEL, Column, Table, empty
from models.messages.clue import Clue, clue_of
from models.messages.evaluation import AREA, CELL, FORCE, PRESSURE, REACH, REACH_RASTER, TRAVEL, Grid
from models.messages.wire import WireError, pack, unpack

OPEN_STATES = ("unacknowledged", "silenced")  # no officer has acknowledged it
STANDING_STATES = (*OPEN_STATES, "acknowledged")  # of the alerts of a picture; IMO MSC.302(87)
ALERT_STATES = (*STANDING_STATES, "dismissed", "rectified", "ended", "dismissed_ended")  # of changes as well
MARKS = ("acknowledge", "silence", "true", "false", "known", "end")  # by officers on an alert
# How an alert ended: its evidence, its track or its zone is gone, or an alert of another rule says more.
ENDINGS = ("faded", "gone", "withdrawn", "taken_over")
TIMES = ("since", "due", "acknowledged", "silenced_until", "cleared", "silent")  # of an alert; ISO 8601 in its record
PRIORITY = {
    "none": "none",
    "yellow": "caution",
    "orange": "warning",
    "red": "alarm",
    "distress": "emergency alarm",
}


@dataclass(frozen=True)
class Factor:
    """One reason of a vessel's risk: evidence `value` in [0, 1] and its exact share of the whole."""

    name: str
    value: float
    share: float
    text_zh: str
    text_en: str


@dataclass(frozen=True)
class AlertView:
    """The present state of one alert. There is one per situation, with the same `alert_id` in every replay.

    With `track_id` 0 the alert is about a position, `lat` and `lon`, and no vessel. `state` is one of ALERT_STATES;
    `urgency` combines risk and what is at stake; `sounded_s` is when it last sounded, `due_s` when it must be
    acknowledged next. `folded` alerts exceed the budget of their colour. A silenced alert is unacknowledged and makes
    no sound before `silenced_until_s` unless its colour rises. One that is over has `cleared_s` and `ending`, one of
    ENDINGS. A distress that fell silent at `silent_s` stands until an officer ends it.
    """

    alert_id: str
    rule: str
    colour: str
    score: float
    track_id: int
    mmsi: int | None
    partner_track_id: int | None
    partner_mmsi: int | None
    name: str
    partner_name: str
    lat: float
    lon: float
    since_s: float
    text_zh: str
    text_en: str
    factors: tuple[Factor, ...] = ()
    evidence: tuple[str, ...] = ()
    state: str = "unacknowledged"
    urgency: float = 0.0
    due_s: float | None = None
    escalated: int = 0
    acknowledged_s: float | None = None
    acknowledged_by: str = ""
    folded: bool = False
    silenced_until_s: float | None = None
    silenced_by: str = ""
    sounded_s: float = 0.0
    cleared_s: float | None = None
    ending: str = ""
    silent_s: float | None = None

    @property
    def priority(self) -> str:
        """The priority of IMO MSC.302(87) that corresponds to the colour."""
        return PRIORITY[self.colour]


@dataclass(frozen=True)
class AlertChange:
    """An alert raised, cleared or updated: its colour, state or escalation changed, or it soon came back."""

    t_s: float
    event: str
    alert: AlertView

    def record(self) -> dict[str, Any]:
        """Return the JSON object of the change; its names are part of the interface."""
        alert = asdict(self.alert)
        del alert["sounded_s"]  # only for the pages: it is the time of an earlier change
        times = {name: alert.pop(f"{name}_s") for name in TIMES}
        alert["track_id"] = f"T{alert['track_id']}" if alert["track_id"] else None
        if alert["partner_track_id"] is not None:
            alert["partner_track_id"] = f"T{alert['partner_track_id']}"
        return {
            "t": iso(self.t_s),
            "event": self.event,
            **alert,
            "priority": self.alert.priority,
            **{name: None if t_s is None else iso(t_s) for name, t_s in times.items()},
        }


FEED_STATES = ("ok", "late", "silent", "down", "ended")  # ended: the end of a recording


@dataclass(frozen=True)
class FeedHealth:
    """The state of one feed at this tick. `state` is one of FEED_STATES.

    `offset_s` is how far its receive times lie behind the times that vessels report: delay plus clock error; None if
    unknown.
    """

    id: str
    kind: str
    state: str
    rate_per_s: float
    last_rx_s: float | None
    messages: int = 0
    duplicates: int = 0
    skipped: int = 0
    rejects: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)  # impossible values, by name
    gaps: int = 0
    note: str = ""
    offset_s: float | None = None


TAKEN_AS = ("", "call", "relay", "test", "cancelled")  # meanings of a safety text; relay: a call for somebody else


@dataclass(frozen=True)
class TextView:
    """A safety text (ITU-R M.1371 messages 12 and 14) as received, first at `first_s` and last at `t_s`.

    `taken` is one of TAKEN_AS; `addressed` texts were meant for one station. `count` is how often it was sent.
    """

    t_s: float
    first_s: float
    mmsi: int
    name: str
    text: str
    taken: str = ""
    addressed: bool = False
    count: int = 1


TABLES = {
    "vessels": VESSEL,
    "cells": CELL,
    "areas": AREA,
    "pressure": PRESSURE,
    "force": FORCE,
    "reach": REACH,
    "travel": TRAVEL,
    "reach_raster": REACH_RASTER,
}


def _none_of(columns: tuple[Column, ...]) -> Callable[[], Table]:
    return lambda: empty(columns, 0)


@dataclass(frozen=True)
class Picture:
    """All data of one tick. `mode` is live, replay or exercise; `bbox` is west, south, east, north in degrees.

    `changes` are the latest alert changes, oldest first; the last `fresh_changes` of them happened in this tick. The
    tables are described in evaluation.py; `advice` is the cheapest relief of pressure, a text by language, or empty.
    `pace` is one of models.messages.control.PACES. `zones` are the features drawn by officers, `watched` the MMSI on
    the watch list. `texts` are the latest safety texts, newest first.
    """

    tick: int
    t_s: float
    mode: str
    speed: float
    vessels: Table = field(default_factory=lambda: empty(VESSEL, 0))
    alerts: tuple[AlertView, ...] = ()
    rectified: tuple[AlertView, ...] = ()
    changes: tuple[AlertChange, ...] = ()
    fresh_changes: int = 0
    feeds: tuple[FeedHealth, ...] = ()
    clues: tuple[Clue, ...] = ()
    texts: tuple[TextView, ...] = ()
    bbox: tuple[float, float, float, float] | None = None
    totals: dict[str, int] = field(default_factory=dict)
    tick_ms: float = 0.0
    digest: str = ""
    core_id: str = ""
    grid: Grid | None = None
    cells: Table = field(default_factory=_none_of(CELL), compare=False)
    areas: Table = field(default_factory=_none_of(AREA), compare=False)
    pressure: Table = field(default_factory=_none_of(PRESSURE), compare=False)
    force: Table = field(default_factory=_none_of(FORCE), compare=False)
    reach: Table = field(default_factory=_none_of(REACH), compare=False)
    travel: Table = field(default_factory=_none_of(TRAVEL), compare=False)
    reach_raster: Table = field(default_factory=_none_of(REACH_RASTER), compare=False)
    advice: dict[str, str] = field(default_factory=dict)
    pace: str = "live"
    zones: tuple[dict[str, Any], ...] = ()
    watched: tuple[int, ...] = ()

    def count(self, colour: str) -> int:
        """The number of standing alerts of a colour: `alerts` carries only the worst."""
        return max(self.totals.get(f"alerts_{colour}", 0), sum(each.colour == colour for each in self.alerts))

    def cleared_count(self, colour: str) -> int:
        """The number of alerts that ended unacknowledged, by their worst colour: `rectified` carries only the worst."""
        return max(self.totals.get(f"rectified_{colour}", 0), sum(each.colour == colour for each in self.rectified))

    def unseen_count(self, colour: str) -> int:
        """The number of standing alerts of a colour that no officer has acknowledged."""
        carried = sum(each.colour == colour and each.state in OPEN_STATES for each in self.alerts)
        return max(self.totals.get(f"open_{colour}", 0), carried)

    @property
    def open_count(self) -> int:
        """The number of all alerts that stand or ended unacknowledged."""
        return sum(self.count(each) + self.cleared_count(each) for each in COLOURS[1:])

    def frame(self) -> bytes:
        """Return the picture as a frame."""
        tables: dict[str, Table] = {name: getattr(self, name) for name in TABLES}
        none: dict[str, Any] = dict.fromkeys(TABLES)
        header = asdict(replace(self, zones=(), **none)) | {"zones": self.zones}  # zones are large: do not copy them
        return pack({key: value for key, value in header.items() if key not in TABLES}, tables)


def picture_from(frame: bytes) -> Picture:
    """Return the picture of a frame, arrays read-only. Raises WireError."""
    header, tables = unpack(frame)
    try:
        header["alerts"] = tuple(_alert(each) for each in header["alerts"])
        header["rectified"] = tuple(_alert(each) for each in header["rectified"])
        header["changes"] = tuple(
            AlertChange(each["t_s"], each["event"], _alert(each["alert"])) for each in header["changes"]
        )
        header["feeds"] = tuple(FeedHealth(**each) for each in header["feeds"])
        header["texts"] = tuple(TextView(**each) for each in header["texts"])
        header["clues"] = tuple(clue_of(each) for each in header["clues"])
        header["zones"], header["watched"] = tuple(header["zones"]), tuple(header["watched"])
        header["bbox"] = tuple(header["bbox"]) if header["bbox"] else None
        header["grid"] = Grid(**header["grid"]) if header["grid"] else None
        header |= {name: tables[name] for name in TABLES}
        return Picture(**header)
    except (TypeError, KeyError, ValueError) as problem:
        raise WireError(f"not a picture: {problem}") from problem


def _alert(values: dict[str, Any]) -> AlertView:
    factors = tuple(Factor(**each) for each in values["factors"])
    return AlertView(**{**values, "factors": factors, "evidence": tuple(values["evidence"])})
