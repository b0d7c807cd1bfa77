"""Jumps: ships whose positions jumped or are scattered, and areas where many did so together.

Shared by interference, teleport and duplicate_mmsi. When one ship jumps, the cause is that ship; when many jump in one
minute, the satellite signal is disturbed. What a jump is: models/tracking/gate.py.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from models.base.geo import haversine_m
from models.base.units import M_PER_NM
from models.risk.detection.detector import is_ship
from models.tracking.table import TrackTable

MOST_ALONE = 5  # more ships than this in one minute and one area are no coincidence
TOGETHER_S = 60.0
LOOK_BACK_S = 900.0  # ships at anchor report every 3 min, so their jump is accepted up to 9 min later
SCATTERED = 3  # doubted reports in excess of accepted ones
CELL_DEG = 0.25  # cells that touch are one area
MARGIN_M = 5 * M_PER_NM  # added to the radius of the ships that jumped


class Jumps(NamedTuple):
    """Ships whose positions jumped: rows, when, and where they were before; arrays (m,)."""

    row: np.ndarray
    t_s: np.ndarray
    lat_deg: np.ndarray
    lon_deg: np.ndarray


NO_JUMPS = Jumps(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0), np.empty(0))


class JumpAreas(NamedTuple):
    """Areas in which many ships jumped together, arrays (k,)."""

    lat_deg: np.ndarray
    lon_deg: np.ndarray
    radius_m: np.ndarray
    vessels: np.ndarray
    last_s: np.ndarray

    def hold(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
        """Which of these places (m,) lie in one of the areas."""
        if not len(self.vessels):
            return np.zeros(len(lat_deg), dtype=bool)
        away_m = haversine_m(lat_deg[:, None], lon_deg[:, None], self.lat_deg, self.lon_deg)
        return np.asarray((away_m <= self.radius_m + MARGIN_M).any(axis=1))


def jumps(tracks: TrackTable, t_s: float) -> Jumps:
    """Ships that jumped within LOOK_BACK_S, and ships whose reports are doubted repeatedly."""
    jumped = t_s - tracks["jumped_t_s"] <= LOOK_BACK_S
    scattered = tracks["doubts"] >= SCATTERED
    rows = np.flatnonzero(jumped | scattered)
    if not len(rows):
        return NO_JUMPS
    rows = rows[is_ship(tracks, rows) & ~tracks.stored(rows)]
    jumped = jumped[rows]
    when = np.where(jumped, tracks["jumped_t_s"][rows], tracks["jump_t_s"][rows])
    lat = np.where(jumped, tracks["jumped_lat_deg"][rows], tracks["lat_deg"][rows])
    lon = np.where(jumped, tracks["jumped_lon_deg"][rows], tracks["lon_deg"][rows])
    late = t_s - when <= LOOK_BACK_S
    return Jumps(rows[late], when[late], lat[late], lon[late])


def areas(moved: Jumps) -> JumpAreas:
    """Areas with more than MOST_ALONE jumps within a minute."""
    found = []
    if len(moved.row) > MOST_ALONE:
        label = _labels(moved.lat_deg, moved.lon_deg)
        for each in np.unique(label).tolist():
            member = np.flatnonzero(label == each)
            if _busiest(moved.t_s[member]) > MOST_ALONE:
                found.append(_area(moved, member))
    return (
        JumpAreas(*(np.array(values) for values in zip(*found, strict=True)))
        if found
        else JumpAreas(*[np.empty(0)] * 5)
    )


def _busiest(t_s: np.ndarray) -> int:
    """The largest number of jumps within TOGETHER_S."""
    times = np.sort(t_s)
    return int((np.searchsorted(times, times + TOGETHER_S, side="right") - np.arange(len(times))).max(initial=0))


def _area(moved: Jumps, member: np.ndarray) -> tuple[float, float, float, int, float]:
    lat, lon = moved.lat_deg[member], moved.lon_deg[member]
    mid_lat, mid_lon = np.median(lat), np.median(lon)
    radius_m = float(haversine_m(lat, lon, mid_lat, mid_lon).max())
    vessels, last_s = len(np.unique(moved.row[member])), float(moved.t_s[member].max())
    return float(mid_lat), float(mid_lon), radius_m, vessels, last_s


def _labels(lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
    """The number of each place's area, (m,); touching cells make up one area."""
    cells = np.floor(np.stack([lat_deg, lon_deg], axis=1) / CELL_DEG).astype(np.int64)
    distinct, which = np.unique(cells, axis=0, return_inverse=True)
    waiting = {tuple(cell): number for number, cell in enumerate(distinct.tolist())}
    label = np.full(len(distinct), -1)
    while waiting:
        first, number = next(iter(waiting.items()))
        edge = [first]
        del waiting[first]
        label[number] = number
        while edge:
            row, column = edge.pop()
            near = [(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
            for cell in near:
                if cell in waiting:
                    label[waiting.pop(cell)] = number
                    edge.append(cell)
    return np.asarray(label[which.ravel()])
