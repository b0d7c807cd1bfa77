"""Timekeeping: whether the leg of each vessel since its previous report fits the elapsed time and its course.

Also finds feeds of stored reports. A satellite feed delivers reports of the last half hour within seconds and in any
order, so most reports are late (models/tracking/lateness.py) and the others keep no time. A feed that also passes on
late what others missed is not such a feed: most of its reports keep time, and late ones are dropped one by one.
Positions of stored reports are old, so rules that use positions skip vessels last received by such a feed, and where a
live feed reports a vessel its stored reports are not taken. (In a file without times vessels keep no time either, but
go ahead, and are judged.)
The alert: detectors/clock.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from models.base.schema import NAN, Column
from models.risk.detection.signals.legs import Legs, LegVerdicts, follow_legs
from models.risk.detection.waters.zone_membership import ZoneMemory
from models.tracking.table import TrackTable

KEPT_FOR_S = 3600.0  # time constant of the counts
KEPT_SHARE = 0.5  # of reports must fit before vessels count as evidence about time
LEAST_LEGS = 50.0  # before a feed is judged
STORED_SHARE = 0.2  # of reports are late or run astern: half of them in a satellite feed, hardly any in live feeds

# What is remembered of the previous report, and the columns of a track it is taken from.
MEMORY = (
    Column("t_s", "f8", NAN, "s", "time of the previous report"),
    Column("lat_deg", "f8", NAN, "deg", "position then"),
    Column("lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("sog_kn", "f4", NAN, "kn", "speed then"),
    Column("cog_deg", "f4", NAN, "deg", "course then"),
)
_legs = itemgetter(*Legs._fields)
_reported = itemgetter("position_t_s", "lat_deg", "lon_deg", "sog_kn", "cog_deg")


@dataclass
class PunctualityCounts:
    """Recent counts of one feed: reports, those that `fit` the elapsed time and those that fit it closely (`punctual`);
    long legs and late reports together (`legs`), and those late or run astern.
    """

    since_s: float
    reported: float = 0.0
    fit: float = 0.0
    punctual: float = 0.0
    legs: float = 0.0
    astern: float = 0.0

    def take_in(self, left: float, verdicts: np.ndarray, late: int) -> None:
        """Count legs (m, VERDICTS) and late reports; `left` is the share of the earlier counts that remains."""
        fit, punctual, long, astern = verdicts.sum(axis=0).tolist()
        self.reported = self.reported * left + len(verdicts)
        self.fit, self.punctual = self.fit * left + fit, self.punctual * left + punctual
        self.legs, self.astern = self.legs * left + (long + late), self.astern * left + (astern + late)

    @property
    def stored(self) -> bool:
        """Whether the feed delivers stored reports."""
        astern = self.legs >= LEAST_LEGS and self.astern >= STORED_SHARE * self.legs
        return astern and self.punctual < KEPT_SHARE * self.reported

    @property
    def keeps_time(self) -> bool:
        """Whether its vessels move in time as they report: a live feed does, a file without times does not."""
        return self.reported >= LEAST_LEGS and self.punctual >= KEPT_SHARE * self.reported


class Timekeeping:
    """How vessels keep time: `leap_s` (m,) is the leap of time that each vessel that just reported indicates."""

    def __init__(self) -> None:
        self.memory = ZoneMemory(MEMORY)
        self.leap_s = np.empty(0)
        self.feeds: dict[int, PunctualityCounts] = {}
        self.waited_s = 0.0  # since the counts last faded

    def stored_feeds(self) -> frozenset[int]:
        """The feeds that deliver stored reports."""
        return frozenset(number for number, kept in self.feeds.items() if kept.stored)

    def follow(self, tracks: TrackTable, rows: np.ndarray, t_s: float, step_s: float) -> np.ndarray:
        """Take in rows that reported; returns the rows last received by a feed of stored reports, mask (n,)."""
        self.waited_s += step_s
        if not len(rows):
            self.leap_s = np.empty(0)
            return tracks.stored()
        legs = follow_legs(Legs(*_legs(self.memory.arrays)), Legs(*_reported(tracks.columns)), rows)
        self.leap_s = legs.leap_s
        left = float(np.exp(-self.waited_s / KEPT_FOR_S))
        self._count(legs, tracks["feed"][rows[legs.at]], t_s, left, dict(tracks.late_of_feed))
        self.waited_s = 0.0
        tracks.late_of_feed.clear()
        tracks.stored_feeds = self.stored_feeds()
        return tracks.stored()

    def keep_time(self) -> bool:
        """Whether most recent reports, of all feeds together, fit the elapsed time."""
        reported, fit = (sum(getattr(kept, name) for kept in self.feeds.values()) for name in ("reported", "fit"))
        return bool(fit >= KEPT_SHARE * reported)

    def _count(self, legs: LegVerdicts, feed: np.ndarray, t_s: float, left: float, late: dict[int, int]) -> None:
        """Count the legs and late reports of each feed; `left` is the share of the earlier counts that remains."""
        present = set(feed.tolist())
        for number in sorted({*self.feeds, *present, *late}):
            kept = self.feeds.setdefault(number, PunctualityCounts(t_s))
            mine = legs.verdicts if present == {number} else legs.verdicts[feed == number]
            kept.take_in(left, mine, late.get(number, 0))
