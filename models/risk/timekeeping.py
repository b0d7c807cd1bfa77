"""Whether craft keep time: does the way each made since its report before fit the time that passed?

What lives here: that question, and which feeds hand over stored reports. What does not: telling of it
(detectors/clock.py). A satellite's feed hands over in seconds, and in any order, what was heard half an hour ago: its
craft are not where they say now, so rules that ask where craft are hear nothing of those last heard by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.geo import distance_m
from models.risk.places import Memory
from models.schema import NAN, Column
from models.tracking.table import TrackTable
from models.units import MPS_PER_KN

STEADY_KN = 5.0  # a craft that goes faster than this tells the time by the way it makes
UNCERTAIN_S = 15.0
UNCERTAIN_SHARE = 0.2  # of the time between two reports, in which a craft may change her speed
KEPT_FOR_S = 3600.0  # how long it counts whether craft kept time
LEAST_TOLD = 50.0  # so many reports tell what a feed is
STORED_SHARE = 0.5  # of them fit the time when it is live; of a recorded satellite's 0.2, of live ones 0.97 and more

# What is remembered of the report before; and the columns of a track it is taken from.
MEMORY = (
    Column("t_s", "f8", NAN, "s", "time of the report before"),
    Column("lat_deg", "f8", NAN, "deg", "place then"),
    Column("lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("sog_kn", "f4", NAN, "kn", "speed then"),
)
COLUMNS = ("position_t_s", "lat_deg", "lon_deg", "sog_kn")


@dataclass
class Kept:
    """Of one feed, lately: reports that tell the time, and those that fit."""

    since_s: float
    told: float = 0.0
    fit: float = 0.0

    @property
    def stored(self) -> bool:
        """Does it hand over stored reports?"""
        return self.told >= LEAST_TOLD and self.fit < STORED_SHARE * self.told


class Timekeeping:
    """How craft kept time: `leap_s` (m,) by how much each that reported now says time leapt; per feed how many fit."""

    def __init__(self) -> None:
        self.memory = Memory(MEMORY)
        self.leap_s = np.empty(0)
        self.feeds: dict[int, Kept] = {}

    def follow(self, tracks: TrackTable, rows: np.ndarray, t_s: float, step_s: float) -> np.ndarray:
        """Ask the ships (rows) that reported; returns who was last heard by a feed of stored reports, mask (n,)."""
        memory = self.memory.used(tracks.n)
        now = {name: tracks[column][rows] for name, column in zip(memory, COLUMNS, strict=True)}
        steady = (memory["sog_kn"][rows] >= STEADY_KN) & (now["sog_kn"] >= STEADY_KN)
        at = rows[steady]
        gone_m = distance_m(memory["lat_deg"][at], memory["lon_deg"][at], tracks["lat_deg"][at], tracks["lon_deg"][at])
        sailed_s = gone_m / (MPS_PER_KN * (memory["sog_kn"][at] + tracks["sog_kn"][at]) / 2)
        took_s = tracks["position_t_s"][at] - memory["t_s"][at]
        self.leap_s = took_s - sailed_s
        for name, values in now.items():
            memory[name][rows] = values
        self._count(tracks["feed"][at], np.abs(self.leap_s) <= UNCERTAIN_S + UNCERTAIN_SHARE * took_s, t_s, step_s)
        stored = [number for number, kept in self.feeds.items() if kept.stored]
        return np.isin(tracks["feed"], stored) if stored else np.zeros(tracks.n, dtype=bool)

    def keep_time(self) -> bool:
        """Did most craft, of all feeds together, keep time lately?"""
        told, fit = (sum(getattr(kept, name) for kept in self.feeds.values()) for name in ("told", "fit"))
        return bool(fit >= STORED_SHARE * told)

    def _count(self, feed: np.ndarray, fits: np.ndarray, t_s: float, step_s: float) -> None:
        left = float(np.exp(-step_s / KEPT_FOR_S))
        for number in {*self.feeds, *feed.tolist()}:
            kept, of_feed = self.feeds.setdefault(number, Kept(t_s)), fits[feed == number]
            kept.told = kept.told * left + len(of_feed)
            kept.fit = kept.fit * left + int(of_feed.sum())
