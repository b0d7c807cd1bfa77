"""Vessels as dots, if more are in view than symbols can show: one raster, coloured by kind and by risk.

symbols.py decides when it is used.
"""

from __future__ import annotations

import numpy as np

from dashboard.common.theme import KINDS, Palette, rgb
from dashboard.map.levels import alert_levels
from dashboard.map.rasters.png import Colours, Indices, thicken
from dashboard.map.view import View, mercator
from models.base.schema import COLOURS
from models.messages.picture import Picture

ALPHA = 215


def draw(view: View, picture: Picture, width_px: int) -> Indices:
    """Return the indices of a view: 0 is nothing; then kinds, then levels, so that the worst is never hidden."""
    import datashader as ds
    import pandas as pd

    vessels = picture.vessels
    x, y = mercator(vessels["lon_deg"], vessels["lat_deg"])
    level = alert_levels(picture).astype(np.int64)
    code = np.where(level > 0, len(KINDS) + level, 1 + vessels["kind"].astype(np.int64))
    canvas = ds.Canvas(
        view.width_px,
        view.height_px,
        x_range=(view.west_m, view.east_m),
        y_range=(view.south_m, view.north_m),
    )
    frame = pd.DataFrame({"x": x, "y": y, "code": code.astype(np.float32)})
    found = canvas.points(frame, "x", "y", ds.max("code"))
    return thicken(np.nan_to_num(found.values, nan=0.0).astype(np.uint8)[::-1], width_px)


def colours(palette: Palette) -> Colours:
    """Return the palette: kinds, then levels."""
    kinds = [(*rgb(colour), ALPHA) for colour in palette.of_kinds]
    levels = [(*rgb(palette.of_level(level)), 255) for level in range(1, len(COLOURS))]
    return np.array([(0, 0, 0, 0), *kinds, *levels], np.uint8)
