"""Passages: where the vessels that reported have moved, and which cells they left on their way; compiled.

What is learned from it: traffic.py.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from models.base.compiled import compiled
from models.base.units import EARTH_RADIUS_M, MPS_PER_KN
from models.risk.detection.waters.ways import PLACES, cell_of, sector_of

MOVED_M = 60.0  # a vessel has moved when it is this far from where it was
MOST_GAP_S, MOST_GAP_M = 180.0, 1500.0  # what happened between reports further apart is not known
POINT_M = 100.0
SLOWEST_KN, FASTEST_KN = 2.0, 60.0
STILL_S = 90.0  # at rest after this long within MOVED_M
Array = np.ndarray


class Places(NamedTuple):
    """Columns of traffic.MEMORY, each (n,)."""

    lat_deg: Array
    lon_deg: Array
    since_s: Array
    key: Array
    at_rest: Array


class Positions(NamedTuple):
    """Columns of TRACK, each (n,)."""

    lat_deg: Array
    lon_deg: Array
    position_t_s: Array


class Moved(NamedTuple):
    """Of the rows that reported, masks (m,): those `gone` from their place, gone on a way that is known, and coming to
    rest. The columns (p,) are of those that `passed`: their rows, the way in metres and the speed made good.
    """

    gone: Array
    passed: Array
    rests: Array
    rows: Array
    east_m: Array
    north_m: Array
    speed_kn: Array


@compiled
def move(held: Places, now: Positions, rows: Array) -> Moved:
    """Compare the positions of these rows with their places."""
    gone, passed, rests = (
        np.zeros(len(rows), dtype=np.bool_),
        np.zeros(len(rows), dtype=np.bool_),
        np.zeros(len(rows), dtype=np.bool_),
    )
    way, passing, many = np.empty((3, len(rows))), np.empty(len(rows), dtype=np.int64), 0
    for at in range(len(rows)):
        row = rows[at]
        east_m, north_m = _offset_m(held.lat_deg[row], held.lon_deg[row], now.lat_deg[row], now.lon_deg[row])
        way_m, since_s = math.hypot(east_m, north_m), now.position_t_s[row] - held.since_s[row]
        gone[at] = not way_m < MOVED_M
        rests[at] = not gone[at] and since_s >= STILL_S and not held.at_rest[row]
        if not (gone[at] and way_m <= MOST_GAP_M and 0.0 < since_s <= MOST_GAP_S):
            continue
        speed_kn = way_m / since_s / MPS_PER_KN
        if SLOWEST_KN <= speed_kn <= FASTEST_KN:
            passed[at], passing[many] = True, row
            way[0, many], way[1, many], way[2, many] = east_m, north_m, speed_kn
            many += 1
    return Moved(gone, passed, rests, passing[:many], way[0, :many], way[1, :many], way[2, :many])


@compiled
def cells_left(held: Places, rows: Array, east_m: Array, north_m: Array, course: Array) -> tuple[Array, Array]:
    """The keys of the cells that these rows have left on their ways, and which of the rows left each.

    Notes the cell where each now is. `course` (m,) is that of each way, in radians.
    """
    points = np.empty(len(rows), dtype=np.int64)
    for at in range(len(rows)):
        points[at] = math.ceil(math.hypot(east_m[at], north_m[at]) / POINT_M)
    keys, of, many = np.empty(points.sum(), dtype=np.int64), np.empty(points.sum(), dtype=np.int64), 0
    for at in range(len(rows)):
        row = rows[at]
        sector, before = sector_of(course[at]), held.key[row]
        for point in range(points[at]):
            share = (point + 1) / points[at]
            key = _cell_after(held.lat_deg[row], held.lon_deg[row], east_m[at] * share, north_m[at] * share)
            key = key * PLACES + sector
            if key != before and before >= 0:
                keys[many], of[many] = before, at
                many += 1
            before = key
        held.key[row] = before
    return keys[:many], of[:many]


@compiled
def arrive(held: Places, now: Positions, rows: Array, gone: Array, passed: Array) -> None:
    """The places of those that have gone are where they are now."""
    for at in range(len(rows)):
        row = rows[at]
        if not gone[at]:
            continue
        held.lat_deg[row], held.lon_deg[row] = now.lat_deg[row], now.lon_deg[row]
        held.since_s[row], held.at_rest[row] = now.position_t_s[row], False
        if not passed[at]:
            held.key[row] = -1


@compiled
def _cell_after(lat_deg: float, lon_deg: float, east_m: float, north_m: float) -> Any:
    """The cell so many metres from a place; as geo.move_deg."""
    lat = lat_deg + math.degrees(north_m / EARTH_RADIUS_M)
    lon = lon_deg + math.degrees(east_m / (EARTH_RADIUS_M * math.cos(math.radians(lat_deg))))
    return cell_of(lat, (lon + 180.0) % 360.0 - 180.0)


@compiled
def _offset_m(lat0_deg: float, lon0_deg: float, lat1_deg: float, lon1_deg: float) -> tuple[float, float]:
    """As geo.offset_m."""
    mean_lat = math.radians((lat0_deg + lat1_deg) / 2)
    dlon_deg = (lon1_deg - lon0_deg + 180.0) % 360.0 - 180.0
    return math.radians(dlon_deg) * EARTH_RADIUS_M * math.cos(mean_lat), math.radians(
        lat1_deg - lat0_deg
    ) * EARTH_RADIUS_M
