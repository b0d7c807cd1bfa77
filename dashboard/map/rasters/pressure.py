"""Enforcement pressure as a raster: the time the first available boat needs to each cell."""

from __future__ import annotations

import numpy as np

from dashboard.common.theme import Palette
from dashboard.map.rasters.cells import empty, paint, ramp
from dashboard.map.rasters.png import Colours, Indices
from dashboard.map.view import View
from models.messages.evaluation import NO_MINUTES
from models.messages.picture import Picture

FROM_MIN = (30, 45, 60, 90, 120)
WEAKEST, STRONGEST = 24, 120


def draw(view: View, picture: Picture) -> Indices:
    """Return the indices of a view; 0 where a boat arrives within half an hour, and on land."""
    minutes, grid = picture.reach_raster["minutes"], picture.grid
    if grid is None or len(minutes) != grid.rows * grid.columns:
        return empty(view)
    code = np.where(minutes == NO_MINUTES, 0, np.searchsorted(FROM_MIN, minutes, side="right"))
    return paint(view, grid, code.astype(np.uint8).reshape(grid.rows, grid.columns))


def colours(palette: Palette) -> Colours:
    """Return the palette, from faint to strong."""
    return ramp(palette.zone, WEAKEST, STRONGEST, len(FROM_MIN))
