"""Finding room for vessels at rest or fishing, for exercises/build/make_routes.py: build time only.

It finds spots along a shore, in a roadstead and on a fishing ground, clear of the water that passing ships claim. The
plan says which places there are, and the scenario what lies there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from exercises.build.make_ways import SeaGrid
from exercises.geometry.paths import Places
from models.base.units import MPS_PER_KN

Bools = NDArray[np.bool_]
AHEAD_S = 480.0  # a ship at rest within a course steamer's next minutes would look like a danger of collision


@dataclass(frozen=True, eq=False)
class Claims:
    """Distance from every lane and from the water ahead of the ships in it, on the cells of a SeaGrid."""

    grid: SeaGrid
    lane_m: NDArray[np.float32]
    ahead_m: NDArray[np.float32]

    def free(self, at: Places, from_lane_m: float, from_ahead_m: float) -> Bools:
        """Which places have at least these distances from both."""
        cells = (at - self.grid.origin) / self.grid.cell_m
        row, column = (
            np.clip(part.astype(int), 0, n - 1)
            for part, n in zip((cells.imag, cells.real), self.lane_m.shape, strict=True)
        )
        good: Bools = (self.lane_m[row, column] >= from_lane_m) & (self.ahead_m[row, column] >= from_ahead_m)
        return good


def claims(grid: SeaGrid, loops: list[tuple[Places, float]]) -> Claims:
    """The claims of the loops, each with its speed in knots."""
    lane, ahead = (np.ones(grid.clearance_m.shape, bool) for _ in range(2))
    for loop, speed_kn in loops:
        course = np.roll(loop, -4) - np.roll(loop, 4)
        course /= np.maximum(np.abs(course), 1e-9)
        _paint(grid, lane, loop)
        for reach_m in np.arange(0, AHEAD_S * speed_kn * MPS_PER_KN, grid.cell_m / 2):
            _paint(grid, ahead, loop + course * reach_m)
    lane_m, ahead_m = (ndimage.distance_transform_edt(each) * grid.cell_m for each in (lane, ahead))
    return Claims(grid, lane_m.astype(np.float32), ahead_m.astype(np.float32))


def _paint(grid: SeaGrid, mask: Bools, at: Places) -> None:
    cells = (at - grid.origin) / grid.cell_m
    row, column = cells.imag.astype(int), cells.real.astype(int)
    good = (row >= 0) & (row < mask.shape[0]) & (column >= 0) & (column < mask.shape[1])
    mask[row[good], column[good]] = False


def scatter(outline: Places, radius_m: float, step_m: float) -> Places:
    """A hexagonal net of places over a polygon's box, or over the circle around a single place."""
    low, high = (
        complex(pick(outline.real), pick(outline.imag)) + sign * (1 + 1j) * radius_m
        for pick, sign in ((np.min, -1), (np.max, 1))
    )
    rows = np.arange(low.imag, high.imag, step_m * 0.75**0.5)
    columns = np.arange(low.real, high.real, step_m)
    net = columns[None, :] + 1j * rows[:, None] + (np.arange(len(rows)) % 2 * step_m / 2)[:, None]
    return net[np.abs(net - outline[0]) <= radius_m] if len(outline) == 1 else net.ravel()


def thin(at: Places, spacing_m: float) -> Places:
    """Remove places until the rest are at least the spacing apart; earlier places take precedence."""
    kept: list[complex] = []
    for place in at.tolist():
        if all(abs(place - other) >= spacing_m for other in kept):
            kept.append(place)
    return np.array(kept, np.complex128)


def shore_heading_deg(grid: SeaGrid, at: Places) -> NDArray[np.float64]:
    """Direction along the shore, as a ship lies at a quay: perpendicular to the nearest land."""
    step = 1.5 * grid.cell_m
    east = grid.clearance(at + step) - grid.clearance(at - step)
    north = grid.clearance(at + 1j * step) - grid.clearance(at - 1j * step)
    return (np.degrees(np.arctan2(east, north)) + 90) % 360
