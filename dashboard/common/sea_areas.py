"""Named areas of the site: which one a position belongs to."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.site.site import Site

OUTSIDE = -1


def area_of(site: Site, lon_deg: ArrayLike, lat_deg: ArrayLike) -> NDArray[np.int64]:
    """Return the index into `site.areas` of the first area that holds the place; OUTSIDE if none does."""
    lon, lat = np.atleast_1d(np.asarray(lon_deg, np.float64)), np.atleast_1d(np.asarray(lat_deg, np.float64))
    found = np.full(lon.shape, OUTSIDE, np.int64)
    for index, area in enumerate(site.areas):
        open_ = np.flatnonzero(found == OUTSIDE)
        found[open_[area.contains(lon[open_], lat[open_])]] = index
    return found


def short_name(name: str) -> str:
    """Return a name without the remark in brackets or after a comma, for narrow columns."""
    return re.split(r"（| \(|,", name, maxsplit=1)[0]
