"""Ageing of all tracks to a tick, as one compiled pass: silence, reporting interval, dead reckoning and life-cycle.

The same rules on columns, for a few rows and as the reference of the tests: motion.py and life.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from models.base.compiled import compiled
from models.base.schema import Table
from models.base.settings import TrackingSettings
from models.base.units import EARTH_RADIUS_M
from models.tracking.life import COASTING, CONFIRMED, LOST, TENTATIVE, TENTATIVE_INTERVALS
from models.tracking.motion import ACCELERATION_MPS2, FIX_SIGMA_M, SPEED_NOISE_MPS, expected_s

M_PER_DEG = EARTH_RADIUS_M * np.pi / 180.0
STATE = ("life", "life_t_s")
REPORTED = ("position_t_s", "station", "feed", "sog_kn", "nav_status", "rot_deg_min")
PLACED = ("accurate", "lat_deg", "lon_deg", "east_mps", "north_mps")
RECKONED = ("age_s", "interval_s", "now_lat_deg", "now_lon_deg", "variance_m2")


def age(columns: Table, n: int, t_s: float, least_s: np.ndarray, settings: TrackingSettings) -> np.ndarray:
    """Age the first `n` rows; return the rows whose track has ended, ascending.

    `least_s` (feeds,) is the shortest interval that each feed passes on, in seconds.
    """
    state, reported, placed, reckoned = (
        tuple(columns[name][:n] for name in names) for names in (STATE, REPORTED, PLACED, RECKONED)
    )
    _reckon(t_s, settings.reckon_for_s, state[0], placed, reported[0], reckoned)
    _expect(state[0], reported, least_s, reckoned[1])
    intervals = (settings.coast_after_intervals, settings.lost_after_intervals)
    limits_s = (settings.coast_after_s, settings.lost_after_s, settings.tentative_for_s, settings.forget_after_s)
    return _live(t_s, state[0], state[1], reported[0], reckoned[1], limits_s, intervals)


@compiled
def _reckon(t_s: float, most_s: float, life: np.ndarray, placed: Any, position_t_s: np.ndarray, reckoned: Any) -> None:
    """Silence, and position and variance after it, on a straight course for at most `most_s`."""
    accurate, lat_deg, lon_deg, east_mps, north_mps = placed
    age_s, _, now_lat_deg, now_lon_deg, variance_m2 = reckoned
    for row in np.flatnonzero(life):
        age_s[row] = t_s - position_t_s[row]
        ahead_s = float(age_s[row])
        if ahead_s < 0.0:
            ahead_s = 0.0
        elif ahead_s > most_s:
            ahead_s = most_s
        now_lat_deg[row], now_lon_deg[row] = lat_deg[row], lon_deg[row]
        if ahead_s > 0.0 and (east_mps[row] != 0.0 or north_mps[row] != 0.0):
            lon = lon_deg[row] + east_mps[row] * ahead_s / (M_PER_DEG * np.cos(np.radians(lat_deg[row])))
            now_lat_deg[row] = lat_deg[row] + north_mps[row] * ahead_s / M_PER_DEG
            now_lon_deg[row] = lon - 360.0 if lon >= 180.0 else lon + 360.0 if lon < -180.0 else lon
        fix_m = FIX_SIGMA_M[1] if accurate[row] else FIX_SIGMA_M[0]
        speed_m, manoeuvre_m = SPEED_NOISE_MPS * ahead_s, ACCELERATION_MPS2 * ahead_s * ahead_s / 2
        variance_m2[row] = fix_m * fix_m + speed_m * speed_m + manoeuvre_m * manoeuvre_m


@compiled
def _expect(life: np.ndarray, reported: Any, least_s: np.ndarray, interval_s: np.ndarray) -> None:
    """The interval until the next report by ITU-R M.1371, at least that of the feed."""
    _, station, feed, sog_kn, nav_status, rot_deg_min = reported
    for row in np.flatnonzero(life):
        prescribed_s = expected_s(station[row], sog_kn[row], nav_status[row], rot_deg_min[row])
        interval_s[row] = max(prescribed_s, np.float64(least_s[feed[row]]))


@compiled
def _live(
    t_s: float,
    life: np.ndarray,
    life_t_s: np.ndarray,
    position_t_s: np.ndarray,
    interval_s: np.ndarray,
    limits_s: tuple[float, float, float, float],
    intervals: tuple[float, float],
) -> np.ndarray:
    """Let silent tracks coast and get lost; the rows of those that have ended."""
    coast_after_s, lost_after_s, tentative_for_s, forget_after_s = limits_s
    over = np.zeros(len(life), dtype=np.bool_)
    for row in np.flatnonzero(life):
        silent_s, since_s = t_s - position_t_s[row], t_s - life_t_s[row]
        if life[row] == TENTATIVE:
            quiet_s = silent_s if silent_s < since_s else since_s
            over[row] = quiet_s > max(tentative_for_s, TENTATIVE_INTERVALS * interval_s[row])
        elif life[row] == LOST:
            over[row] = since_s > forget_after_s
        if life[row] == CONFIRMED and silent_s > max(coast_after_s, intervals[0] * interval_s[row]):
            life[row], life_t_s[row] = COASTING, t_s
        if life[row] == COASTING and silent_s > max(lost_after_s, intervals[1] * interval_s[row]):
            life[row], life_t_s[row] = LOST, t_s
    return np.flatnonzero(over)
