"""MMSI conflicts: several vessels use one MMSI, each with its own track. Assign each report to one of these tracks.

gate.py detects that there are several.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import haversine_m
from models.base.schema import Table
from models.base.settings import TrackingSettings
from models.tracking.gate import reach_m
from models.tracking.motion import reckon

MOST_CONFLICTING = 8  # tracks of one MMSI; reports of further vessels stay doubted
NAMES = ("name", "callsign")
MmsiConflicts = dict[int, list[int]]  # the rows of each MMSI that several tracks share, oldest first


def rows_of(mmsi_conflicts: MmsiConflicts, mmsi: np.ndarray) -> np.ndarray:
    """Return the candidate rows of each MMSI, (m, MOST_CONFLICTING), padded with -1."""
    return np.array(
        [(mmsi_conflicts[each] + [-1] * MOST_CONFLICTING)[:MOST_CONFLICTING] for each in mmsi.tolist()], dtype=np.int64
    )


def by_position(
    tracks: Table, rows: np.ndarray, reports: Table, t_s: np.ndarray, settings: TrackingSettings
) -> np.ndarray:
    """Return the nearest track, dead reckoned to the report, of those that can be at its position; else the oldest."""
    lat, lon = reports["lat_deg"][:, None], reports["lon_deg"][:, None]
    took_s = t_s[:, None] - tracks["position_t_s"][rows]
    reach = reach_m(reports["station"][:, None], took_s, settings)
    can = (rows >= 0) & (haversine_m(tracks["lat_deg"][rows], tracks["lon_deg"][rows], lat, lon) <= reach)
    place = tracks["lat_deg"][rows], tracks["lon_deg"][rows]
    motion = tracks["east_mps"][rows], tracks["north_mps"][rows]
    away_m = haversine_m(*reckon(*place, *motion, took_s, settings.reckon_for_s), lat, lon)
    best = np.argmin(np.where(can, away_m, np.inf), axis=1)
    return np.asarray(rows[np.arange(len(rows)), best])


def by_name(tracks: Table, rows: np.ndarray, statics: Table) -> np.ndarray:
    """Return the track with the same name or call sign, else one without either, else any.

    Of several, the one that reported last: the same receiver delivers a static report shortly after positions.
    """
    fits = np.zeros(rows.shape, dtype="i1")
    for name in NAMES:
        reported, known = statics[name][:, None], tracks[name][rows]
        fits = np.maximum(fits, np.where(reported == b"", 0, np.where(known == reported, 2, known == b"")))
    fits = np.where(rows >= 0, fits, -1)
    last_s = np.where(fits == fits.max(axis=1, keepdims=True), tracks["position_t_s"][rows], -np.inf)
    return np.asarray(rows[np.arange(len(rows)), np.argmax(last_s, axis=1)])
