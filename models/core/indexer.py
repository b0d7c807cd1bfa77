"""The indexer of a replay: runs the same ticks over the same data ahead of the core, as fast as possible.

It keeps the timeline, the alert changes and checkpoints. After an inject it returns to a checkpoint before it and
continues from there.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from models.base.clock import monotonic_s, parse_iso
from models.core.checkpoint import Checkpoint
from models.core.replay import played_ticks
from models.core.replay_checkpoints import ReplayCheckpoints
from models.core.ticks import Ticks, queues_of
from models.messages import timeline
from models.messages.control import changes_file, index_folder, injects_file, injects_s
from models.messages.observation import ObservationBatch
from models.messages.timeline import Timeline
from models.risk.engine import TickOutcome
from models.risk.state import State

Fetch = Callable[[str, int], Iterator[ObservationBatch]]
WRITE_EVERY_S = 1.0
CHECK_EVERY_S = 0.25


class Indexer:
    """`blank` makes an empty state; `fetch` returns the batches of a feed from a given piece on."""

    def __init__(self, run_dir: Path, blank: Callable[[], State], fetch: Fetch) -> None:
        self.run_dir, self.folder = run_dir, index_folder(run_dir)
        self.folder.mkdir(exist_ok=True)
        self.blank, self.fetch = blank, fetch
        self.replay_checkpoints, self.timeline = ReplayCheckpoints(self.folder), Timeline()
        self.known = 0  # how many injects are taken into account
        self.checked_s = self.written_s = float("-inf")

    def run(self, stop: threading.Event) -> None:
        """Run until `stop`; at the end of the data, wait for the next inject."""
        self.replay_checkpoints.forget(lambda *_: False)
        changes_file(self.run_dir).write_text("", encoding="utf-8")
        while not stop.is_set():
            self.known = len(injects_s(self.run_dir))
            if self._run_on(stop):
                self.timeline.ended = True
                timeline.write(self.folder, self.timeline)
            while not stop.is_set() and not self._injected():
                stop.wait(CHECK_EVERY_S)
            if not stop.is_set():
                self._go_back()

    def _run_on(self, stop: threading.Event) -> bool:
        """Run to the end; False when it was interrupted."""
        state = self.blank()
        ticks = Ticks(queues_of(feed.id for feed in state.feeds))
        held = self.replay_checkpoints.nearest(float("inf"), state, injects_s(self.run_dir))
        if held is not None:
            state, ticks.number = held.state, held.number
            ticks.begin_at(held.next_seq)
        feeds = {feed: self.fetch(feed, queue.next_seq) for feed, queue in ticks.queues.items()}
        with changes_file(self.run_dir).open("a", encoding="utf-8") as changes:
            for played in played_ticks(state, feeds, ticks=ticks, seen=self.replay_checkpoints.wants):
                self._take(played.outcome, state, ticks, changes)
                if stop.is_set() or self._injected():
                    return False
        return True

    def _take(self, outcome: TickOutcome, state: State, ticks: Ticks, changes: TextIO) -> None:
        number, new = outcome.tick.number, outcome.changes
        self.timeline.take(outcome.tick.t_s, state.alerts.counts(), new)
        changes.writelines(json.dumps(each.record(), ensure_ascii=False) + "\n" for each in new)
        if self.replay_checkpoints.wants(number):
            self.replay_checkpoints.keep(Checkpoint(state, number, ticks.next_seq()), self.known)
        if monotonic_s() - self.written_s >= WRITE_EVERY_S:
            self.written_s = monotonic_s()
            changes.flush()
            timeline.write(self.folder, self.timeline)

    def _injected(self) -> bool:
        """Return whether an inject was added since the last check."""
        if monotonic_s() - self.checked_s < CHECK_EVERY_S:
            return False
        self.checked_s = monotonic_s()
        return injects_file(self.run_dir).exists() and len(injects_s(self.run_dir)) > self.known

    def _go_back(self) -> None:
        """Return to before the first new inject and drop what was found after it."""
        times_s = injects_s(self.run_dir)
        self.replay_checkpoints.forget_bad(times_s)
        numbers = self.replay_checkpoints.good(times_s)
        from_s = float(numbers[-1]) if numbers else 0.0
        self.timeline.cut(from_s)
        timeline.write(self.folder, self.timeline)
        path = changes_file(self.run_dir)
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if parse_iso(json.loads(line)["t"]) <= from_s), encoding="utf-8")
