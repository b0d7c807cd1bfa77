"""Colours with hysteresis for a fixed number of things: cells, areas, units. Colours of vessels: vessel.py.

A colour rises when its threshold is reached in 3 of 5 evaluations, and falls one step at a time after a hold time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.base.compiled import compiled

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
        up, down = np.array(self.up, dtype=np.result_type(value, 0.0)), np.array([-np.inf, *self.down])
        self.level = _follow(self.held, self.level, self.since_s, value, up, down, self.hold_s, t_s)
        return self.level


@compiled
def _follow(
    held: np.ndarray,
    level: np.ndarray,
    since_s: np.ndarray,
    value: np.ndarray,
    up: np.ndarray,
    down: np.ndarray,
    hold_s: float,
    t_s: float,
) -> np.ndarray:
    """The new levels (n,); `held` (colours, n) and `since_s` (n,) are brought up to date."""
    found = level.copy()
    for at in range(len(level)):
        rise = 0
        for number in range(len(up)):
            bits = ((held[number, at] << 1) | (value[at] >= up[number])) & WINDOW
            held[number, at] = bits
            if _ONES[bits] >= HELD:
                rise = number + 1
        fall = rise < level[at] and value[at] < down[level[at]] and t_s - since_s[at] >= hold_s
        if rise > level[at] or fall:
            found[at], since_s[at] = rise if rise > level[at] else level[at] - 1, t_s
    return found
