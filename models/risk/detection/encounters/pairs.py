"""Pairs of vessels that approach each other and may come too close, and how badly, over the whole picture.

A pair is found by its faster vessel, which searches no further than both could close within the horizon, and only where
the straight-line CPA comes near the enlarged domains. Which vessels take part: detectors/collision.py.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from models.base.compiled import compiled, inlined
from models.risk.detection.encounters.bands import M_PER_DEG, Bands, around, in_bands, run
from models.risk.detection.encounters.domain import Shape, closest_approach, intrusion, membership

BAND_DEG = 0.06  # height of a latitude band, about 6.7 km
FULL_F, NONE_F = 1.0, 2.0  # domain border, and twice as far: evidence 1 and 0
FIRST_ROOM = 4096
NUMBERS = ("east_mps", "north_mps", "speed_mps", "course_east", "course_north", "sigma2_m2", "reach_m")
SHAPE = ("a_m", "b_m", "ahead_m", "starboard_m")
FLAGS = ("fishing", "small", "service", "attending", "harbour")
SHIP = np.dtype([(name, "f8") for name in NUMBERS + SHAPE] + [(name, "?") for name in FLAGS], align=True)
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
    in_order = _records(ships, order, np.empty(len(order), dtype=SHIP))
    room = FIRST_ROOM
    while True:
        found, pairs, values = _search(in_order, limits, bands, room)
        if found <= room:
            break
        room = found
    return Encounters(*order[pairs[:found].T], *values[:found].T)


@compiled
def _records(ships: Ships, order: Array, records: Any) -> Any:
    """Fill the records (n,) with the ships in this order.

    Each ship is then in one place, and passed on as a whole: a function that is given many arrays counts references.
    """
    for i in range(len(order)):
        k, record, shape = order[i], records[i], ships.shape
        record.east_mps, record.north_mps, record.speed_mps = ships.east_mps[k], ships.north_mps[k], ships.speed_mps[k]
        record.course_east, record.course_north = ships.course_east[k], ships.course_north[k]
        record.a_m, record.b_m, record.ahead_m, record.starboard_m = shape[k, 0], shape[k, 1], shape[k, 2], shape[k, 3]
        record.fishing, record.small, record.service = ships.fishing[k], ships.small[k], ships.service[k]
        record.attending, record.harbour, record.sigma2_m2 = ships.attending[k], ships.harbour[k], ships.sigma2_m2[k]
        record.reach_m = math.hypot(shape[k, 2], shape[k, 3]) + NONE_F * max(shape[k, 0], shape[k, 1])
    return records


@compiled
def _search(ships: Any, limits: Limits, bands: Bands, room: int) -> Any:
    """The number of pairs, their indices (room, 2) and values (room, 6); `ships` are records in the order of `bands`.

    The slower ships in reach of each are listed first, without a branch: no processor could predict which they are.
    """
    pairs, values, found = np.empty((room, 2), dtype=np.int64), np.empty((room, 6)), 0
    lat_deg, lon_deg, east_per_deg = bands.lat_deg, bands.lon_deg, bands.east_per_deg
    speed_mps, reach_m = ships["speed_mps"].copy(), ships["reach_m"].copy()
    near, x_m, y_m = (
        np.empty(3 * len(ships) + 1, dtype=np.int64),
        np.empty(3 * len(ships) + 1),
        np.empty(3 * len(ships) + 1),
    )
    widest_m = reach_m.max() if len(reach_m) else 0.0
    for i in range(len(ships)):
        speed, reach, lat, many = speed_mps[i], reach_m[i], lat_deg[i], 0
        if speed < limits.min_speed_mps:
            continue
        place = around(bands, lat, lon_deg[i], 2.0 * speed * limits.none_s + widest_m)
        for k in range(place.runs):
            begin, end, lon = run(bands, place, k)
            for j in range(begin, end):
                x = (lon_deg[j] - lon) * (east_per_deg[j] + east_per_deg[i]) / 2.0
                y = (lat_deg[j] - lat) * M_PER_DEG
                bound_m = (speed + speed_mps[j]) * limits.none_s + max(reach, reach_m[j])
                near[many], x_m[many], y_m[many] = j, x, y
                slower = (speed_mps[j] < speed) | ((speed_mps[j] == speed) & (j > i))
                many += int(slower & (x * x + y * y <= bound_m * bound_m))
        for at in range(many):
            x, y, mine, other = x_m[at], y_m[at], ships[i], ships[near[at]]
            if not _approaches(mine, other, limits, x, y):
                continue
            score, f, t_s = _weigh(mine, other, limits, x, y)
            if score < limits.least_score:
                continue
            if found < room:
                pairs[found, 0], pairs[found, 1] = i, near[at]
                values[found, 0], values[found, 1], values[found, 2] = score, f, t_s
                vx, vy = other.east_mps - mine.east_mps, other.north_mps - mine.north_mps
                values[found, 3], values[found, 4] = closest_approach(x, y, vx, vy)
                values[found, 5] = math.hypot(x, y)
            found += 1
    return found, pairs, values


@compiled
def _approaches(mine: Any, other: Any, limits: Limits, x: float, y: float) -> bool:
    """Whether a pair is closing on a line that crosses the enlarged domains and no guard of the rule excludes it."""
    vx, vy = other.east_mps - mine.east_mps, other.north_mps - mine.north_mps
    closing, range2 = x * vx + y * vy, x * x + y * y
    if closing > 0.0 or closing * closing < limits.min_closing_mps * limits.min_closing_mps * range2:
        return False
    cross, near_m = x * vy - y * vx, max(mine.reach_m, other.reach_m)
    if range2 > near_m * near_m and cross * cross > near_m * near_m * (vx * vx + vy * vy):
        return False
    if (mine.fishing and other.fishing) or (mine.small and other.small):
        return False
    if (mine.service and other.service) or (mine.harbour and other.harbour):
        return False
    near = range2 < limits.service_m * limits.service_m
    if mine.attending or other.attending or (near and (mine.service or other.service)):
        return False
    half_m = 0.5 * max(mine.a_m, other.a_m)
    return mine.sigma2_m2 + other.sigma2_m2 <= half_m * half_m


@compiled
def _weigh(mine: Any, other: Any, limits: Limits, x: float, y: float) -> tuple[float, float, float]:
    """Evidence, intrusion and time of one pair, for the ship with more evidence; of equals, the deeper intrusion."""
    vx, vy = other.east_mps - mine.east_mps, other.north_mps - mine.north_mps
    f, t_s = intrusion(x, y, vx, vy, mine.course_east, mine.course_north, _shape(mine))
    g, u_s = intrusion(-x, -y, -vx, -vy, other.course_east, other.course_north, _shape(other))
    of_mine = membership(f, FULL_F, NONE_F) * membership(t_s, limits.full_s, limits.none_s)
    of_other = membership(g, FULL_F, NONE_F) * membership(u_s, limits.full_s, limits.none_s)
    theirs = of_other > of_mine or (of_other == of_mine and g < f)
    return (of_other, g, u_s) if theirs else (of_mine, f, t_s)


@inlined
def _shape(ship: Any) -> Shape:
    return ship.a_m, ship.b_m, ship.ahead_m, ship.starboard_m
