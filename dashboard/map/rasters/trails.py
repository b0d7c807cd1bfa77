"""Trails as a raster: tracks of the last minutes or hours as fading lines in the vessel's colour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.common.theme import Palette, rgb
from dashboard.map.rasters.png import Colours, Indices, thicken
from dashboard.map.rasters.snapshots import GROUPS, Snapshot
from dashboard.map.view import View

AGES = 8  # steps of fading
FASTEST_MPS = 40.0  # a longer step is a corrected position, not a voyage
SLACK_M = 300.0
OLDEST_ALPHA, NEWEST_ALPHA = 22, 200


@dataclass(frozen=True)
class TrailSegments:
    """Lines to draw, one row each: end points in Web Mercator metres and the palette index."""

    x0: np.ndarray
    y0: np.ndarray
    x1: np.ndarray
    y1: np.ndarray
    code: np.ndarray


def segments(past: tuple[Snapshot, ...], now: Snapshot, keep_s: float) -> TrailSegments:
    """Return the track of every vessel of `now` through the snapshots, oldest first."""
    moments = [each for each in past if now.t_s - keep_s <= each.t_s < now.t_s] + [now]
    places = [each.find(now.key) for each in moments]
    x, y = (np.array([place[axis] for place in places]) for axis in (0, 1))
    t_s = np.array([each.t_s for each in moments])
    length = np.hypot(np.diff(x, axis=0), np.diff(y, axis=0))
    believed = (length > 0) & (length < SLACK_M + FASTEST_MPS * np.diff(t_s)[:, None] * 2)
    age = AGES - 1 - np.clip((now.t_s - t_s[1:]) / keep_s * AGES, 0, AGES - 1).astype(np.int64)
    code = 1 + now.group[None, :].astype(np.int64) * AGES + age[:, None]
    ends = (x[:-1], y[:-1], x[1:], y[1:], code)
    return TrailSegments(*(each[believed] for each in ends))


def draw(view: View, lines: TrailSegments, width_px: int) -> Indices:
    """Return the indices of a view; 0 is no line. Indices grow with importance and youth, so the highest one wins."""
    import datashader as ds
    import pandas as pd

    if not len(lines.code):
        return np.zeros((view.height_px, view.width_px), np.uint8)
    canvas = ds.Canvas(
        view.width_px,
        view.height_px,
        x_range=(view.west_m, view.east_m),
        y_range=(view.south_m, view.north_m),
    )
    frame = pd.DataFrame(
        {
            "x0": lines.x0,
            "x1": lines.x1,
            "y0": lines.y0,
            "y1": lines.y1,
            "code": lines.code.astype(np.float32),
        }
    )
    found = canvas.line(frame, x=["x0", "x1"], y=["y0", "y1"], axis=1, agg=ds.max("code"))
    indices = np.nan_to_num(found.values, nan=0.0).astype(np.uint8)[::-1]
    return thicken(indices, width_px)


def colours(palette: Palette) -> Colours:
    """Return the palette, group by group, old to young."""
    alpha = np.linspace(OLDEST_ALPHA, NEWEST_ALPHA, AGES)
    table = [(0, 0, 0, 0)] + [(*rgb(getattr(palette, group)), round(each)) for group in GROUPS for each in alpha]
    return np.array(table, np.uint8)
