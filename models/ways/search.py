"""Search: how wide a craft sees, how far apart its tracks lie, how much water it searches, how likely it finds.

Miles and knots, since these are the units of the tables and of the officers. Sources: IAMSAR Manual vol. II; the sweep
widths are those of SAR Danmark, table 4-7, as in the planner EPD of the Danish Maritime Authority. Tracks: patterns.py.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import distance_m
from models.base.units import M_PER_NM

VISIBILITY_NM = (1.0, 3.0, 5.0, 10.0, 15.0, 20.0)
# Uncorrected sweep width in miles at each visibility, searched from a smaller and from a larger craft.
SWEEP_NM = {
    "person": ((0.2, 0.2, 0.3, 0.3, 0.3, 0.3), (0.3, 0.4, 0.5, 0.5, 0.5, 0.5)),
    "raft": ((0.7, 1.7, 2.2, 3.1, 3.5, 3.9), (1.0, 2.2, 3.0, 4.0, 4.6, 5.0)),  # of four persons
    "fishing_vessel": ((0.9, 2.4, 3.9, 7.0, 9.3, 11.1), (1.2, 3.1, 5.1, 9.1, 12.1, 14.4)),  # motor boat of 16 m
    "skiff": ((0.4, 0.8, 1.1, 1.5, 1.6, 1.8), (0.5, 1.1, 1.4, 1.9, 2.1, 2.3)),  # motor boat of 4.5 m
}
# What is left of it in a calm, a moderate and a rough sea; persons, rafts and boats below 10 m vanish in the waves.
SEA_FACTORS = {True: (1.0, 0.5, 0.25), False: (1.0, 0.9, 0.9)}
SMALL_OBJECTS = ("person", "raft", "skiff")
ROUGHER_WIND_KN, ROUGHER_WAVES_M = (15.0, 25.0), (1.0, 1.5)
UNKNOWN_RADIUS_NM, UNKNOWN_WITHIN_H = 6.0, 6.0  # of the first circle, if nothing is known: JP 3-50
NEAR_NM = 10.0  # ships this near are asked to help


def sea_grade(wind_kn: float, waves_m: float = 0.0) -> int:
    """0 calm, 1 moderate, 2 rough: an index into SEA_FACTORS; what is not known (NaN) counts as calm."""
    above = [
        [value > limit for limit in limits]
        for value, limits in ((wind_kn, ROUGHER_WIND_KN), (waves_m, ROUGHER_WAVES_M))
    ]
    return max(map(sum, above))


def sweep_width_nm(what: str, visibility_nm: float, large_craft: bool = False, sea: int = 0) -> float:
    """The corrected sweep width W of an object (a key of SWEEP_NM), linear between visibilities. Raises KeyError."""
    width_nm = float(np.interp(visibility_nm, VISIBILITY_NM, SWEEP_NM[what][large_craft]))
    return width_nm * SEA_FACTORS[what in SMALL_OBJECTS][sea]


def pod(sweep_nm: float, spacing_nm: float) -> float:
    """Probability of detecting an object that is in the area: 1 - exp(-1.6 (W/S)^1.4); 0.80 at S = W."""
    return float(-np.expm1(-1.6 * (sweep_nm / spacing_nm) ** 1.4))


def spacing_nm(sweep_nm: float, wanted_pod: float) -> float:
    """Track spacing S for a probability between 0 and 1: W (-5/8 ln(1 - POD))^(-5/7), the inverse of `pod`."""
    return float(sweep_nm * (-0.625 * np.log1p(-wanted_pod)) ** (-5.0 / 7.0))


def searched_nm2(spacing_nm: float, speed_kn: float, hours_h: float, craft: int = 1) -> float:
    """Area in square miles that craft search in this time: spacing * speed * time * craft."""
    return spacing_nm * speed_kn * hours_h * craft


def cumulative_pod(*pods: float) -> float:
    """Probability that at least one of several searches of the same area detects the object."""
    return float(1.0 - np.prod(1.0 - np.array(pods)))


def first_radius_nm(error_nm: float, craft_error_nm: float, drifted_nm: float) -> float:
    """Radius of the first circle round the datum: 1.1 (X + Y + 0.3 D).

    `error_nm` X is the probable error of the last position, `craft_error_nm` Y that of the searching craft,
    `drifted_nm` D the distance drifted since.
    """
    return 1.1 * (error_nm + craft_error_nm + 0.3 * drifted_nm)


def near(
    lon_deg: np.ndarray, lat_deg: np.ndarray, at: tuple[float, float], within_nm: float = NEAR_NM
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the ships (n,) within this distance of a place (longitude, latitude), nearest first, and miles to it."""
    away_nm = distance_m(lat_deg, lon_deg, np.full(len(lat_deg), at[1]), np.full(len(lon_deg), at[0])) / M_PER_NM
    rows = np.flatnonzero(away_nm <= within_nm)
    rows = rows[np.argsort(away_nm[rows], kind="stable")]
    return rows, away_nm[rows]
