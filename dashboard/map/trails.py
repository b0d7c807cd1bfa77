"""Where the craft have been: positions of the last minutes, kept thin, drawn as fading lines of the craft's colour.

What lives here: the memory of positions and its raster by Datashader. What does not: history beyond the trail.
The memory is a short row of snapshots, not a list for each craft: joining them by track is one sorted look-up each.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from dashboard.map.levels import alert_levels
from dashboard.map.png import Colours, Indices, thicken
from dashboard.map.view import View, mercator
from dashboard.theme import Palette, rgb
from models.picture import Picture
from models.schema import KIND, LEVEL

SNAPSHOTS = 24
AGES = 8  # steps of fading
FASTEST_MPS = 40.0  # a longer step is a corrected position, not a voyage
SLACK_M = 300.0
OLDEST_ALPHA, NEWEST_ALPHA = 22, 200
GROUPS = ("unknown", "service", "passenger", "merchant", "fishing", "law", "yellow", "orange", "red")
GROUP_OF_KIND = {"merchant": 3, "fishing": 4, "passenger": 2, "law": 5, "service": 1, "aircraft": 5}
SHIFT = np.uint64(32)


@dataclass(frozen=True)
class Snapshot:
    """All craft at one moment, sorted by `key`; x and y in Web Mercator metres."""

    t_s: float
    key: np.ndarray
    x_m: np.ndarray
    y_m: np.ndarray
    group: np.ndarray

    def find(self, key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Positions of these craft, NaN for those unknown then."""
        if not len(self.key):
            return np.full(len(key), np.nan), np.full(len(key), np.nan)
        row = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        same = self.key[row] == key
        return np.where(same, self.x_m[row], np.nan), np.where(same, self.y_m[row], np.nan)


@dataclass(frozen=True)
class Segments:
    """Lines to draw, one row each: ends in Web Mercator metres and the palette index."""

    x0: np.ndarray
    y0: np.ndarray
    x1: np.ndarray
    y1: np.ndarray
    code: np.ndarray


class Trails:
    """The snapshots of the last `keep_s` seconds of event time. One thread feeds it, others read `past`."""

    def __init__(self, keep_s: float) -> None:
        self._keep_s = keep_s
        self.past: tuple[Snapshot, ...] = ()

    def take(self, picture: Picture) -> None:
        """Keep this picture's positions if enough time went by; start anew when time went backwards."""
        past = deque(self.past)
        if past and picture.t_s < past[-1].t_s:
            past.clear()
        if past and picture.t_s - past[-1].t_s < self._keep_s / SNAPSHOTS:
            return
        past.append(snapshot(picture))
        while picture.t_s - past[0].t_s > self._keep_s:
            past.popleft()
        self.past = tuple(past)


def snapshot(picture: Picture) -> Snapshot:
    """Key is track number and MMSI together: after a restart of the core a number alone may mean another craft."""
    vessels = picture.vessels
    key = (vessels["track_id"].astype(np.uint64) << SHIFT) | vessels["mmsi"].astype(np.uint64)
    order = np.argsort(key, kind="stable")
    x, y = mercator(vessels["lon_deg"][order], vessels["lat_deg"][order])
    return Snapshot(picture.t_s, key[order], x, y, _groups(picture)[order])


def segments(past: tuple[Snapshot, ...], now: Snapshot, keep_s: float) -> Segments:
    """The way of every craft of `now` through the snapshots, oldest first."""
    moments = [each for each in past if each.t_s < now.t_s] + [now]
    places = [each.find(now.key) for each in moments]
    x, y = (np.array([place[axis] for place in places]) for axis in (0, 1))
    t_s = np.array([each.t_s for each in moments])
    length = np.hypot(np.diff(x, axis=0), np.diff(y, axis=0))
    believed = (length > 0) & (length < SLACK_M + FASTEST_MPS * np.diff(t_s)[:, None] * 2)
    age = AGES - 1 - np.clip((now.t_s - t_s[1:]) / keep_s * AGES, 0, AGES - 1).astype(np.int64)
    code = 1 + now.group[None, :] * AGES + age[:, None]
    ends = (x[:-1], y[:-1], x[1:], y[1:], code)
    return Segments(*(each[believed] for each in ends))


def draw(view: View, lines: Segments, width_px: int) -> Indices:
    """Indices of a view; 0 is no line. The palette grows with importance and youth, so the highest index wins."""
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
    """Group by group, old to young."""
    alpha = np.linspace(OLDEST_ALPHA, NEWEST_ALPHA, AGES)
    table = [(0, 0, 0, 0)] + [(*rgb(getattr(palette, group)), round(each)) for group in GROUPS for each in alpha]
    return np.array(table, np.uint8)


def _groups(picture: Picture) -> np.ndarray:
    lookup = np.zeros(256, np.int64)
    for kind, place in GROUP_OF_KIND.items():
        lookup[KIND[kind]] = place
    group = lookup[picture.vessels["kind"]]
    level = alert_levels(picture).astype(np.int64)
    return np.where(level > 0, np.minimum(level, LEVEL["red"]) + GROUPS.index("yellow") - 1, group)
