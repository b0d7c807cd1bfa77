"""The timeline of a replay: the number of alerts of each colour in each minute, and every alert with its time.

The indexer fills it (models/core/indexer.py), tick by tick.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.base.clock import parse_iso
from models.base.schema import COLOURS
from models.messages.picture import AlertChange

MINUTE_S = 60
FILE = "timeline.json"
SHOWN = ("alert_id", "rule", "mmsi", "partner_mmsi", "name", "partner_name", "lat", "lon", "text_zh", "text_en")


@dataclass
class Timeline:
    """Alerts over time. `minutes`: start of a minute -> most alerts at once, and alerts raised in it, both by colour
    (yellow first).
    """

    from_s: float | None = None
    reached_s: float | None = None
    ended: bool = False
    minutes: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict)
    alerts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def take(self, t_s: float, standing: Mapping[str, int], changes: Iterable[AlertChange]) -> None:
        """Add one tick: the number of standing alerts of each colour, and its own alert changes."""
        self.from_s = t_s if self.from_s is None else self.from_s
        self.reached_s = t_s
        up, raised = self._minute(t_s)
        up[:] = [max(pair) for pair in zip(up, (standing.get(each, 0) for each in COLOURS[1:]), strict=True)]
        for change in changes:
            if change.event == "raise" and change.alert.alert_id not in self.alerts:
                raised[COLOURS.index(change.alert.colour) - 1] += 1
            self._note(change.t_s, change.event, vars(change.alert))

    def _minute(self, t_s: float) -> tuple[list[int], list[int]]:
        none = [0] * (len(COLOURS) - 1)
        return self.minutes.setdefault(int(t_s // MINUTE_S) * MINUTE_S, (none, list(none)))

    def _note(self, t_s: float, event: str, alert: Mapping[str, Any]) -> None:
        known = self.alerts.get(alert["alert_id"])
        if known is None:
            shown = {name: alert[name] for name in SHOWN}
            known = self.alerts[alert["alert_id"]] = {**shown, "raised_s": t_s, "colour": alert["colour"]}
        known["colour"] = max(known["colour"], alert["colour"], key=COLOURS.index)
        known["cleared_s"] = t_s if event == "clear" else None

    def cut(self, t_s: float) -> None:
        """Drop what came after a time, because it will run again."""
        self.minutes = {begin_s: each for begin_s, each in self.minutes.items() if begin_s + MINUTE_S <= t_s}
        self.alerts = {key: each for key, each in self.alerts.items() if each["raised_s"] <= t_s}
        self.reached_s, self.ended = min(self.reached_s or t_s, t_s), False

    def record(self) -> dict[str, Any]:
        """Return the timeline for JSON; each minute is [start, at once, raised]."""
        return {
            "from_s": self.from_s,
            "reached_s": self.reached_s,
            "ended": self.ended,
            "minutes": [[begin_s, *counts] for begin_s, counts in sorted(self.minutes.items())],
            "alerts": list(self.alerts.values()),
        }


def timeline_of(changes: Iterable[Mapping[str, Any]], from_s: float, reached_s: float, ended: bool) -> Timeline:
    """Build a timeline from records of alert changes, for a run without an indexer."""
    found = Timeline(from_s, reached_s, ended)
    for each in changes:
        t_s, alert_id = parse_iso(each["t"]), each["alert_id"]
        if alert_id not in found.alerts:
            found._minute(t_s)[1][COLOURS.index(each["colour"]) - 1] += 1
        found._note(t_s, each["event"], each)
    for alert in found.alerts.values():
        until_s = reached_s if alert["cleared_s"] is None else alert["cleared_s"]
        for begin_s in range(int(alert["raised_s"] // MINUTE_S) * MINUTE_S, int(until_s) + 1, MINUTE_S):
            found._minute(begin_s)[0][COLOURS.index(alert["colour"]) - 1] += 1
    return found


def write(folder: Path, timeline: Timeline) -> None:
    """Write the timeline atomically."""
    new = folder / f"{FILE}.new"
    new.write_text(json.dumps(timeline.record(), ensure_ascii=False), encoding="utf-8")
    new.replace(folder / FILE)


def read(folder: Path) -> dict[str, Any] | None:
    """Read the record; None if there is none."""
    try:
        record: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record
