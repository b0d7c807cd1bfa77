"""The time of a live core: ticks fall due by the machine's clock, and work is put off while ticks take too long.

The time of a replay: playback.py. Both are a TimeSource (ticks.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from models.base.clock import SteadyClock
from models.core.intake import FeedQueue
from models.core.ticks import Ticks
from models.messages.observation import QUIET_S

GRACE_S = 0.05  # a tick is due this long after its second has ended
PATIENCE_S = 0.6  # and runs by then even if a feed is not known to be complete
START_PATIENCE_S = 3.0  # after a start, feeds get this long to deliver what they received meanwhile
MOST_BEHIND_S = 600.0  # further behind than this the clock jumps; tracks of that age are lost anyway
MOST_AHEAD_S = 10.0  # a checkpoint further in the future is ignored: the clock has been set back since
SLIGHTLY_BACK_S = 5.0  # a clock that is set back by less is not reported
SLOW_MS, SLOW_TICKS = 500.0, 3  # after this many slow ticks in a row the level goes up by one
QUICK_MS, QUICK_TICKS = 200.0, 30  # after this many quick ticks in a row it goes down by one
MOST_SPARED = 2


@dataclass
class LoadShedding:
    """`level` applies to the next tick: 0 defers no work, MOST_SPARED defers the most.

    It depends on measured durations, so it is written to the tick log: a replay of a watch defers the same work.
    """

    level: int = 0
    slow: int = 0
    quick: int = 0

    def took(self, tick_ms: float) -> None:
        """Record the duration of one more tick."""
        self.slow = self.slow + 1 if tick_ms > SLOW_MS else 0
        self.quick = self.quick + 1 if tick_ms < QUICK_MS else 0
        if self.slow == SLOW_TICKS:
            self.level, self.slow = min(self.level + 1, MOST_SPARED), 0
        elif self.quick == QUICK_TICKS:
            self.level, self.quick = max(self.level - 1, 0), 0


class LiveTime:
    """A TimeSource by the machine's clock."""

    credit = 64
    pace = "live"

    def __init__(self, clock: SteadyClock | None = None) -> None:
        self.clock = clock or SteadyClock()
        self.started_s = self.clock()
        self.load_shedding = LoadShedding()

    @property
    def spared(self) -> int:
        """The level of load shedding."""
        return self.load_shedding.level

    def accepts(self, number: int) -> bool:
        """Return whether a checkpoint of this tick is recent enough to continue from."""
        return -MOST_AHEAD_S <= self.clock() - number <= MOST_BEHIND_S

    def next_number(self, ticks: Ticks, idle: bool) -> int:
        """The tick after the last one; the present second at the start and after falling too far behind."""
        now_s = self._now_s(ticks)
        if ticks.number is None or now_s - ticks.number > MOST_BEHIND_S:
            return int(now_s)
        return ticks.number + 1

    def wait_s(self, ticks: Ticks, number: int) -> float:
        """Seconds until the end of its second, or until an incomplete feed is no longer waited for."""
        due_s = number + GRACE_S
        if ticks.hungry(float(number)):
            due_s = max(due_s, number + PATIENCE_S, self.started_s + START_PATIENCE_S)
        return max(0.0, due_s - self._now_s(ticks))

    def wants(self, ticks: Ticks, queue: FeedQueue) -> bool:
        """Everything is wanted as soon as it arrives."""
        return True

    def behind_s(self, ticks: Ticks) -> float:
        """How far the machine's clock lies behind, in whole seconds; 0 when the difference is small."""
        behind_s = self._now_s(ticks) - self.clock() + self.clock.back_s
        return float(round(behind_s)) if behind_s > SLIGHTLY_BACK_S else 0.0

    def ticked(self, number: int, took_ms: float) -> None:
        """Update the load level from the duration of the tick."""
        self.load_shedding.took(took_ms)

    def stands(self, ticks: Ticks) -> bool:
        """The next tick always comes."""
        return False

    def _now_s(self, ticks: Ticks) -> float:
        """UTC that never goes back. Feeds may be ahead of a clock that was set back before this start."""
        feeds_s = [queue.until_s for queue in ticks.queues.values() if queue.until_s < QUIET_S]
        return max([self.clock(), *feeds_s])
