"""Traffic density as a raster: a heat map over the hours that the memory of positions covers.

The scale is absolute, so that a colour means the same in every view.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy.ndimage import gaussian_filter, zoom

from dashboard.common.theme import Palette
from dashboard.map.rasters.cells import empty, ramp
from dashboard.map.rasters.png import Colours, Indices
from dashboard.map.rasters.snapshots import Snapshot
from dashboard.map.rasters.trails import FASTEST_MPS, SLACK_M
from dashboard.map.view import View
from models.base.units import M_PER_NM

FROM_NM2, TO_NM2 = 0.05, 20.0  # vessels per square nautical mile of the faintest and the strongest colour
STEPS = 32
WEAKEST, STRONGEST = 10, 170
BLOCKS_ACROSS = 280
BETWEEN_S = 60.0  # how often a vessel counts between one snapshot and the next
BLUR_BLOCKS, BLUR_M, MOST_BLUR = 1.3, 150.0, 24.0


def draw(view: View, past: Sequence[Snapshot]) -> Indices:
    """Return the indices of a view; 0 where there is hardly any traffic."""
    block_px = max(2, round(view.width_px / BLOCKS_ACROSS))
    margin = int(4 * MOST_BLUR)
    shape = (view.height_px // block_px + 1 + 2 * margin, view.width_px // block_px + 1 + 2 * margin)
    if not past:
        return empty(view)
    block_m = block_px * view.m_per_px
    counts = _counts(past, shape, view.west_m - margin * block_m, view.south_m - margin * block_m, block_m)
    blur = min(max(BLUR_BLOCKS, BLUR_M / block_m), MOST_BLUR)
    true_nm = block_m * np.cos(np.radians(view.middle_lat_deg)) / M_PER_NM
    density = gaussian_filter(counts, blur, truncate=3.0)[margin:-margin, margin:-margin] / true_nm**2
    level = np.log(np.maximum(density, 1e-9) / FROM_NM2) / np.log(TO_NM2 / FROM_NM2) * STEPS
    smooth = zoom(np.clip(level, -STEPS, STEPS), block_px, order=1, grid_mode=True, mode="nearest")
    codes = np.clip(np.ceil(smooth), 0, STEPS).astype(np.uint8)
    return np.ascontiguousarray(codes[: view.height_px, : view.width_px][::-1])


def colours(palette: Palette) -> Colours:
    """Return the palette, from faint to strong."""
    return ramp(palette.accent, WEAKEST, STRONGEST, STEPS)


def _counts(
    past: Sequence[Snapshot], shape: tuple[int, int], west_m: float, south_m: float, block_m: float
) -> np.ndarray:
    """Return vessels per block, averaged over the whole time; row 0 in the south."""
    counts, samples = np.zeros(shape[0] * shape[1]), 0
    for x, y in _places(past):
        column, row = ((x - west_m) / block_m).astype(np.int64), ((y - south_m) / block_m).astype(np.int64)
        inside = (x >= west_m) & (y >= south_m) & (column < shape[1]) & (row < shape[0])
        counts += np.bincount(row[inside] * shape[1] + column[inside], minlength=len(counts))
        samples += 1
    return (counts / max(samples, 1)).reshape(shape)


def _places(past: Sequence[Snapshot]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return all vessels once per minute, interpolated between two snapshots. Positions that jump are left out."""
    if len(past) == 1:
        return [_known(past[0].x_m, past[0].y_m)]
    places = []
    for before, after in pairwise(past):
        x0, y0 = before.find(after.key)
        gap_s = after.t_s - before.t_s
        near = np.hypot(after.x_m - x0, after.y_m - y0) < SLACK_M + FASTEST_MPS * gap_s * 2
        for share in np.arange(0.0, 1.0, 1.0 / max(1, round(gap_s / BETWEEN_S))) if gap_s else ():
            x, y = x0 + (after.x_m - x0) * share, y0 + (after.y_m - y0) * share
            places.append((x[near], y[near]))
    return places


def _known(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    known = np.isfinite(x) & np.isfinite(y)
    return x[known], y[known]
