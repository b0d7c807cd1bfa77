"""Ticks over the intake: which second comes next, and whether everything that belongs to it is known.

Replay and live share this; how they differ in time is a TimeSource (live_time.py, playback.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from models.base.clock import Tick
from models.core.intake import FeedQueue
from models.core.ticklog import TickLog
from models.messages.observation import END_S, QUIET_S, ObservationBatch
from models.messages.operator_inputs import AlertAction, OperatorInputs
from models.risk.engine import TickOutcome


@dataclass(frozen=True)
class PlayedTick:
    """The outcome of a tick and how long it took; `passed` counts it and the quiet ones left out before it."""

    outcome: TickOutcome
    tick_ms: float
    passed: int = 1


@dataclass
class Ticks:
    """The queues of all feeds and the number of the last tick; tick k ends at k seconds since 1970."""

    queues: dict[str, FeedQueue]
    number: int | None = None
    log: TickLog = field(default_factory=dict)

    def hungry(self, t_s: float) -> list[FeedQueue]:
        """Feeds that may still have something for the tick at `t_s`."""
        logged = self._logged(int(t_s))
        return [queue for queue in self.queues.values() if not _complete(queue, t_s, logged)]

    def first(self) -> int | None:
        """The first tick with a message in it; None while nothing has been received."""
        waiting = [rx_s for queue in self.queues.values() if (rx_s := queue.next_rx_s()) is not None]
        return math.ceil(min(waiting)) if waiting else None

    def ended(self) -> bool:
        """Return whether every feed has ended and been taken."""
        return all(queue.until_s >= QUIET_S and queue.next_rx_s() is None for queue in self.queues.values())

    @property
    def over(self) -> bool:
        """Return whether at least one tick has run and nothing is left for another."""
        return self.number is not None and self.ended()

    def next_seq(self) -> dict[str, int]:
        """The first recorded piece of each feed that is not wholly taken."""
        return {feed: queue.resume_at() for feed, queue in self.queues.items()}

    def begin_at(self, next_seq: Mapping[str, int]) -> None:
        """Make empty queues begin at these pieces."""
        for feed, seq in next_seq.items():
            self.queues[feed].next_seq = seq

    def next_number(self, idle: bool = False) -> int | None:
        """The tick after the last; None before the first. While no vessel is known, empty ticks are skipped.

        With a log, the log says which ticks there were.
        """
        if self.number is None:
            return min(self.log) if self.log else self.first()
        first = self.first()
        if idle and not self.log and first is not None:
            return max(first, self.number + 1)
        return self.number + 1

    def _logged(self, number: int) -> Mapping[str, int]:
        logged = self.log.get(number)
        return logged.next_seq if logged else {}

    def marks(self, number: int) -> tuple[AlertAction, ...]:
        """Marks made by officers before this tick, from the log."""
        logged = self.log.get(number)
        return logged.marks if logged else ()

    def standing(self, number: int) -> OperatorInputs | None:
        """Drawn zones and watched vessels from this tick on, where the log has them."""
        logged = self.log.get(number)
        return logged.standing if logged else None

    def pass_by(self, number: int, due_s: float, seen: Callable[[int], bool]) -> int:
        """How many ticks from `number` on can be left out, because nothing is received, due or seen in them.

        They count as run. All feeds must be known up to `number`; no tick beyond what is known is left out.
        """
        if self.log or self.number is None:
            return 0
        known_s = min((queue.until_s for queue in self.queues.values()), default=float(number))
        first, passed = self.first(), 0
        until_s = min(due_s, float("inf") if first is None else float(first))
        while number + passed < until_s and number + passed <= known_s and not seen(number + passed):
            passed += 1
        self.number += passed
        return passed

    def take(self, number: int, spared: int = 0, back_s: float = 0.0) -> tuple[Tick, list[ObservationBatch]]:
        """The tick and its inputs; `spared` and `back_s` come from the log if there is one."""
        logged = self._logged(number)
        batches = [batch for queue in self.queues.values() for batch in _taken(queue, number, logged)]
        step_s = 1.0 if self.number is None else float(number - self.number)
        self.number = number
        if number in self.log:
            spared, back_s = self.log[number].spared, self.log[number].back_s
        return Tick(number, float(number), step_s, spared, back_s), batches


class TimeSource(Protocol):
    """How time runs for a core: which tick is next, and when it may run."""

    credit: int  # batches of a feed requested at once

    @property
    def pace(self) -> str:
        """One of models.messages.control.PACES."""

    @property
    def spared(self) -> int:
        """How much work the next tick defers, see Tick."""

    def accepts(self, number: int) -> bool:
        """Return whether a new process may continue from a checkpoint of this tick."""

    def next_number(self, ticks: Ticks, idle: bool) -> int | None:
        """The number of the next tick; None while it is unknown. `idle`: no vessel is known."""

    def wait_s(self, ticks: Ticks, number: int) -> float:
        """Machine seconds until that tick may run; 0 when it is due, infinite while paused or without data."""

    def wants(self, ticks: Ticks, queue: FeedQueue) -> bool:
        """Return whether more should be requested for this queue."""

    def behind_s(self, ticks: Ticks) -> float:
        """How far the machine's clock lies behind the ticks."""

    def ticked(self, number: int, took_ms: float) -> None:
        """A tick has been run."""

    def stands(self, ticks: Ticks) -> bool:
        """Return whether the newest picture stays for now; then it is published at once."""


def _complete(queue: FeedQueue, t_s: float, logged: Mapping[str, int]) -> bool:
    if queue.feed in logged:
        return queue.next_seq >= logged[queue.feed] or queue.until_s >= END_S
    return queue.until_s >= t_s


def _taken(queue: FeedQueue, number: int, logged: Mapping[str, int]) -> list[ObservationBatch]:
    return queue.take_before(logged[queue.feed]) if queue.feed in logged else queue.take(float(number))


def queues_of(feeds: Iterable[str]) -> dict[str, FeedQueue]:
    """An empty queue for each feed."""
    return {feed: FeedQueue(feed) for feed in feeds}
