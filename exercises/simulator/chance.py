"""Repeatable random numbers: the same for the same seed, row and moment, however often they are requested.

They are uniform and normal numbers from a hash. The generators that make a fleet: traffic.py.
"""

from __future__ import annotations

import numpy as np

_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_STEP = np.uint64(0x9E3779B97F4A7C15)


def chance(seed: int, salt: int, rows: np.ndarray, moments_s: np.ndarray) -> np.ndarray:
    """A number in [0, 1) for each row and moment (to 1 ms), always the same (splitmix64)."""
    with np.errstate(over="ignore"):
        key = rows.astype(np.uint64) * np.uint64(1_000_003) + np.rint(moments_s * 1000).astype(np.uint64)
        key = (key + np.uint64(seed * 31 + salt)) * _STEP
        for mix, shift in zip(_MIX, (30, 27), strict=True):
            key = (key ^ (key >> np.uint64(shift))) * mix
        key ^= key >> np.uint64(31)
    share: np.ndarray = (key >> np.uint64(11)) / float(1 << 53)
    return share


def normal(seed: int, salt: int, rows: np.ndarray, moments_s: np.ndarray) -> np.ndarray:
    """East + j north, each of standard deviation 1, for each row and moment (Box-Muller)."""
    radius = np.sqrt(-2 * np.log1p(-chance(seed, salt, rows, moments_s)))
    angle: np.ndarray = radius * np.exp(2j * np.pi * chance(seed, salt + 1, rows, moments_s))
    return angle
