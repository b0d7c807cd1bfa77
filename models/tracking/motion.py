"""How a craft moves and reports: velocity, expected reporting interval, dead reckoning.

What lives here: pure functions on columns. What does not: who writes them (table.py).
"""

from __future__ import annotations

import numpy as np

from models.geo import move_deg
from models.schema import STATION
from models.units import MPS_PER_KN

Array = np.ndarray
ANCHORED, MOORED = 1, 5  # navigational status, ITU-R M.1371
SPEED_NOISE_MPS = 0.25  # one sigma of a reported speed
ACCELERATION_MPS2 = 0.05  # one sigma of what a craft may do between reports
FIX_SIGMA_M = (30.0, 10.0)  # position accuracy flag low, high (ITU-R M.1371)
OTHER_INTERVAL_S = {"base": 10.0, "aton": 180.0, "aircraft": 10.0, "long_range": 180.0}


def velocity_mps(sog_kn: Array, cog_deg: Array) -> tuple[Array, Array]:
    """East and north speed; 0 where speed or course is unknown."""
    speed = np.nan_to_num(sog_kn, nan=0.0) * np.float32(MPS_PER_KN)
    course = np.radians(np.nan_to_num(cog_deg, nan=0.0))
    speed = np.where(np.isnan(cog_deg), np.float32(0.0), speed)
    return (speed * np.sin(course)).astype("f4"), (speed * np.cos(course)).astype("f4")


def reporting_interval_s(station: Array, sog_kn: Array, nav_status: Array, rot_deg_min: Array) -> Array:
    """Seconds until the next report is due (ITU-R M.1371-5, tables 1 and 2); turning craft report faster."""
    sog = np.nan_to_num(sog_kn, nan=0.0)
    turning = np.abs(np.nan_to_num(rot_deg_min, nan=0.0)) > 10.0
    still = ((nav_status == ANCHORED) | (nav_status == MOORED)) & (sog <= 3.0)
    class_a = np.select(
        [still, sog <= 14.0, sog <= 23.0],
        [180.0, np.where(turning, 3.3, 10.0), np.where(turning, 2.0, 6.0)],
        2.0,
    )
    class_b_so = np.select([sog < 2.0, sog <= 14.0, sog <= 23.0], [180.0, 30.0, 15.0], 5.0)
    class_b_cs = np.where(sog <= 2.0, 180.0, 30.0)
    others = [station == STATION[name] for name in OTHER_INTERVAL_S]
    return np.select(
        [station == STATION["class_b_cs"], station == STATION["class_b_so"], *others],
        [class_b_cs, class_b_so, *OTHER_INTERVAL_S.values()],
        class_a,
    ).astype("f4")


def reckon(
    lat_deg: Array, lon_deg: Array, east_mps: Array, north_mps: Array, age_s: Array, limit_s: float
) -> tuple[Array, Array]:
    """Latitude and longitude after `age_s`, at most `limit_s`, of straight going."""
    ahead_s = np.clip(age_s, 0.0, limit_s)
    return move_deg(lat_deg, lon_deg, east_mps * ahead_s, north_mps * ahead_s)


def reckoned_variance_m2(accurate: Array, age_s: Array, limit_s: float) -> Array:
    """Variance of a reckoned position: fix, speed error and manoeuvre."""
    ahead_s = np.clip(age_s, 0.0, limit_s)
    fix_m = np.where(accurate, FIX_SIGMA_M[1], FIX_SIGMA_M[0])
    manoeuvre_m = ACCELERATION_MPS2 * ahead_s * ahead_s / 2
    return (fix_m * fix_m + (SPEED_NOISE_MPS * ahead_s) ** 2 + manoeuvre_m * manoeuvre_m).astype("f4")
