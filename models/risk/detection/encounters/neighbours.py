"""Who is near whom: every craft within a reach of others, exactly, without ever making all pairs.

What lives here: one compiled search over latitude bands, the way across the date line included. What does not: what
follows from being near (detectors) and where courses lead (pairs.py).
Near means that the range is no more than both reaches together. Answers do not depend on the order of the craft.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from models.base.units import EARTH_RADIUS_M
from models.risk.detection.encounters.compiled import compiled

M_PER_DEG = EARTH_RADIUS_M * math.pi / 180.0
LEAST_BAND_DEG = 1e-3  # about 110 m
NO_LIMIT = 2**31
Array = np.ndarray


class Points(NamedTuple):
    """Craft, each column (n,); one without a place is near nobody."""

    lat_deg: Array
    lon_deg: Array
    reach_m: Array


class Neighbours(NamedTuple):
    """Pairs, each column (m,): an index into the first places, one into the second, and the metres between."""

    one: Array
    other: Array
    range_m: Array


class _Bands(NamedTuple):
    """Places sorted by latitude band and longitude; `order` leads back."""

    lat_deg: Array
    lon_deg: Array
    reach_m: Array
    east_per_deg: Array
    starts: Array
    first: int
    high_deg: float
    widest_m: float


def places(lat_deg: Array, lon_deg: Array, reach_m: Array | float) -> Points:
    """Places that all reach as far, or each as far as it says."""
    lat, lon = np.asarray(lat_deg, dtype="f8"), np.asarray(lon_deg, dtype="f8")
    return Points(lat, lon, np.broadcast_to(np.asarray(reach_m, dtype="f8"), lat.shape))


def between(ours: Points, theirs: Points) -> Neighbours:
    """Every one of ours with every one of theirs that is near, in order of ours."""
    mine, bands, order = _known(ours), *_sort(theirs)
    own = np.full(len(mine), -1, dtype=np.int64)
    return _list(ours, mine, own, bands, order, _count(ours, mine, own, bands, NO_LIMIT))


def counts(crowd: Points, most: int = NO_LIMIT) -> Array:
    """How many others each has near, (n,); more than `most` are said as most + 1, which bounds the work."""
    bands, order = _sort(crowd)
    found = np.zeros(len(crowd.lat_deg), dtype=np.int64)
    found[order] = _count(crowd, order, np.arange(len(order)), bands, most)
    return found


def pairs(crowd: Points, most: int = NO_LIMIT) -> Neighbours:
    """Every two that are near, once, `one` before `other`; who has more than `most` others near is in no pair."""
    bands, order = _sort(crowd)
    own = np.arange(len(order))
    found = _count(crowd, order, own, bands, most)
    lonely = np.zeros(len(crowd.lat_deg), dtype=bool)
    lonely[order] = found <= most
    near = _list(crowd, order, own, bands, order, np.where(found > most, 0, found))
    once = (near.one < near.other) & lonely[near.other]
    return Neighbours(*(column[once] for column in near))


def _known(crowd: Points) -> Array:
    return np.flatnonzero(np.isfinite(crowd.lat_deg) & np.isfinite(crowd.lon_deg) & np.isfinite(crowd.reach_m))


def _sort(crowd: Points) -> tuple[_Bands, Array]:
    known = _known(crowd)
    lat, lon, reach = (column[known] for column in crowd)
    widest_m = float(reach.max(initial=0.0))
    high_deg = max(2 * widest_m / M_PER_DEG, LEAST_BAND_DEG)
    band = np.floor(lat / high_deg).astype(np.int64)
    order = np.lexsort((lon, band))
    first, last = (int(band[order[0]]), int(band[order[-1]])) if len(order) else (0, -1)
    starts = np.searchsorted(band[order], np.arange(first, last + 2))
    lat, lon, reach = lat[order], lon[order], np.ascontiguousarray(reach[order])
    east = M_PER_DEG * np.cos(np.radians(lat))
    return _Bands(lat, lon, reach, east, starts, first, high_deg, widest_m), known[order]


def _count(ours: Points, mine: Array, own: Array, bands: _Bands, most: int) -> Array:
    at, no_room = np.empty(0, dtype=np.int64), np.empty(0)
    return _scan(_take(ours, mine), own, bands, most, at, at, no_room)


def _list(ours: Points, mine: Array, own: Array, bands: _Bands, order: Array, count: Array) -> Neighbours:
    wanted = np.flatnonzero(count)
    at = np.concatenate([[0], np.cumsum(count[wanted])])
    other, range_m = np.empty(int(at[-1]), dtype=np.int64), np.empty(int(at[-1]))
    if len(wanted):
        _scan(_take(ours, mine[wanted]), own[wanted], bands, NO_LIMIT, at[:-1], other, range_m)
    return Neighbours(np.repeat(mine[wanted], count[wanted]), order[other], range_m)


def _take(crowd: Points, rows: Array) -> Points:
    return Points(*(np.ascontiguousarray(column[rows]) for column in crowd))


@compiled
def _scan(ours: Points, own: Array, bands: _Bands, most: int, at: Array, other: Array, range_m: Array) -> Array:
    count = np.zeros(len(own), dtype=np.int64)
    for i in range(len(own)):
        count[i] = _around(ours, i, own[i], bands, most, at[i] if len(at) else -1, other, range_m)
    return count


@compiled
def _around(ours: Points, i: int, own: int, bands: _Bands, most: int, at: int, other: Array, range_m: Array) -> int:
    """How many are near one of ours, counted to most + 1; from `at` on (when not -1) they are written down."""
    lat, reach_m, found = ours.lat_deg[i], ours.reach_m[i], 0
    dlat = (reach_m + bands.widest_m) / M_PER_DEG
    dlon = dlat / max(math.cos(math.radians(min(abs(lat) + dlat, 89.0))), 0.01)
    east_per_deg = M_PER_DEG * math.cos(math.radians(lat))
    low = max(int(math.floor((lat - dlat) / bands.high_deg)) - bands.first, 0)  # noqa: RUF046 - compiled
    high = min(int(math.floor((lat + dlat) / bands.high_deg)) - bands.first, len(bands.starts) - 2)  # noqa: RUF046
    for band in range(low, high + 1):
        run = bands.lon_deg[bands.starts[band] : bands.starts[band + 1]]
        for turn in range(-1, 2):  # the date line
            lon = ours.lon_deg[i] + 360.0 * turn
            if lon + dlon < -180.0 or lon - dlon > 180.0:
                continue
            begin = bands.starts[band] + np.searchsorted(run, lon - dlon)
            end = bands.starts[band] + np.searchsorted(run, lon + dlon, side="right")
            for j in range(begin, end):
                if j == own:
                    continue
                north_m = (bands.lat_deg[j] - lat) * M_PER_DEG
                east_m = (bands.lon_deg[j] - lon) * (bands.east_per_deg[j] + east_per_deg) / 2.0
                apart_m = math.hypot(east_m, north_m)
                if apart_m > reach_m + bands.reach_m[j]:
                    continue
                if at >= 0:
                    other[at + found], range_m[at + found] = j, apart_m
                found += 1
                if found > most:
                    return found
    return found
