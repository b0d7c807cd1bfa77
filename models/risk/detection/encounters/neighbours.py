"""Neighbours: the vessels within reach of others, counted, listed, or the nearest of them.

Two vessels are near each other when their range is at most the sum of their reaches. Results do not depend on the order
of the vessels.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from models.base.compiled import compiled
from models.risk.detection.encounters.bands import M_PER_DEG, Bands, around, in_bands, offset_m, run

LEAST_BAND_DEG = 1e-3  # about 110 m
NO_LIMIT = 2**31
NONE = -1
Array = np.ndarray


class Points(NamedTuple):
    """Vessels, each column (n,); a vessel without a position is near no other."""

    lat_deg: Array
    lon_deg: Array
    reach_m: Array


class Neighbours(NamedTuple):
    """Pairs, each column (m,): an index into the first points, one into the second, and the range in metres."""

    one: Array
    other: Array
    range_m: Array


class _Sorted(NamedTuple):
    """Points in bands, with their reaches in the same order; `order` gives their original indices."""

    bands: Bands
    reach_m: Array
    order: Array


def points(lat_deg: Array, lon_deg: Array, reach_m: Array | float) -> Points:
    """Points with one reach for all, or one reach each."""
    lat, lon = np.asarray(lat_deg, dtype="f8"), np.asarray(lon_deg, dtype="f8")
    return Points(lat, lon, np.broadcast_to(np.asarray(reach_m, dtype="f8"), lat.shape))


def between(ours: Points, theirs: Points) -> Neighbours:
    """Every pair of one of ours and one of theirs that are near each other, in order of ours."""
    mine, them = _known(ours), _sort(theirs)
    own = np.full(len(mine), NONE, dtype=np.int64)
    return _list(ours, mine, own, them, _count(ours, mine, own, them, NO_LIMIT))


def counts(crowd: Points, most: int = NO_LIMIT) -> Array:
    """Number of other points near each, (n,); counts above `most` are given as most + 1, which bounds the work."""
    them = _sort(crowd)
    found = np.zeros(len(crowd.lat_deg), dtype=np.int64)
    found[them.order] = _count(crowd, them.order, np.arange(len(them.order)), them, most)
    return found


def pairs(crowd: Points, most: int = NO_LIMIT) -> Neighbours:
    """Every near pair once, `one` before `other`; a point with more than `most` neighbours is in no pair."""
    them = _sort(crowd)
    own = np.arange(len(them.order))
    found = _count(crowd, them.order, own, them, most)
    lonely = np.zeros(len(crowd.lat_deg), dtype=bool)
    lonely[them.order] = found <= most
    near = _list(crowd, them.order, own, them, np.where(found > most, 0, found))
    once = (near.one < near.other) & lonely[near.other]
    return Neighbours(*(column[once] for column in near))


def nearest(crowd: Points, asked: Array, most: int, group: Array | None = None) -> tuple[Array, Array]:
    """The `most` nearest others of the points `asked` (indices (m,)), nearest first, only of the same `group` (n,).

    Their indices and metres, both (m, most); -1 and infinite where no more are near.
    """
    them = _sort(crowd)
    place = np.full(len(crowd.lat_deg), NONE, dtype=np.int64)
    place[them.order] = np.arange(len(them.order))
    alike = np.zeros(len(them.order), dtype=np.int64) if group is None else np.ascontiguousarray(group[them.order])
    other = np.full((len(asked), most), NONE, dtype=np.int64)
    range_m = np.full((len(asked), most), np.inf)
    _nearest(place[asked], them.bands, them.reach_m, alike, other, range_m)
    return np.append(them.order, NONE)[other], range_m


def _known(crowd: Points) -> Array:
    return np.flatnonzero(np.isfinite(crowd.lat_deg) & np.isfinite(crowd.lon_deg) & np.isfinite(crowd.reach_m))


def _sort(crowd: Points) -> _Sorted:
    known = _known(crowd)
    lat, lon, reach_m = (column[known] for column in crowd)
    high_deg = max(2 * float(reach_m.max(initial=0.0)) / M_PER_DEG, LEAST_BAND_DEG)
    bands, order = in_bands(lat, lon, high_deg)
    return _Sorted(bands, np.ascontiguousarray(reach_m[order]), known[order])


def _count(ours: Points, mine: Array, own: Array, them: _Sorted, most: int) -> Array:
    nothing, no_room = np.empty(0, dtype=np.int64), np.empty(0)
    return _scan(_take(ours, mine), own, them.bands, them.reach_m, most, nothing, nothing, no_room)


def _list(ours: Points, mine: Array, own: Array, them: _Sorted, count: Array) -> Neighbours:
    wanted = np.flatnonzero(count)
    at = np.concatenate([[0], np.cumsum(count[wanted])])
    other, range_m = np.empty(int(at[-1]), dtype=np.int64), np.empty(int(at[-1]))
    if len(wanted):
        _scan(_take(ours, mine[wanted]), own[wanted], them.bands, them.reach_m, NO_LIMIT, at[:-1], other, range_m)
    return Neighbours(np.repeat(mine[wanted], count[wanted]), them.order[other], range_m)


def _take(crowd: Points, rows: Array) -> Points:
    return Points(*(np.ascontiguousarray(column[rows]) for column in crowd))


@compiled
def _scan(
    ours: Points, own: Array, bands: Bands, reach_m: Array, most: int, at: Array, other: Array, range_m: Array
) -> Array:
    """Count the points near each of ours; `own` is the index of each among the points in bands, if it is one of them.

    No more than `most` + 1 are counted.
    """
    count = np.zeros(len(own), dtype=np.int64)
    widest_m = reach_m.max() if len(reach_m) else 0.0
    for i in range(len(own)):
        start = at[i] if len(at) else NONE
        count[i] = _near_one(ours, i, own[i], bands, reach_m, widest_m, most, start, other, range_m)
    return count


@compiled
def _near_one(
    ours: Points, i: int, own: int, bands: Bands, reach_m: Array, widest_m: float, most: int, at: int, other: Array,
    range_m: Array,
) -> int:  # fmt: skip
    """Count the points near one of ours, up to most + 1; unless `at` is NONE, also write them from index `at` on."""
    lat, found = ours.lat_deg[i], 0
    east_per_deg = M_PER_DEG * math.cos(math.radians(lat))
    near = around(bands, lat, ours.lon_deg[i], ours.reach_m[i] + widest_m)
    for k in range(near.runs):
        begin, end, lon = run(bands, near, k)
        for j in range(begin, end):
            east_m, north_m = offset_m(bands, j, lat, lon, east_per_deg)
            apart_m = math.hypot(east_m, north_m)
            if j == own or apart_m > ours.reach_m[i] + reach_m[j]:
                continue
            if at >= 0:
                other[at + found], range_m[at + found] = j, apart_m
            found += 1
            if found > most:
                return found
    return found


@compiled
def _nearest(own: Array, bands: Bands, reach_m: Array, group: Array, other: Array, range_m: Array) -> None:
    """Fill a row of `other` and `range_m` for each of `own`, in order of range."""
    widest_m = reach_m.max() if len(reach_m) else 0.0
    for row in range(len(own)):
        i = own[row]
        if i < 0:
            continue
        near = around(bands, bands.lat_deg[i], bands.lon_deg[i], reach_m[i] + widest_m)
        for k in range(near.runs):
            begin, end, lon = run(bands, near, k)
            for j in range(begin, end):
                if j == i or group[j] != group[i]:
                    continue
                east_m, north_m = offset_m(bands, j, bands.lat_deg[i], lon, bands.east_per_deg[i])
                apart_m = math.hypot(east_m, north_m)
                if apart_m <= reach_m[i] + reach_m[j]:
                    _insert(other[row], range_m[row], j, apart_m)


@compiled
def _insert(other: Array, range_m: Array, j: int, apart_m: float) -> None:
    """Insert a point into the sorted list of the nearest, if it is near enough; the farthest is dropped."""
    k = len(range_m) - 1
    if apart_m >= range_m[k]:
        return
    while k > 0 and range_m[k - 1] > apart_m:
        other[k], range_m[k] = other[k - 1], range_m[k - 1]
        k -= 1
    other[k], range_m[k] = j, apart_m
