"""Motion and reporting of vessels, as functions on columns: velocity, reporting interval, dead reckoning."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from models.base.compiled import inlined
from models.base.geo import move_deg, or_else
from models.base.schema import STATION, among
from models.base.units import EARTH_RADIUS_M, MPS_PER_KN

Array = np.ndarray
AIRCRAFT, CLASS_A, CLASS_B_CS = STATION["aircraft"], STATION["class_a"], STATION["class_b_cs"]
ANCHORED, MOORED = 1, 5  # navigational status, ITU-R M.1371
SPEED_NOISE_MPS = 0.25  # one sigma of a reported speed
ACCELERATION_MPS2 = 0.05  # one sigma of the acceleration of a vessel between reports
FIX_SIGMA_M = (30.0, 10.0)  # position accuracy flag low, high (ITU-R M.1371)
HELD = among((ANCHORED, MOORED))
TURNING_DEG_MIN = 10.0
ESTIMATED = among((61, 62, 63))  # UTC second: entered by hand, dead reckoned, positioning inoperative (ITU-R M.1371)
CARRIERS = among((30, *range(70, 90)))  # fishing vessels, cargo ships, tankers
MADE_GOOD_SHARE = 0.8  # a ship that covers this share of the speed limit between reports is as fast as it reports
OTHER_INTERVAL_S = {"base": 10.0, "aton": 180.0, "aircraft": 10.0, "long_range": 180.0}


@inlined
def offset_m(lat0_deg: float, lon0_deg: float, lat1_deg: float, lon1_deg: float) -> tuple[float, float]:
    """East and north metres from place 0 to place 1, the shorter way round; `geo.offset_m` of one pair."""
    mean_lat = math.radians((lat0_deg + lat1_deg) / 2)
    dlon_deg = (lon1_deg - lon0_deg + 180.0) % 360.0 - 180.0
    north_m = math.radians(lat1_deg - lat0_deg) * EARTH_RADIUS_M
    return math.radians(dlon_deg) * EARTH_RADIUS_M * math.cos(mean_lat), north_m


@inlined
def haversine_m(lat0_deg: float, lon0_deg: float, lat1_deg: float, lon1_deg: float) -> float:
    """The great-circle distance in metres; `geo.haversine_m` of one pair."""
    lat0, lat1 = math.radians(lat0_deg), math.radians(lat1_deg)
    across, along = math.sin((lat1 - lat0) / 2), math.sin(math.radians(lon1_deg - lon0_deg) / 2)
    a = across * across + math.cos(lat0) * math.cos(lat1) * along * along
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(max(a, 0.0), 1.0)))


@inlined
def angle_between_deg(a_deg: np.float32, b_deg: np.float32) -> np.float32:
    """The smallest angle between two directions, 0 to 180 degrees, in the precision of the columns."""
    return abs((a_deg - b_deg + np.float32(180.0)) % np.float32(360.0) - np.float32(180.0))


def velocity_mps(sog_kn: Array, cog_deg: Array) -> tuple[Array, Array]:
    """Return east and north speed, m/s; 0 where speed or course is unknown."""
    speed = or_else(sog_kn, 0.0) * np.float32(MPS_PER_KN)
    course = np.radians(or_else(cog_deg, 0.0))
    speed = np.where(np.isnan(cog_deg), np.float32(0.0), speed)
    return (speed * np.sin(course)).astype("f4"), (speed * np.cos(course)).astype("f4")


@inlined
def is_incredible(tracks: Any, row: int, reports: Any, at: int, t_s: float, limits: Any) -> bool:
    """Whether a reported speed is impossible: too high for any ship, or for a cargo ship, tanker or fishing vessel.

    One of the latter that covered the distance since its last report is accepted. `tracks`, `reports` and `limits` are
    those of positions.py.
    """
    sog_kn = reports.sog_kn[at]
    if reports.station[at] == AIRCRAFT or not sog_kn > np.float32(limits.max_carrier_speed_kn):
        return False
    if sog_kn > np.float32(limits.max_speed_kn):
        return True
    if not CARRIERS[tracks.ship_type[row]]:
        return False
    took_s = t_s - tracks.position_t_s[row]
    took_s = max(took_s, 1.0)
    lat_deg, lon_deg = tracks.lat_deg[row], tracks.lon_deg[row]
    gone_m = math.hypot(*offset_m(lat_deg, lon_deg, reports.lat_deg[at], reports.lon_deg[at]))
    return not gone_m >= MADE_GOOD_SHARE * limits.max_carrier_speed_kn * MPS_PER_KN * took_s


def _interval_table_s() -> Array:
    """Return s by station, turning (no, yes) and speed class (below 2, to 14, to 23, above): (stations, 2, 4)."""
    table = np.zeros((len(STATION), 2, 4))
    table[:] = (10.0, 10.0, 6.0, 2.0)
    table[STATION["class_a"], 1] = table[STATION["unknown"], 1] = (3.3, 3.3, 2.0, 2.0)
    table[STATION["class_b_so"]] = (180.0, 30.0, 15.0, 5.0)
    table[STATION["class_b_cs"]] = (180.0, 30.0, 30.0, 30.0)
    for name, interval_s in OTHER_INTERVAL_S.items():
        table[STATION[name]] = interval_s
    return table


INTERVAL_S = _interval_table_s()


def reporting_interval_s(station: Array, sog_kn: Array, nav_status: Array, rot_deg_min: Array) -> Array:
    """Return the seconds between reports (ITU-R M.1371-5, tables 1 and 2); turning vessels report faster."""
    sog = or_else(sog_kn, 0.0)
    turning = (np.abs(rot_deg_min) > TURNING_DEG_MIN).astype("u1")
    slow = (sog < 2.0) | ((sog == 2.0) & (station == STATION["class_b_cs"]))
    speed_class = (~slow).astype("u1") + (sog > 14.0) + (sog > 23.0)
    still = HELD[nav_status] & (sog <= 3.0) & (station == STATION["class_a"])
    return np.where(still, 180.0, INTERVAL_S[station, turning, speed_class]).astype("f4")


@inlined
def expected_s(station: int, sog_kn: float, nav_status: int, rot_deg_min: float) -> float:
    """`reporting_interval_s` of one vessel."""
    sog = np.float32(0.0) if np.isnan(sog_kn) else sog_kn
    slow = sog < 2.0 or (sog == 2.0 and station == CLASS_B_CS)
    speed_class = (0 if slow else 1) + (1 if sog > 14.0 else 0) + (1 if sog > 23.0 else 0)
    turning = 1 if abs(rot_deg_min) > TURNING_DEG_MIN else 0
    still = HELD[nav_status] and sog <= 3.0 and station == CLASS_A
    return 180.0 if still else INTERVAL_S[station, turning, speed_class]


def reckon(
    lat_deg: Array, lon_deg: Array, east_mps: Array, north_mps: Array, age_s: Array, limit_s: float
) -> tuple[Array, Array]:
    """Return latitude and longitude after `age_s`, at most `limit_s`, on a straight course."""
    ahead_s = np.minimum(np.maximum(age_s, 0.0), limit_s)
    return move_deg(lat_deg, lon_deg, east_mps * ahead_s, north_mps * ahead_s)


def reckoned_variance_m2(accurate: Array, age_s: Array, limit_s: float) -> Array:
    """Return the variance of a dead reckoned position: fix, speed error and manoeuvre."""
    ahead_s = np.minimum(np.maximum(age_s, 0.0), limit_s)
    fix_m = np.where(accurate, FIX_SIGMA_M[1], FIX_SIGMA_M[0])
    manoeuvre_m = ACCELERATION_MPS2 * ahead_s * ahead_s / 2
    return (fix_m * fix_m + (SPEED_NOISE_MPS * ahead_s) ** 2 + manoeuvre_m * manoeuvre_m).astype("f4")
