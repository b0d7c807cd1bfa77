"""Unusual traffic as a raster: deviation of each cell from what is usual there at this hour.

Unusual does not mean dangerous, so no colour of risk is used.
"""

from __future__ import annotations

import numpy as np

from dashboard.common.theme import Palette
from dashboard.map.rasters.cells import empty, paint, ramp, scattered
from dashboard.map.rasters.png import Colours, Indices
from dashboard.map.view import View
from models.messages.picture import Picture

FROM_SIGMA = (1.0, 1.5, 2.0, 3.0, 4.0)
WEAKEST, STRONGEST = 26, 150


def draw(view: View, picture: Picture) -> Indices:
    """Return the indices of a view; 0 where traffic is as usual or nothing has been learned yet."""
    cells, grid = picture.cells, picture.grid
    code = np.searchsorted(FROM_SIGMA, cells["unusual"], side="right")
    if grid is None or not code.any():
        return empty(view)
    return paint(view, grid, scattered(grid, cells["cell"], code))


def colours(palette: Palette) -> Colours:
    """Return the palette, from faint to strong."""
    return ramp(palette.zone, WEAKEST, STRONGEST, len(FROM_SIGMA))
