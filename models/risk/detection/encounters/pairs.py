"""Which two ships may come too close, and how badly: one exact search over the whole sea.

What lives here: the compiled search. What does not: which ships take part (detectors/collision.py).
Exact reductions, so that no pair is ever stored without need: a pair is found by its faster ship, which looks no
further than both could close within the horizon; and only where the straight-line CPA comes near the grown domains.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from models.base.units import EARTH_RADIUS_M
from models.risk.detection.encounters.compiled import compiled
from models.risk.detection.encounters.domain import closest_approach, intrusion, membership

M_PER_DEG = EARTH_RADIUS_M * math.pi / 180.0
BAND_DEG = 0.03  # height of a latitude band, about 3.3 km
FULL_F, NONE_F = 1.0, 2.0  # domain border, and twice as far: evidence 1 and 0
FIRST_ROOM = 4096
Array = np.ndarray


class Ships(NamedTuple):
    """Columns of the ships that take part, each (n,), `shape` (n, 4) as of domain.ellipse."""

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
    """Every pair with evidence of at least `least_score`, each once, in no promised order."""
    order, starts, first_band = _sort(ships)
    sorted_ships = Ships(*(np.ascontiguousarray(column[order]) for column in ships))
    reach_m = np.hypot(sorted_ships.shape[:, 2], sorted_ships.shape[:, 3])
    reach_m += NONE_F * sorted_ships.shape[:, :2].max(axis=1, initial=0.0)
    east_per_deg = M_PER_DEG * np.cos(np.radians(sorted_ships.lat_deg))
    room = FIRST_ROOM
    while True:
        found, pairs, values = _search(sorted_ships, limits, reach_m, east_per_deg, starts, first_band, room)
        if found <= room:
            break
        room = found
    one, other = order[pairs[:found, 0]], order[pairs[:found, 1]]
    return Encounters(one, other, *values[:found].T)


def _sort(ships: Ships) -> tuple[Array, Array, int]:
    """Order by latitude band, then longitude, so that the ships near a point are a few contiguous runs."""
    band = np.floor(ships.lat_deg / BAND_DEG).astype(np.int64)
    order = np.argsort(band * 1000.0 + ships.lon_deg, kind="stable")
    if not len(order):
        return order, np.zeros(1, dtype=np.int64), 0
    first = int(band[order[0]])
    return order, np.searchsorted(band[order], np.arange(first, int(band[order[-1]]) + 2)), first


@compiled
def _search(
    ships: Ships, limits: Limits, reach_m: Array, east_per_deg: Array, starts: Array, first_band: int, room: int
) -> Any:
    pairs = np.empty((room, 2), dtype=np.int64)
    values = np.empty((room, 6))
    widest_m = reach_m.max() if len(reach_m) else 0.0
    found = 0
    for i in range(len(reach_m)):
        if ships.speed_mps[i] < limits.min_speed_mps:
            continue
        lat, speed = ships.lat_deg[i], ships.speed_mps[i]
        dlat = (2.0 * speed * limits.none_s + widest_m) / M_PER_DEG
        dlon = dlat / max(math.cos(math.radians(min(abs(lat) + dlat, 89.0))), 0.01)
        low = max(int(math.floor((lat - dlat) / BAND_DEG)) - first_band, 0)  # noqa: RUF046 - compiled
        high = min(int(math.floor((lat + dlat) / BAND_DEG)) - first_band, len(starts) - 2)  # noqa: RUF046
        for band in range(low, high + 1):
            run = ships.lon_deg[starts[band] : starts[band + 1]]
            for turn in range(-1, 2):  # the date line
                lon = ships.lon_deg[i] + 360.0 * turn
                if lon + dlon < -180.0 or lon - dlon > 180.0:
                    continue
                begin = starts[band] + np.searchsorted(run, lon - dlon)
                end = starts[band] + np.searchsorted(run, lon + dlon, side="right")
                for j in range(begin, end):
                    if ships.speed_mps[j] > speed or (ships.speed_mps[j] == speed and j <= i):
                        continue  # the other one finds this pair
                    y = (ships.lat_deg[j] - lat) * M_PER_DEG
                    x = (ships.lon_deg[j] - lon) * (east_per_deg[i] + east_per_deg[j]) / 2.0
                    near = max(reach_m[i], reach_m[j])
                    bound = (speed + ships.speed_mps[j]) * limits.none_s + near
                    if x * x + y * y > bound * bound or not _approaches(ships, limits, near, i, j, x, y):
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
    """Closing, on a line that passes the grown domains, known well enough, and none of the guards of the rule."""
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
    if (ships.service[i] or ships.service[j]) and range2 < limits.service_m * limits.service_m:
        return False
    half_m = 0.5 * max(ships.shape[i, 0], ships.shape[j, 0])
    return ships.sigma2_m2[i] + ships.sigma2_m2[j] <= half_m * half_m


@compiled
def _weigh(ships: Ships, limits: Limits, i: int, j: int, x: float, y: float) -> tuple[float, float, float]:
    """Evidence of one pair, with intrusion and time: the larger of both ships' domains, the deeper of equals."""
    vx, vy = ships.east_mps[j] - ships.east_mps[i], ships.north_mps[j] - ships.north_mps[i]
    f, t_s = intrusion(x, y, vx, vy, ships.course_east[i], ships.course_north[i], ships.shape[i])
    g, u_s = intrusion(-x, -y, -vx, -vy, ships.course_east[j], ships.course_north[j], ships.shape[j])
    mine = membership(f, FULL_F, NONE_F) * membership(t_s, limits.full_s, limits.none_s)
    other = membership(g, FULL_F, NONE_F) * membership(u_s, limits.full_s, limits.none_s)
    hers = other > mine or (other == mine and g < f)
    return (other, g, u_s) if hers else (mine, f, t_s)
