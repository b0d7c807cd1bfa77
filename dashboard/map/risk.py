"""Regional risk as a raster under the craft: cells of the sea's grid, from nothing where it is calm to red.

What lives here: the raster and how faint it is. What does not: the risk of a cell (models/risk). Each pixel looks its
cell up; there is nothing to aggregate, and a Datashader kernel for it takes ten seconds to compile when it is needed.
"""

from __future__ import annotations

import numpy as np

from dashboard.map.png import Colours, Indices
from dashboard.map.view import View, degrees
from dashboard.theme import Palette, rgb
from models.picture import Picture

LEAST = 0.2  # less than this is a calm sea, which stays dark
BANDS = ("accent", "yellow", "orange", "red")  # from LEAST, 0.4, 0.6 and 0.8 on, as the colours of areas
STEPS = 4  # of each band
FAINTEST, STRONGEST = (14, 26, 44, 66), (26, 50, 80, 118)  # alpha of each band's first and last step


def draw(view: View, picture: Picture) -> Indices:
    """Indices of a view, 0 where it is calm."""
    cells, grid = picture.cells, picture.grid
    shown = cells["index"] >= LEAST
    if grid is None or not shown.any():
        return np.zeros((view.height_px, view.width_px), np.uint8)
    step = (cells["index"][shown] - LEAST) / (1 - LEAST) * len(BANDS) * STEPS
    codes = np.zeros((grid.rows + 1, grid.columns + 1), np.uint8)  # the last row and column are the sea outside
    codes[np.divmod(cells["cell"][shown], grid.columns)] = 1 + np.minimum(step.astype("u1"), len(BANDS) * STEPS - 1)
    x, y = view.metres(np.arange(view.width_px) + 0.5, np.arange(view.height_px)[::-1] + 0.5)
    lon, lat = degrees(x, y[0])[0], degrees(x[0], y)[1]
    column = _numbers((lon - grid.west_deg) / grid.step_deg, grid.columns)
    row = _numbers((lat - grid.south_deg) / grid.step_deg, grid.rows)
    return codes[row[:, None], column[None, :]]


def _numbers(steps: np.ndarray, count: int) -> np.ndarray:
    """Which row or column each pixel lies in; `count` is outside."""
    number = np.floor(steps).astype(np.int64)
    return np.where((number >= 0) & (number < count), number, count)


def colours(palette: Palette) -> Colours:
    """Band by band, each a little stronger than the one before."""
    table = [(0, 0, 0, 0)]
    for band, low, high in zip(BANDS, FAINTEST, STRONGEST, strict=True):
        table += [(*rgb(getattr(palette, band)), round(each)) for each in np.linspace(low, high, STEPS)]
    return np.array(table, np.uint8)
