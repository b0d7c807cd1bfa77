"""Pairs of vessels that approach each other and may come too close, and how badly, over the whole picture.

A pair is found by its faster vessel, which searches no further than both could close within the horizon, and only where
the straight-line CPA comes near the enlarged domains. Which vessels take part: detectors/collision.py.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from models.base.compiled import compiled
from models.risk.detection.encounters.bands import Bands, around, in_bands, offset_m, run
from models.risk.detection.encounters.domain import closest_approach, intrusion, membership

BAND_DEG = 0.03  # height of a latitude band, about 3.3 km
FULL_F, NONE_F = 1.0, 2.0  # domain border, and twice as far: evidence 1 and 0
FIRST_ROOM = 4096
Array = np.ndarray


class Ships(NamedTuple):
    """Columns of the ships that take part, each (n,); `shape` (n, 4) is as returned by domain.ellipse."""

    lat_deg: Array
    lon_deg: Array
    east_mps: Array
    north_mps: Array
    speed_mps: Array
    course_east: Array
    course_north: Array
    shape: Array
    fishing: Array
    small: Array
    service: Array
    attending: Array
    harbour: Array
    sigma2_m2: Array


class Limits(NamedTuple):
    """Times in seconds, speeds in m/s, distance in metres."""

    full_s: float
    none_s: float
    min_speed_mps: float
    min_closing_mps: float
    service_m: float
    least_score: float


class Encounters(NamedTuple):
    """Encounters found, shape (m,): indices into Ships, evidence, degree of intrusion, times, distances."""

    one: Array
    other: Array
    score: Array
    f: Array
    t_f_s: Array
    tcpa_s: Array
    dcpa_m: Array
    range_m: Array


def encounters(ships: Ships, limits: Limits) -> Encounters:
    """Every pair with evidence of at least `least_score`, each once, in no particular order."""
    bands, order = in_bands(ships.lat_deg, ships.lon_deg, BAND_DEG)
    in_order = Ships(*(np.ascontiguousarray(column[order]) for column in ships))
    reach_m = np.hypot(in_order.shape[:, 2], in_order.shape[:, 3])
    reach_m += NONE_F * in_order.shape[:, :2].max(axis=1, initial=0.0)
    room = FIRST_ROOM
    while True:
        found, pairs, values = _search(in_order, limits, bands, reach_m, room)
        if found <= room:
            break
        room = found
    one, other = order[pairs[:found, 0]], order[pairs[:found, 1]]
    return Encounters(one, other, *values[:found].T)


@compiled
def _search(ships: Ships, limits: Limits, bands: Bands, reach_m: Array, room: int) -> Any:
    pairs = np.empty((room, 2), dtype=np.int64)
    values = np.empty((room, 6))
    widest_m = reach_m.max() if len(reach_m) else 0.0
    found = 0
    for i in range(len(reach_m)):
        lat, speed = ships.lat_deg[i], ships.speed_mps[i]
        if speed < limits.min_speed_mps:
            continue
        near = around(bands, lat, ships.lon_deg[i], 2.0 * speed * limits.none_s + widest_m)
        for k in range(near.runs):
            begin, end, lon = run(bands, near, k)
            for j in range(begin, end):
                if ships.speed_mps[j] > speed or (ships.speed_mps[j] == speed and j <= i):
                    continue  # the other one finds this pair
                x, y = offset_m(bands, j, lat, lon, bands.east_per_deg[i])
                near_m = max(reach_m[i], reach_m[j])
                bound_m = (speed + ships.speed_mps[j]) * limits.none_s + near_m
                if x * x + y * y > bound_m * bound_m or not _approaches(ships, limits, near_m, i, j, x, y):
                    continue
                score, f, t_s = _weigh(ships, limits, i, j, x, y)
                if score < limits.least_score:
                    continue
                if found < room:
                    pairs[found, 0], pairs[found, 1] = i, j
                    values[found, 0], values[found, 1], values[found, 2] = score, f, t_s
                    vx, vy = ships.east_mps[j] - ships.east_mps[i], ships.north_mps[j] - ships.north_mps[i]
                    values[found, 3], values[found, 4] = closest_approach(x, y, vx, vy)
                    values[found, 5] = math.hypot(x, y)
                found += 1
    return found, pairs, values


@compiled
def _approaches(ships: Ships, limits: Limits, near_m: float, i: int, j: int, x: float, y: float) -> bool:
    """Whether a pair is closing on a line that crosses the enlarged domains and no guard of the rule excludes it."""
    vx, vy = ships.east_mps[j] - ships.east_mps[i], ships.north_mps[j] - ships.north_mps[i]
    closing, range2 = x * vx + y * vy, x * x + y * y
    if closing > 0.0 or closing * closing < limits.min_closing_mps * limits.min_closing_mps * range2:
        return False
    cross = x * vy - y * vx
    if range2 > near_m * near_m and cross * cross > near_m * near_m * (vx * vx + vy * vy):
        return False
    if (ships.fishing[i] and ships.fishing[j]) or (ships.small[i] and ships.small[j]):
        return False
    if (ships.service[i] and ships.service[j]) or (ships.harbour[i] and ships.harbour[j]):
        return False
    near = range2 < limits.service_m * limits.service_m
    if ships.attending[i] or ships.attending[j] or (near and (ships.service[i] or ships.service[j])):
        return False
    half_m = 0.5 * max(ships.shape[i, 0], ships.shape[j, 0])
    return ships.sigma2_m2[i] + ships.sigma2_m2[j] <= half_m * half_m


@compiled
def _weigh(ships: Ships, limits: Limits, i: int, j: int, x: float, y: float) -> tuple[float, float, float]:
    """Evidence, intrusion and time of one pair, for the ship with more evidence; of equals, the deeper intrusion."""
    vx, vy = ships.east_mps[j] - ships.east_mps[i], ships.north_mps[j] - ships.north_mps[i]
    f, t_s = intrusion(x, y, vx, vy, ships.course_east[i], ships.course_north[i], ships.shape[i])
    g, u_s = intrusion(-x, -y, -vx, -vy, ships.course_east[j], ships.course_north[j], ships.shape[j])
    mine = membership(f, FULL_F, NONE_F) * membership(t_s, limits.full_s, limits.none_s)
    other = membership(g, FULL_F, NONE_F) * membership(u_s, limits.full_s, limits.none_s)
    theirs = other > mine or (other == mine and g < f)
    return (other, g, u_s) if theirs else (mine, f, t_s)
