"""Doubt before belief: a report that would need an impossible speed is held back until others agree with it.

What lives here: the test of a report against the track it claims. What does not: writing what was believed (table.py).
"""

from __future__ import annotations

import numpy as np

from models.geo import haversine_m
from models.schema import STATION, Table, take
from models.settings import Tracking
from models.units import MPS_PER_KN

AIRCRAFT_MAX_SPEED_KN = 1022.0  # largest speed a SAR aircraft can report, ITU-R M.1371 type 9


def believe(tracks: Table, rows: np.ndarray, reports: Table, t_s: np.ndarray, settings: Tracking) -> np.ndarray:
    """Which reports (one per row, rows differ) may touch their track; remembers the doubted ones. Mask (n,).

    A first position is believed. A far one is believed when `jump_reports` doubted ones in a row agree.
    """
    near = np.isnan(tracks["lat_deg"][rows]) | _reachable(tracks, "", rows, reports, t_s, settings)
    doubted = rows[~near]
    if len(doubted):
        near[~near] = _agree(tracks, doubted, take(reports, ~near), t_s[~near], settings)
    tracks["jump_hits"][rows[near]] = 0
    return near


def _agree(tracks: Table, rows: np.ndarray, far: Table, t_s: np.ndarray, settings: Tracking) -> np.ndarray:
    again = (tracks["jump_hits"][rows] > 0) & _reachable(tracks, "jump_", rows, far, t_s, settings)
    tracks["jump_hits"][rows] = np.where(again, np.minimum(tracks["jump_hits"][rows], 200) + 1, 1)
    tracks["jump_lat_deg"][rows] = far["lat_deg"]
    tracks["jump_lon_deg"][rows] = far["lon_deg"]
    tracks["jump_t_s"][rows] = t_s
    return tracks["jump_hits"][rows] >= settings.jump_reports


def _reachable(
    tracks: Table, prefix: str, rows: np.ndarray, reports: Table, t_s: np.ndarray, settings: Tracking
) -> np.ndarray:
    """Could the craft have come from its stored place (`prefix` "" or "jump_") to the reported one in time?"""
    time = tracks["jump_t_s" if prefix else "position_t_s"][rows]
    lat, lon = tracks[prefix + "lat_deg"][rows], tracks[prefix + "lon_deg"][rows]
    away_m = haversine_m(lat, lon, reports["lat_deg"], reports["lon_deg"])
    aircraft = reports["station"] == STATION["aircraft"]
    limit_mps = np.where(aircraft, AIRCRAFT_MAX_SPEED_KN, settings.max_speed_kn) * MPS_PER_KN
    return away_m <= limit_mps * np.maximum(t_s - time, 0.0) + settings.doubt_slack_m
