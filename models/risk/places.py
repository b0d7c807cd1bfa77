"""Who is inside which zone, kept per row and renewed only for craft that have just reported.

What lives here: memory that follows the rows of the track table. What does not: what follows from being inside.
"""

from __future__ import annotations

import numpy as np

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


INSIDE = Column("inside", "?", False, "", "inside the zone at the last report")


class Places:
    """Membership of every track in every zone of the site."""

    def __init__(self, zones: tuple[Zone, ...]) -> None:
        self.zones = zones
        self.memory = Memory((), (INSIDE,), len(zones))
        self.boxes = np.array([zone.bbox for zone in zones]).reshape(-1, 4)

    def renew(self, tracks: TrackTable, rows: np.ndarray) -> None:
        """Look again at the rows that have just reported; the exact test only inside a zone's box."""
        if not len(rows):
            return
        lon, lat = tracks["lon_deg"][rows], tracks["lat_deg"][rows]
        west, south, east, north = self.boxes.T
        near = (lon[:, None] >= west) & (lon[:, None] <= east) & (lat[:, None] >= south) & (lat[:, None] <= north)
        for number in np.flatnonzero(near.any(axis=0)).tolist():
            at = np.flatnonzero(near[:, number])
            near[at, number] = self.zones[number].contains(lon[at], lat[at])
        self.memory.arrays["inside"][rows] = near

    def inside(self, n: int) -> np.ndarray:
        """Mask (n, zones)."""
        return self.memory.used(n)["inside"]
