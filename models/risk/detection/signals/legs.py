"""Legs: the way of each vessel between two reports, compared with the elapsed time and its courses; one compiled pass.

What follows from them: timekeeping.py.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from models.base.compiled import compiled
from models.base.units import EARTH_RADIUS_M, MPS_PER_KN

STEADY_KN = 5.0  # above this speed the distance a vessel makes indicates the elapsed time
UNCERTAIN_S = 15.0
UNCERTAIN_SHARE = 0.2  # of the time between two reports, in which a vessel may change its speed
LEAST_LEG_M = 30.0  # less may be the errors of two positions
PUNCTUAL_S = 5.0  # by which a leg may differ from the elapsed time, besides its uncertain share
VERDICTS = ("fits", "punctual", "long", "astern and long")
MPS = np.float32(MPS_PER_KN)
Array = np.ndarray


class Legs(NamedTuple):
    """Reports, each column (n,), as timekeeping.MEMORY describes them."""

    t_s: Array
    lat_deg: Array
    lon_deg: Array
    sog_kn: Array
    cog_deg: Array


class LegVerdicts(NamedTuple):
    """Of the vessels that went steadily, the places `at` (m,) among the rows, the leap of time that each indicates, and
    what is true of its leg (m, VERDICTS).
    """

    at: Array
    leap_s: Array
    verdicts: Array


@compiled
def follow_legs(held: Legs, now: Legs, rows: Array) -> LegVerdicts:
    """Compare the legs of these rows and remember their reports."""
    at, leap_s, count = np.empty(len(rows), dtype=np.int64), np.empty(len(rows)), 0
    verdicts = np.zeros((len(rows), len(VERDICTS)), dtype=np.bool_)
    for number in range(len(rows)):
        row = rows[number]
        if held.sog_kn[row] >= STEADY_KN and now.sog_kn[row] >= STEADY_KN:
            at[count], leap_s[count] = number, _judge(held, now, row, verdicts[count])
            count += 1
        held.t_s[row], held.lat_deg[row], held.lon_deg[row] = now.t_s[row], now.lat_deg[row], now.lon_deg[row]
        held.sog_kn[row], held.cog_deg[row] = now.sog_kn[row], now.cog_deg[row]
    return LegVerdicts(at[:count], leap_s[:count], verdicts[:count])


@compiled
def _judge(held: Legs, now: Legs, row: int, verdict: Array) -> float:
    """Fill the verdict about one leg; returns the leap of time."""
    lat_deg, mean_lat = held.lat_deg[row], math.radians((held.lat_deg[row] + now.lat_deg[row]) / 2)
    dlon_deg = (now.lon_deg[row] - held.lon_deg[row] + 180.0) % 360.0 - 180.0
    east_m = math.radians(dlon_deg) * EARTH_RADIUS_M * math.cos(mean_lat)
    north_m = math.radians(now.lat_deg[row] - lat_deg) * EARTH_RADIUS_M
    gone_m, took_s = math.hypot(east_m, north_m), now.t_s[row] - held.t_s[row]
    leap_s = took_s - gone_m / np.float64(MPS * (held.sog_kn[row] + now.sog_kn[row]) / np.float32(2.0))
    leg_deg, uncertain_s = math.degrees(math.atan2(east_m, north_m)), UNCERTAIN_SHARE * took_s
    verdict[0] = abs(leap_s) <= UNCERTAIN_S + uncertain_s
    verdict[1] = abs(leap_s) <= PUNCTUAL_S + uncertain_s
    verdict[2] = gone_m >= LEAST_LEG_M
    verdict[3] = verdict[2] and _against(leg_deg, held.cog_deg[row]) and _against(leg_deg, now.cog_deg[row])
    return leap_s


@compiled
def _against(leg_deg: float, cog_deg: float) -> bool:
    return abs((leg_deg - cog_deg + 180.0) % 360.0 - 180.0) > 90.0
