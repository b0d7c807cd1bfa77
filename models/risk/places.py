"""Who is inside which zone or narrow water, kept per row and renewed only for craft that have just reported.

What lives here: memory that follows the rows of the track table. What does not: what follows from being inside.
"""

from __future__ import annotations

import numpy as np

from models.risk.waters import Waters
from models.schema import Column, Table
from models.tracking.table import Follower, TrackTable
from models.zone import Zone


class Memory(Follower):
    """Columns that follow the rows: `columns` of shape (capacity,), `wide` ones of shape (capacity, width)."""

    def __init__(self, columns: tuple[Column, ...], wide: tuple[Column, ...] = (), width: int = 0) -> None:
        self.columns = columns + wide
        self.shape = {column.name: () for column in columns} | {column.name: (width,) for column in wide}
        self.arrays: Table = {column.name: self._blank(column, 0) for column in self.columns}

    def grow(self, capacity: int) -> None:
        """Make room for `capacity` rows, keeping what is there."""
        for column in self.columns:
            held = self.arrays[column.name]
            self.arrays[column.name] = np.concatenate([held, self._blank(column, capacity - len(held))])

    def clear(self, rows: np.ndarray) -> None:
        """Forget everything about these rows."""
        for column in self.columns:
            self.arrays[column.name][rows] = column.unknown

    def used(self, n: int) -> Table:
        """Views of the first `n` rows; writing to them is remembered."""
        return {name: array[:n] for name, array in self.arrays.items()}

    def _blank(self, column: Column, n: int) -> np.ndarray:
        return np.full((n, *self.shape[column.name]), column.unknown, dtype=column.dtype)


CHUNK = 4096  # places looked at together: bounds the memory of the test
NARROW = Column("narrow", "?", False, "", "in narrow water at the last report")
INSIDE = Column("inside", "?", False, "", "inside the zone at the last report")


class Places:
    """Membership of every track in every zone of the site, and in its narrow water."""

    def __init__(self, zones: tuple[Zone, ...], waters: Waters) -> None:
        self.waters = waters
        self.memory = Memory((NARROW,), (INSIDE,), len(zones))
        edges = [np.concatenate([np.hstack((ring[:-1], ring[1:])) for ring in zone.rings]) for zone in zones]
        self.starts = np.cumsum([0, *(len(each) for each in edges)])[:-1]
        self.edges = np.concatenate(edges).T if edges else np.empty((4, 0))
        self.box = np.array([zone.bbox for zone in zones]).reshape(-1, 4)

    def renew(self, tracks: TrackTable, rows: np.ndarray) -> None:
        """Look again at the rows that have just reported."""
        if not len(rows):
            return
        lon, lat = tracks["lon_deg"][rows], tracks["lat_deg"][rows]
        self.memory.arrays["narrow"][rows] = self.waters.narrow(lon, lat)
        if len(self.starts):
            self.memory.arrays["inside"][rows] = self._inside(lon, lat)

    def _inside(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        (west, south), (east, north) = self.box[:, :2].min(axis=0), self.box[:, 2:].max(axis=0)
        near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
        inside = np.zeros((len(lon), len(self.starts)), dtype=bool)
        for start in range(0, len(near), CHUNK):
            part = near[start : start + CHUNK]
            inside[part] = self._crossings(lon[part, None], lat[part, None]) & 1
        return inside

    def _crossings(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """How often a ray to the east crosses each zone's border, (m, zones): Zone.contains for all at once."""
        x0, y0, x1, y1 = self.edges
        slope = np.divide(x1 - x0, y1 - y0, out=np.zeros_like(x0), where=y1 != y0)
        crossed = ((y0 <= lat) != (y1 <= lat)) & (lon < x0 + (lat - y0) * slope)
        return np.add.reduceat(crossed, self.starts, axis=1, dtype=np.int64)
