"""Area shares: how the areas of a site cover the cells of its grid, as one sparse matrix made once."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from models.messages.evaluation import NO_AREA, Grid
from models.site.zone import Area, Borders

BELONGS = 0.25  # share of a cell in an area from which the cell may be the area's worst
SPLIT = 4  # points per side at which a cell is tested


class Shares(NamedTuple):
    """`part` (areas, cells) is the share of each cell that an area covers; `owner` (cells,) the area that covers most.

    `owner` is NO_AREA where no area covers the cell. `water` (areas,) is the number of cells that each area covers
    together, `cells` are those of which it covers BELONGS or more.
    """

    part: csr_matrix
    owner: np.ndarray
    borders: Borders
    water: np.ndarray
    cells: tuple[np.ndarray, ...]


@lru_cache(maxsize=2)
def shares(areas: tuple[Area, ...], grid: Grid) -> Shares:
    """The shares of these areas in the cells of the grid."""
    rows, columns = grid.rows * SPLIT, grid.columns * SPLIT
    lon = grid.west_deg + (np.arange(columns) + 0.5) * grid.step_deg / SPLIT
    lat = grid.south_deg + (np.arange(rows) + 0.5) * grid.step_deg / SPLIT
    part = np.zeros((len(areas), grid.rows * grid.columns))
    for number, area in enumerate(areas):
        west, south, east, north = area.bbox
        x, y = np.flatnonzero((lon >= west) & (lon <= east)), np.flatnonzero((lat >= south) & (lat <= north))
        inside = np.zeros((rows, columns), dtype=bool)
        inside[np.ix_(y, x)] = area.contains(*np.meshgrid(lon[x], lat[y]))
        part[number] = inside.reshape(grid.rows, SPLIT, grid.columns, SPLIT).mean(axis=(1, 3)).ravel()
    covered = part.max(axis=0, initial=0.0) > 0
    owner = np.where(covered, part.argmax(axis=0) if len(areas) else 0, NO_AREA)
    cells = tuple(np.flatnonzero(each >= BELONGS) for each in part)
    borders = Borders([area.rings for area in areas])
    return Shares(csr_matrix(part), owner.astype("u2"), borders, np.maximum(part.sum(axis=1), 1e-9), cells)
