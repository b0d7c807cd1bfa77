"""What of the air reaches the feed: stations hear less the further off a craft is, and some messages come twice.

What lives here: repeatable chance by (seed, row, moment), and who is heard. What does not: real receivers (ingest).
"""

from __future__ import annotations

import numpy as np

from exercises.plane import Plane
from exercises.scenario import Reception
from models.units import M_PER_NM

_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_STEP = np.uint64(0x9E3779B97F4A7C15)


def chance(seed: int, salt: int, rows: np.ndarray, moments_s: np.ndarray) -> np.ndarray:
    """A number in [0, 1) for each row and moment (to 1 ms), the same whenever it is asked for (splitmix64)."""
    with np.errstate(over="ignore"):
        key = rows.astype(np.uint64) * np.uint64(1_000_003) + np.rint(moments_s * 1000).astype(np.uint64)
        key = (key + np.uint64(seed * 31 + salt)) * _STEP
        for mix, shift in zip(_MIX, (30, 27), strict=True):
            key = (key ^ (key >> np.uint64(shift))) * mix
        key ^= key >> np.uint64(31)
    share: np.ndarray = (key >> np.uint64(11)) / float(1 << 53)
    return share


def heard(reception: Reception, plane: Plane, lonlat: np.ndarray, luck: np.ndarray) -> np.ndarray:
    """Which messages sent from these places, (n, 2) degrees, some station hears. Mask (n,)."""
    if not reception.stations:
        return luck >= 1 - reception.share
    stations = plane.places(np.array([station.at for station in reception.stations]))
    away = np.abs(plane.places(lonlat)[:, None] - stations) / (reception.range_nm * M_PER_NM)
    missed = 1 - reception.share * np.clip(1 - away**6, 0, 1)
    mask: np.ndarray = luck >= missed.prod(axis=1)
    return mask
