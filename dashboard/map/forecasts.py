"""Forecasts on the chart: area and hours of expected wind, as an outline with text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np

from dashboard.common.theme import Palette, Sizes
from dashboard.map.view import mercator
from dashboard.words import say
from models.messages.clue import Clue

Columns = dict[str, Any]
RANK = 1.2  # rank among the names: after islands and towns, before straits
LINE, FILL = 0.9, 0.045


def with_forecasts(zones: Columns, forecasts: tuple[Clue, ...], palette: Palette) -> Columns:
    """Return the zones with an outline for each forecast."""
    rings = [mercator(*np.array([*each.polygon, each.polygon[0]]).T) for each in forecasts]
    more: Columns = {
        "xs": [x for x, _ in rings],
        "ys": [y for _, y in rings],
        "colour": [palette.accent] * len(rings),
        "line": [LINE] * len(rings),
        "fill": [FILL] * len(rings),
        "dash": ["dotdash"] * len(rings),
    }
    return {name: [*column, *more[name]] for name, column in zones.items()}


def forecast_names(
    forecasts: tuple[Clue, ...], lang: str, palette: Palette, sizes: Sizes, utc_offset_h: float
) -> list[Columns]:
    """Return force and hours, near the upper edge of each outline."""
    return [_name(each, lang, palette, sizes, utc_offset_h) for each in forecasts]


def _name(clue: Clue, lang: str, palette: Palette, sizes: Sizes, utc_offset_h: float) -> Columns:
    lon, lat = np.array(clue.polygon).T
    start, end = (_clock(each, utc_offset_h) for each in (clue.valid_from_s, clue.valid_to_s))
    force_bft = clue.wind_force
    forecast = say(lang, "forecast", force=force_bft, start=start, end=end)
    text = clue.text or clue.kind if force_bft is None else forecast
    return {
        "rank": RANK,
        "text": text,
        "lon": float(lon.mean()),
        "lat": float(lat.max() - 0.06 * (lat.max() - lat.min())),
        "colour": palette.accent,
        "px": sizes.reason_px,
        "size": f"{sizes.reason_px:.1f}px",
    }


def _clock(t_s: float | None, utc_offset_h: float) -> str:
    return "" if t_s is None else datetime.fromtimestamp(t_s + utc_offset_h * 3600, UTC).strftime("%H:%M")
