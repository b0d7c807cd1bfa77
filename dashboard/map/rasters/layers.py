"""Layers of the map: the table of rasters, when each is redrawn, and the address a page fetches it from."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode
from zlib import crc32

from dashboard.common.theme import Palette
from dashboard.map.rasters import coast, coverage, density, depths, dots, pressure, risk, trails, unusual
from dashboard.map.rasters.data import MapData
from dashboard.map.rasters.png import Indices
from dashboard.map.rasters.raster import Layer
from dashboard.map.rasters.snapshots import snapshot
from dashboard.map.view import View

ONE_OF = ("risk", "unusual", "pressure")  # one at a time; they share a slot
ADDED = ("density", "coverage")
SLOTS = ("coast", "depths", "risk", "density", "coverage", "trails", "dots")
TRAILS_MIN = (10, 30, 60, 120, 180, 360)
TRAIL_REFRESH_S = 4.0  # meanwhile a trail grows by less than a pixel
CELLS_REFRESH_S = 5.0  # the interval at which the tables of cells are published
REACH_REFRESH_S = 30.0
DENSITY_REFRESH_S = 60.0
THICK_FROM_PX = 1500  # lines and dots of a map this wide are drawn two pixels wide


@dataclass(frozen=True)
class LayerChoice:
    """Layers of a page: at most one of ONE_OF, any of ADDED, and the length of trails in minutes."""

    names: tuple[str, ...] = ("risk", "coverage")
    trail_min: int = 30


def choice(text: str, trail: str, usual: LayerChoice) -> LayerChoice:
    """Parse `risk,density` and `60` from an address. Unknown names are ignored; absent values mean the default."""
    known = [each for each in text.split(",") if each in ONE_OF + ADDED]
    names = (*[each for each in known if each in ONE_OF][:1], *[each for each in ADDED if each in known])
    minutes = nearest(float(trail)) if trail.isdigit() and len(trail) < 6 else usual.trail_min
    return LayerChoice(names if text else usual.names, minutes)


def nearest(minutes: float) -> int:
    """Return the available length of trails nearest to the requested one."""
    return min(TRAILS_MIN, key=lambda each: abs(each - minutes))


def table(data: MapData) -> dict[str, Layer]:
    """Return all layers of a server process."""
    lengths = {f"trails{minutes}": partial(_trails, data, minutes * 60.0) for minutes in TRAILS_MIN}
    usual = partial(_trails, data, data.trail_min * 60.0)
    return {
        "coast": Layer(lambda: 0, lambda view: coast.draw(view, data.site_coast, data.world_coast), coast.colours),
        "depths": Layer(lambda: 0, lambda view: depths.draw(view, data.chart), depths.colours),
        "risk": Layer(partial(risk_version, data), lambda view: risk.draw(view, data.now), risk.colours),
        "unusual": Layer(partial(unusual_version, data), lambda view: unusual.draw(view, data.now), unusual.colours),
        "pressure": Layer(partial(reach_version, data), lambda view: pressure.draw(view, data.now), pressure.colours),
        "density": Layer(
            partial(density_version, data), lambda view: density.draw(view, data.snapshots.past), density.colours
        ),
        "coverage": Layer(
            partial(coverage_version, data), lambda view: coverage.draw(view, data.coverage.silent), coverage.colours
        ),
        "dots": Layer(partial(picture_version, data), lambda view: _dots(data, view), dots.colours),
        **{
            name: Layer(partial(trail_version, data), draw, trails.colours)
            for name, draw in {"trails": usual, **lengths}.items()
        },
    }


VERSIONS: dict[str, Callable[[MapData], Hashable]]


def addresses(data: MapData, view: View, palette: Palette, wanted: LayerChoice, with_dots: bool) -> dict[str, str]:
    """Return the address of each slot of the page; an empty address hides the slot."""
    shown: dict[str, tuple[str, Hashable]] = {
        "coast": ("coast", 0),
        "trails": (f"trails{wanted.trail_min}", trail_version(data)),
    }
    if data.chart is not None:
        shown["depths"] = ("depths", 0)
    for name in wanted.names:
        version = VERSIONS[name](data)
        if version is not None:
            shown["risk" if name in ONE_OF else name] = (name, version)
    if with_dots:
        shown["dots"] = ("dots", picture_version(data))
    return {slot: _address(*shown[slot], view, palette) if slot in shown else "" for slot in SLOTS}


def picture_version(data: MapData) -> Hashable:
    """Return a value that changes with every picture."""
    picture = data.newest
    return (picture.core_id, picture.tick, picture.t_s) if picture else None


def trail_version(data: MapData) -> Hashable:
    """Return a value that changes every few seconds of event time."""
    return _every(data, TRAIL_REFRESH_S)


def risk_version(data: MapData) -> Hashable:
    """Return a value that changes with every table of cells; None while there is no risk anywhere."""
    return _every(data, CELLS_REFRESH_S) if (data.now.cells["index"] >= risk.LEAST).any() else None


def unusual_version(data: MapData) -> Hashable:
    """Return a value that changes with every table of cells; None while no cell is unusual."""
    shown = (data.now.cells["unusual"] >= unusual.FROM_SIGMA[0]).any()
    return _every(data, CELLS_REFRESH_S) if shown else None


def reach_version(data: MapData) -> Hashable:
    """Return a value that changes with the travel times of the boats; None until they are known."""
    return _every(data, REACH_REFRESH_S) if len(data.now.reach_raster["minutes"]) else None


def density_version(data: MapData) -> Hashable:
    """Return a value that changes every minute of event time."""
    return _every(data, DENSITY_REFRESH_S)


def coverage_version(data: MapData) -> Hashable:
    """Return a value that changes with the silent cells; None while there are none."""
    silent = data.coverage.silent
    return crc32(silent.tobytes()) if len(silent) else None


VERSIONS = {
    **{"risk": risk_version, "unusual": unusual_version, "pressure": reach_version},
    **{"density": density_version, "coverage": coverage_version},
}


def _every(data: MapData, step_s: float) -> Hashable:
    picture = data.newest
    return (picture.core_id, int(picture.t_s // step_s)) if picture else None


def _address(layer: str, version: Any, view: View, palette: Palette) -> str:
    query = {"view": view.key, "palette": palette.name, "version": str(version)}
    return f"/raster/{layer}.png?{urlencode(query, quote_via=quote)}"


def _trails(data: MapData, keep_s: float, view: View) -> Indices:
    lines = trails.segments(data.snapshots.past, snapshot(data.now), keep_s)
    return trails.draw(view, lines, _thick(view, 1))


def _dots(data: MapData, view: View) -> Indices:
    return dots.draw(view, data.now, _thick(view, 2))


def _thick(view: View, width_px: int) -> int:
    return width_px * (2 if view.width_px >= THICK_FROM_PX else 1)
