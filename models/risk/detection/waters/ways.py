"""Ways: compiled look-ups in the learned traffic, for many places at once.

A way counts for a vessel where others have passed, or where it has itself passed more than once before: what it does
now, or did once, says nothing about where it can go. The table: visits.py; what is learned: traffic.py.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from models.base.compiled import compiled
from models.base.units import EARTH_RADIUS_M
from models.risk.detection.waters.visits import EMPTY, slot_of

SIZE_DEG = 0.002  # 220 m of latitude
ACROSS = 180_000  # cells around the earth
PLACES = 16  # keys of a cell: eight sectors of course, then REST
SECTORS, SECTOR_DEG = 8, 45.0
REST, INLAND = 8, 9  # places where vessels lie, and where the coast says land but vessels are
BLOCK = 5  # cells of a block, each way, for INLAND
OTHERS = 2  # so many other vessels make a way or a berth
WIDEST = math.cos(math.radians(100.0))  # no vessel turns further within a cell


@compiled
def cell_of(lat_deg: float, lon_deg: float) -> Any:
    """The number of the cell of a place."""
    row, column = math.floor((lat_deg + 90.0) / SIZE_DEG), math.floor((lon_deg + 180.0) / SIZE_DEG)
    return np.int64(row) * ACROSS + np.int64(column) % ACROSS


@compiled
def sector_of(course: float) -> Any:
    """The sector, 0 to 7, of a course in radians; sector 0 is centred on north."""
    return np.int64(math.floor(math.degrees(course) / SECTOR_DEG + 0.5)) % SECTORS


@compiled
def beside(cell: Any, up: int, east: int) -> Any:
    """The cell so many rows up and columns east of another."""
    return (cell // ACROSS + up) * ACROSS + (cell % ACROSS + east) % ACROSS


@compiled
def _at_least(bits: Any, most: int) -> bool:
    count = 0
    while bits != 0 and count < most:
        bits &= bits - np.uint64(1)
        count += 1
    return count >= most


@compiled
def _flow(records: Any, cell: Any, course: float, own: Any, reach: int) -> tuple[bool, float]:
    """Whether vessels pass in about this direction within `reach` cells, and their mean course on leaving, radians."""
    others, again, east, north = np.uint64(0), np.uint64(0), 0, 0
    sector = sector_of(course)
    for up in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            key = beside(cell, up, right) * PLACES
            for turn in range(-1, 2):
                record = records[slot_of(records, key + (sector + turn) % SECTORS)]
                if record.key != EMPTY:
                    others |= (record.seen | record.recent | record.fresh) & ~own
                    again |= record.again & own
                    east += record.east
                    north += record.north
    if again == 0 and not _at_least(others, OTHERS):
        return False, course
    mean = math.atan2(east, north)
    return math.cos(mean - course) > WIDEST, mean


@compiled
def way_from(records: Any, lat: float, lon: float, course: float, own: Any, beside_it: bool) -> tuple[bool, float]:
    """Whether vessels pass here in about this direction, and the course they leave on, radians.

    `beside_it`: also in the cells around, where none pass through this one.
    """
    cell = cell_of(lat, lon)
    found, mean = _flow(records, cell, course, own, 0)
    if beside_it and not found:
        found, mean = _flow(records, cell, course, own, 1)
    return found, mean


@compiled
def follow(records: Any, lat: Any, lon: Any, course: Any, own: Any, step_m: Any, steps: int) -> tuple[Any, Any, Any]:
    """The track of each vessel (m,) along the way that others take from its place, straight on where there is none.

    `course` is in radians, `step_m` (m,) the metres of each step. Returns latitude and longitude before each step,
    degrees, and whether a way was known there; (steps, m) each.
    """
    lats, lons = np.empty((steps, len(lat))), np.empty((steps, len(lat)))
    known = np.zeros((steps, len(lat)), dtype=np.bool_)
    for one in range(len(lat)):
        y, x, heading = lat[one], lon[one], course[one]
        for step in range(steps):
            lats[step, one], lons[step, one] = y, x
            found, mean = way_from(records, y, x, heading, own[one], True)
            if found:
                heading, known[step, one] = mean, True
            y += math.degrees(step_m[one] * math.cos(heading) / EARTH_RADIUS_M)
            x += math.degrees(step_m[one] * math.sin(heading) / (EARTH_RADIUS_M * math.cos(math.radians(y))))
    return lats, lons, known


@compiled
def block_of(cell: Any) -> Any:
    """The cell in the corner of the block of a cell."""
    return cell // ACROSS // BLOCK * BLOCK * ACROSS + cell % ACROSS // BLOCK * BLOCK


@compiled
def passed(records: Any, lat: float, lon: float, own: Any) -> bool:
    """Whether vessels pass through the cell of a place, in any direction."""
    others, again, key = np.uint64(0), np.uint64(0), cell_of(lat, lon) * PLACES
    for sector in range(SECTORS):
        record = records[slot_of(records, key + sector)]
        if record.key != EMPTY:
            others |= (record.seen | record.recent | record.fresh) & ~own
            again |= record.again & own
    return again != 0 or _at_least(others, OTHERS)


@compiled
def visited(records: Any, lat: Any, lon: Any, own: Any, first: int, last: int, reach: int, most: int) -> Any:
    """Whether at least `most` other vessels, or the vessel itself more than once, were within `reach` cells; (m,).

    Counts the keys `first` to `last` of the cells: sectors of course, REST, or INLAND (blocks instead of cells).
    """
    block = BLOCK if first == INLAND else 1
    found = np.zeros(len(lat), dtype=np.bool_)
    for one in range(len(lat)):
        if not (math.isfinite(lat[one]) and math.isfinite(lon[one])):
            continue
        others, again, cell = np.uint64(0), np.uint64(0), cell_of(lat[one], lon[one])
        cell = block_of(cell) if first == INLAND else cell
        for up in range(-reach, reach + 1):
            for right in range(-reach, reach + 1):
                for place in range(first, last + 1):
                    record = records[slot_of(records, beside(cell, up * block, right * block) * PLACES + place)]
                    if record.key != EMPTY:
                        others |= (record.seen | record.recent | record.fresh) & ~own[one]
                        again |= record.again & own[one]
        found[one] = again != 0 or _at_least(others, most)
    return found
