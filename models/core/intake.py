"""Intake: the queue between each feed and the ticks; batches go to ticks by their recorded receive time.

Live operation, replay and catching up use the same queue. The sockets are in feed_connection.py.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace

from models.messages.observation import ObservationBatch, cut, cut_seq
from models.messages.streams import RECENT


@dataclass
class FeedQueue:
    """Batches of one feed in order; `until_s` promises that nothing received at or before it is still to come.

    `next_seq` is RECENT until the first batch says where this feed begins.
    """

    feed: str
    batches: deque[ObservationBatch] = field(default_factory=deque)
    next_seq: int = RECENT
    until_s: float = float("-inf")

    def put(self, batch: ObservationBatch) -> bool:
        """Add the next batch. Return False and add nothing when it is a duplicate or leaves a gap."""
        if batch.last_seq >= batch.first_seq:
            if self.next_seq not in (batch.first_seq, RECENT):
                return False
            self.next_seq = batch.last_seq + 1
        self.until_s = max(self.until_s, batch.until_s)
        self.batches.append(batch)
        return True

    def take(self, t_s: float) -> list[ObservationBatch]:
        """Return what was received at or before `t_s`, in order."""
        taken: list[ObservationBatch] = []
        while self.batches:
            first = self.batches[0]
            if not len(first) or first.heard["rx_s"].max() <= t_s:
                taken.append(self.batches.popleft())
                continue
            if first.heard["rx_s"][0] > t_s and not first.lines:
                break
            due, rest = cut(first, t_s)
            if len(due) or due.lines:
                taken.append(due)
                self.batches[0] = rest
            break
        return taken

    def take_before(self, next_seq: int) -> list[ObservationBatch]:
        """Return what came in pieces before `next_seq`, which is what a logged tick had."""
        taken: list[ObservationBatch] = []
        while self.batches and self.batches[0].first_seq < next_seq:
            first = self.batches.popleft()
            if first.last_seq >= next_seq:
                first, rest = cut_seq(first, next_seq)
                self.batches.appendleft(replace(rest, first_seq=next_seq))
                first = replace(first, last_seq=next_seq - 1)
            taken.append(first)
        return taken

    def resume_at(self) -> int:
        """The first recorded piece that is not wholly taken; a partly taken one is requested again and cut."""
        waiting = next((batch for batch in self.batches if batch.last_seq >= batch.first_seq), None)
        if waiting is None:
            return self.next_seq
        return int(waiting.heard["seq"][0]) if len(waiting) else waiting.first_seq

    def next_rx_s(self) -> float | None:
        """Receive time of the oldest waiting message, or None when none is waiting."""
        return next((float(batch.heard["rx_s"][0]) for batch in self.batches if len(batch)), None)
