"""View of a map: a box in Web Mercator metres and its size in pixels.

Web Mercator stretches lengths by 1/cos(latitude), so it is used for drawing only, never to measure distances.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.site.zone import Bbox

Floats = NDArray[np.float64]

MERCATOR_RADIUS_M = 6_378_137.0  # EPSG:3857
MAX_LAT_DEG = 85.0
NARROWEST_DEG = 0.002  # the length of a berth


@dataclass(frozen=True)
class View:
    """Visible part of a map. Edges in Web Mercator metres, size in pixels of the screen."""

    west_m: float
    south_m: float
    east_m: float
    north_m: float
    width_px: int
    height_px: int

    @property
    def m_per_px(self) -> float:
        """Mercator metres for each pixel, the same both ways."""
        return (self.east_m - self.west_m) / self.width_px

    @property
    def key(self) -> str:
        """Text that names the view in caches and addresses."""
        edges = ",".join(f"{edge:.1f}" for edge in (self.west_m, self.south_m, self.east_m, self.north_m))
        return f"{edges},{self.width_px},{self.height_px}"

    @property
    def middle_lat_deg(self) -> float:
        """Latitude of the centre line, at which the scale bar is true."""
        return float(degrees(0.0, (self.south_m + self.north_m) / 2)[1])

    @property
    def bbox(self) -> Bbox:
        """West, south, east, north in degrees."""
        west, south = degrees(self.west_m, self.south_m)
        east, north = degrees(self.east_m, self.north_m)
        return float(west), float(south), float(east), float(north)

    def pixels(self, x_m: ArrayLike, y_m: ArrayLike) -> tuple[Floats, Floats]:
        """Convert metres to pixels from the left and from the bottom edge."""
        x, y = np.asarray(x_m, np.float64), np.asarray(y_m, np.float64)
        return (x - self.west_m) / self.m_per_px, (y - self.south_m) / self.m_per_px

    def metres(self, x_px: ArrayLike, y_px: ArrayLike) -> tuple[Floats, Floats]:
        """Convert pixels to metres; the inverse of `pixels`."""
        x, y = np.asarray(x_px, np.float64), np.asarray(y_px, np.float64)
        return self.west_m + x * self.m_per_px, self.south_m + y * self.m_per_px

    def shows(self, x_m: ArrayLike, y_m: ArrayLike, margin_px: float = 0.0) -> NDArray[np.bool_]:
        """Return which points lie in the view or at most `margin_px` outside; false for NaN."""
        margin = margin_px * self.m_per_px
        x, y = np.asarray(x_m), np.asarray(y_m)
        inside: NDArray[np.bool_] = (
            (x >= self.west_m - margin)
            & (x <= self.east_m + margin)
            & (y >= self.south_m - margin)
            & (y <= self.north_m + margin)
        )
        return inside


def mercator(lon_deg: ArrayLike, lat_deg: ArrayLike) -> tuple[Floats, Floats]:
    """Convert degrees to Web Mercator metres, always in float64, because float32 would give steps of 1 m."""
    lon = np.asarray(lon_deg, np.float64)
    lat = np.clip(np.asarray(lat_deg, np.float64), -MAX_LAT_DEG, MAX_LAT_DEG)
    x: Floats = np.asarray(MERCATOR_RADIUS_M * np.radians(lon))
    y: Floats = np.asarray(MERCATOR_RADIUS_M * np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)))
    return x, y


def degrees(x_m: ArrayLike, y_m: ArrayLike) -> tuple[Floats, Floats]:
    """Convert Web Mercator metres to longitude and latitude."""
    x, y = np.asarray(x_m, np.float64), np.asarray(y_m, np.float64)
    lat = 2 * np.arctan(np.exp(y / MERCATOR_RADIUS_M)) - np.pi / 2
    return np.asarray(np.degrees(x / MERCATOR_RADIUS_M)), np.asarray(np.degrees(lat))


def fit(bbox: Bbox, width_px: int, height_px: int) -> View:
    """Return the smallest view of this size that shows the whole box, centred."""
    west, south, east, north = bbox
    (x0, x1), (y0, y1) = mercator([west, east], [south, north])
    m_per_px = max((x1 - x0) / width_px, (y1 - y0) / height_px)
    half_width, half_height = m_per_px * width_px / 2, m_per_px * height_px / 2
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return View(
        round(float(x - half_width), 1),
        round(float(y - half_height), 1),
        round(float(x + half_width), 1),
        round(float(y + half_height), 1),
        width_px,
        height_px,
    )


def view_from(key: str) -> View | None:
    """Parse a `View.key`; None if the text is not a valid key."""
    parts = key.split(",")
    try:
        west, south, east, north = map(float, parts[:4])
        width_px, height_px = map(int, parts[4:])
    except ValueError:
        return None
    if not (west < east and south < north and np.isfinite([west, south, east, north]).all()):
        return None
    return View(west, south, east, north, width_px, height_px)


def bbox_from(text: str) -> Bbox | None:
    """Parse `W,S,E,N` in degrees from an address; None if it is not a box on the globe."""
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        return None
    if not (-180 <= west < east <= 180 and -MAX_LAT_DEG <= south < north <= MAX_LAT_DEG):
        return None
    if east - west < NARROWEST_DEG or north - south < NARROWEST_DEG:
        return None
    return west, south, east, north


def grown(bbox: Bbox, share: float) -> Bbox:
    """Return the box with a margin of `share` of its size on each side, limited to the globe."""
    west, south, east, north = bbox
    dx, dy = max(east - west, NARROWEST_DEG) * share, max(north - south, NARROWEST_DEG) * share
    return (
        max(west - dx, -180.0),
        max(south - dy, -MAX_LAT_DEG),
        min(east + dx, 180.0),
        min(north + dy, MAX_LAT_DEG),
    )
