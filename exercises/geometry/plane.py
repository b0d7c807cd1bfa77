"""A flat piece of sea: longitude and latitude to metres east and north of a point, and back.

What lives here: the one projection of the simulator. What does not: distances between real tracks (models/base/geo.py).
Equal-latitude scaling at the central latitude: lines keep their shape, distances are off by up to 2 % at the box's
edge, which an exercise can bear; what is sent are positions, speeds and courses that agree with each other here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.base.units import EARTH_RADIUS_M


@dataclass(frozen=True)
class Plane:
    """Metres around a centre."""

    lon_deg: float
    lat_deg: float

    @property
    def _m_per_deg(self) -> tuple[float, float]:
        north = EARTH_RADIUS_M * np.pi / 180
        return north * float(np.cos(np.radians(self.lat_deg))), north

    def places(self, lonlat: NDArray[np.float64]) -> NDArray[np.complex128]:
        """(n, 2) degrees -> (n,) east + j north in metres."""
        east, north = self._m_per_deg
        lonlat = np.asarray(lonlat, np.float64)
        return (lonlat[..., 0] - self.lon_deg) * east + 1j * (lonlat[..., 1] - self.lat_deg) * north

    def lonlat(self, places: NDArray[np.complex128]) -> NDArray[np.float64]:
        """(n,) metres -> (n, 2) degrees."""
        east, north = self._m_per_deg
        return np.stack((self.lon_deg + places.real / east, self.lat_deg + places.imag / north), axis=-1)
