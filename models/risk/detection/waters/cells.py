"""Cells: squares of the whole sea of which only those with something in them are kept.

What lives here: sorted keys and the columns that follow them. What does not: what is counted in them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FAINT = 0.05  # a cell with so little left of what it is kept for is forgotten
NEIGHBOURS = tuple((row, column) for row in (-1, 0, 1) for column in (-1, 0, 1))


class Cells:
    """Columns of numbers by square of `size_deg`; key = row * `across` + column, row 0 at the south pole."""

    def __init__(self, size_deg: float, columns: Sequence[str]) -> None:
        self.size_deg, self.across = size_deg, round(360.0 / size_deg)
        self.keys = np.empty(0, dtype=np.int64)
        self.columns: dict[str, np.ndarray] = {name: np.empty(0) for name in columns}

    def key(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
        """The key of the square of each place; -1 where the place is unknown."""
        known = np.isfinite(lat_deg) & np.isfinite(lon_deg)
        row = np.floor((np.where(known, lat_deg, 0.0) + 90.0) / self.size_deg).astype(np.int64)
        column = np.floor((np.where(known, lon_deg, 0.0) + 180.0) / self.size_deg).astype(np.int64)
        return np.where(known, row * self.across + column % self.across, -1)

    def around(self, keys: np.ndarray) -> np.ndarray:
        """Keys of the nine squares around each, itself included; shape (9, n)."""
        row, column = keys // self.across, keys % self.across
        return np.stack([(row + up) * self.across + (column + east) % self.across for up, east in NEIGHBOURS])

    def find(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
        """The number of each place's square; -1 where nothing is kept of it."""
        return self.number(self.key(lat_deg, lon_deg))

    def number(self, keys: np.ndarray) -> np.ndarray:
        """The number of each key; -1 where nothing is kept of it."""
        if not len(self.keys):
            return np.full(np.shape(keys), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, -1)

    def admit(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
        """The number of each place's square, kept from now on; numbers given before may no longer hold."""
        keys = self.key(lat_deg, lon_deg)
        new = np.setdiff1d(keys, self.keys)
        if len(new):
            whole = np.union1d(self.keys, new)
            at = np.searchsorted(whole, self.keys)
            for name, held in self.columns.items():
                self.columns[name] = np.zeros(len(whole))
                self.columns[name][at] = held
            self.keys = whole
        return np.searchsorted(self.keys, keys)

    def add(self, name: str, at: np.ndarray, amount: np.ndarray) -> None:
        """Add to the squares with these numbers; the same number may come often."""
        self.columns[name] += np.bincount(at, weights=amount, minlength=len(self.keys))

    def get(self, name: str, at: np.ndarray) -> np.ndarray:
        """A column at these numbers; 0 where the number is -1."""
        if not len(self.keys):
            return np.zeros(np.shape(at))
        return np.where(at >= 0, self.columns[name][at], 0.0)

    def fade(self, share: float, kept_for: str) -> None:
        """Leave `share` of everything, and forget the squares that have faded."""
        stays = self.columns[kept_for] * share > FAINT
        self.keys = self.keys[stays]
        self.columns = {name: held[stays] * share for name, held in self.columns.items()}
