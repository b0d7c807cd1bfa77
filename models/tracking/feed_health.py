"""Feed health in event time: counts, rate, state and clock offset of each feed.

"No data" must never look like "no ships": a feed that stops is late, then silent, then down.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from models.base.settings import Feed
from models.messages.observation import END_S, ObservationBatch
from models.messages.picture import FeedHealth

RATE_MEMORY_S = 10.0
FIXES_KEPT, FIXES_ENOUGH = 256, 30  # the latest fixes, whose seconds give the offset of a feed's clock
SECOND_MEANT_S = 0.5  # a fix reports whole seconds: half a second is lost on average
MINUTE_S = 60.0
LEAST_AGREEMENT = 0.5  # of 1; seconds that do not come from fixes do not agree
DOWN_AFTER_S = 3.0  # without a sign of life from the ingestor, which sends four per second


@dataclass
class FeedCounts:
    """Running counts of one feed."""

    feed: Feed
    lines: int = 0
    sentences: int = 0
    messages: int = 0
    duplicates: int = 0
    skipped: int = 0
    gaps: int = 0
    rate_per_s: float = 0.0
    last_rx_s: float | None = None
    until_s: float = float("-inf")
    note: str = ""
    rejects: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)  # impossible values, by name
    types: np.ndarray = field(default_factory=lambda: np.zeros(256, dtype=np.int64))
    behind_s: np.ndarray = field(default_factory=lambda: np.empty(0))  # of the latest fixes, less than a minute each

    def take_in(self, batch: ObservationBatch, duplicates: int) -> None:
        """Count one batch and the number of its messages that were copies."""
        self.lines += batch.lines
        self.sentences += batch.sentences
        self.skipped += batch.skipped
        self.rejects.update(batch.rejects)
        self.refused.update(batch.refused)
        self.messages += len(batch)
        self.duplicates += duplicates
        self.until_s = max(self.until_s, batch.until_s)
        self.note = batch.note
        if len(batch):
            self.last_rx_s = float(batch.heard["rx_s"][-1])
            self.types += np.bincount(batch.heard["msg_type"], minlength=256)
            self._take_fixes(batch)

    def end_tick(self, received: int, dt_s: float) -> None:
        """Update the rate for a tick of `dt_s` in which `received` messages arrived."""
        share = min(1.0, dt_s / RATE_MEMORY_S)
        self.rate_per_s += share * (received / dt_s - self.rate_per_s)

    def health(self, t_s: float) -> FeedHealth:
        """Return the health of the feed at a tick."""
        return FeedHealth(
            id=self.feed.id,
            kind=self.feed.kind,
            state=self._state(t_s),
            rate_per_s=round(self.rate_per_s, 2),
            last_rx_s=self.last_rx_s,
            messages=self.messages,
            duplicates=self.duplicates,
            skipped=self.skipped,
            rejects=dict(sorted(self.rejects.items())),
            refused=dict(sorted(self.refused.items())),
            gaps=self.gaps,
            note=self.note,
            offset_s=offset_s(self.behind_s),
        )

    def _take_fixes(self, batch: ObservationBatch) -> None:
        position = batch.position
        timed = position["second"] < MINUTE_S
        rx_s = batch.heard["rx_s"][position["row"][timed]]
        behind_s = (rx_s - position["second"][timed] - SECOND_MEANT_S) % MINUTE_S
        self.behind_s = np.concatenate((self.behind_s, behind_s))[-FIXES_KEPT:]

    def _state(self, t_s: float) -> str:
        if self.until_s >= END_S:
            return "ended"
        if t_s - self.until_s > DOWN_AFTER_S:
            return "down"
        if self.feed.kind == "report":
            return "ok"  # people report only when something happens
        silent_s = t_s - (self.last_rx_s if self.last_rx_s is not None else float("-inf"))
        if silent_s > self.feed.silent_after_s:
            return "silent"
        return "late" if silent_s > self.feed.silent_after_s / 2 else "ok"


def offset_s(behind_s: np.ndarray) -> float | None:
    """Return how far receive times lie behind the UTC seconds that vessels report (ITU-R M.1371): the median of fixes.

    This is delay plus the error of the receiver's clock, between -30 and 30 s, because reports hold no minute. None if
    there are too few fixes, or if they do not agree.
    """
    if len(behind_s) < FIXES_ENOUGH:
        return None
    turn = np.exp(2j * np.pi * behind_s / MINUTE_S).mean()
    if abs(turn) < LEAST_AGREEMENT:
        return None
    centre_s = float(np.angle(turn)) / (2 * np.pi) * MINUTE_S
    near_s = (behind_s - centre_s + MINUTE_S / 2) % MINUTE_S - MINUTE_S / 2
    return round((centre_s + float(np.median(near_s)) + MINUTE_S / 2) % MINUTE_S - MINUTE_S / 2, 1)
