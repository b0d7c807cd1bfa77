"""Vessels as symbols after IMO SN.1/Circ.243, as columns for the browser.

A triangle points along the heading, or along the course if there is no heading; without either a small circle is drawn.
A vector shows the next six minutes. Aids to navigation are diamonds, base stations squares. Hollow means dead reckoned,
crossed means lost. The worst come last, so they are on top; above the limit only the worst stay, the rest become dots.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.map.levels import alert_levels
from dashboard.map.view import View, mercator
from models.base.schema import KIND, LEVEL, LIFE, Table, among, take
from models.base.units import MPS_PER_KN
from models.messages.picture import Picture

SHAPE = {"ship": 0, "still": 1, "aid": 2, "base": 3, "aircraft": 4}
CROSSED = 8  # added to the shape of a lost vessel
LEVEL_COLOUR = len(KIND)  # colour codes: kinds first, then the levels from yellow on
VECTOR_S = 360.0
SLOW_KN = 0.5
WORST_KEPT = 400  # symbols kept if the rest become dots
LAW_BELOW_M_PER_PX = 400.0  # on wider maps law enforcement vessels are dots like all others
MARGIN_PX = 40.0
NEAR_M_PER_PX = 8.0  # at harbour scales there is room: a moored vessel is as large as others
SMALLER_FROM, SMALLEST = 600, 0.7  # above this number of symbols the calm ones shrink, down to this scale
CROWD_FROM, CROWDED, BLOCKS_UP = 300, 2.5, 120  # vessels, vessels per occupied block, blocks of the size of a symbol

_FILL = {"tentative": 0.35, "confirmed": 0.95, "coasting": 0.0, "lost": 0.0}
_LINE = {"tentative": 0.6, "confirmed": 1.0, "coasting": 0.6, "lost": 0.45}
BEACON = among(KIND[name] for name in ("gear", "distress"))  # drawn by beacons.py unless under an alert
_SHAPE_OF_KIND = {"aton": "aid", "base": "base", "aircraft": "aircraft", "gear": "aid", "distress": "aid"}


def _by_life(values: dict[str, float]) -> np.ndarray:
    table = np.zeros(256)
    for life, value in values.items():
        table[LIFE[life]] = value
    return table


FILL, LINE = _by_life(_FILL), _by_life(_LINE)


@dataclass(frozen=True)
class Symbols:
    """Columns for the map. `dots` is true if the remaining vessels are left to the raster."""

    craft: Table
    vectors: Table
    rings: Table
    dots: bool


def symbols(picture: Picture, view: View, limit: int, fresh_ids: frozenset[int]) -> Symbols:
    """Return everything in the view; `fresh_ids` are the tracks whose ring flashes."""
    craft = {**picture.vessels, "level": alert_levels(picture)}
    x, y = mercator(craft["lon_deg"], craft["lat_deg"])
    shown = np.flatnonzero(view.shows(x, y, MARGIN_PX) & (~BEACON[craft["kind"]] | (craft["level"] > 0)))
    order = np.lexsort((craft["risk"][shown], _rank(take(craft, shown))))
    dots = len(shown) > limit or _crowded(*view.pixels(x[shown], y[shown]), view.height_px / BLOCKS_UP)
    kept = shown[order][-WORST_KEPT:] if dots else shown[order]
    vessels, x, y = take(craft, kept), x[kept], y[kept]
    if dots:
        worth = _rank(vessels) > (0 if view.m_per_px < LAW_BELOW_M_PER_PX else 1)
        vessels, x, y = take(vessels, worth), x[worth], y[worth]
    return Symbols(
        _vessel_columns(vessels, x, y, view.m_per_px < NEAR_M_PER_PX),
        _vectors(vessels, x, y),
        _rings(vessels, x, y, fresh_ids, picture.tick % 2 == 0),
        dots,
    )


def _crowded(x_px: np.ndarray, y_px: np.ndarray, block_px: float) -> bool:
    """Return whether so many symbols overlap that they cannot be distinguished."""
    if len(x_px) < CROWD_FROM:
        return False
    blocks = np.floor(x_px / block_px) * 1e6 + np.floor(y_px / block_px)
    return len(x_px) > CROWDED * len(np.unique(blocks))


def _rank(vessels: Table) -> np.ndarray:
    """Return the rank: risk first, then law enforcement; all others are equal."""
    return np.asarray(vessels["level"].astype(np.int64) * 2 + (vessels["kind"] == KIND["law"]))


def _vessel_columns(vessels: Table, x: np.ndarray, y: np.ndarray, near: bool) -> Table:
    direction = np.where(np.isfinite(vessels["heading_deg"]), vessels["heading_deg"], vessels["cog_deg"])
    known = np.isfinite(direction)
    level = vessels["level"].astype(np.int64)
    slow = ~(vessels["sog_kn"] >= SLOW_KN) & (level == 0)
    shape = np.where(known, SHAPE["ship"], SHAPE["still"])
    for kind, name in _SHAPE_OF_KIND.items():
        shape = np.where(vessels["kind"] == KIND[kind], SHAPE[name], shape)
    upright = np.isin(shape, [SHAPE["aid"], SHAPE["base"]]) | ~known
    life = vessels["life"]
    return {
        "x": x,
        "y": y,
        "angle": np.where(upright, 0.0, -np.radians(np.where(known, direction, 0.0))).astype("f4"),
        "shape": (shape + CROSSED * (life == LIFE["lost"])).astype("u1"),
        "colour": np.where(level > 0, LEVEL_COLOUR + level - 1, vessels["kind"]).astype("u1"),
        "fill": (FILL[life] * np.where(slow, 0.55, 1.0)).astype("f4"),
        "line": (LINE[life] * np.where(slow, 0.75, 1.0)).astype("f4"),
        "scale": np.where((level > 0) | near, 1.3, np.where(slow, 0.8, 1.0) * _smaller(len(x))).astype("f4"),
    }


def _smaller(count: int) -> float:
    """Return the scale of symbols: calm ones shrink on a full map, by the fourth root, so that sizes never jump."""
    return float(np.clip((SMALLER_FROM / max(count, 1)) ** 0.25, SMALLEST, 1.0))


def _vectors(vessels: Table, x: np.ndarray, y: np.ndarray) -> Table:
    """Return six-minute vectors of moving vessels with reception. Web Mercator stretches lengths by 1/cos(latitude)."""
    moving = (vessels["sog_kn"] >= SLOW_KN) & np.isfinite(vessels["cog_deg"])
    moving &= (vessels["life"] == LIFE["confirmed"]) | (vessels["life"] == LIFE["tentative"])
    some = np.flatnonzero(moving)
    way_m = vessels["sog_kn"][some] * MPS_PER_KN * VECTOR_S / np.cos(np.radians(vessels["lat_deg"][some]))
    course = np.radians(vessels["cog_deg"][some])
    level = vessels["level"][some].astype(np.int64)
    return {
        "x0": x[some],
        "y0": y[some],
        "x1": x[some] + way_m * np.sin(course),
        "y1": y[some] + way_m * np.cos(course),
        "colour": np.where(level > 0, LEVEL_COLOUR + level - 1, vessels["kind"][some]).astype("u1"),
        "width": np.where(level > 0, 2.0, 1.0).astype("f4"),
        "alpha": np.where(level > 0, 1.0, 0.55).astype("f4"),
    }


def _rings(vessels: Table, x: np.ndarray, y: np.ndarray, fresh_ids: frozenset[int], lit: bool) -> Table:
    """Return a ring and a badge for every vessel with a colour; `fresh_ids` are bright in every other tick."""
    some = np.flatnonzero(vessels["level"] > 0)
    level = vessels["level"][some]
    fresh = np.isin(vessels["track_id"][some], list(fresh_ids))
    return {
        "x": x[some],
        "y": y[some],
        "level": level,
        "scale": np.where(level >= LEVEL["red"], 1.2, np.where(level == LEVEL["orange"], 1.0, 0.8)).astype("f4"),
        "glow": np.where(fresh & lit, 0.6, np.where(level >= LEVEL["red"], 0.16, 0.0)).astype("f4"),
    }
