"""Clocks, and times in ISO 8601. This is the only module of the models that may read the wall clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def now_s() -> float:
    """Return UTC seconds since 1970 from the machine's clock."""
    return time.time()


def monotonic_s() -> float:
    """Return seconds of a clock that never steps, for measuring."""
    return time.perf_counter()


def iso(t_s: float) -> str:
    """Return a time as text in UTC: `2014-09-28T16:47:54.000Z`."""
    return datetime.fromtimestamp(round(t_s, 3), UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def parse_iso(text: str) -> float:
    """Return UTC seconds of an ISO 8601 time; a time without an offset is UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


CATCH_UP_PACE = 0.9  # share of true time, while the machine's clock is behind


class SteadyClock:
    """UTC that never goes back: if the machine's clock does, time runs slower until the machine's clock has caught up.

    `back_s` is how far the machine's clock is behind.
    """

    def __init__(self, now: Callable[[], float] = now_s, pace: Callable[[], float] = monotonic_s) -> None:
        self._now, self._pace = now, pace
        self._last_s, self._paced_s, self.back_s = float("-inf"), pace(), 0.0

    def __call__(self) -> float:
        machine_s, paced_s = self._now(), self._pace()
        steady_s = self._last_s + CATCH_UP_PACE * (paced_s - self._paced_s)
        self.back_s = max(0.0, steady_s - machine_s)
        self._last_s, self._paced_s = max(machine_s, steady_s), paced_s
        return self._last_s


@dataclass(frozen=True)
class Tick:
    """Tick `number` covers what was received in (t_s - 1, t_s]. If `spared` is above 0, less urgent work is postponed.

    `back_s` is how far the machine's clock is behind the ticks after it was set back.
    """

    number: int
    t_s: float
    step_s: float = 1.0
    spared: int = 0
    back_s: float = 0.0


@dataclass(frozen=True)
class PacedClock:
    """Event time that runs at `speed` times machine time, from `start_t_s` at machine time `origin_s`."""

    start_t_s: float
    origin_s: float
    speed: float

    def event_s(self, machine_s: float) -> float:
        """Return the event time at a machine time (both in seconds)."""
        return self.start_t_s + (machine_s - self.origin_s) * self.speed

    def wait_s(self, t_s: float, machine_s: float) -> float:
        """Return machine seconds until event time `t_s`; 0 if it is due or the speed is infinite."""
        if self.speed == float("inf"):
            return 0.0
        return max(0.0, (t_s - self.event_s(machine_s)) / self.speed)
