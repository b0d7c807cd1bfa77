"""Marks at the edge of a map: alerts outside its view, by direction.

Alerts in one sector of the compass are one mark, in the worst colour among them, at the nearest alert of that colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.common.theme import SHAPES, Sizes
from dashboard.map.labels import Box
from dashboard.map.view import View, degrees, mercator
from dashboard.words import say
from models.base.geo import distance_m
from models.base.schema import LEVEL
from models.base.units import M_PER_NM
from models.messages.picture import AlertView, Picture

SECTORS = 16
COMPASS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
MARK_REM = (11.0, 2.4)  # width and height that labels leave free
INSET_REM = (5.0, 4.4, 5.0, 7.2)  # left, top, right, bottom: clear of lamps, tools, legend and scale


@dataclass(frozen=True)
class EdgeMark:
    """One mark: position in parts of the map from its upper left corner, direction clockwise from north."""

    x: float
    y: float
    turn_deg: float
    colour: str
    shape: str
    count: str
    away: str
    label: str
    lon: float
    lat: float


def edge_marks(picture: Picture, view: View, lang: str, sizes: Sizes) -> list[EdgeMark]:
    """Return the marks of a view, worst first."""
    alerts = [each for each in picture.alerts if not each.folded]
    x_px, y_px = view.pixels(*mercator([each.lon for each in alerts], [each.lat for each in alerts]))
    right, up = x_px - view.width_px / 2, y_px - view.height_px / 2
    outside = (np.abs(right) > view.width_px / 2) | (np.abs(up) > view.height_px / 2)
    bearing_deg = np.degrees(np.arctan2(right, up)) % 360
    sector = np.round(bearing_deg / (360 / SECTORS)).astype(int) % SECTORS
    away_m = _away_m(view, alerts)
    marks = []
    for at in np.unique(sector[outside]).tolist():
        rows = np.flatnonzero(outside & (sector == at)).tolist()
        rows.sort(key=lambda row: (-LEVEL[alerts[row].colour], away_m[row], alerts[row].alert_id))
        first = rows[0]
        count = sum(alerts[row].colour == alerts[first].colour for row in rows)
        more = len(rows) - count
        marks.append(_mark(alerts[first], at, bearing_deg[first], away_m[first], (count, more), view, lang, sizes))
    return sorted(marks, key=lambda each: (-LEVEL[each.colour], each.turn_deg))


def mark_boxes(marks: Sequence[EdgeMark], view: View, sizes: Sizes) -> tuple[Box, ...]:
    """Return the boxes of marks in pixels of the view, y up, for labels to avoid."""
    wide, high = (each * sizes.rem_px / 2 for each in MARK_REM)
    places = ((each.x * view.width_px, (1 - each.y) * view.height_px) for each in marks)
    return tuple((x - wide, y - high, x + wide, y + high) for x, y in places)


def _mark(
    alert: AlertView,
    sector: int,
    bearing_deg: float,
    away_m: float,
    counts: tuple[int, int],
    view: View,
    lang: str,
    sizes: Sizes,
) -> EdgeMark:
    x, y = _at_edge(np.radians(sector * 360 / SECTORS), view, sizes)
    count, more = counts
    away_nm = away_m / M_PER_NM
    distance = f"{away_nm:.1f}" if away_nm < 10 else f"{away_nm:,.0f}"
    direction = say(lang, f"edge_{COMPASS[round(bearing_deg / 45) % 8]}")
    colour = say(lang, f"short_{alert.colour}")
    return EdgeMark(
        x=round(x, 4),
        y=round(y, 4),
        turn_deg=round(float(bearing_deg)),
        colour=alert.colour,
        shape=SHAPES[alert.colour],
        count=f"{count:,}" + (f" +{more:,}" if more else ""),
        away=say(lang, "edge_distance", distance=distance),
        label=say(lang, "edge_mark", direction=direction, distance=distance, colour=colour, count=count),
        lon=alert.lon,
        lat=alert.lat,
    )


def _at_edge(bearing: float, view: View, sizes: Sizes) -> tuple[float, float]:
    """Return where a ray from the middle leaves the free part of the map, in parts of width and height."""
    left, top, right, bottom = (each * sizes.rem_px for each in INSET_REM)
    wide, high = float(np.sin(bearing)), -float(np.cos(bearing))
    reach_x = (view.width_px / 2 - (right if wide > 0 else left)) / max(abs(wide), 1e-9)
    reach_y = (view.height_px / 2 - (bottom if high > 0 else top)) / max(abs(high), 1e-9)
    reach = min(reach_x, reach_y)
    return 0.5 + reach * wide / view.width_px, 0.5 + reach * high / view.height_px


def _away_m(view: View, alerts: Sequence[AlertView]) -> np.ndarray:
    """Return the distance of each alert from the middle of the view."""
    lon, lat = degrees((view.west_m + view.east_m) / 2, (view.south_m + view.north_m) / 2)
    lats, lons = np.array([each.lat for each in alerts]), np.array([each.lon for each in alerts])
    return np.asarray(distance_m(np.full(len(alerts), float(lat)), np.full(len(alerts), float(lon)), lats, lons))
