"""How well the detectors did in an exercise: alerts against the truth, rule by rule.

It does matching, recall, precision, delay, colours and explanations. Reading and printing: commands/score.py. An alarm
is one alert, however often it was raised again; an event is one line of truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from models.base.clock import iso, parse_iso
from models.base.schema import COLOURS

EARLY_S = 60.0  # how long before its event an alarm may come
LATE_S = 300.0  # and how long after: evidence is held and reports are rare
# Names are sent every six minutes in two parts, and count when received twice; ships at anchor report every 3 minutes.
LATE_OF_S = {
    "gap": 1800.0, "rendezvous": 900.0, "loitering": 900.0, "fishing": 900.0, "teleport": 600.0, "identity": 1800.0,
    "anchor_drag": 1200.0,
}  # fmt: skip
MEETS_BEFORE_END_S = 30.0  # the truth of a collision ends this long after the closest approach
TOP_FACTORS = 3
HOURS_OF_WATCH = 12.0
Report = dict[str, Any]
PLACE_RULES = ("reception", "interference", "influx", "clock", "crowding")  # may be about a place, so time alone counts


@dataclass(frozen=True)
class TruthEvent:
    """One line of truth, times in UTC seconds."""

    rule: str
    from_s: float
    to_s: float
    mmsi: int | None
    partner_mmsi: int | None
    optional: bool
    colour: str | None

    @property
    def window(self) -> tuple[float, float]:
        """When an alarm about it may be raised."""
        return self.from_s - EARLY_S, self.to_s + LATE_OF_S.get(self.rule, LATE_S)


@dataclass
class Alarm:
    """One alert from its first raise on; `stands` holds the times it was active, `colour` its worst colour."""

    alert_id: str
    rule: str
    mmsis: frozenset[int]
    raised_s: float
    colour: str
    factors: tuple[str, ...]
    text: str
    stands: list[list[float]] = field(default_factory=list)

    def stood_in(self, from_s: float, to_s: float) -> bool:
        """Return whether it was active at any moment of that time."""
        return any(begin_s <= to_s and end_s >= from_s for begin_s, end_s in self.stands)


def events_of(records: Iterable[Mapping[str, Any]]) -> list[TruthEvent]:
    """Truth records as events. Raises KeyError, ValueError or TypeError on a foreign record."""
    return [
        TruthEvent(
            str(each["rule"]),
            parse_iso(each["t_from"]),
            parse_iso(each["t_to"]),
            each["mmsi"],
            each.get("partner_mmsi"),
            bool(each.get("optional", False)),
            each.get("colour"),
        )
        for each in records
    ]


def alarms_of(changes: Iterable[Mapping[str, Any]]) -> list[Alarm]:
    """Changes of alerts, in order of time, as alarms. Raises KeyError, ValueError or TypeError on a foreign record."""
    alarms: dict[str, Alarm] = {}
    for each in changes:
        t_s, event, alert_id = parse_iso(each["t"]), each["event"], each["alert_id"]
        alarm = alarms.get(alert_id)
        if alarm is None:
            mmsis = frozenset(mmsi for mmsi in (each["mmsi"], each["partner_mmsi"]) if mmsi)
            alarm = Alarm(alert_id, each["rule"], mmsis, t_s, each["colour"], _top(each), each.get("text_en", ""))
            alarms[alert_id] = alarm
        alarm.colour = max(alarm.colour, each["colour"], key=COLOURS.index)
        standing = bool(alarm.stands) and alarm.stands[-1][1] == np.inf
        if event == "clear" and standing:
            alarm.stands[-1][1] = t_s
        elif event != "clear" and not standing:
            alarm.stands.append([t_s, np.inf])
    return list(alarms.values())


def _top(change: Mapping[str, Any]) -> tuple[str, ...]:
    factors = sorted(change.get("factors", ()), key=lambda factor: -factor["share"])
    return tuple(factor["name"] for factor in factors[:TOP_FACTORS])


def belongs(alarm: Alarm, event: TruthEvent) -> bool:
    """Return whether the alarm is about the event: same rule, same vessel, raised in time."""
    begin_s, end_s = event.window
    return alarm.rule == event.rule and begin_s <= alarm.raised_s <= end_s and _same_vessel(alarm, event)


def _same_vessel(alarm: Alarm, event: TruthEvent) -> bool:
    if event.mmsi is None or (alarm.rule in PLACE_RULES and not alarm.mmsis):
        return True
    if event.partner_mmsi is not None and len(alarm.mmsis) == 2:
        return alarm.mmsis == {event.mmsi, event.partner_mmsi}
    return bool(alarm.mmsis & {event.mmsi, event.partner_mmsi})


def score(
    events: Sequence[TruthEvent], alarms: Sequence[Alarm], vessel_hours: float | None, hours: float | None
) -> Report:
    """The report on an exercise of this many vessel-hours and hours (None: not known)."""
    rules = sorted({each.rule for each in events} | {each.rule for each in alarms})
    rows = {
        rule: _rule(
            [each for each in events if each.rule == rule], [each for each in alarms if each.rule == rule], vessel_hours
        )
        for rule in rules
    }
    total = _total(list(rows.values()), vessel_hours, hours)
    return {"vessel_hours": vessel_hours, "hours": hours, "total": total, "rules": rows}


def _rule(events: Sequence[TruthEvent], alarms: Sequence[Alarm], vessel_hours: float | None) -> Report:
    meant = {id(alarm): [event for event in events if belongs(alarm, event)] for alarm in alarms}
    required = [event for event in events if not event.optional]
    true = [alarm for alarm in alarms if any(not event.optional for event in meant[id(alarm)])]
    false = [alarm for alarm in alarms if not meant[id(alarm)]]
    of = [(event, alarms_of_event(event, true)) for event in required]
    found = [(event, theirs) for event, theirs in of if theirs]
    delays = [max(0.0, first_s(event, theirs) - event.from_s) for event, theirs in found]
    explained = [alarm.rule in alarm.factors for alarm in true if alarm.factors]
    colours = [(event.colour, _worst(theirs)) for event, theirs in of if event.colour]
    row: Report = {
        "events": len(required),
        "found": len(found),
        "recall": _share(len(found), len(required)),
        "alarms": len(true) + len(false),
        "true": len(true),
        "precision": _share(len(true), len(true) + len(false)),
        "false_per_1000_vessel_hours": _rate(len(false), vessel_hours),
        "delay_median_s": _quantile(delays, 0.5),
        "delay_p90_s": _quantile(delays, 0.9),
        "optional_alarms": len(alarms) - len(true) - len(false),
        "explained": _share(sum(explained), len(explained)),
        "explained_of": len(explained),
        "colours": _confusion(colours),
        "missed": [_event_record(event) for event, theirs in of if not theirs],
        "false": [_alarm_record(alarm) for alarm in false],
    }
    if required and required[0].rule == "collision":
        ahead = [event.to_s - MEETS_BEFORE_END_S - first_s(event, theirs) for event, theirs in found]
        row["warned_ahead_median_s"], row["warned_ahead_p10_s"] = _quantile(ahead, 0.5), _quantile(ahead, 0.1)
    return row


def alarms_of_event(event: TruthEvent, alarms: Sequence[Alarm]) -> list[Alarm]:
    """The alarms active in the window of the event; one raised again silently counts, too."""
    return [each for each in alarms if _same_vessel(each, event) and each.stood_in(*event.window)]


def first_s(event: TruthEvent, alarms: Sequence[Alarm]) -> float:
    """The time of the first alarm of the event."""
    begin_s, end_s = event.window
    return min(
        max(begin, begin_s) for each in alarms for begin, end in each.stands if begin <= end_s and end >= begin_s
    )


def _worst(alarms: Sequence[Alarm]) -> str:
    return max((each.colour for each in alarms), key=COLOURS.index, default="none")


def _total(rows: Sequence[Report], vessel_hours: float | None, hours: float | None) -> Report:
    total: Report = {name: sum(row[name] for row in rows) for name in ("events", "found", "alarms", "true")}
    false = total["alarms"] - total["true"]
    explained_of = sum(row["explained_of"] for row in rows)
    explained = sum((row["explained"] or 0.0) * row["explained_of"] for row in rows)
    return total | {
        "recall": _share(total["found"], total["events"]),
        "precision": _share(total["true"], total["alarms"]),
        "false": false,
        "false_per_1000_vessel_hours": _rate(false, vessel_hours),
        "false_per_watch": None if not hours else round(false * HOURS_OF_WATCH / hours, 2),
        "explained": _share(explained, explained_of),
        "colours": _confusion(
            [
                (wanted, got)
                for row in rows
                for wanted, gots in row["colours"].items()
                for got, n in gots.items()
                for _ in range(n)
            ]
        ),
    }


def _confusion(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Colour it should have -> colour it got -> how often."""
    matrix: dict[str, dict[str, int]] = {}
    for wanted, got in pairs:
        row = matrix.setdefault(wanted, {})
        row[got] = row.get(got, 0) + 1
    return matrix


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _rate(count: int, vessel_hours: float | None) -> float | None:
    return round(1000 * count / vessel_hours, 3) if vessel_hours else None


def _quantile(values: Sequence[float], q: float) -> float | None:
    return round(float(np.quantile(values, q)), 1) if values else None


def _event_record(event: TruthEvent) -> Report:
    return {"mmsi": event.mmsi, "partner_mmsi": event.partner_mmsi, "from": iso(event.from_s), "to": iso(event.to_s)}


def _alarm_record(alarm: Alarm) -> Report:
    return {"alert_id": alarm.alert_id, "mmsi": sorted(alarm.mmsis), "colour": alarm.colour, "text_en": alarm.text}
