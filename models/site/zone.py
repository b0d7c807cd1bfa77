"""Zones and management areas: polygons with a rule or an owner.

They answer which positions are inside, how far the border is, whether the rule is in force and which kinds of vessel it
binds. Read from files in models/site/features.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.base.compiled import compiled
from models.base.schema import KIND, NOT_SHIPS
from models.base.units import EARTH_RADIUS_M

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Bbox = tuple[float, float, float, float]  # west, south, east, north in degrees
Window = tuple[str, str]  # from, to as local "MM-DD HH:MM"; `to` is outside

ALWAYS: tuple[Window, ...] = (("01-01 00:00", "12-31 24:00"),)
SHIP_KINDS = tuple(name for name in KIND if name not in NOT_SHIPS)
CEILINGS = ("yellow", "orange", "red")
ZONE_KINDS = (
    "no_entry",
    "moratorium",
    "fairway",
    "fishing_warning",
    "port",
    "anchorage",
    "bridge",
    "bridge_side",
    "cable",
    "intake",
    "harbour",
    "safety",
)
# The rule that raises the alert for a breach in a zone of each kind; for all other kinds it is `zone`.
RULE_OF_KIND = {
    "moratorium": "fishing",
    "cable": "asset",
    "bridge": "asset",
    "bridge_side": "asset",
    "intake": "asset",
    "fishing_warning": "lane",
}


class Borders:
    """The borders of several polygons as one table, to test all polygons at once."""

    def __init__(self, polygons: Sequence[Sequence[Floats]]) -> None:
        edges = [np.concatenate([np.hstack((ring[:-1], ring[1:])) for ring in rings]) for rings in polygons]
        whole = np.concatenate(edges).T if edges else np.empty((4, 0))
        self.edges = np.ascontiguousarray(whole, dtype="f8")  # x0, y0, x1, y1 of every segment
        self._starts = np.cumsum([0, *map(len, edges)])
        x0, y0, x1, y1 = self.edges
        self._slope = np.divide(x1 - x0, y1 - y0, out=np.zeros_like(x0), where=y1 != y0)
        boxes = [(*each[:, :2].min(axis=0), *each[:, :2].max(axis=0)) for each in edges]
        self._boxes = np.array(boxes, dtype="f8").reshape(-1, 4)

    def inside(self, lon: Floats, lat: Floats) -> Bools:
        """Return which positions (n,) are in which polygon, (n, polygons); an unknown position is in none."""
        inside = np.zeros((len(lon), len(self._boxes)), dtype=bool)
        if inside.size:
            places = np.asarray(lon, dtype="f8"), np.asarray(lat, dtype="f8")
            _odd_crossings(*places, self._boxes, self._starts, self.edges, self._slope, inside)
        return inside


@compiled
def _odd_crossings(
    lon: Floats, lat: Floats, boxes: Floats, starts: NDArray[np.int64], edges: Floats, slope: Floats, inside: Bools
) -> None:
    """The even-odd rule: inside if a ray to the east crosses the border an odd number of times.

    The lower end belongs to a segment and the upper does not, so that a vertex counts once.
    """
    for place in range(len(lon)):
        x, y = lon[place], lat[place]
        for polygon in range(len(boxes)):
            west, south, east, north = boxes[polygon]
            if not (west <= x <= east and south <= y <= north):
                continue
            odd = False
            for each in range(starts[polygon], starts[polygon + 1]):
                low, high = edges[1, each], edges[3, each]
                if (low <= y) != (high <= y) and x < edges[0, each] + (y - low) * slope[each]:
                    odd = not odd
            inside[place, polygon] = odd


@dataclass(frozen=True, eq=False, kw_only=True)
class Shape:
    """A named polygon, with holes or in several parts; each ring is closed, (n, 2) longitude and latitude."""

    id: str
    name_zh: str
    name_en: str
    rings: tuple[Floats, ...]

    @cached_property
    def bbox(self) -> Bbox:
        """The box around all rings."""
        corners = np.concatenate(self.rings)
        (west, south), (east, north) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
        return west, south, east, north

    @cached_property
    def _borders(self) -> Borders:
        return Borders((self.rings,))

    def contains(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> Bools:
        """Return which positions are inside, by the even-odd rule; NaN is outside."""
        lon, lat = _pair(lon_deg, lat_deg)
        return self._borders.inside(lon.ravel(), lat.ravel()).reshape(lon.shape)

    def distance_m(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> Floats:
        """Return metres to the nearest border, from inside or outside; flat earth, valid for a few tens of km."""
        lon, lat = _pair(lon_deg, lat_deg)
        return _nearest_m(self._borders.edges, lon.ravel(), lat.ravel()).reshape(lon.shape)


@dataclass(frozen=True, eq=False, kw_only=True)
class Zone(Shape):
    """A polygon with a rule. `ceiling` is the highest colour that a breach may reach.

    With `alert`, being inside is a breach (after `max_dwell_s`, if given). Without it the polygon only informs other
    rules: lanes, anchorages, harbours. A speed limit is checked by the rule `speeding`. A moratorium may name `gears`:
    then it binds only vessels that are registered with one of them.
    """

    kind: str
    kinds: tuple[str, ...]  # the SHIP_KINDS that the rule binds
    windows: tuple[Window, ...]
    max_speed_kn: float | None
    max_dwell_s: float | None
    ceiling: str
    alert: bool
    source: str
    date: str
    illustrative: bool
    gears: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """The detector that reports a breach."""
        return RULE_OF_KIND.get(self.kind, "zone")

    def active(self, t_s: float, utc_offset_h: float) -> bool:
        """Return whether the rule is in force at a time, in the site's local time; a window may span New Year."""
        local = datetime.fromtimestamp(t_s + utc_offset_h * 3600, UTC).strftime("%m-%d %H:%M")
        return any(
            start <= local < end if start < end else local >= start or local < end for start, end in self.windows
        )

    def binds(self, kind: ArrayLike) -> Bools:
        """Return which of these KIND codes the rule binds."""
        return np.isin(np.asarray(kind), [KIND[name] for name in self.kinds])


@dataclass(frozen=True, eq=False, kw_only=True)
class Area(Shape):
    """A management area and the unit that owns it."""

    unit: str


def _pair(lon_deg: ArrayLike, lat_deg: ArrayLike) -> tuple[Floats, Floats]:
    lon, lat = np.broadcast_arrays(np.asarray(lon_deg, np.float64), np.asarray(lat_deg, np.float64))
    return lon, lat


def _nearest_m(edges: Floats, lon: Floats, lat: Floats) -> Floats:
    """Return the smallest distance from each position to any segment, on a flat earth at that position."""
    m_per_deg = EARTH_RADIUS_M * np.pi / 180
    lon, lat = lon[:, None], lat[:, None]
    east_m = m_per_deg * np.cos(np.radians(lat))
    ax, bx = ((x - lon) * east_m for x in edges[[0, 2]])
    ay, by = ((y - lat) * m_per_deg for y in edges[[1, 3]])
    dx, dy = bx - ax, by - ay
    length2 = dx * dx + dy * dy
    along = np.clip(np.divide(-(ax * dx + ay * dy), length2, out=np.zeros_like(dx), where=length2 > 0), 0, 1)
    nearest: Floats = np.hypot(ax + along * dx, ay + along * dy).min(axis=1)
    return nearest
