"""How far each feed thins out the reports it passes on, learned from the reports themselves.

A vessel under way reports every 2 to 30 s (ITU-R M.1371), but many networks and archives pass on one report a minute of
each. That is no poor reception: with poor reception short intervals are rarer, in a thinned feed there are none. The
tenth part of the intervals of a feed, compared with those prescribed, tells which it is. The reporting interval that is
expected of a vessel is never below that of the feed that receives it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

MOST_FEEDS = 256  # a feed is a u1 in the tracks
BIN_S, BINS = 5.0, 120
LEAST_SAMPLES, MOST_SAMPLES = 100, 4000  # then the old ones fade
SHORT_SHARE = 0.1  # of the intervals of a feed that is not thinned are hardly longer than prescribed
THINNED_TIMES = 1.8  # that tenth is longer than prescribed by this factor: the feed is thinned
PRESCRIBED_MOST_S = 30.0  # of vessels under way; at anchor 180 s say nothing about thinning


@dataclass
class FeedIntervals:
    """Intervals between reports of one vessel by one feed; `least_s` (feeds,) is 0 for a feed that is not thinned."""

    least_s: np.ndarray = field(default_factory=lambda: np.zeros(MOST_FEEDS, dtype="f4"))
    counts: dict[int, np.ndarray] = field(default_factory=dict)
    prescribed_s: dict[int, float] = field(default_factory=dict)  # sums over the counted intervals

    def learn(self, took_s: np.ndarray, prescribed_s: np.ndarray, feed: int) -> None:
        """Count intervals between reports of one vessel by this feed; `prescribed_s` (m,) is NaN for no vessel."""
        counts = prescribed_s <= PRESCRIBED_MOST_S
        if not counts.any():
            return
        bins = np.minimum(took_s[counts] / BIN_S, BINS - 1).astype(np.int64)
        total = self.counts.get(feed, np.zeros(BINS)) + np.bincount(bins, minlength=BINS)
        sum_s = self.prescribed_s.get(feed, 0.0) + float(prescribed_s[counts].sum())
        kept = 0.5 if total.sum() > MOST_SAMPLES else 1.0
        self.counts[feed], self.prescribed_s[feed] = kept * total, kept * sum_s
        self.least_s[feed] = _least_s(self.counts[feed], self.prescribed_s[feed])


def _least_s(counts: np.ndarray, prescribed_sum_s: float) -> float:
    total = float(counts.sum())
    if total < LEAST_SAMPLES:
        return 0.0
    short_s = BIN_S * int(np.searchsorted(np.cumsum(counts), SHORT_SHARE * total))
    return short_s if short_s >= THINNED_TIMES * prescribed_sum_s / total else 0.0
