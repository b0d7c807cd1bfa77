"""Vessels in true size, at large scales of the map (IMO SN.1/Circ.243, true scale outline).

The position is that of the antenna; if its place aboard is not sent, the middle is assumed (ITU-R M.1371, type 5).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.map.levels import alert_levels
from dashboard.map.symbols import LEVEL_COLOUR
from dashboard.map.view import View, mercator
from models.base.schema import KIND, NOT_SHIPS, among
from models.messages.picture import Picture

LEAST_PX = 12.0
LONGEST_M, BROADEST_M = 500.0, 80.0  # larger dimensions are typing errors
BEAM_SHARE = 0.18  # of the length, if the beam is not sent
BOW_SHARE = 0.2  # of the length, where the bow begins to taper
STEERED_KN = 1.0  # at lower speed the course is not the direction of the bow
MOST = 2000
IS_SHIP = ~among(KIND[name] for name in NOT_SHIPS)


@dataclass(frozen=True)
class Hulls:
    """Outlines as (n, 5) corners in Web Mercator metres, and their colour codes."""

    x: np.ndarray
    y: np.ndarray
    colour: np.ndarray


def hulls(picture: Picture, view: View, limit: int = MOST) -> Hulls:
    """Return outlines of the longest vessels in the view that are long enough on this screen and have a known bow."""
    craft = picture.vessels
    x, y = mercator(craft["lon_deg"], craft["lat_deg"])
    stretch = 1.0 / np.cos(np.radians(craft["lat_deg"]))
    length_px = craft["length_m"] * stretch / view.m_per_px
    steered = np.where(craft["sog_kn"] >= STEERED_KN, craft["cog_deg"], np.nan)
    bow_deg = np.where(np.isfinite(craft["heading_deg"]), craft["heading_deg"], steered)
    fit = (length_px >= LEAST_PX) & (craft["length_m"] <= LONGEST_M) & np.isfinite(bow_deg) & IS_SHIP[craft["kind"]]
    rows = np.flatnonzero(fit & view.shows(x, y, view.width_px / 4))
    rows = rows[np.argsort(-length_px[rows], kind="stable")][:limit][::-1]
    east_m, north_m = _turned(*_corners(craft, rows), np.radians(bow_deg[rows]))
    level = alert_levels(picture)[rows].astype(np.int64)
    colour = np.where(level > 0, LEVEL_COLOUR + level - 1, craft["kind"][rows]).astype("u1")
    return Hulls(x[rows, None] + east_m * stretch[rows, None], y[rows, None] + north_m * stretch[rows, None], colour)


def _corners(craft: dict[str, np.ndarray], rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return stern, shoulder, bow, shoulder, stern: metres to starboard and ahead of the reference point."""
    length = craft["length_m"][rows].astype("f8")
    beam = craft["beam_m"][rows].astype("f8")
    beam = np.where((beam > 0) & (beam <= np.minimum(length, BROADEST_M)), beam, BEAM_SHARE * length)
    bow, port = craft["to_bow_m"][rows].astype("f8"), craft["to_port_m"][rows].astype("f8")
    placed = (bow > 0) & (bow <= length)
    bow, port = np.where(placed, bow, length / 2), np.where(placed & (port >= 0) & (port <= beam), port, beam / 2)
    shoulder, stern, starboard = bow - BOW_SHARE * length, bow - length, beam - port
    right = np.column_stack((-port, -port, starboard - beam / 2, starboard, starboard))
    return right, np.column_stack((stern, shoulder, bow, shoulder, stern))


def _turned(right: np.ndarray, ahead: np.ndarray, bow_rad: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rotate points from starboard and ahead to east and north."""
    sin, cos = np.sin(bow_rad)[:, None], np.cos(bow_rad)[:, None]
    return right * cos + ahead * sin, ahead * cos - right * sin
