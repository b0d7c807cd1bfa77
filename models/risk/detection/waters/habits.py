"""Habits: how often vessels of each kind and size take each course and speed, cell by cell, learned while running.

Cells are about 500 m (DMA: 200 m); only the site's own box is learned. The counts of all cells share two tables of
fixed size by hash, as in a count-min sketch: a count is never too low, so a rare course may pass for a usual one, but
never the other way round. The rule: detectors/unusual.py.
"""

from __future__ import annotations

import numpy as np

from models.site.zone import Bbox

SQUARE_DEG = 0.005
MOST_SQUARES = 1_000_000  # a larger box has larger cells
SLOTS = 1 << 21
MOST_COUNT = 60_000
COURSES, SPEEDS = 12, 8  # sectors of 30 degrees, and steps of speed
SIZE_STEPS_M = np.array([50.0, 100.0, 200.0, 300.0])
SPEED_STEPS_KN = np.array([1.0, 3.0, 6.0, 9.0, 12.0, 16.0, 22.0])
CLASSES = 13 * 5  # kinds by sizes
PRIOR = 0.5  # Dirichlet prior: half a count in each bin
MULTIPLIERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)  # odd 64-bit numbers: multiply-shift hashing


class Habits:
    """Counts by cell, kind, size and course or speed."""

    def __init__(self, bbox: Bbox) -> None:
        west, south, east, north = bbox
        cells = (east - west) * (north - south) / SQUARE_DEG**2
        self.size_deg = SQUARE_DEG * max(1.0, float(np.sqrt(cells / MOST_SQUARES)))
        self.west, self.south = west, south
        self.across, self.up = (int((to - low) / self.size_deg) + 1 for low, to in ((west, east), (south, north)))
        self.visits = np.zeros(self.across * self.up, dtype="u4")
        self.counts = np.zeros((len(MULTIPLIERS), SLOTS), dtype="u2")

    def square(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
        """Number of the cell of each place; -1 outside the box and where the place is unknown."""
        row, column = (lat_deg - self.south) / self.size_deg, (lon_deg - self.west) / self.size_deg
        within = (row >= 0) & (row < self.up) & (column >= 0) & (column < self.across)
        number = np.where(within, row, 0).astype(np.int64) * self.across + np.where(within, column, 0).astype(np.int64)
        return np.where(within, number, -1)

    def rarity(
        self, square: np.ndarray, kind: np.ndarray, length_m: np.ndarray, sog_kn: np.ndarray, cog_deg: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Learn these visits; returns -log10 of the probability of each and the number of visits before, both (m,).

        The probability is that of the course or of the speed, whichever is lower; both must be known.
        """
        size = np.searchsorted(SIZE_STEPS_M, length_m, side="right")
        group = square * CLASSES + kind.astype(np.int64) * 5 + size
        course = np.floor(cog_deg % 360.0 / (360 / COURSES)).astype(np.int64)
        speed = np.searchsorted(SPEED_STEPS_KN, sog_kn, side="right")
        bins = COURSES + SPEEDS
        visits = self.visits[square].astype("f8")
        rarity = np.zeros(len(square))
        for number, width in ((group * bins + course, COURSES), (group * bins + COURSES + speed, SPEEDS)):
            slots = _slots(number)
            count = np.minimum(*(table[at] for table, at in zip(self.counts, slots, strict=True)))
            chance = (np.minimum(count, visits) + PRIOR) / (visits + PRIOR * CLASSES * width)
            rarity = np.maximum(rarity, -np.log10(chance))
            self._count(slots)
        np.add.at(self.visits, square, np.uint32(1))
        return rarity, visits

    def _count(self, slots: list[np.ndarray]) -> None:
        for table, at in zip(self.counts, slots, strict=True):
            one, more = np.unique(at, return_counts=True)
            table[one] = np.minimum(table[one].astype(np.int64) + more, MOST_COUNT)


def _slots(number: np.ndarray) -> list[np.ndarray]:
    """The slot of each number in each of the tables."""
    shift = np.uint64(64 - SLOTS.bit_length() + 1)
    return [((number.astype("u8") * np.uint64(each)) >> shift).astype(np.int64) for each in MULTIPLIERS]
