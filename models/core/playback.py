"""The time of a replay: playing at a speed, paused, stepping, or seeking a moment.

It decides only how long to wait before a tick, so every tick is the same whatever the director does. The director's
controls: steering.py. The time of a live core: live_time.py. Both are a TimeSource (ticks.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from models.base.clock import PacedClock, monotonic_s
from models.core.intake import FeedQueue
from models.core.ticks import Ticks

MOST_STEPS = 3600
AHEAD_TICKS = 600.0  # a replay reads no further ahead than this


@dataclass
class Playback:
    """A TimeSource that can be steered.

    `to_s` is the moment being sought; `steps` are ticks still to run while paused.
    """

    speed: float
    paused: bool = False
    steps: int = 0
    to_s: float | None = None
    clock: PacedClock | None = None
    credit: int = 2
    spared: int = 0  # no work is deferred: a replay may take its time

    @property
    def pace(self) -> str:
        """One of models.messages.control.PACES."""
        if self.to_s is not None:
            return "seeks"
        return "paused" if self.paused and not self.steps else "plays"

    def play(self) -> None:
        """Continue."""
        self.paused, self.steps, self.clock = False, 0, None

    def pause(self) -> None:
        """Hold the next tick; a seek in progress ends here."""
        self.paused, self.steps, self.to_s = True, 0, None

    def at_speed(self, speed: float) -> None:
        """Run at `speed` times real time from now on."""
        self.speed, self.clock = speed, None

    def step(self, count: int) -> None:
        """Run `count` ticks and pause."""
        self.pause()
        self.steps = min(max(count, 1), MOST_STEPS)

    def seek(self, to_s: float) -> None:
        """Go to the first tick not before that moment, as fast as possible."""
        self.to_s, self.steps = to_s, 0

    def arrive(self) -> None:
        """End the seek, at its moment or at the end of the data."""
        self.to_s, self.clock = None, None

    def accepts(self, number: int) -> bool:
        """Any checkpoint of this run will do."""
        return True

    def next_number(self, ticks: Ticks, idle: bool) -> int | None:
        """The next tick that has something to show; None while nothing has been received."""
        return ticks.next_number(idle)

    def wait_s(self, ticks: Ticks, number: int) -> float:
        """Machine seconds until tick `number`; infinite while paused, without data, or after the end of the data."""
        if ticks.over or ticks.hungry(float(number)):
            return math.inf
        if self.to_s is not None or self.steps:
            return 0.0
        return math.inf if self.paused else self._paced_s(ticks, number)

    def _paced_s(self, ticks: Ticks, number: int) -> float:
        skips = ticks.number is not None and number > ticks.number + 1  # ticks without any vessel are left out
        if self.clock is None or skips:
            self.clock = PacedClock(float(number), monotonic_s(), self.speed)
        return self.clock.wait_s(float(number), monotonic_s())

    def wants(self, ticks: Ticks, queue: FeedQueue) -> bool:
        """Read only a little ahead of the ticks."""
        return queue.until_s < (ticks.number or 0) + AHEAD_TICKS or not queue.batches

    def behind_s(self, ticks: Ticks) -> float:
        """The clock of a recording is never behind it."""
        return 0.0

    def ticked(self, number: int, took_ms: float) -> None:
        """Tick `number` has been run."""
        self.steps = max(0, self.steps - 1)
        if self.to_s is not None and number >= self.to_s:
            self.arrive()

    def stands(self, ticks: Ticks) -> bool:
        """Return whether the newest picture stays: paused, or at the end of the data, where a seek past it ends."""
        if ticks.over and self.to_s is not None:
            self.arrive()
        return ticks.over or self.pace == "paused"
