"""Colours with hysteresis for a fixed number of things: cells, areas, units. Colours of vessels: vessel.py.

A colour rises when its threshold is reached in 3 of 5 evaluations, and falls one step at a time after a hold time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

HELD, WINDOW = 3, 0b11111  # of the last five evaluations [DMA: 3 up, 5 down]
_ONES = np.array([bin(each).count("1") for each in range(WINDOW + 1)], dtype="u1")


@dataclass
class Colours:
    """The colours of `n` things: 0 none, 1 yellow, 2 orange, 3 red."""

    n: int
    up: tuple[float, float, float]
    down: tuple[float, float, float]
    hold_s: float

    def __post_init__(self) -> None:
        self.level = np.zeros(self.n, dtype="u1")
        self.held = np.zeros((len(self.up), self.n), dtype="u1")
        self.since_s = np.full(self.n, -np.inf)

    def settled(self) -> bool:
        """Whether the same values again would change no level."""
        return bool(((self.held == 0) | (self.held == WINDOW)).all())

    def follow(self, value: np.ndarray, t_s: float) -> np.ndarray:
        """The levels after one more evaluation, shape (n,)."""
        rise = np.zeros(self.n, dtype="u1")
        for number, threshold in enumerate(self.up):
            bits = ((self.held[number] << 1) | (value >= threshold)) & WINDOW
            self.held[number] = bits
            rise[_ONES[bits] >= HELD] = number + 1
        down = np.array([-np.inf, *self.down])
        fall = (rise < self.level) & (value < down[self.level]) & (t_s - self.since_s >= self.hold_s)
        level = np.where(rise > self.level, rise, self.level - fall).astype("u1")
        self.since_s[level != self.level] = t_s
        self.level = level
        return level
