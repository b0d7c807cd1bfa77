"""Intercept: when and where each craft can meet a vessel that goes on at its course and speed, over water.

The vessel is placed at 0, 10, … 120 minutes by dead reckoning. One Dijkstra over the seaway from each of these places
gives the way to every craft. A craft meets it at the first place it reaches no later than the vessel, linear between
two places. Who may be sent: dispatch.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy.sparse.csgraph import dijkstra

from models.base.geo import distance_m, move_deg, or_else
from models.base.units import M_PER_NM, MPS_PER_KN
from models.site.coast import on_land
from models.ways.travel_time import FURTHEST_NM, Land, Seaway, round_or_straight

EVERY_MIN, MOST_MIN = 10.0, 120.0
MOVING_KN = 1.0  # slower than this it lies still: met where it is, however long the way takes


@dataclass(frozen=True)
class MovingTarget:
    """The vessel to be met, as it is now. Its course is uncertain by `spread_deg` to either side."""

    lon_deg: float
    lat_deg: float
    course_deg: float = float("nan")
    speed_kn: float = 0.0
    spread_deg: float = 15.0

    @property
    def moves(self) -> bool:
        """Whether it is under way on a known course."""
        return bool(self.speed_kn >= MOVING_KN and np.isfinite(self.course_deg))


class Interceptors(NamedTuple):
    """Columns (m,), one row per craft: place, base, planning speed, minutes until it leaves, whether it flies."""

    lon_deg: np.ndarray
    lat_deg: np.ndarray
    base_lon_deg: np.ndarray
    base_lat_deg: np.ndarray
    speed_kn: np.ndarray
    turnout_min: np.ndarray
    flies: np.ndarray


class Intercepts(NamedTuple):
    """Columns (m,); NaN for a craft that cannot overtake within MOST_MIN, or has no way over water.

    `range_min` is how much sooner or later it may be if the course is off by the spread; infinite if the vessel may
    then escape. `back_nm` is the way from the meeting to the base; `line` the way there, (points, 2) degrees.
    """

    minutes: np.ndarray
    range_min: np.ndarray
    way_nm: np.ndarray
    back_nm: np.ndarray
    lon_deg: np.ndarray
    lat_deg: np.ndarray
    line: tuple[np.ndarray, ...]


class _Trees(NamedTuple):
    """Where the vessel is at each time, (k,), and the shortest ways from there to all water, (k, pieces)."""

    minutes: np.ndarray
    lon_deg: np.ndarray
    lat_deg: np.ndarray
    far_nm: np.ndarray
    before: np.ndarray


def dead_reckoned(target: MovingTarget, minutes: np.ndarray, land: Land | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude at these minutes from now, (k,); where its course meets land it stops before it."""
    if not target.moves:
        return np.full(len(minutes), target.lon_deg), np.full(len(minutes), target.lat_deg)
    stop_min = np.inf if land is None else _ashore_min(target, land)
    return _straight_on(target, np.minimum(minutes, stop_min))


def intercepts(water: Seaway, land: Land, target: MovingTarget, fleet: Interceptors) -> Intercepts:
    """Where and when each craft meets the target."""
    trees = _trees(water, land, target)
    minutes, at, share = _first_meeting(water, trees, fleet)
    sides = [replace(target, course_deg=target.course_deg + off) for off in (-target.spread_deg, target.spread_deg)]
    spread = [_first_meeting(water, _trees(water, land, side), fleet)[0] for side in sides if target.moves]
    off_min = np.max([np.abs(or_else(each, np.inf) - minutes) for each in [minutes, *spread]], axis=0)
    met = np.isfinite(minutes)
    lon, lat = (np.where(met, each, np.nan) for each in dead_reckoned(target, or_else(minutes, 0.0), land))
    way_nm, back_nm = (
        np.where(met, _between(_ways_nm(water, trees, *ends, fleet.flies), at, share), np.nan)
        for ends in ((fleet.lon_deg, fleet.lat_deg), (fleet.base_lon_deg, fleet.base_lat_deg))
    )
    return Intercepts(minutes, off_min, way_nm, back_nm, lon, lat, _lines(water, trees, fleet, at, lon, lat))


def _straight_on(target: MovingTarget, minutes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    way_m = target.speed_kn * MPS_PER_KN * 60.0 * minutes
    course = np.radians(target.course_deg)
    start = np.full(len(minutes), target.lat_deg), np.full(len(minutes), target.lon_deg)
    lat, lon = move_deg(*start, way_m * np.sin(course), way_m * np.cos(course))
    return lon, lat


def _ashore_min(target: MovingTarget, land: Land) -> float:
    """The last whole minute before its course meets land; infinite if it does not. A quay it lies at is no land."""
    minutes = np.arange(MOST_MIN + 1)
    dry = on_land(land.mask, land.bbox, *_straight_on(target, minutes))
    aground = np.flatnonzero(dry & np.logical_or.accumulate(~dry))
    return float(minutes[aground[0]] - 1) if len(aground) else np.inf


def _trees(water: Seaway, land: Land, target: MovingTarget) -> _Trees:
    minutes = np.arange(0.0, MOST_MIN + 1, EVERY_MIN) if target.moves else np.zeros(1)
    lon, lat = dead_reckoned(target, minutes, land)
    pieces, which = np.unique(water.at(lon, lat), return_inverse=True)
    far_m, before = dijkstra(water.ways, indices=pieces, limit=FURTHEST_NM * M_PER_NM, return_predecessors=True)
    return _Trees(minutes, lon, lat, far_m[which] / M_PER_NM, before[which])


def _ways_nm(water: Seaway, trees: _Trees, lon: np.ndarray, lat: np.ndarray, flies: np.ndarray) -> np.ndarray:
    """The way from each of these places, (m,), to the vessel at each time, (k, m)."""
    crow_nm = distance_m(lat, lon, trees.lat_deg[:, None], trees.lon_deg[:, None]) / M_PER_NM
    return np.where(flies, crow_nm, round_or_straight(trees.far_nm[:, water.at(lon, lat)], crow_nm, water.grid))


def _first_meeting(water: Seaway, trees: _Trees, fleet: Interceptors) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Minutes until the meeting, (m,), NaN if there is none; the place of the vessel, and the share of the step to it.

    A vessel that lies still has one place, and is met whenever the craft arrives.
    """
    way_nm = _ways_nm(water, trees, fleet.lon_deg, fleet.lat_deg, fleet.flies)
    arrival_min = fleet.turnout_min + way_nm / fleet.speed_kn * 60.0
    if len(trees.minutes) == 1:
        at = np.zeros(len(fleet.speed_kn), int)
        return np.where(np.isfinite(arrival_min[0]), arrival_min[0], np.nan), at, np.ones(len(at))
    late_min = arrival_min - trees.minutes[:, None]
    in_time = late_min <= 0.0
    at, every = in_time.argmax(axis=0), np.arange(late_min.shape[1])
    before, after = late_min[np.maximum(at - 1, 0), every], late_min[at, every]
    known = (at > 0) & np.isfinite(before)
    share = np.ones(len(every))
    share[known] = before[known] / (before[known] - after[known])
    minutes = trees.minutes[at] - (1.0 - share) * EVERY_MIN
    return np.where(in_time.any(axis=0), minutes, np.nan), at, share


def _between(values: np.ndarray, at: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Values (k, m) at the place `at` of each column, less the rest of the step to it."""
    every = np.arange(values.shape[1])
    before, after = values[np.maximum(at - 1, 0), every], values[at, every]
    return np.where(share < 1.0, before + share * (after - before), after)


def _lines(
    water: Seaway, trees: _Trees, fleet: Interceptors, at: np.ndarray, lon: np.ndarray, lat: np.ndarray
) -> tuple[np.ndarray, ...]:
    """The way of each craft to its meeting, (points, 2) longitude and latitude; empty if there is none."""
    pieces = water.at(fleet.lon_deg, fleet.lat_deg)
    found = []
    for craft in range(len(at)):
        ends = np.array([(fleet.lon_deg[craft], fleet.lat_deg[craft]), (lon[craft], lat[craft])])
        if not np.isfinite(ends).all():
            found.append(np.empty((0, 2)))
            continue
        over = [] if fleet.flies[craft] else _path(trees.before[at[craft]], int(pieces[craft]))[1:-1]
        found.append(np.concatenate([ends[:1], np.stack([water.lon_deg[over], water.lat_deg[over]], axis=1), ends[1:]]))
    return tuple(found)


def _path(before: np.ndarray, piece: int) -> list[int]:
    """The pieces of water from this one to the root of the tree."""
    path = []
    while piece >= 0:
        path.append(piece)
        piece = int(before[piece])
    return path
