"""Finding ways over water, for exercises/build/make_routes.py: build time only, the running system never imports this.

It has a grid of the clearance from land, A* between way points, straightening and smoothing. Which routes there are:
make_routes.py. How vessels move on them: exercises/geometry/paths.py. All positions are complex numbers, east + j north
in metres of a Plane.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from exercises.geometry.paths import Places, resample
from exercises.geometry.plane import Plane
from models.site.coast import Coast, land_mask

Bbox = tuple[float, float, float, float]  # west, south, east, north in degrees
STEP_M = 50.0
CLOSED_M, NARROW = 60.0, 8.0  # least distance from land; cost of water nearer to land than the margin
LOOK_AHEAD = 240
FINE = 4  # samples per cell and axis when looking for land, so that no islet is missed
_NEIGHBOURS = [(a, b) for a in (-2, -1, 0, 1, 2) for b in (-2, -1, 0, 1, 2) if 1 in (abs(a), abs(b))]


@dataclass(frozen=True, eq=False)
class SeaGrid:
    """Clearance from land on a grid; row 0 is the southernmost."""

    plane: Plane
    origin: complex
    cell_m: float
    clearance_m: NDArray[np.float32]

    def clearance(self, at: Places) -> NDArray[np.float64]:
        """Metres to the nearest land, linear between the cells; the border counts as the nearest cell."""
        cells = (np.atleast_1d(at) - self.origin) / self.cell_m - (0.5 + 0.5j)
        found: NDArray[np.float64] = ndimage.map_coordinates(
            self.clearance_m, [cells.imag, cells.real], order=1, mode="nearest"
        )
        return found

    @cached_property
    def coarse_m(self) -> NDArray[np.float32]:
        """The smallest clearance in each cell of the search grid, which is half as fine."""
        rows, columns = (n // 2 * 2 for n in self.clearance_m.shape)
        blocks = self.clearance_m[:rows, :columns].reshape(rows // 2, 2, columns // 2, 2)
        least: NDArray[np.float32] = blocks.min(axis=(1, 3))
        return least


def survey(coast: Coast, plane: Plane, box: Bbox, cell_m: float) -> SeaGrid:
    """Clearance everywhere in a box."""
    west, south, east, north = box
    corner, far = plane.places(np.array([[west, south], [east, north]]))
    rows, columns = int((far - corner).imag // cell_m), int((far - corner).real // cell_m)
    land = np.zeros((rows, columns), bool)
    for first in range(0, rows, 200):
        last = min(first + 200, rows)
        edges = (south + (north - south) * row / rows for row in (first, last))
        band = (west, next(edges), east, next(edges))
        mask = land_mask(coast, band, ((last - first) * FINE, columns * FINE))
        land[first:last] = mask.reshape(last - first, FINE, columns, FINE).any(axis=(1, 3))
    clearance = ndimage.distance_transform_edt(~land) * cell_m - cell_m / 2
    return SeaGrid(plane, corner, cell_m, np.maximum(clearance, 0).astype(np.float32))


def way(grid: SeaGrid, points: Places, margin_m: float, smooth_m: float) -> Places:
    """A smooth way through the points that keeps the margin from land; places every 50 m, ends included.

    Repeat the first point at the end for a closed way.
    """
    legs = [_leg(grid, a, b, margin_m) for a, b in pairwise(points.tolist())]
    corners = np.concatenate([legs[0][:1], *(leg[1:] for leg in legs)])
    return _smooth(grid, resample(corners, STEP_M), margin_m, smooth_m, closed=bool(points[0] == points[-1]))


def band(axis: Places, gap_m: float) -> Places:
    """Out and back along an axis, half the gap to starboard of it, ends rounded: a closed line."""
    course = np.gradient(axis)
    right = -1j * course / np.abs(course) * gap_m / 2
    half_turn = np.exp(1j * np.linspace(0, np.pi, 24)[1:-1])
    out, back = axis + right, (axis - right)[::-1]
    loop = np.concatenate([out, axis[-1] + right[-1] * half_turn, back, axis[0] - right[0] * half_turn, out[:1]])
    return resample(loop, STEP_M)


def _leg(grid: SeaGrid, start: complex, goal: complex, margin_m: float) -> Places:
    if _clear(grid, start, goal, margin_m):
        return np.array([start, goal], np.complex128)
    return _straighten(grid, _search(grid, start, goal, margin_m), margin_m)


def _search(grid: SeaGrid, start: complex, goal: complex, margin_m: float) -> Places:
    """A* on the search grid. Land is closed; water nearer to it than the margin costs more."""
    field = grid.coarse_m
    rows, columns = field.shape
    (r0, c0), (r1, c1) = (_cell(grid, at) for at in (start, goal))
    cost, came = {(r0, c0): 0.0}, {(r0, c0): (r0, c0)}
    queue = [(0.0, (r0, c0))]
    while queue:
        _, here = heapq.heappop(queue)
        if here == (r1, c1):
            return _walk_back(grid, came, here, start, goal)
        for dr, dc in _NEIGHBOURS:
            r, c = here[0] + dr, here[1] + dc
            if not (0 <= r < rows and 0 <= c < columns) or (field[r, c] < CLOSED_M and (r, c) != (r1, c1)):
                continue
            dear = NARROW if field[r, c] < margin_m else 1 + margin_m / (field[r, c] + margin_m)
            tried = cost[here] + (dr * dr + dc * dc) ** 0.5 * dear
            if tried < cost.get((r, c), np.inf):
                cost[r, c], came[r, c] = tried, here
                heapq.heappush(queue, (tried + ((r - r1) ** 2 + (c - c1) ** 2) ** 0.5, (r, c)))
    lonlat = grid.plane.lonlat(np.array([start, goal])).round(3).tolist()
    raise ValueError(f"no water between {lonlat[0]} and {lonlat[1]}")


def _cell(grid: SeaGrid, at: complex) -> tuple[int, int]:
    cell = (at - grid.origin) / (2 * grid.cell_m)
    return int(cell.imag), int(cell.real)


def _walk_back(
    grid: SeaGrid,
    came: dict[tuple[int, int], tuple[int, int]],
    cell: tuple[int, int],
    start: complex,
    goal: complex,
) -> Places:
    cells = [cell]
    while came[cells[-1]] != cells[-1]:
        cells.append(came[cells[-1]])
    middle: list[complex] = [
        grid.origin + ((c + 0.5) + 1j * (r + 0.5)) * (2 * grid.cell_m) for r, c in reversed(cells[1:-1])
    ]
    return np.array([start, *middle, goal], np.complex128)


def _straighten(grid: SeaGrid, places: Places, margin_m: float) -> Places:
    """Remove every place that a straight line can skip without coming nearer to land than the margin."""
    kept, here = [0], 0
    while here < len(places) - 1:
        far = range(min(len(places) - 1, here + LOOK_AHEAD), here + 1, -4)
        here = next((k for k in far if _clear(grid, places[here], places[k], margin_m)), here + 1)
        kept.append(here)
    return places[kept]


def _clear(grid: SeaGrid, a: complex, b: complex, margin_m: float) -> bool:
    """Return whether a straight line keeps the margin, or the smaller clearance of its ends."""
    least = max(CLOSED_M, min(margin_m, *grid.clearance(np.array([a, b], np.complex128))))
    line = np.linspace(a, b, max(2, int(abs(b - a) / STEP_M))).astype(np.complex128)
    return bool((grid.clearance(line) >= least).all())


def _smooth(grid: SeaGrid, places: Places, margin_m: float, smooth_m: float, closed: bool) -> Places:
    """Round the corners as far as the margin allows: strongly in open sea, less in narrow water.

    Each place takes the widest rounding that keeps its surroundings clear; the widths are then blended along the line.
    """
    widths = smooth_m / STEP_M / 2.0 ** np.arange(5)
    kinds = np.stack([_blur(places, width, closed) for width in widths] + [places])
    least = np.minimum(margin_m, grid.clearance(places))
    good = np.stack([grid.clearance(kind) >= least * 0.9 for kind in kinds])
    good[-1] = True
    reach = int(widths[0] * 2)
    good = ndimage.minimum_filter1d(good.astype(np.uint8), 2 * reach + 1, axis=1, mode="wrap" if closed else "nearest")
    choice = np.argmax(good, axis=0)
    weight = (np.arange(len(kinds))[:, None] == choice).astype(np.float64)
    weight = ndimage.gaussian_filter1d(weight, widths[0] / 2, axis=1, mode="wrap" if closed else "nearest")
    blended: Places = (weight * kinds).sum(axis=0)
    return resample(blended, STEP_M)


def _blur(places: Places, width: float, closed: bool) -> Places:
    """Gaussian along the line; an open line keeps its ends by point reflection beyond them."""
    if closed:
        return _gaussian(places[:-1], width, "wrap", closed=True)
    pad = min(len(places) - 1, int(4 * width))
    padded = np.concatenate([2 * places[0] - places[pad:0:-1], places, 2 * places[-1] - places[-2 : -pad - 2 : -1]])
    return _gaussian(padded, width, "nearest", closed=False)[pad : pad + len(places)]


def _gaussian(places: Places, width: float, mode: str, closed: bool) -> Places:
    real, imag = (ndimage.gaussian_filter1d(part, width, mode=mode) for part in (places.real, places.imag))
    line: Places = real + 1j * imag
    return np.append(line, line[0]) if closed else line
