"""Travel distance over water between places of a site, round the land.

A graph of water, made once from the coast. Land cuts a cell of the grid into pieces of water; pieces that touch are
joined, so that a channel narrower than a cell stays open and two bays back to back stay apart. Steps go in eight
directions, on open water in sixteen: there a path is at most 3 % longer than the straight line, between islands about
10 %. Craft, speeds and work: models/risk/regional/pressure.py.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.ndimage import distance_transform_edt, label
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

from models.base.geo import distance_m
from models.base.units import M_PER_NM
from models.messages.evaluation import Grid
from models.site.coast import Bbox, land_mask, load_coast

STEP_DEG = 0.02  # 2.2 by 1.9 km at 30 degrees north
MOST_CELLS = 65_536  # a site larger than this gets larger cells
SPLIT = 8  # small squares per side of a cell: 270 m; the coast itself is accurate to 50 m
FURTHEST_NM = 150.0  # no craft is sent further
REMEMBERED = 512  # origins whose distances are kept: 40 kB each


def grid_of(bbox: Bbox) -> Grid:
    """The grid over a site's box."""
    west, south, east, north = bbox
    step_deg = STEP_DEG
    while round((east - west) / step_deg) * round((north - south) / step_deg) > MOST_CELLS:
        step_deg *= 2
    columns, rows = (max(1, round(span / step_deg)) for span in (east - west, north - south))
    return Grid(west, south, step_deg, columns, rows)


def cell_of(grid: Grid, lon_deg: np.ndarray, lat_deg: np.ndarray) -> np.ndarray:
    """The cell number of each place, (m,); -1 outside the grid or without a position."""
    column = np.floor((lon_deg - grid.west_deg) / grid.step_deg)
    row = np.floor((lat_deg - grid.south_deg) / grid.step_deg)
    known = (column >= 0) & (column < grid.columns) & (row >= 0) & (row < grid.rows)
    cell = np.full(len(column), -1, dtype=np.int64)
    cell[known] = (row[known] * grid.columns + column[known]).astype(np.int64)
    return cell


def centres(grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of the centre of every cell, shape (cells,)."""
    lon = grid.west_deg + (np.arange(grid.columns) + 0.5) * grid.step_deg
    lat = grid.south_deg + (np.arange(grid.rows) + 0.5) * grid.step_deg
    return np.tile(lon, grid.rows), np.repeat(lat, grid.columns)


class Seaway(NamedTuple):
    """The graph: `piece` is the piece of water in or next to each small square (rows, columns), with their centres.

    `ways` holds metres between pieces that touch; `main` is the largest piece of each cell, -1 for a cell of land.
    """

    grid: Grid
    piece: np.ndarray
    lon_deg: np.ndarray
    lat_deg: np.ndarray
    ways: csr_matrix
    main: np.ndarray

    def at(self, lon_deg: np.ndarray, lat_deg: np.ndarray) -> np.ndarray:
        """The piece of water at each place, or nearest to it, (m,); places outside count as at the border."""
        rows, columns = self.piece.shape
        size_deg = self.grid.step_deg / SPLIT
        row = np.clip(np.floor((lat_deg - self.grid.south_deg) / size_deg), 0, rows - 1).astype(np.int64)
        column = np.clip(np.floor((lon_deg - self.grid.west_deg) / size_deg), 0, columns - 1).astype(np.int64)
        piece: np.ndarray = self.piece[row, column]
        return piece


class Land(NamedTuple):
    """A raster of the small squares of a grid, True on land, and its box; for models.site.coast.on_land."""

    mask: np.ndarray
    bbox: Bbox


@lru_cache(maxsize=2)
def land(coast_file: Path, grid: Grid) -> Land:
    """The land of a site."""
    east, north = grid.west_deg + grid.columns * grid.step_deg, grid.south_deg + grid.rows * grid.step_deg
    bbox = grid.west_deg, grid.south_deg, east, north
    return Land(land_mask(load_coast(coast_file), bbox, (grid.rows * SPLIT, grid.columns * SPLIT)), bbox)


def round_or_straight(way_nm: np.ndarray, crow_nm: np.ndarray, grid: Grid) -> np.ndarray:
    """The way from middle to middle of the pieces; nearby the straight line, which is then the more exact one."""
    near = way_nm <= 2.0 * grid.step_deg * 60.0
    return np.where(near, crow_nm, np.maximum(way_nm, crow_nm))


@lru_cache(maxsize=2)
def seaway(coast_file: Path, grid: Grid) -> Seaway | None:
    """The graph of a site's water; None if it has none."""
    water = ~land(coast_file, grid).mask
    piece, count = _pieces(water, grid)
    joined, middle = _joined(piece, count)
    if not joined.nnz:
        return None
    _, group = connected_components(joined, directed=False)
    open_sea = group == np.bincount(group).argmax()  # ponds and harbours that the squares cut off are left out
    number = np.append(np.where(open_sea, np.cumsum(open_sea) - 1, -1), -1)
    piece = number[piece]
    lon, lat = (each[open_sea] * grid.step_deg / SPLIT for each in middle)
    lon, lat = grid.west_deg + lon, grid.south_deg + lat
    main = _main(piece, grid, len(lon))
    ways = _ways(joined[open_sea][:, open_sea], _leaps(piece, main, grid), lon, lat, grid.step_deg)
    return Seaway(grid, _nearest(piece), lon, lat, ways, main)


@lru_cache(maxsize=REMEMBERED)
def ways_from(coast_file: Path, grid: Grid, piece: int) -> np.ndarray:
    """Nautical miles over water from one piece to every piece, (pieces,); infinite beyond FURTHEST_NM."""
    water = seaway(coast_file, grid)
    assert water is not None
    far: np.ndarray = dijkstra(water.ways, indices=piece, limit=FURTHEST_NM * M_PER_NM) / M_PER_NM
    far = far.astype("f4")
    far.flags.writeable = False
    return far


def _pieces(water: np.ndarray, grid: Grid) -> tuple[np.ndarray, int]:
    """A number for each piece of water within a cell, -1 for land; a line separates the cells before labelling."""
    apart = np.zeros((grid.rows, SPLIT + 1, grid.columns, SPLIT + 1), dtype=bool)
    apart[:, :SPLIT, :, :SPLIT] = water.reshape(grid.rows, SPLIT, grid.columns, SPLIT)
    flat = apart.reshape(grid.rows * (SPLIT + 1), grid.columns * (SPLIT + 1))
    labels, count = label(flat)
    labels = labels.reshape(apart.shape)[:, :SPLIT, :, :SPLIT].reshape(water.shape)
    return labels.astype(np.int64) - 1, count


def _joined(piece: np.ndarray, count: int) -> tuple[csr_matrix, tuple[np.ndarray, np.ndarray]]:
    """Which pieces touch across the border of a cell, and the middle of each piece in small squares (x, y)."""
    pairs = []
    for one, other in ((piece[:-1], piece[1:]), (piece[:, :-1], piece[:, 1:])):
        touch = (one >= 0) & (other >= 0) & (one != other)
        pairs.append(np.stack([one[touch], other[touch]]))
    a, b = np.unique(np.concatenate(pairs, axis=1), axis=1)
    joined = coo_matrix((np.ones(len(a), dtype=bool), (a, b)), shape=(count, count)).tocsr()
    wet = np.flatnonzero(piece >= 0)
    at, size = piece.ravel()[wet], np.bincount(piece.ravel()[wet], minlength=count)
    row, column = np.divmod(wet, piece.shape[1])
    middle = tuple(np.bincount(at, weights=each + 0.5, minlength=count) / size for each in (column, row))
    return (joined + joined.T).astype(bool), (middle[0], middle[1])


def _leaps(piece: np.ndarray, main: np.ndarray, grid: Grid) -> np.ndarray:
    """Pairs (2, m) of pieces a knight's move apart, where all six cells between them are entirely water."""
    squares = piece.reshape(grid.rows, SPLIT, grid.columns, SPLIT)
    whole = (squares >= 0).all(axis=(1, 3))
    number = main.reshape(grid.rows, grid.columns)
    found = [np.empty((2, 0), dtype=np.int64)]
    for height, width in ((2, 3), (3, 2)):
        if grid.rows < height or grid.columns < width:
            continue
        free = np.lib.stride_tricks.sliding_window_view(whole, (height, width)).all(axis=(2, 3))
        box = np.lib.stride_tricks.sliding_window_view(number, (height, width))
        for one, other in ((box[..., 0, 0], box[..., -1, -1]), (box[..., 0, -1], box[..., -1, 0])):
            found.append(np.stack([one[free], other[free]]))
    return np.concatenate(found, axis=1)


def _ways(joined: csr_matrix, leaps: np.ndarray, lon: np.ndarray, lat: np.ndarray, step_deg: float) -> csr_matrix:
    """Metres between pieces that touch, across a corner if both sides of it are water, and on open water."""
    ones = joined.astype(np.int64)
    corner = (ones @ ones).tocoo()
    across = np.minimum(np.abs(lon[corner.row] - lon[corner.col]), np.abs(lat[corner.row] - lat[corner.col]))
    keep = (corner.data >= 2) & (across > step_deg / 2)
    straight = joined.tocoo()
    a = np.concatenate([straight.row, corner.row[keep], leaps[0], leaps[1]])
    b = np.concatenate([straight.col, corner.col[keep], leaps[1], leaps[0]])
    return coo_matrix((distance_m(lat[a], lon[a], lat[b], lon[b]), (a, b)), shape=joined.shape).tocsr()


def _nearest(piece: np.ndarray) -> np.ndarray:
    """Give land and enclosed water the number of the nearest piece, so that a boat at its berth can start."""
    if (piece >= 0).all():
        return piece
    row, column = distance_transform_edt(piece < 0, return_distances=False, return_indices=True)
    nearest: np.ndarray = piece[row, column]
    return nearest.astype("i4")


def _main(piece: np.ndarray, grid: Grid, count: int) -> np.ndarray:
    """The largest piece of each cell, -1 for a cell of land."""
    squares = piece.reshape(grid.rows, SPLIT, grid.columns, SPLIT).transpose(0, 2, 1, 3).reshape(-1, SPLIT * SPLIT)
    cell = np.repeat(np.arange(len(squares)), SPLIT * SPLIT)
    flat = squares.ravel()
    wet = flat >= 0
    size = np.bincount(flat[wet], minlength=count)
    main = np.full(len(squares), -1, dtype="i4")
    order = np.argsort(size[flat[wet]], kind="stable")  # the largest is written last
    main[cell[wet][order]] = flat[wet][order]
    return main
