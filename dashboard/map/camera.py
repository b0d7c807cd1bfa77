"""Default view of walls: the site, or the area where the vessels are."""

from __future__ import annotations

import numpy as np

from dashboard.map.view import grown
from models.messages.picture import Picture
from models.site.zone import Bbox

COMES_HOME = 0.5  # share of the vessels inside the site's box at which the view returns to it
LEAVES_HOME = 0.4  # the lower share at which the view leaves it
STILL_GOOD = 0.9  # elsewhere, a box that holds this share of the vessels stays
TOO_WIDE = 0.35  # unless the vessels fill less than this share of it
OUTLIERS = 2.0  # per cent at each end that may lie outside: a wrong position must not widen the map
MARGIN = 0.12


class Camera:
    """Remembers the box in use; `update` is called once for each picture."""

    def __init__(self, home: Bbox) -> None:
        self._home = home
        self.box = home

    def update(self, picture: Picture) -> Bbox:
        """Return the box to show for this picture."""
        lon, lat = picture.vessels["lon_deg"], picture.vessels["lat_deg"]
        known = np.isfinite(lon) & np.isfinite(lat)
        if known.any():
            self.box = self._choose(lon[known], lat[known])
        return self.box

    def _choose(self, lon: np.ndarray, lat: np.ndarray) -> Bbox:
        if _share(self._home, lon, lat) >= (LEAVES_HOME if self.box == self._home else COMES_HOME):
            return self._home
        tight = _hull(lon, lat)
        stays = self.box != self._home and _share(self.box, lon, lat) >= STILL_GOOD
        return self.box if stays and _size(tight) > TOO_WIDE * _size(self.box) else grown(tight, MARGIN)


def _share(box: Bbox, lon: np.ndarray, lat: np.ndarray) -> float:
    west, south, east, north = box
    return float(np.mean((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)))


def _hull(lon: np.ndarray, lat: np.ndarray) -> Bbox:
    west, east = np.percentile(lon, [OUTLIERS, 100 - OUTLIERS])
    south, north = np.percentile(lat, [OUTLIERS, 100 - OUTLIERS])
    return grown((float(west), float(south), float(east), float(north)), 0.0)


def _size(box: Bbox) -> float:
    """Return the longer side, so that a row of ships along a coast does not count as an empty box."""
    return max(box[2] - box[0], box[3] - box[1])
