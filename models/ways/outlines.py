"""Outlines: the areas that hold a share of a drift cloud, as polygons, and the share that an area holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.ndimage import gaussian_filter, label
from scipy.spatial import ConvexHull

from models.base.geo import move_deg, offset_m
from models.site.zone import Borders

CELLS = 40  # across the cloud
LEAST_CELL_M = 50.0
SMOOTH_CELLS = 1.5


def outline(lon_deg: np.ndarray, lat_deg: np.ndarray, share: float) -> list[np.ndarray]:
    """Closed rings (points, 2), longitude and latitude, round the densest cells that hold this share of particles (n,).

    One ring for each group of cells, convex, so together they hold at least the share.
    """
    middle = float(np.mean(lat_deg)), float(np.mean(lon_deg))
    at_m = np.stack(offset_m(np.full(len(lat_deg), middle[0]), np.full(len(lat_deg), middle[1]), lat_deg, lon_deg))
    low_m = at_m.min(axis=1) - 1.0
    cell_m = max(LEAST_CELL_M, float((at_m.max(axis=1) - low_m).max()) / CELLS)
    column, row = np.floor((at_m - low_m[:, None]) / cell_m).astype(int)
    counts = np.zeros((int(row.max()) + 1, int(column.max()) + 1))
    np.add.at(counts, (row, column), 1.0)
    groups, number = label(_densest(counts, share), structure=np.ones((3, 3)))
    rings = [_hull(np.argwhere(groups == group)[:, ::-1] * cell_m + low_m, cell_m) for group in range(1, number + 1)]
    return [_degrees(ring, *middle) for ring in rings]


def share_inside(lon_deg: np.ndarray, lat_deg: np.ndarray, rings: Sequence[np.ndarray]) -> float:
    """The share of particles (n,) inside any of these closed rings (points, 2): the probability of containment."""
    return float(Borders([[ring] for ring in rings]).inside(lon_deg, lat_deg).any(axis=1).mean())


def _densest(counts: np.ndarray, share: float) -> np.ndarray:
    """The cells of highest smoothed density that hold the share."""
    density = gaussian_filter(counts, SMOOTH_CELLS, mode="constant")
    order = np.argsort(-density, axis=None, kind="stable")
    held = np.cumsum(counts.ravel()[order])
    needed = int(np.searchsorted(held, share * counts.sum() - 1e-9)) + 1
    dense = np.zeros(counts.size, bool)
    dense[order[:needed]] = True
    return dense.reshape(counts.shape) & (density > 0)


def _hull(corners_m: np.ndarray, cell_m: float) -> np.ndarray:
    """The closed convex ring round these cells, of which the south-western corners (n, 2) are given, in metres."""
    square = cell_m * np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
    points = np.unique((corners_m[:, None] + square).reshape(-1, 2), axis=0)
    ring = points[ConvexHull(points).vertices]
    return np.concatenate([ring, ring[:1]])


def _degrees(ring_m: np.ndarray, lat_deg: float, lon_deg: float) -> np.ndarray:
    start = np.full(len(ring_m), lat_deg), np.full(len(ring_m), lon_deg)
    lat, lon = move_deg(*start, ring_m[:, 0], ring_m[:, 1])
    return np.stack([lon, lat], axis=1)
