"""The summary of a whole replay: counts, times and speed. Other programs rely on the names in its record."""

from __future__ import annotations

import resource
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from models.base.clock import iso
from models.core.ticklog import TickLog
from models.core.ticks import PlayedTick
from models.risk.state import State


@dataclass
class Summary:
    """Updated once per tick that is run; ticks left out before it took no time."""

    tick_ms: list[float] = field(default_factory=list)
    ticks: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    by_colour: Counter[str] = field(default_factory=Counter)
    first_t_s: float | None = None
    last_t_s: float | None = None
    log: TickLog = field(default_factory=dict)
    logged: int = 0
    differing: int = 0

    def take_in(self, played: PlayedTick) -> None:
        """Count one tick and compare it with the tick log's digest."""
        tick, digest = played.outcome.tick, played.outcome.digest
        if tick.number in self.log:
            self.logged += 1
            self.differing += digest != self.log[tick.number].digest
        self.tick_ms.append(played.tick_ms)
        self.ticks += played.passed
        self.first_t_s = tick.t_s if self.first_t_s is None else self.first_t_s
        self.last_t_s = tick.t_s
        for change in played.outcome.changes:
            if change.event == "raise":
                self.by_rule[change.alert.rule] += 1
                self.by_colour[change.alert.colour] += 1

    def record(self, state: State, wall_s: float) -> dict[str, Any]:
        """The JSON object of `--summary`."""
        counts = list(state.counts.values())
        types = sum((each.types for each in counts), np.zeros(256, dtype=np.int64))
        rejects: Counter[str] = sum((each.rejects for each in counts), Counter())
        refused: Counter[str] = sum((each.refused for each in counts), Counter())
        covered_s = (self.last_t_s or 0.0) - (self.first_t_s or 0.0)
        p50, p95, p99 = np.percentile(self.tick_ms or [0.0], [50, 95, 99]).round(3).tolist()
        return {
            "lines": sum(each.lines for each in counts),
            "sentences": sum(each.sentences for each in counts),
            "messages": sum(each.messages for each in counts),
            "messages_by_type": {str(each): int(types[each]) for each in np.flatnonzero(types)},
            "rejects": dict(sorted(rejects.items())),
            "refused_values": dict(sorted(refused.items())),
            "skipped": sum(each.skipped for each in counts),
            "notes": {each.feed.id: each.note for each in counts if each.note},
            "duplicates": sum(each.duplicates for each in counts),
            "tracks": state.tracks.created,
            "vessels": len(state.mmsi),
            "outside_coast": state.zone_membership.outside_share(state.tracks),
            "first_t": None if self.first_t_s is None else iso(self.first_t_s),
            "last_t": None if self.last_t_s is None else iso(self.last_t_s),
            "wall_s": round(wall_s, 3),
            "speed_x": round(covered_s / wall_s, 1) if wall_s > 0 else None,
            "ticks": self.ticks,
            "tick_ms": {"p50": p50, "p95": p95, "p99": p99, "max": round(max(self.tick_ms, default=0.0), 3)},
            "alerts_by_rule": dict(sorted(self.by_rule.items())),
            "alerts_by_colour": dict(sorted(self.by_colour.items())),
            "peak_rss_mb": round(_peak_rss_mb(), 1),
            "digest": state.digest,
            "ticks_logged": self.logged,
            "ticks_differing": self.differing,
        }


def _peak_rss_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
