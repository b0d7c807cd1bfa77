"""The coast of a site, read from the npz that `run.py coast` makes, and which positions are on land.

The coast is simplified to about 50 m, so a rule about land needs a margin of at least 100 m. Not for navigation.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.base.settings import UserError

Bbox = tuple[float, float, float, float]  # west, south, east, north in degrees


@dataclass(frozen=True)
class Coast:
    """Land polygons as flat arrays. Rings are closed (last vertex = first); each polygon's outer ring comes first.

    Ring r is `xy_deg[ring_start[r]:ring_start[r + 1]]`, polygon p holds the rings
    `polygon_start[p]` up to, not including, `polygon_start[p + 1]`; both offset arrays end with the total.
    """

    xy_deg: NDArray[np.float64]  # (n, 2) longitude, latitude
    ring_start: NDArray[np.int32]
    polygon_start: NDArray[np.int32]
    bbox: Bbox


def load_coast(path: Path) -> Coast:
    """Read a coast file; a missing or foreign file is a UserError that says how to make one."""
    try:
        with np.load(path, allow_pickle=False) as file:
            west, south, east, north = (float(value) for value in file["bbox"] / file["scale"])
            xy_deg = file["xy"] / file["scale"]
            ring_start, polygon_start = file["ring_start"], file["polygon_start"]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as problem:
        raise UserError(f"{path}: no readable coast ({problem}); make one with run.py coast --bbox") from problem
    for array in (xy_deg, ring_start, polygon_start):
        array.flags.writeable = False
    return Coast(xy_deg, ring_start, polygon_start, (west, south, east, north))


def _edges(coast: Coast) -> NDArray[np.float64]:
    """Return every border segment as x0, y0, x1, y1; shape (4, m), without joins between rings."""
    last = np.zeros(len(coast.xy_deg), bool)
    last[coast.ring_start[1:] - 1] = True
    here = np.flatnonzero(~last)
    return np.concatenate((coast.xy_deg[here], coast.xy_deg[here + 1]), axis=1).T


def land_mask(coast: Coast, bbox: Bbox, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Return a raster that is True where the centre of a cell is on land; `shape` is (rows, columns), row 0 in the
    south.

    Scanline even-odd: each border segment flips all cells east of it in every row whose centre line it crosses,
    so the running count of flips along a row is odd on land.
    """
    west, south, east, north = bbox
    rows, columns = shape
    x0, y0, x1, y1 = _edges(coast)
    # In cell units, so that the centre of cell (r, c) lies at exactly (r, c).
    x0, x1 = ((x - west) / (east - west) * columns - 0.5 for x in (x0, x1))
    y0, y1 = ((y - south) / (north - south) * rows - 0.5 for y in (y0, y1))
    first = np.clip(np.ceil(np.minimum(y0, y1)), 0, rows).astype(np.int64)
    count = np.clip(np.ceil(np.maximum(y0, y1)), 0, rows).astype(np.int64) - first
    edge = np.repeat(np.arange(len(count)), count)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + first[edge]
    x = x0[edge] + (row - y0[edge]) / (y1[edge] - y0[edge]) * (x1[edge] - x0[edge])
    column = np.clip(np.ceil(x), 0, columns).astype(np.int64)
    flips = np.bincount(row * (columns + 1) + column, minlength=rows * (columns + 1))
    odd = (flips & 1).astype(np.uint8).reshape(rows, columns + 1)[:, :columns]
    return np.logical_xor.accumulate(odd, axis=1)


def on_land(mask: NDArray[np.bool_], bbox: Bbox, lon_deg: ArrayLike, lat_deg: ArrayLike) -> NDArray[np.bool_]:
    """Look positions up in a `land_mask` of the same box; those unknown or outside the box are not on land."""
    west, south, east, north = bbox
    rows, columns = mask.shape
    lon, lat = np.asarray(lon_deg, np.float64), np.asarray(lat_deg, np.float64)
    inside = (lon >= west) & (lon < east) & (lat >= south) & (lat < north)
    column = np.where(inside, (lon - west) / (east - west) * columns, 0).astype(np.int64)
    row = np.where(inside, (lat - south) / (north - south) * rows, 0).astype(np.int64)
    found: NDArray[np.bool_] = inside & mask[np.minimum(row, rows - 1), np.minimum(column, columns - 1)]
    return found
