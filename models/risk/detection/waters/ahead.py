"""Ahead: a compiled march along the track a vessel will take, until it runs onto land or into water too shallow.

Three tracks are known: straight on, along the present turn, and along the way others take from here (ways.py). The
coast is a raster of about 100 m from a simplified line: a track that only grazes it has not met land for sure.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from models.base.compiled import compiled
from models.base.units import EARTH_RADIUS_M, MPS_PER_KN
from models.risk.detection.waters.traffic import Traffic
from models.risk.detection.waters.visits import bits_of
from models.risk.detection.waters.waters import Waters, value_at
from models.risk.detection.waters.ways import passed, way_from

STEP_M = 60.0  # below the size of a cell
GRAZE_M = STEP_M  # so much of the track must lie on land; less may be the error of the coast line
FAR_MARGINS = 2.0  # running along land within the margin is not yet being near the land ahead
MOST_TURNED = math.radians(120.0)  # no ship keeps turning further; the track then goes straight on


class Ahead(NamedTuple):
    """Vessels to follow, (m,) each: place, course and speed, turn, the depth they need, and who they are."""

    lat_deg: np.ndarray
    lon_deg: np.ndarray
    cog_deg: np.ndarray
    sog_kn: np.ndarray
    turn_deg_s: np.ndarray
    needs_m: np.ndarray
    mmsi: np.ndarray
    off_way: np.ndarray  # so near to danger that a way beside it is not its way


class Strikes(NamedTuple):
    """Seconds until each vessel is within the margin of land that it runs onto, or too shallow, infinite if never.

    Then the metres along which a way was known, and where it will be, NaN if nowhere; (m,) each.
    """

    seconds: np.ndarray
    known_m: np.ndarray
    lat_deg: np.ndarray
    lon_deg: np.ndarray


def strikes(
    waters: Waters, traffic: Traffic, vessels: Ahead, margin_m: float, most_s: np.ndarray, by_way: bool = False
) -> Strikes:
    """When and where these vessels run aground within `most_s` (m,), turning as now or along the ways of others."""
    at = np.stack([vessels.lat_deg, vessels.lon_deg], axis=1)
    course, turn = np.radians(vessels.cog_deg.astype("f8")), np.radians(vessels.turn_deg_s.astype("f8"))
    motion = np.stack([course, vessels.sog_kn * MPS_PER_KN, turn], axis=1)
    seconds, known_m, place = _march(
        waters.land.values,
        np.array(waters.land.bbox),
        waters.depth.values,
        np.array(waters.depth.bbox),
        traffic.visits.records,
        by_way,
        at,
        motion,
        vessels.needs_m.astype("f8"),
        bits_of(vessels.mmsi),
        vessels.off_way,
        margin_m,
        most_s.astype("f8"),
    )
    return Strikes(seconds, known_m, place[:, 0], place[:, 1])


@compiled
def _march(
    land: Any,
    land_box: Any,
    depth: Any,
    depth_box: Any,
    records: Any,
    by_way: bool,
    at: Any,
    motion: Any,
    needs_m: Any,
    own: Any,
    off_way: Any,
    margin_m: float,
    most_s: Any,
) -> tuple[Any, Any, Any]:
    """When and where each vessel (m,) runs aground within `most_s` (m,).

    `land` is metres to land, `depth` metres of water, rows from the south, over boxes (west, south, east, north);
    `depth` may be empty. `at` is (m, 2) latitude and longitude, `motion` (m, 3) course in radians, m/s and turn in
    radians a second; `by_way` follows the learned ways in `records` instead of the turn. Returns the seconds until it
    is within `margin_m` of the land it runs onto, infinite if never; the metres of known way; and the place, (m, 2).
    """
    many = len(at)
    seconds, known_m, place = np.full(many, np.inf), np.zeros(many), np.full((many, 2), np.nan)
    for one in range(many):
        lat, lon = at[one]
        heading, mps, turn = motion[one]
        run_m, ashore_m, turned = 0.0, 0.0, 0.0
        near_m = -1.0
        while run_m <= mps * most_s[one]:
            if len(depth) and value_at(depth, depth_box, lat, lon, np.inf) < needs_m[one]:
                seconds[one], place[one, 0], place[one, 1] = run_m / mps, lat, lon
                break
            to_land_m = value_at(land, land_box, lat, lon, np.inf)
            if to_land_m >= margin_m:
                near_m = -1.0
            elif near_m < 0.0:
                near_m = run_m
            ashore = to_land_m <= 0 and not passed(records, lat, lon, own[one])
            ashore_m = ashore_m + STEP_M if ashore else 0.0
            if ashore_m >= GRAZE_M:
                seconds[one] = max(near_m, run_m - FAR_MARGINS * margin_m) / mps
                place[one, 0], place[one, 1] = lat, lon
                break
            step_m = STEP_M
            if by_way:
                found, mean = way_from(records, lat, lon, heading, own[one], not off_way[one])
                if found:
                    heading, ashore_m = mean, 0.0
                    known_m[one] = run_m + STEP_M
            elif turn != 0.0 and abs(turned) < MOST_TURNED:
                turned += turn * step_m / mps
                heading += turn * step_m / mps
            elif not len(depth):
                step_m = max(STEP_M, min(to_land_m - margin_m, mps * most_s[one]))
            run_m += step_m
            lat += math.degrees(step_m * math.cos(heading) / EARTH_RADIUS_M)
            lon += math.degrees(step_m * math.sin(heading) / (EARTH_RADIUS_M * math.cos(math.radians(lat))))
    return seconds, known_m, place
