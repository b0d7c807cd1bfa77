"""A replay without screens: batches go through the same `step` as live, at any speed.

Its outputs are alerts, pictures and a summary. Reading files: ingest. The speed decides only how long to wait between
ticks, so the digest is the same at every speed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from time import sleep
from typing import Any, TextIO

from models.base.clock import PacedClock, iso, monotonic_s
from models.base.schema import COLOURS, KIND_NAMES
from models.core.intake import FeedQueue
from models.core.summary import Summary
from models.core.ticklog import TickLog
from models.core.ticks import PlayedTick, Ticks, queues_of
from models.messages.observation import END_S, QUIET_S, ObservationBatch
from models.messages.picture import AlertChange, Picture
from models.risk.engine import TickOutcome, advance
from models.risk.freeze import freeze
from models.risk.state import State

Progress = Callable[[float], None]


def run_headless(
    state: State,
    feeds: Mapping[str, Iterator[ObservationBatch]],
    *,
    speed: float = float("inf"),
    log: TickLog | None = None,
    alerts_out: Path | None = None,
    pictures_out: Path | None = None,
    every_s: float = 60.0,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Run the feeds to their end and return the summary; write alerts and pictures as JSON lines meanwhile."""
    began_s, summary = monotonic_s(), Summary(log=log or {})
    with ExitStack() as files:
        alerts = files.enter_context(alerts_out.open("w", encoding="utf-8")) if alerts_out else None
        pictures = files.enter_context(pictures_out.open("w", encoding="utf-8")) if pictures_out else None
        pictured = Pictured(pictures, max(1, round(every_s)), progress)
        for played in played_ticks(state, feeds, speed, log, seen=pictured.due):
            summary.take_in(played)
            _write_alerts(alerts, played.outcome.changes)
            if pictured.due(played.outcome.tick.number):
                pictured.take(state, played.outcome)
    return summary.record(state, monotonic_s() - began_s)


def play(
    state: State,
    feeds: Mapping[str, Iterator[ObservationBatch]],
    speed: float = float("inf"),
    log: TickLog | None = None,
    ticks: Ticks | None = None,
) -> Iterator[Picture]:
    """One picture per tick until every feed has ended; `ticks` to continue from, otherwise from the first."""
    for played in played_ticks(state, feeds, speed, log, ticks, seen=lambda _: True):
        picture = freeze(state, played.outcome.tick, played.outcome.changes)
        yield replace(picture, tick_ms=played.tick_ms)


def played_ticks(
    state: State,
    feeds: Mapping[str, Iterator[ObservationBatch]],
    speed: float = float("inf"),
    log: TickLog | None = None,
    ticks: Ticks | None = None,
    *,
    seen: Callable[[int], bool] = lambda _: False,
) -> Iterator[PlayedTick]:
    """The ticks until every feed has ended, without those that nobody sees and in which nothing can happen."""
    ticks = ticks or Ticks(queues_of(feeds), log=log or {})
    clock: PacedClock | None = None
    _begin(ticks, feeds)
    while not (ticks.ended() and ticks.number is not None):
        if ticks.number is not None:
            _fill(ticks, feeds, ticks.number + 1.0)
        number = ticks.next_number(state.idle())
        if number is None:
            break
        _fill(ticks, feeds, float(number))
        passed = 0
        # The tick in which the end of the input becomes known is the last one, quiet or not.
        while not (state.idle() or ticks.ended()) and (left_out := ticks.pass_by(number, state.due_s, seen)):
            passed, number = passed + left_out, number + left_out
            _fill(ticks, feeds, float(number))
        if clock is None or (ticks.number is not None and number > ticks.number + 1):  # empty time is skipped
            clock = PacedClock(float(number), monotonic_s(), speed)
        wait_s = clock.wait_s(float(number), monotonic_s())
        if wait_s > 0:
            sleep(wait_s)
        tick, batches = ticks.take(number)
        began_s = monotonic_s()
        outcome = advance(state, batches, tick, ticks.marks(number), standing=ticks.standing(number))
        yield PlayedTick(outcome, round((monotonic_s() - began_s) * 1000, 3), passed + 1)
    _count_remainder(state, ticks)


def _count_remainder(state: State, ticks: Ticks) -> None:
    """Count what follows the last message, and all of a feed without one, so that no refusal is lost."""
    for queue in ticks.queues.values():
        for batch in queue.take(END_S):
            state.counts[queue.feed].take_in(batch, 0)


def _begin(ticks: Ticks, feeds: Mapping[str, Iterator[ObservationBatch]]) -> None:
    """Before the first tick, read until each feed has returned a message or has ended."""
    for queue in ticks.queues.values():
        while queue.next_rx_s() is None and queue.until_s < QUIET_S:
            _read(queue, feeds[queue.feed])


def _fill(ticks: Ticks, feeds: Mapping[str, Iterator[ObservationBatch]], t_s: float) -> None:
    """Read on until every feed has returned everything received up to `t_s`."""
    while hungry := ticks.hungry(t_s):
        for queue in hungry:
            _read(queue, feeds[queue.feed])


def _read(queue: FeedQueue, batches: Iterator[ObservationBatch]) -> None:
    batch = next(batches, None)
    if batch is None:
        queue.until_s = END_S
        return
    if not queue.put(batch):
        raise RuntimeError(f"{queue.feed}: expected piece {queue.next_seq}, got {batch.first_seq}")


@dataclass(frozen=True)
class Pictured:
    """The pictures to write, one in `every` ticks; none is frozen without a file to write to."""

    out: TextIO | None
    every: int
    progress: Progress | None

    def due(self, number: int) -> bool:
        """Whether this tick is written or reported."""
        return bool(self.out or self.progress) and number % self.every == 0

    def take(self, state: State, outcome: TickOutcome) -> None:
        """Write the picture of this tick and report the progress."""
        if self.out:
            _write_picture(self.out, freeze(state, outcome.tick, outcome.changes))
        if self.progress:
            self.progress(outcome.tick.t_s)


def _write_alerts(out: TextIO | None, changes: Sequence[AlertChange]) -> None:
    if out:
        out.writelines(json.dumps(each.record(), ensure_ascii=False) + "\n" for each in changes)


def _write_picture(out: TextIO, picture: Picture) -> None:
    vessels = picture.vessels
    columns = ("track_id", "mmsi", "lat_deg", "lon_deg", "sog_kn", "cog_deg", "risk")
    rows = [
        {name: _plain(value) for name, value in zip(columns, values, strict=True)}
        | {"colour": COLOURS[level], "kind": KIND_NAMES[kind]}
        for *values, level, kind in zip(*(vessels[name].tolist() for name in (*columns, "level", "kind")), strict=True)
    ]
    out.write(json.dumps({"t": iso(picture.t_s), "digest": picture.digest, "vessels": rows}) + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return None if value != value else round(value, 6)  # noqa: PLR0124 - NaN
    return value
