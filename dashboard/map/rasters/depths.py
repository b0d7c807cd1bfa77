"""Electronic chart of a site as a raster: depth areas, contours, lanes, anchorages, buoys, lights, dangers.

Shallow water has a stronger tint, as on charts. Beacons appear at scales where they can be distinguished.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dashboard.common.theme import Palette, rgb
from dashboard.map.rasters.png import Colours, Indices, thicken
from dashboard.map.view import View, mercator
from models.site.chart import CODE, Chart

BAND_FROM_M = (-np.inf, 0.0, 5.0, 10.0, 20.0)  # drying, very shallow, shallow, moderate, deep
AREA_ALPHA = (0.55, 0.5, 0.36, 0.22, 0.1)
LAND = 1 + len(BAND_FROM_M)


class Stroke(NamedTuple):
    """Style of a class: its number in the raster, a colour of the palette, opacity, width in pixels."""

    number: int
    colour: str
    alpha: float
    size_px: int = 1


_LANE, _DANGER = Stroke(LAND + 5, "passenger", 0.55), Stroke(LAND + 7, "ink", 0.8, 3)
_LIGHT, _BUOY = Stroke(LAND + 8, "law", 0.9, 3), Stroke(LAND + 9, "aton", 0.9, 3)
LINES = {
    "DEPCNT": Stroke(LAND + 1, "shore", 0.45),
    "FAIRWY": Stroke(LAND + 2, "fairway", 0.6),
    "ACHARE": Stroke(LAND + 3, "accent", 0.5),
    "RESARE": Stroke(LAND + 4, "zone", 0.55),
    **dict.fromkeys(("TSSLPT", "TSEZNE", "TSSBND"), _LANE),
}
POINTS = {
    "SOUNDG": Stroke(LAND + 6, "soft", 0.7),
    **dict.fromkeys(("OBSTRN", "WRECKS"), _DANGER),
    "LIGHTS": _LIGHT,
    **dict.fromkeys(("BOYLAT", "BOYCAR", "BOYSAW", "BOYSPP"), _BUOY),
}
POINTS_BELOW_M_PER_PX = 60.0
MOST_STEPS = 4_000_000  # pixels of lines in one view; beyond this the view covers a continent, and lines are left out


def project(chart: Chart | None) -> Chart | None:
    """Return the chart in Web Mercator metres; None stays None."""
    if chart is None:
        return None
    x, y = mercator(chart.xy_deg[:, 0], chart.xy_deg[:, 1])
    return replace(chart, xy_deg=np.stack((x, y), axis=1))


def draw(view: View, chart: Chart | None) -> Indices:
    """Return the indices of a view; the chart must be projected."""
    shape = (view.height_px, view.width_px)
    if chart is None:
        return np.zeros(shape, np.uint8)
    box = (view.west_m, view.south_m, view.east_m, view.north_m)
    depth_m = chart.depths(box, shape)
    charted = np.isfinite(depth_m)
    indices = np.where(charted, np.searchsorted(BAND_FROM_M, np.where(charted, depth_m, 0.0), "right"), 0).astype("u1")
    for name, stroke in LINES.items():
        indices = np.maximum(indices, _lines(view, chart, name, stroke.number))
    if view.m_per_px < POINTS_BELOW_M_PER_PX:
        for name, stroke in POINTS.items():
            indices = np.maximum(indices, thicken(_points(view, chart, name, stroke.number), stroke.size_px))
    return np.asarray(indices[::-1])


def colours(palette: Palette) -> Colours:
    """Return colour and alpha of each index."""
    table = np.zeros((LAND + 10, 4), np.uint8)
    for band, alpha in enumerate(AREA_ALPHA, start=1):
        table[band] = (*rgb(palette.merchant), round(alpha * 90))
    for stroke in (*LINES.values(), *POINTS.values()):
        table[stroke.number] = (*rgb(getattr(palette, stroke.colour)), round(stroke.alpha * 255))
    return table


def _lines(view: View, chart: Chart, name: str, index: int) -> Indices:
    """Return every pixel along the borders and lines of a class; row 0 in the south."""
    drawn = np.zeros((view.height_px, view.width_px), np.uint8)
    x0, y0, x1, y1 = _segments(chart, name)
    (px0, py0), (px1, py1) = view.pixels(x0, y0), view.pixels(x1, y1)
    near = (np.maximum(px0, px1) >= 0) & (np.minimum(px0, px1) < view.width_px)
    near &= (np.maximum(py0, py1) >= 0) & (np.minimum(py0, py1) < view.height_px)
    px0, py0, px1, py1 = px0[near], py0[near], px1[near], py1[near]
    steps = np.ceil(np.maximum(np.abs(px1 - px0), np.abs(py1 - py0))).astype(np.int64) + 1
    if steps.sum() > MOST_STEPS:
        return drawn
    which = np.repeat(np.arange(len(steps)), steps)
    share = (np.arange(len(which)) - np.repeat(np.cumsum(steps) - steps, steps)) / np.maximum(steps[which] - 1, 1)
    _put(drawn, px0[which] + share * (px1 - px0)[which], py0[which] + share * (py1 - py0)[which], index)
    return drawn


def _points(view: View, chart: Chart, name: str, index: int) -> Indices:
    drawn = np.zeros((view.height_px, view.width_px), np.uint8)
    at = chart.start[:-1][chart.parts(name)]
    _put(drawn, *view.pixels(chart.xy_deg[at, 0], chart.xy_deg[at, 1]), index)
    return drawn


def _put(drawn: Indices, px: NDArray[np.float64], py: NDArray[np.float64], index: int) -> None:
    column, row = np.floor(px).astype(np.int64), np.floor(py).astype(np.int64)
    inside = (column >= 0) & (column < drawn.shape[1]) & (row >= 0) & (row < drawn.shape[0])
    drawn[row[inside], column[inside]] = index


def _segments(chart: Chart, name: str) -> NDArray[np.float64]:
    """Return x0, y0, x1, y1 of every segment of a class, shape (4, n)."""
    of_class = np.repeat(chart.code == CODE[name], np.diff(chart.start))
    last = np.zeros(len(chart.xy_deg), bool)
    last[chart.start[1:] - 1] = True
    here = np.flatnonzero(of_class & ~last)
    return np.concatenate((chart.xy_deg[here], chart.xy_deg[here + 1]), axis=1).T
