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

import numpy as np

from models.base.geo import angle_between_deg, offset_m
from models.base.schema import NAN, Column, Table, take
from models.base.units import MPS_PER_KN
from models.risk.detection.waters.zone_membership import ZoneMemory
from models.tracking.table import TrackTable

STEADY_KN = 5.0  # above this speed the distance a vessel makes indicates the elapsed time
UNCERTAIN_S = 15.0
UNCERTAIN_SHARE = 0.2  # of the time between two reports, in which a vessel may change its speed
KEPT_FOR_S = 3600.0  # time constant of the counts
KEPT_SHARE = 0.5  # of reports must fit before vessels count as evidence about time
LEAST_LEG_M = 30.0  # less may be the errors of two positions
LEAST_LEGS = 50.0  # before a feed is judged
STORED_SHARE = 0.2  # of reports are late or run astern: half of them in a satellite feed, hardly any in live feeds
PUNCTUAL_S = 5.0  # by which a leg may differ from the elapsed time, besides its uncertain share

# What is remembered of the previous report, and the columns of a track it is taken from.
MEMORY = (
    Column("t_s", "f8", NAN, "s", "time of the previous report"),
    Column("lat_deg", "f8", NAN, "deg", "position then"),
    Column("lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("sog_kn", "f4", NAN, "kn", "speed then"),
    Column("cog_deg", "f4", NAN, "deg", "course then"),
)
COLUMNS = ("position_t_s", "lat_deg", "lon_deg", "sog_kn", "cog_deg")


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

    def take_in(self, left: float, legs: Table, late: int) -> None:
        """Count legs (masks by name) and late reports; `left` is the share of the earlier counts that remains."""
        now = {"reported": len(legs["fits"]), "fit": legs["fits"].sum(), "punctual": legs["punctual"].sum()}
        now |= {"legs": legs["long"].sum() + late, "astern": (legs["long"] & legs["astern"]).sum() + late}
        for name, count in now.items():
            setattr(self, name, getattr(self, name) * left + float(count))

    @property
    def stored(self) -> bool:
        """Whether the feed delivers stored reports."""
        astern = self.legs >= LEAST_LEGS and self.astern >= STORED_SHARE * self.legs
        return astern and self.punctual < KEPT_SHARE * self.reported


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
        memory = self.memory.used(tracks.n)
        now = {name: tracks[column][rows] for name, column in zip(memory, COLUMNS, strict=True)}
        steady = (memory["sog_kn"][rows] >= STEADY_KN) & (now["sog_kn"] >= STEADY_KN)
        before, after = ({name: held[steady] for name, held in each.items()} for each in (take(memory, rows), now))
        for name, values in now.items():
            memory[name][rows] = values
        left = float(np.exp(-self.waited_s / KEPT_FOR_S))
        self._count(before, after, tracks["feed"][rows[steady]], t_s, left, dict(tracks.late_of_feed))
        self.waited_s = 0.0
        tracks.late_of_feed.clear()
        tracks.stored_feeds = self.stored_feeds()
        return tracks.stored()

    def keep_time(self) -> bool:
        """Whether most recent reports, of all feeds together, fit the elapsed time."""
        reported, fit = (sum(getattr(kept, name) for kept in self.feeds.values()) for name in ("reported", "fit"))
        return bool(fit >= KEPT_SHARE * reported)

    def _count(
        self, before: Table, after: Table, feed: np.ndarray, t_s: float, left: float, late: dict[int, int]
    ) -> None:
        """Compare each vessel's leg between two reports with time and course; `left` is the share still counted."""
        east_m, north_m = offset_m(before["lat_deg"], before["lon_deg"], after["lat_deg"], after["lon_deg"])
        gone_m, took_s = np.hypot(east_m, north_m), after["t_s"] - before["t_s"]
        self.leap_s = took_s - gone_m / (MPS_PER_KN * (before["sog_kn"] + after["sog_kn"]) / 2)
        leg_deg, uncertain_s = np.degrees(np.arctan2(east_m, north_m)), UNCERTAIN_SHARE * took_s
        legs = {
            "fits": np.abs(self.leap_s) <= UNCERTAIN_S + uncertain_s,
            "punctual": np.abs(self.leap_s) <= PUNCTUAL_S + uncertain_s,
            "long": gone_m >= LEAST_LEG_M,
            "astern": np.logical_and(*(angle_between_deg(leg_deg, each["cog_deg"]) > 90.0 for each in (before, after))),
        }
        for number in sorted({*self.feeds, *feed.tolist(), *late}):
            kept = self.feeds.setdefault(number, PunctualityCounts(t_s))
            kept.take_in(left, take(legs, feed == number), late.get(number, 0))
