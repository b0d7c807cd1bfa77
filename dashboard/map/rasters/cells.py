"""Rasters of grid cells: each pixel looks up the cell it lies in.

There is nothing to aggregate, and a Datashader kernel would take ten seconds to compile.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard.common.theme import rgb
from dashboard.map.rasters.png import Colours, Indices
from dashboard.map.view import View, degrees
from models.messages.evaluation import Grid

Codes = NDArray[np.uint8]  # (rows, columns), row 0 in the south


def empty(view: View) -> Indices:
    """Return an empty raster."""
    return np.zeros((view.height_px, view.width_px), np.uint8)


def paint(view: View, grid: Grid, codes: Codes) -> Indices:
    """Return the codes of a grid as pixels of a view; 0 outside the grid."""
    framed = np.zeros((grid.rows + 1, grid.columns + 1), np.uint8)  # the last row and column stand for the area outside
    framed[:-1, :-1] = codes
    x, y = view.metres(np.arange(view.width_px) + 0.5, np.arange(view.height_px)[::-1] + 0.5)
    lon, lat = degrees(x, y[0])[0], degrees(x[0], y)[1]
    column = _numbers((lon - grid.west_deg) / grid.step_deg, grid.columns)
    row = _numbers((lat - grid.south_deg) / grid.step_deg, grid.rows)
    return framed[row[:, None], column[None, :]]


def scattered(grid: Grid, cell: NDArray[np.integer], code: NDArray[np.integer]) -> Codes:
    """Return the codes of a few cells by their number, 0 everywhere else."""
    codes = np.zeros(grid.rows * grid.columns, np.uint8)
    codes[cell] = code
    return codes.reshape(grid.rows, grid.columns)


def ramp(colour: str, weakest: int, strongest: int, steps: int) -> Colours:
    """Return a palette: index 0 is nothing, then one colour from faint to strong."""
    alpha = np.linspace(weakest, strongest, steps)
    return np.array([(0, 0, 0, 0), *((*rgb(colour), round(each)) for each in alpha)], np.uint8)


def _numbers(steps: np.ndarray, count: int) -> np.ndarray:
    """Return the row or column of each pixel; `count` is outside."""
    number = np.floor(steps).astype(np.int64)
    return np.where((number >= 0) & (number < count), number, count)
