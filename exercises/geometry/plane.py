"""A local plane: longitude and latitude to metres east and north of a point, and back.

This is the one projection of the simulator. Distances between real tracks: models/base/geo.py. It scales by the central
latitude: lines keep their shape, and distances are off by up to 2 % at the box's edge, which is acceptable for an
exercise; the reported positions, speeds and courses agree with each other.
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
