"""Regional risk as a raster under the vessels: cells of the grid, from transparent (calm) to red."""

from __future__ import annotations

import numpy as np

from dashboard.common.theme import Palette, rgb
from dashboard.map.rasters.cells import empty, paint, scattered
from dashboard.map.rasters.png import Colours, Indices
from dashboard.map.view import View
from models.messages.picture import Picture

LEAST = 0.2  # below this a cell is calm and stays dark
BANDS = ("accent", "yellow", "orange", "red")  # from LEAST, 0.4, 0.6 and 0.8 on, as the colours of areas
STEPS = 4  # of each band
FAINTEST, STRONGEST = (14, 26, 44, 66), (26, 50, 80, 118)  # alpha of each band's first and last step


def draw(view: View, picture: Picture) -> Indices:
    """Return the indices of a view; 0 where it is calm."""
    cells, grid = picture.cells, picture.grid
    shown = cells["index"] >= LEAST
    if grid is None or not shown.any():
        return empty(view)
    step = (cells["index"][shown] - LEAST) / (1 - LEAST) * len(BANDS) * STEPS
    code = 1 + np.minimum(step.astype("u1"), len(BANDS) * STEPS - 1)
    return paint(view, grid, scattered(grid, cells["cell"][shown], code))


def colours(palette: Palette) -> Colours:
    """Return the palette, band by band, each step a little stronger than the previous one."""
    table = [(0, 0, 0, 0)]
    for band, low, high in zip(BANDS, FAINTEST, STRONGEST, strict=True):
        table += [(*rgb(getattr(palette, band)), round(each)) for each in np.linspace(low, high, STEPS)]
    return np.array(table, np.uint8)
