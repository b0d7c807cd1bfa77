"""The tick log: per tick, the first recorded piece of each feed not yet taken, and the digest of the picture.

The pieces themselves are in ingest's recordings. A replay with a log gives each tick exactly what it had when live,
including what came late. Without a log the recorded receive times decide, with the same result whenever every feed was
on time. The digest proves that a replay shows bit for bit what was on the wall.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from models.messages.operator_inputs import AlertAction, OperatorInputs, alert_action_of, operator_inputs_of


class LoggedTick(NamedTuple):
    """The inputs of one tick and its digest."""

    next_seq: Mapping[str, int]
    digest: str
    marks: tuple[AlertAction, ...] = ()  # marks made by officers since the tick before
    spared: int = 0  # how much work was deferred, see Tick
    back_s: float = 0.0  # how far the machine's clock lay behind, see Tick
    standing: OperatorInputs | None = None  # drawn zones and watched vessels, when they changed or are repeated


TickLog = Mapping[int, LoggedTick]
PATTERN = "ticks-*.jsonl"


class TickLogWriter:
    """Appends one line per tick to one file per UTC day; a completed write survives a crash of the process."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.day, self.file = folder, "", -1

    def write(self, number: int, logged: LoggedTick) -> None:
        """One tick."""
        day = datetime.fromtimestamp(number, UTC).strftime("%Y%m%d")
        if day != self.day:
            self.close()
            path = self.folder / f"ticks-{day}.jsonl"
            self.day, self.file = day, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        entry: dict[str, Any] = {"tick": number, "next_seq": dict(logged.next_seq), "digest": logged.digest}
        if logged.marks:
            entry["marks"] = [asdict(mark) for mark in logged.marks]
        if logged.spared:
            entry["spared"] = logged.spared
        if logged.back_s:
            entry["back_s"] = logged.back_s
        if logged.standing is not None:
            entry["standing"] = asdict(logged.standing)
        os.write(self.file, (json.dumps(entry) + "\n").encode())

    def close(self) -> None:
        """Close the day's file."""
        if self.file >= 0:
            os.close(self.file)
            self.file = -1


def read_tick_log(folder: Path) -> dict[int, LoggedTick]:
    """Every complete line of the folder's logs; of a tick written twice (core restarted) the last counts."""
    log: dict[int, LoggedTick] = {}
    for path in sorted(folder.glob(PATTERN)):
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
                log[int(entry["tick"])] = _logged(entry)
            except (ValueError, KeyError, TypeError, AttributeError):
                continue  # an incomplete last line
    return log


def part_of(log: TickLog, from_s: float, to_s: float) -> dict[int, LoggedTick]:
    """The ticks between two times; the first contains what was in force by then."""
    part = {number: logged for number, logged in log.items() if from_s <= number <= to_s}
    stood = [number for number, logged in log.items() if number < from_s and logged.standing is not None]
    first = min(part, default=None)
    if first is not None and stood and part[first].standing is None:
        part[first] = part[first]._replace(standing=log[max(stood)].standing)
    return part


def _logged(entry: dict[str, Any]) -> LoggedTick:
    standing = entry.get("standing")
    return LoggedTick(
        next_seq={feed: int(seq) for feed, seq in entry["next_seq"].items()},
        digest=str(entry["digest"]),
        marks=tuple(alert_action_of(mark) for mark in entry.get("marks", ())),
        spared=int(entry.get("spared", 0)),
        back_s=float(entry.get("back_s", 0.0)),
        standing=None if standing is None else operator_inputs_of(standing),
    )
