"""The neighbour search: points sorted by latitude band and longitude, so that those near any point are a few
contiguous runs.

Exact, also across the date line. The callers that walk the runs decide what counts as near: neighbours.py, pairs.py.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from models.base.compiled import compiled, inlined
from models.base.units import EARTH_RADIUS_M

M_PER_DEG = EARTH_RADIUS_M * math.pi / 180.0
POLE_DEG, POLE_COSINE = 89.0, 0.01  # nearer to a pole the runs get no wider
Array = np.ndarray


class Bands(NamedTuple):
    """Points by band and longitude, each column (n,); the points of band `first + k` begin at `starts[k]`."""

    lat_deg: Array
    lon_deg: Array
    east_per_deg: Array
    starts: Array
    first: int
    high_deg: float


class Around(NamedTuple):
    """The `runs` around a place: `height` bands from `low` on, and again for a side beyond the date line."""

    lon_deg: float
    dlon_deg: float
    turn_deg: float
    low: int
    height: int
    runs: int


def in_bands(lat_deg: Array, lon_deg: Array, high_deg: float) -> tuple[Bands, Array]:
    """Sort points (n,), none of them NaN, into bands of this height; also returns the order (n,) that sorted them."""
    band = np.floor(lat_deg / high_deg).astype(np.int64)
    order, starts, first = _by_band(np.argsort(lon_deg), lon_deg, band)
    lat = lat_deg[order]
    return Bands(lat, lon_deg[order], M_PER_DEG * np.cos(np.radians(lat)), starts, first, high_deg), order


@compiled
def _by_band(by_lon: Array, lon_deg: Array, band: Array) -> tuple[Array, Array, int]:
    """The order by band, then longitude, equal ones as they came; where each band begins in it; and the first band.

    `by_lon` is an order by longitude in which equal ones may have been swapped. A counting sort: bands are few.
    """
    begin = 0
    for end in range(1, len(by_lon) + 1):
        if end == len(by_lon) or lon_deg[by_lon[end]] != lon_deg[by_lon[begin]]:
            if end - begin > 1:
                by_lon[begin:end].sort()
            begin = end
    order = np.empty_like(by_lon)
    if not len(band):
        return order, np.zeros(1, dtype=np.int64), 0
    first = band.min()
    starts = np.zeros(band.max() - first + 3, dtype=np.int64)
    for each in band:
        starts[each - first + 2] += 1
    starts = np.cumsum(starts)
    for i in by_lon:
        at = band[i] - first + 1
        order[starts[at]] = i
        starts[at] += 1
    return order, starts[:-1], first


@inlined
def around(bands: Bands, lat_deg: float, lon_deg: float, within_m: float) -> Around:
    """The runs that hold every point within `within_m` of a place."""
    dlat = within_m / M_PER_DEG
    dlon = dlat / max(math.cos(math.radians(min(abs(lat_deg) + dlat, POLE_DEG))), POLE_COSINE)
    low = max(int(math.floor((lat_deg - dlat) / bands.high_deg)) - bands.first, 0)  # noqa: RUF046 - compiled
    high = min(int(math.floor((lat_deg + dlat) / bands.high_deg)) - bands.first, len(bands.starts) - 2)  # noqa: RUF046
    turn_deg = 360.0 if lon_deg - dlon < -180.0 else -360.0
    turns = 1 + int(lon_deg - dlon < -180.0) + int(lon_deg + dlon > 180.0)
    return Around(lon_deg, dlon, turn_deg, low, max(high - low + 1, 0), max(high - low + 1, 0) * turns)


@inlined
def _first(sorted_deg: Array, start: int, stop: int, least_deg: float, above: bool) -> int:
    """The first place from `start` whose value is not below `least_deg`, or is above it; without a branch to guess."""
    many = stop - start
    while many > 0:
        half = (many + 1) // 2
        value = sorted_deg[start + half - 1]
        start += half * int((value < least_deg) | (above & (value == least_deg)))
        many -= half
    return start


@inlined
def run(bands: Bands, near: Around, k: int) -> tuple[int, int, float]:
    """Begin and end of run `k` among the points, and the longitude to measure from in it."""
    band, lon = near.low + k, near.lon_deg
    if k >= near.height:
        band, lon = near.low + k % near.height, lon + near.turn_deg * (1.0 if k < 2 * near.height else -1.0)
    start, stop = bands.starts[band], bands.starts[band + 1]
    begin = _first(bands.lon_deg, start, stop, lon - near.dlon_deg, False)
    return begin, _first(bands.lon_deg, begin, stop, lon + near.dlon_deg, True), lon


@inlined
def offset_m(bands: Bands, j: int, lat_deg: float, lon_deg: float, east_per_deg: float) -> tuple[float, float]:
    """East and north metres to point `j` of the bands, by the mean of both places' metres per degree."""
    east_m = (bands.lon_deg[j] - lon_deg) * (bands.east_per_deg[j] + east_per_deg) / 2.0
    return east_m, (bands.lat_deg[j] - lat_deg) * M_PER_DEG
