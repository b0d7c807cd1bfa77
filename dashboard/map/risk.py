"""Regional risk as a raster under the craft: cells of the sea's grid, from nothing where it is calm to red.

What lives here: the raster by Datashader and how faint it is. What does not: the risk of a cell (models/risk).
"""

from __future__ import annotations

import numpy as np

from dashboard.map.png import Colours, Indices
from dashboard.map.view import View, mercator
from dashboard.theme import Palette, rgb
from models.picture import Picture

LEAST = 0.2  # less than this is a calm sea, which stays dark
BANDS = ("accent", "yellow", "orange", "red")  # from LEAST, 0.4, 0.6 and 0.8 on, as the colours of areas
STEPS = 4  # of each band
FAINTEST, STRONGEST = (14, 26, 44, 66), (26, 44, 70, 104)  # alpha of each band's first and last step


def draw(view: View, picture: Picture) -> Indices:
    """Indices of a view, 0 where it is calm."""
    import datashader as ds
    import pandas as pd

    cells, grid = picture.cells, picture.grid
    shown = np.flatnonzero(cells["index"] >= LEAST)
    if grid is None or not len(shown):
        return np.zeros((view.height_px, view.width_px), np.uint8)
    half = grid.step_deg / 2
    lon, lat = cells["lon_deg"][shown], cells["lat_deg"][shown]
    (x0, y0), (x1, y1) = mercator(lon - half, lat - half), mercator(lon + half, lat + half)
    step = (cells["index"][shown] - LEAST) / (1 - LEAST) * len(BANDS) * STEPS
    code = 1 + np.minimum(step.astype(np.int64), len(BANDS) * STEPS - 1)
    canvas = ds.Canvas(
        view.width_px,
        view.height_px,
        x_range=(view.west_m, view.east_m),
        y_range=(view.south_m, view.north_m),
    )
    frame = pd.DataFrame({"x0": x0, "x1": x1, "low": y0, "high": y1, "code": code.astype(np.float32)})
    sides = {"x": ["x0", "x1"], "y": ["high", "high"], "y_stack": ["low", "low"]}
    found = canvas.area(frame, **sides, axis=1, agg=ds.max("code"))
    return np.nan_to_num(found.values, nan=0.0).astype(np.uint8)[::-1]


def colours(palette: Palette) -> Colours:
    """Band by band, each a little stronger than the one before."""
    table = [(0, 0, 0, 0)]
    for band, low, high in zip(BANDS, FAINTEST, STRONGEST, strict=True):
        table += [(*rgb(getattr(palette, band)), round(each)) for each in np.linspace(low, high, STEPS)]
    return np.array(table, np.uint8)
