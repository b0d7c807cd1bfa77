"""Whether craft keep time: does the way each made since its report before fit the time that passed, and its course?

What lives here: that question, and which feeds hand over stored reports. What does not: telling of it
(detectors/clock.py). A satellite's feed hands over in seconds, and in any order, what was heard half an hour ago: craft
seem to go astern at full speed. They are not where they say now, so rules that ask where craft are hear nothing of
those last heard by it. (In a file without times craft keep no time either, but go ahead, and are judged.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.base.geo import angle_between_deg, offset_m
from models.base.schema import NAN, Column, Table, take
from models.base.units import MPS_PER_KN
from models.risk.detection.waters.zone_membership import ZoneMemory
from models.tracking.table import TrackTable

STEADY_KN = 5.0  # a craft that goes faster than this tells the time by the way it makes
UNCERTAIN_S = 15.0
UNCERTAIN_SHARE = 0.2  # of the time between two reports, in which a craft may change her speed
KEPT_FOR_S = 3600.0  # how long it counts whether craft kept time
KEPT_SHARE = 0.5  # of reports that fit, for craft to be believed about time
LEAST_WAY_M = 30.0  # less may be the errors of two positions
LEAST_TOLD = 50.0  # so many ways tell what a feed is
STORED_SHARE = 0.2  # of them that lead astern: of a satellite's feed half do, of live ones hardly any

# What is remembered of the report before; and the columns of a track it is taken from.
MEMORY = (
    Column("t_s", "f8", NAN, "s", "time of the report before"),
    Column("lat_deg", "f8", NAN, "deg", "place then"),
    Column("lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("sog_kn", "f4", NAN, "kn", "speed then"),
    Column("cog_deg", "f4", NAN, "deg", "course then"),
)
COLUMNS = ("position_t_s", "lat_deg", "lon_deg", "sog_kn", "cog_deg")


@dataclass
class PunctualityCounts:
    """Of one feed, lately: reports that tell the time and those that fit; ways that tell the order and those astern."""

    since_s: float
    reported: float = 0.0
    fit: float = 0.0
    ways: float = 0.0
    astern: float = 0.0

    def take_in(self, left: float, fits: np.ndarray, long: np.ndarray, astern: np.ndarray) -> None:
        """Count reports; `left` is what is left of those before."""
        now = {"reported": len(fits), "fit": fits.sum(), "ways": long.sum(), "astern": (long & astern).sum()}
        for name, count in now.items():
            setattr(self, name, getattr(self, name) * left + float(count))

    @property
    def stored(self) -> bool:
        """Does it hand over stored reports?"""
        return self.ways >= LEAST_TOLD and self.astern >= STORED_SHARE * self.ways


class Timekeeping:
    """How craft kept time: `leap_s` (m,) by how much each that reported now says time leapt; per feed how many fit."""

    def __init__(self) -> None:
        self.memory = ZoneMemory(MEMORY)
        self.leap_s = np.empty(0)
        self.feeds: dict[int, PunctualityCounts] = {}

    def follow(self, tracks: TrackTable, rows: np.ndarray, t_s: float, step_s: float) -> np.ndarray:
        """Ask the ships (rows) that reported; returns who was last heard by a feed of stored reports, mask (n,)."""
        memory = self.memory.used(tracks.n)
        now = {name: tracks[column][rows] for name, column in zip(memory, COLUMNS, strict=True)}
        steady = (memory["sog_kn"][rows] >= STEADY_KN) & (now["sog_kn"] >= STEADY_KN)
        before, after = ({name: held[steady] for name, held in each.items()} for each in (take(memory, rows), now))
        for name, values in now.items():
            memory[name][rows] = values
        self._count(before, after, tracks["feed"][rows[steady]], t_s, float(np.exp(-step_s / KEPT_FOR_S)))
        stored = [number for number, kept in self.feeds.items() if kept.stored]
        return np.isin(tracks["feed"], stored) if stored else np.zeros(tracks.n, dtype=bool)

    def keep_time(self) -> bool:
        """Did most craft, of all feeds together, keep time lately?"""
        reported, fit = (sum(getattr(kept, name) for kept in self.feeds.values()) for name in ("reported", "fit"))
        return bool(fit >= KEPT_SHARE * reported)

    def _count(self, before: Table, after: Table, feed: np.ndarray, t_s: float, left: float) -> None:
        """Hold the way between two reports of each craft against time and course; `left` is the share still counted."""
        east_m, north_m = offset_m(before["lat_deg"], before["lon_deg"], after["lat_deg"], after["lon_deg"])
        gone_m, took_s = np.hypot(east_m, north_m), after["t_s"] - before["t_s"]
        self.leap_s = took_s - gone_m / (MPS_PER_KN * (before["sog_kn"] + after["sog_kn"]) / 2)
        fits = np.abs(self.leap_s) <= UNCERTAIN_S + UNCERTAIN_SHARE * took_s
        way_deg, long = np.degrees(np.arctan2(east_m, north_m)), gone_m >= LEAST_WAY_M
        astern = np.logical_and(*(angle_between_deg(way_deg, each["cog_deg"]) > 90.0 for each in (before, after)))
        for number in {*self.feeds, *feed.tolist()}:
            of = feed == number
            self.feeds.setdefault(number, PunctualityCounts(t_s)).take_in(left, fits[of], long[of], astern[of])
