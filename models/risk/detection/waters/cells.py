"""Cells: a sparse grid over the whole earth, as sorted keys and columns that follow them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FAINT = 0.05  # a cell is dropped when its `kept_for` column has faded below this
NEIGHBOURS = tuple((row, column) for row in (-1, 0, 1) for column in (-1, 0, 1))


class Cells:
    """Columns of numbers by cell of `size_deg`; key = row * `across` + column, row 0 at the south pole."""

    def __init__(self, size_deg: float, columns: Sequence[str]) -> None:
        self.size_deg, self.across = size_deg, round(360.0 / size_deg)
        self.keys = np.empty(0, dtype=np.int64)
        self.columns: dict[str, np.ndarray] = {name: np.empty(0) for name in columns}

    def key(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
        """The key of the cell of each place; -1 where the place is unknown."""
        known = np.isfinite(lat_deg) & np.isfinite(lon_deg)
        row = np.floor((np.where(known, lat_deg, 0.0) + 90.0) / self.size_deg).astype(np.int64)
        column = np.floor((np.where(known, lon_deg, 0.0) + 180.0) / self.size_deg).astype(np.int64)
        return np.where(known, row * self.across + column % self.across, -1)

    def around(self, keys: np.ndarray) -> np.ndarray:
        """Keys of the nine cells around each, itself included; shape (9, n)."""
        row, column = keys // self.across, keys % self.across
        return np.stack([(row + up) * self.across + (column + east) % self.across for up, east in NEIGHBOURS])

    def find(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
        """The index of each place's cell; -1 where it is not kept."""
        return self.number(self.key(lat_deg, lon_deg))

    def number(self, keys: np.ndarray) -> np.ndarray:
        """The index of each key; -1 where it is not kept."""
        if not len(self.keys):
            return np.full(np.shape(keys), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, -1)

    def admit(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
        """The index of each place's cell, added where it is new; earlier indices may no longer be valid."""
        keys = self.key(lat_deg, lon_deg)
        found = self.number(keys)
        new = keys[found < 0]
        if not len(new):
            return found
        whole = np.union1d(self.keys, new)
        at = np.searchsorted(whole, self.keys)
        for name, held in self.columns.items():
            self.columns[name] = np.zeros(len(whole))
            self.columns[name][at] = held
        self.keys = whole
        return np.searchsorted(self.keys, keys)

    def add(self, name: str, at: np.ndarray, amount: np.ndarray) -> None:
        """Add to the cells with these indices, which may repeat."""
        self.columns[name] += np.bincount(at, weights=amount, minlength=len(self.keys))

    def get(self, name: str, at: np.ndarray) -> np.ndarray:
        """A column at these indices; 0 where the index is -1."""
        if not len(self.keys):
            return np.zeros(np.shape(at))
        return np.where(at >= 0, self.columns[name][at], 0.0)

    def fade(self, share: float, kept_for: str) -> None:
        """Multiply every column by `share`, and drop cells whose column `kept_for` has faded."""
        stays = self.columns[kept_for] * share > FAINT
        self.keys = self.keys[stays]
        self.columns = {name: held[stays] * share for name, held in self.columns.items()}
