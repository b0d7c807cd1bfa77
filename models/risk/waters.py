"""Narrow water: where land is so near that ships pass closer by custom, and ship domains shrink.

What lives here: one raster made once from the site's coast. What does not: the coast itself (models/coast.py).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.ndimage import distance_transform_edt

from models.coast import Bbox, land_mask, load_coast
from models.units import EARTH_RADIUS_M

NARROW_M = 1852.0  # land nearer than a mile
CELL_M = 200.0  # the coast itself is good to about 50 m


class Waters:
    """Which places of the site's coast box lie in narrow water; outside the box none does."""

    def __init__(self, coast_file: Path) -> None:
        self.bbox, self.raster = _raster(coast_file)

    def narrow(self, lon_deg: np.ndarray, lat_deg: np.ndarray) -> np.ndarray:
        """Mask (m,): is land within a mile of these places?"""
        west, south, east, north = self.bbox
        rows, columns = self.raster.shape
        row = np.floor((lat_deg - south) / (north - south) * rows)
        column = np.floor((lon_deg - west) / (east - west) * columns)
        known = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        narrow = np.zeros(len(row), dtype=bool)
        narrow[known] = self.raster[row[known].astype(np.int64), column[known].astype(np.int64)]
        return narrow


@lru_cache(maxsize=2)
def _raster(coast_file: Path) -> tuple[Bbox, np.ndarray]:
    """The box and its cells, row 0 in the south; true where land is near (or the cell is land)."""
    coast = load_coast(coast_file)
    west, south, east, north = coast.bbox
    per_deg_m = np.pi * EARTH_RADIUS_M / 180
    across_m = (east - west) * per_deg_m * np.cos(np.radians((south + north) / 2))
    rows, columns = round((north - south) * per_deg_m / CELL_M), round(across_m / CELL_M)
    land = land_mask(coast, coast.bbox, (rows, columns))
    cell_m = ((north - south) * per_deg_m / rows, across_m / columns)
    return coast.bbox, distance_transform_edt(~land, sampling=cell_m) < NARROW_M if land.any() else land
