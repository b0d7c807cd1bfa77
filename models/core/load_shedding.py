"""Sparing: when ticks take too long, less urgent questions are put off until they are quick again.

What lives here: how long ticks took, and the step that follows. What does not: who is put off (schedule.py). It is
measured, not worked out, so it goes into the tick log: a replay of a watch spares as the watch did.
"""

from __future__ import annotations

from dataclasses import dataclass

SLOW_MS, SLOW_TICKS = 500.0, 3  # so many in a row this slow: one step more
QUICK_MS, QUICK_TICKS = 200.0, 30  # so many in a row this quick: one step back
MOST = 2


@dataclass
class LoadShedding:
    """`level` is for the next tick: 0 nothing is put off, at most 2."""

    level: int = 0
    slow: int = 0
    quick: int = 0

    def took(self, tick_ms: float) -> None:
        """One more tick, and how long it took."""
        self.slow = self.slow + 1 if tick_ms > SLOW_MS else 0
        self.quick = self.quick + 1 if tick_ms < QUICK_MS else 0
        if self.slow == SLOW_TICKS:
            self.level, self.slow = min(self.level + 1, MOST), 0
        elif self.quick == QUICK_TICKS:
            self.level, self.quick = max(self.level - 1, 0), 0
