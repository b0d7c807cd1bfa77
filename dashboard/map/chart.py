"""Static parts of the map: graticule, zones, place names, scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.common.theme import Palette, Sizes
from dashboard.map.forecasts import forecast_names, with_forecasts
from dashboard.map.measure import width_em
from dashboard.map.view import View, mercator
from dashboard.words import say
from models.base.units import M_PER_NM
from models.messages.clue import Clue
from models.site.site import Place, Site
from models.site.zone import Zone

Columns = dict[str, Any]

STEPS_MIN = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800)  # of the graticule
LINES_ACROSS = 6
EDGE_REM, LOW_REM, CORNER_REM = 0.4, 5.9, (28.0, 6.0)  # of the figures on the graticule
SCALES_NM = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
SCALE_REM = 6.0  # the shortest bar
RANK_1_BELOW_DEG, RANK_2_BELOW_DEG, RANK_3_BELOW_DEG = 5.0, 2.8, 1.1  # height of the view
OUTLINE = 1.4  # of a zone, in thin lines
HALO = 0.22  # round a name, in parts of its size
NAME_SHARE = 0.5  # a zone is named if its width is at least this share of the width of its name
FORBIDDING = ("no_entry", "moratorium")  # zones that are filled and named on the widest view
QUIET = ("fairway", "port", "harbour", "anchorage")


@dataclass(frozen=True)
class ChartDrawing:
    """Columns for the figure."""

    lines: Columns
    degrees: Columns
    zones: Columns
    names: Columns


def chart(
    site: Site,
    view: View,
    lang: str,
    palette: Palette,
    sizes: Sizes,
    t_s: float,
    forecasts: tuple[Clue, ...] = (),
) -> ChartDrawing:
    """Return the chart of a view at a moment (zones have seasons), with the forecasts in force."""
    lines, degrees = _graticule(view, palette, sizes)
    active = in_force(site, t_s)
    zones = with_forecasts(_zones(site, active, palette), forecasts, palette)
    zones["width"] = [OUTLINE * sizes.line_px] * len(zones["xs"])
    forecast_texts = forecast_names(forecasts, lang, palette, sizes, site.utc_offset_h)
    return ChartDrawing(lines, degrees, zones, _names(site, active, view, lang, palette, sizes, forecast_texts))


def in_force(site: Site, t_s: float) -> tuple[bool, ...]:
    """Return which zones' rules are in force; the chart is redrawn when this changes."""
    return tuple(zone.active(t_s, site.utc_offset_h) for zone in site.zones)


def scale(view: View, sizes: Sizes) -> tuple[float, float]:
    """Return nautical miles and pixels of the scale bar, true at the middle latitude of the view."""
    px_per_nm = M_PER_NM / np.cos(np.radians(view.middle_lat_deg)) / view.m_per_px
    for nm in SCALES_NM:
        if nm * px_per_nm >= SCALE_REM * sizes.rem_px:
            break
    return float(nm), float(nm * px_per_nm)


def _graticule(view: View, palette: Palette, sizes: Sizes) -> tuple[Columns, Columns]:
    west, south, east, north = view.bbox
    steps = (each / 60 for each in STEPS_MIN)
    step = next((each for each in steps if (east - west) / each <= LINES_ACROSS * 1.6), STEPS_MIN[-1] / 60)
    lons = np.arange(np.ceil(west / step), np.floor(east / step) + 1) * step
    lats = np.arange(np.ceil(south / step), np.floor(north / step) + 1) * step
    x, y = mercator(lons, np.zeros_like(lons))[0], mercator(np.zeros_like(lats), lats)[1]
    lines = {
        "x0": np.concatenate((x, np.full(len(y), view.west_m))),
        "x1": np.concatenate((x, np.full(len(y), view.east_m))),
        "y0": np.concatenate((np.full(len(x), view.south_m), y)),
        "y1": np.concatenate((np.full(len(x), view.north_m), y)),
    }
    return lines, _degrees(view, sizes, x, lons, y, lats)


def _degrees(view: View, sizes: Sizes, x: np.ndarray, lons: np.ndarray, y: np.ndarray, lats: np.ndarray) -> Columns:
    """Return figures along the lower and the right edge, except in the corner of the scale."""
    rem = sizes.rem_px
    east_m, north_m = view.metres(view.width_px - CORNER_REM[0] * rem, CORNER_REM[1] * rem)
    low, right = view.metres(view.width_px - EDGE_REM * rem, LOW_REM * rem)[::-1]
    below, beside = x < east_m, y > north_m
    x, lons, y, lats = x[below], lons[below], y[beside], lats[beside]
    count = len(x) + len(y)
    return {
        "x": np.concatenate((x, np.full(len(y), right))),
        "y": np.concatenate((np.full(len(x), low), y)),
        "text": [_degree(lon, "E", "W") for lon in lons] + [_degree(lat, "N", "S") for lat in lats],
        "align": ["center"] * len(x) + ["right"] * len(y),
        "size": [f"{sizes.small_px:.1f}px"] * count,
    }


def _degree(value: float, plus: str, minus: str) -> str:
    """Format degrees and minutes as on charts."""
    whole, minutes = divmod(round(abs(value) * 60, 2), 60)
    minutes_text = f"{minutes:05.2f}".rstrip("0").rstrip(".") if minutes % 1 else f"{minutes:02.0f}"
    return f"{whole:.0f}°" + (f"{minutes_text}′" if minutes else "") + (plus if value >= 0 else minus)


def _zones(site: Site, active: tuple[bool, ...], palette: Palette) -> Columns:
    rings = [
        (zone, on, *mercator(ring[:, 0], ring[:, 1]))
        for zone, on in zip(site.zones, active, strict=True)
        for ring in zone.rings
    ]
    strict = [zone.kind not in QUIET and on for zone, on, _, _ in rings]
    filled = [zone.kind in FORBIDDING and on for zone, on, _, _ in rings]
    return {
        "xs": [x for *_, x, _ in rings],
        "ys": [y for *_, y in rings],
        "colour": [palette.zone if zone.kind not in QUIET else palette.fairway for zone, *_ in rings],
        "line": [0.95 if each else 0.5 for each in strict],
        "fill": [0.07 if each else 0.0 for each in filled],
        "dash": ["dashed" if each else "dotted" for each in strict],
    }


def _names(
    site: Site,
    active: tuple[bool, ...],
    view: View,
    lang: str,
    palette: Palette,
    sizes: Sizes,
    forecast_texts: list[Columns],
) -> Columns:
    """Return names in order of rank, without those that would overlap another."""
    height_deg = view.bbox[3] - view.bbox[1]
    rank = sum(height_deg < below for below in (RANK_1_BELOW_DEG, RANK_2_BELOW_DEG, RANK_3_BELOW_DEG))
    wanted = [_place(place, lang, palette, sizes) for place in site.places if place.rank <= rank]
    wanted += [
        _zone(zone, on, lang, palette, sizes)
        for zone, on in zip(site.zones, active, strict=True)
        if rank == 3 or (rank > 0 and zone.kind in FORBIDDING)
    ]
    wanted = [each for each in wanted if each.get("least_px", 0.0) <= each.get("across_m", 0.0) / view.m_per_px]
    wanted += forecast_texts
    wanted.sort(key=lambda each: each["rank"])
    x_px, y_px = view.pixels(*mercator([each["lon"] for each in wanted], [each["lat"] for each in wanted]))
    kept = _declutter(wanted, x_px, y_px, view)
    x, y = view.metres(x_px[kept], y_px[kept])
    columns = {name: [wanted[row][name] for row in kept] for name in ("text", "colour", "size")}
    return {"x": x, "y": y, "halo": [HALO * wanted[row]["px"] for row in kept], **columns}


def _place(place: Place, lang: str, palette: Palette, sizes: Sizes) -> Columns:
    water = place.kind in ("sea", "strait")
    return {
        "rank": place.rank + 0.5 * water,
        "text": place.name_zh if lang == "zh" else place.name_en,
        "lon": place.lon_deg,
        "lat": place.lat_deg,
        "colour": palette.faint if water else palette.place,
        "px": sizes.reason_px * (1.1 if place.rank == 1 and not water else 0.95),
        "size": f"{sizes.reason_px * (1.1 if place.rank == 1 and not water else 0.95):.1f}px",
    }


def _zone(zone: Zone, on: bool, lang: str, palette: Palette, sizes: Sizes) -> Columns:
    west, south, east, north = zone.bbox
    name = zone.name_zh if lang == "zh" else zone.name_en
    text = name if on else f"{name} · {say(lang, 'zone_inactive')}"
    return {
        "rank": 2.2,
        "text": text,
        "least_px": NAME_SHARE * width_em(text) * sizes.small_px,
        "across_m": float(mercator(east, 0.0)[0] - mercator(west, 0.0)[0]),
        "lon": (west + east) / 2,
        "lat": south + (north - south) * 0.9 if north - south > 0.5 else (south + north) / 2,
        "colour": palette.zone if on else palette.faint,
        "px": sizes.small_px,
        "size": f"{sizes.small_px:.1f}px",
    }


def _declutter(wanted: list[Columns], x_px: np.ndarray, y_px: np.ndarray, view: View) -> list[int]:
    kept: list[int] = []
    half = np.array([(width_em(each["text"]) * each["px"] / 2 + 3, each["px"] * 0.75) for each in wanted])
    for row in range(len(wanted)):
        inside = (
            half[row, 0] < x_px[row] < view.width_px - half[row, 0]
            and half[row, 1] < y_px[row] < view.height_px - half[row, 1]
        )
        near = (np.abs(x_px[kept] - x_px[row]) < half[kept, 0] + half[row, 0]) & (
            np.abs(y_px[kept] - y_px[row]) < half[kept, 1] + half[row, 1]
        )
        if inside and not near.any():
            kept.append(row)
    return kept
