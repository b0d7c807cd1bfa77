"""What reaches the feed: stations receive less the further away a vessel is, and some messages come twice.

It gives the reception at each place. Random numbers: chance.py. Outages: faults.py. Real receivers: ingest.
"""

from __future__ import annotations

import numpy as np

from exercises.geometry.plane import Plane
from exercises.scenario.scenario import Patches, Reception
from exercises.simulator.chance import chance
from models.base.units import M_PER_NM

PATCH = 7  # salt


def received(reception: Reception, plane: Plane, lonlat: np.ndarray, luck: np.ndarray, seed: int = 0) -> np.ndarray:
    """Which messages sent from these places, (n, 2) degrees, some station receives. Mask (n,)."""
    mask: np.ndarray = luck >= 1 - share_received(reception, plane, lonlat, seed)
    return mask


def share_received(reception: Reception, plane: Plane, lonlat: np.ndarray, seed: int) -> np.ndarray:
    """The share of messages from each place that reach the feed, (n,)."""
    places = plane.places(lonlat)
    if not reception.stations:
        share = np.full(len(lonlat), reception.share)
    else:
        stations = plane.places(np.array([station.at for station in reception.stations]))
        range_m = np.array([each.range_nm or reception.range_nm for each in reception.stations]) * M_PER_NM
        near = np.array([reception.share if each.share is None else each.share for each in reception.stations])
        away = np.abs(places[:, None] - stations) / range_m
        share = 1 - (1 - near * np.clip(1 - away**6, 0, 1)).prod(axis=1)
    return share * _patch(reception.patches, places, seed) if reception.patches else share


def _patch(patches: Patches, places: np.ndarray, seed: int) -> np.ndarray:
    """The reception of the square of sea around each place: by its number alone."""
    east, north = (np.floor(axis / (patches.size_nm * M_PER_NM)) for axis in (places.real, places.imag))
    number = (east + 4096).astype(np.int64) * 8192 + (north + 4096).astype(np.int64)
    luck = chance(seed, PATCH, number, np.zeros(len(number)))
    share: np.ndarray = patches.low + (patches.high - patches.low) * luck
    return share
