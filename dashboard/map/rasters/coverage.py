"""Loss of reception: hatching over waters whose vessels fell silent together.

A cell stays hatched after its vessels are forgotten, until one is received there again: no data must not look like no
ships.
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
LEAST_CRAFT = 3  # fewer may as well have switched off
OUTNUMBERED = 2  # silent ones for each that is heard
MOST_CELLS = 20_000
IS_SHIP = ~among(KIND[name] for name in NOT_SHIPS)
IS_HEARD, IS_SILENT = among((LIFE["tentative"], LIFE["confirmed"])), among((LIFE["coasting"], LIFE["lost"]))
STRIPES, OPACITY = 140, 105  # hatches across the width of a view


class CoverageRaster:
    """Fed by the follower's thread; `silent` is replaced whole: numbers of cells, sorted."""

    def __init__(self) -> None:
        self.silent: NDArray[np.int64] = np.zeros(0, np.int64)
        self._t_s = -np.inf

    def take(self, picture: Picture) -> None:
        """Add the cells that fell silent with this picture, drop those heard again."""
        vessels = picture.vessels
        ships = IS_SHIP[vessels["kind"]] & np.isfinite(vessels["lat_deg"])
        cell = _cell(vessels["lat_deg"][ships], vessels["lon_deg"][ships])
        life = vessels["life"][ships]
        cells, place = np.unique(cell, return_inverse=True)
        heard, silent = (np.bincount(place, weights=kind[life], minlength=len(cells)) for kind in (IS_HEARD, IS_SILENT))
        deaf = (silent >= LEAST_CRAFT) & (silent >= OUTNUMBERED * heard)
        before = self.silent if picture.t_s >= self._t_s else self.silent[:0]
        still = np.setdiff1d(before, cells[(heard > 0) & ~deaf], assume_unique=True)
        self.silent, self._t_s = np.union1d(still, cells[deaf])[:MOST_CELLS], picture.t_s


def draw(view: View, silent: NDArray[np.int64]) -> Indices:
    """Stripes in the silent cells."""
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
    """One colour that no risk has."""
    return np.array([(0, 0, 0, 0), (*rgb(palette.soft), OPACITY)], np.uint8)


def _cell(lat_deg: np.ndarray, lon_deg: np.ndarray) -> NDArray[np.int64]:
    row, column = np.floor((lat_deg + 90.0) / CELL_DEG), np.floor((lon_deg + 180.0) / CELL_DEG)
    return row.astype(np.int64) * ACROSS + np.clip(column, 0, ACROSS - 1).astype(np.int64)
