"""Loss of reception as a raster: hatching over waters whose vessels fell silent together.

A cell stays hatched after its vessels are forgotten, until a vessel is received there again: missing data must not
look like an absence of ships.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard.common.theme import Palette, rgb
from dashboard.map.rasters.cells import empty, paint, scattered
from dashboard.map.rasters.png import Colours, Indices
from dashboard.map.view import View
from models.base.schema import KIND, LIFE, NOT_SHIPS, among
from models.messages.evaluation import Grid
from models.messages.picture import Picture

CELL_DEG = 0.1
ACROSS = 3600
LEAST_VESSELS = 3  # fewer may have switched off
OUTNUMBERED = 2  # silent vessels for each one that is received
MOST_CELLS = 20_000
IS_SHIP = ~among(KIND[name] for name in NOT_SHIPS)
IS_RECEIVED, IS_SILENT = among((LIFE["tentative"], LIFE["confirmed"])), among((LIFE["coasting"], LIFE["lost"]))
STRIPES, OPACITY = 140, 105  # hatches across the width of a view


class CoverageRaster:
    """Updated by the subscriber's thread; `silent` holds sorted cell numbers and is replaced as a whole."""

    def __init__(self) -> None:
        self.silent: NDArray[np.int64] = np.zeros(0, np.int64)
        self._t_s = -np.inf

    def take(self, picture: Picture) -> None:
        """Add the cells that fell silent with this picture, remove those with reception again."""
        vessels = picture.vessels
        ships = IS_SHIP[vessels["kind"]] & np.isfinite(vessels["lat_deg"])
        cell = _cell(vessels["lat_deg"][ships], vessels["lon_deg"][ships])
        life = vessels["life"][ships]
        cells, place = np.unique(cell, return_inverse=True)
        received, silent = (
            np.bincount(place, weights=kind[life], minlength=len(cells)) for kind in (IS_RECEIVED, IS_SILENT)
        )
        lost = (silent >= LEAST_VESSELS) & (silent >= OUTNUMBERED * received)
        before = self.silent if picture.t_s >= self._t_s else self.silent[:0]
        still = np.setdiff1d(before, cells[(received > 0) & ~lost], assume_unique=True)
        self.silent, self._t_s = np.union1d(still, cells[lost])[:MOST_CELLS], picture.t_s


def draw(view: View, silent: NDArray[np.int64]) -> Indices:
    """Return indices with stripes in the silent cells."""
    if not len(silent):
        return empty(view)
    row, column = np.divmod(silent, ACROSS)
    south, west = row.min(), column.min()
    rows, columns = int(row.max() - south) + 1, int(column.max() - west) + 1
    grid = Grid(west * CELL_DEG - 180.0, south * CELL_DEG - 90.0, CELL_DEG, columns, rows)
    codes = paint(view, grid, scattered(grid, (row - south) * columns + column - west, np.ones(len(silent), np.int64)))
    step = max(8, view.width_px // STRIPES)
    across = (np.arange(view.width_px)[None, :] + np.arange(view.height_px)[:, None]) % step
    return codes * (across < max(1, step // 7)).astype(np.uint8)


def colours(palette: Palette) -> Colours:
    """Return a palette with one colour that no risk uses."""
    return np.array([(0, 0, 0, 0), (*rgb(palette.soft), OPACITY)], np.uint8)


def _cell(lat_deg: np.ndarray, lon_deg: np.ndarray) -> NDArray[np.int64]:
    row, column = np.floor((lat_deg + 90.0) / CELL_DEG), np.floor((lon_deg + 180.0) / CELL_DEG)
    return row.astype(np.int64) * ACROSS + np.clip(column, 0, ACROSS - 1).astype(np.int64)
