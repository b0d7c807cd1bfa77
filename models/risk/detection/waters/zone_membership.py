"""Zone membership: which vessels are inside which zones and in narrow water, and memory that follows the track rows.

Updated only for vessels that have just reported. What follows from being inside: the detectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from models.base.schema import Column, Table
from models.risk.detection.waters.waters import Waters
from models.site.zone import Borders, Zone
from models.tracking.rows import RowFollower
from models.tracking.table import TrackTable


class ZoneMemory(RowFollower):
    """Columns that follow the rows: `columns` of shape (capacity,), `wide` ones of shape (capacity, width)."""

    def __init__(self, columns: tuple[Column, ...], wide: tuple[Column, ...] = (), width: int = 0) -> None:
        self.columns = columns + wide
        self.shape = {column.name: () for column in columns} | {column.name: (width,) for column in wide}
        self.arrays: Table = {column.name: self._blank(column, 0) for column in self.columns}
        self._used: tuple[int, Table] = (-1, {})  # views are made once and again after the arrays have grown

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_used": (-1, {})}

    def grow(self, capacity: int) -> None:
        """Make room for `capacity` rows, keeping their values."""
        for column in self.columns:
            held = self.arrays[column.name]
            self.arrays[column.name] = np.concatenate([held, self._blank(column, capacity - len(held))])
        self._used = (-1, {})

    def clear(self, rows: np.ndarray) -> None:
        """Forget everything about these rows."""
        for column in self.columns:
            self.arrays[column.name][rows] = column.unknown

    def redraw(self, width: int, changed: Sequence[int]) -> None:
        """Set the width of the wide columns, and clear the `changed` places."""
        for name in [name for name, shape in self.shape.items() if shape]:
            column, held = next(each for each in self.columns if each.name == name), self.arrays[name]
            self.shape[name] = (width,)
            self.arrays[name] = self._blank(column, len(held))
            self.arrays[name][:, : held.shape[1]] = held[:, :width]
            self.arrays[name][:, list(changed)] = column.unknown
        self._used = (-1, {})

    def used(self, n: int) -> Table:
        """Writable views of the first `n` rows."""
        if self._used[0] != n:
            self._used = n, {name: array[:n] for name, array in self.arrays.items()}
        return self._used[1]

    def _blank(self, column: Column, n: int) -> np.ndarray:
        return np.full((n, *self.shape[column.name]), column.unknown, dtype=column.dtype)


NARROW = Column("narrow", "?", False, "", "in narrow water at the last report")
INSIDE = Column("inside", "?", False, "", "inside the zone at the last report")


class ZoneMembership:
    """Membership of every track in every zone, and in the narrow water of the site."""

    def __init__(self, zones: Sequence[Zone], waters: Waters) -> None:
        self.waters = waters
        self.borders = Borders([zone.rings for zone in zones])
        self.memory = ZoneMemory((NARROW,), (INSIDE,), len(zones))

    def renew(self, tracks: TrackTable, rows: np.ndarray) -> None:
        """Update the membership of the rows that have just reported."""
        if not len(rows):
            return
        lon, lat = tracks["lon_deg"][rows], tracks["lat_deg"][rows]
        self.memory.arrays["narrow"][rows] = self.waters.narrow(lon, lat)
        self.memory.arrays["inside"][rows] = self.borders.inside(lon, lat)

    def outside_share(self, tracks: TrackTable) -> float:
        """Which share of the vessels present is outside the coast of the site, where no rule knows land; 0 to 1."""
        lon, lat = tracks["lon_deg"], tracks["lat_deg"]
        known = np.isfinite(lon) & np.isfinite(lat)
        outside = ~self.waters.covered(lon[known], lat[known])
        return round(float(outside.mean()), 3) if len(outside) else 0.0

    def redraw(self, zones: Sequence[Zone], changed: Sequence[int], tracks: TrackTable) -> None:
        """Take new zones; the `changed` numbers are tested for all vessels at once."""
        self.borders = Borders([zone.rings for zone in zones])
        self.memory.redraw(len(zones), changed)
        new = Borders([zones[number].rings for number in changed])
        self.memory.used(tracks.n)["inside"][:, changed] = new.inside(tracks["lon_deg"], tracks["lat_deg"])
