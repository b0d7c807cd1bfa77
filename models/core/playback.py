"""How the time of a replay runs: played at a speed, paused, stepped, or on the way to a moment.

What lives here: that state and how long to wait before a tick. What does not: sockets, data, going back (replaying.py).
The speed decides only how long to wait, so what comes out is the same whatever the director does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from models.base.clock import PacedClock

MOST_STEPS = 3600


@dataclass
class Playback:
    """`to_s` is the moment it is on the way to; `steps` are ticks still to run although it is paused."""

    speed: float
    paused: bool = False
    steps: int = 0
    to_s: float | None = None
    clock: PacedClock | None = None

    @property
    def pace(self) -> str:
        """One of models.messages.control.PACES."""
        if self.to_s is not None:
            return "seeks"
        return "paused" if self.paused and not self.steps else "plays"

    def play(self) -> None:
        """Go on."""
        self.paused, self.steps, self.clock = False, 0, None

    def pause(self) -> None:
        """Hold the tick; a way to a moment ends here."""
        self.paused, self.steps, self.to_s = True, 0, None

    def at_speed(self, speed: float) -> None:
        """So many times as fast as the machine's clock, from now on."""
        self.speed, self.clock = speed, None

    def step(self, count: int) -> None:
        """Run so many ticks and hold."""
        self.pause()
        self.steps = min(max(count, 1), MOST_STEPS)

    def seek(self, to_s: float) -> None:
        """On to the first tick not before that moment, as fast as can be."""
        self.to_s, self.steps = to_s, 0

    def wait_s(self, number: int, last: int | None, machine_s: float) -> float:
        """Machine seconds until tick `number`; infinite while it is held."""
        if self.to_s is not None or self.steps:
            return 0.0
        if self.paused:
            return math.inf
        if self.clock is None or (last is not None and number > last + 1):  # nobody waits for an empty sea
            self.clock = PacedClock(float(number), machine_s, self.speed)
        return self.clock.wait_s(float(number), machine_s)

    def ticked(self, number: int) -> None:
        """Tick `number` has been run."""
        self.steps = max(0, self.steps - 1)
        if self.to_s is not None and number >= self.to_s:
            self.arrive()

    def arrive(self) -> None:
        """The way ends here: at its moment, or at the end of the data."""
        self.to_s, self.clock = None, None
