"""The reports that detectors have not read yet: each reads on from where it stopped, and those at one pace share it."""

from __future__ import annotations

from typing import Any

import numpy as np

from models.risk.detection.wake import Wake

NO_ROWS = np.empty(0, dtype=np.int64)


class ReportLog:
    """Rows that reported and the kind of each, (m,), a part for each tick with reports; `begin` numbers the first."""

    def __init__(self) -> None:
        self.parts: list[tuple[np.ndarray, np.ndarray]] = []
        self.begin = 0
        self._read: dict[tuple[int, tuple[str, ...]], np.ndarray] = {}  # what was read since the last part was added

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_read": {}}

    @property
    def end(self) -> int:
        """The number of the next part."""
        return self.begin + len(self.parts)

    def add(self, rows: np.ndarray, kind: np.ndarray) -> None:
        """Add the rows (m,) that reported in this tick, ascending, and their kinds."""
        self._read = {}
        if len(rows):
            self.parts.append((rows, kind))

    def forget(self, freed: np.ndarray) -> None:
        """Leave out these rows; the vessels were lost."""
        kept = [(rows, kind, ~np.isin(rows, freed)) for rows, kind in self.parts]
        self.parts = [(rows[stays], kind[stays]) for rows, kind, stays in kept]

    def drop(self, number: int) -> None:
        """Drop the parts before this one, which all have read."""
        if number > self.begin:
            self.parts, self.begin = self.parts[number - self.begin :], number

    def wakes(self, number: int, wake: Wake) -> bool:
        """Whether a part from this one on has a report that wakes a detector."""
        if not wake.kinds:
            return number < self.end
        return any(wake.concerns(kind).any() for _, kind in self.parts[number - self.begin :])

    def since(self, number: int, wake: Wake) -> np.ndarray:
        """Rows with a report that wakes, in the parts from this one on: each once, ascending."""
        if (number, wake.kinds) not in self._read:
            parts = self.parts[number - self.begin :]
            rows = [rows[wake.concerns(kind)] if wake.kinds else rows for rows, kind in parts]
            self._read[number, wake.kinds] = rows[0] if len(rows) == 1 else _together(rows)
        return self._read[number, wake.kinds]


def _together(parts: list[np.ndarray]) -> np.ndarray:
    """Every row of the parts once, ascending, by marking, which is cheaper than sorting."""
    if not parts:
        return NO_ROWS
    rows = np.concatenate(parts)
    marked = np.zeros(int(rows.max(initial=-1)) + 1, dtype=bool)
    marked[rows] = True
    return np.flatnonzero(marked)
