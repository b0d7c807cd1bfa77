"""Sensor truth: what each feed has given, how fast, and since when it is silent.

What lives here: counting and judging feeds in event time. What does not: opening feeds (ingest) or lamps (dashboard).
"No data" must never look like "no ships": a feed that stops is late, then silent, then down.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from models.observation import END_S, ObservationBatch
from models.picture import FeedHealth
from models.settings import Feed

RATE_MEMORY_S = 10.0
DOWN_AFTER_S = 3.0  # no sign of life from the ingestor itself, which speaks four times a second


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
    types: np.ndarray = field(default_factory=lambda: np.zeros(256, dtype=np.int64))

    def take_in(self, batch: ObservationBatch, duplicates: int) -> None:
        """Count one batch as it came, and how many of its messages were copies."""
        self.lines += batch.lines
        self.sentences += batch.sentences
        self.skipped += batch.skipped
        self.rejects.update(batch.rejects)
        self.messages += len(batch)
        self.duplicates += duplicates
        self.until_s = max(self.until_s, batch.until_s)
        self.note = batch.note
        if len(batch):
            self.last_rx_s = float(batch.heard["rx_s"][-1])
            self.types += np.bincount(batch.heard["msg_type"], minlength=256)

    def turn(self, heard: int, dt_s: float) -> None:
        """One tick more, in which `heard` messages came."""
        share = min(1.0, dt_s / RATE_MEMORY_S)
        self.rate_per_s += share * (heard / dt_s - self.rate_per_s)

    def health(self, t_s: float) -> FeedHealth:
        """How the feed stands at a tick."""
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
            gaps=self.gaps,
            note=self.note,
        )

    def _state(self, t_s: float) -> str:
        if self.until_s >= END_S:
            return "ended"
        if t_s - self.until_s > DOWN_AFTER_S:
            return "down"
        if self.feed.kind == "report":
            return "ok"  # people report when there is something to report
        silent_s = t_s - (self.last_rx_s if self.last_rx_s is not None else float("-inf"))
        if silent_s > self.feed.silent_after_s:
            return "silent"
        return "late" if silent_s > self.feed.silent_after_s / 2 else "ok"
