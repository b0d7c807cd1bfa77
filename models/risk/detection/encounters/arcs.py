"""How near two ships come when each continues its present turn instead of going straight on.

Gives the least room between their hulls along both turns, for a few given pairs. The straight-line search: pairs.py;
the hulls: hulls.py; rates of turn: partners.py.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import offset_m
from models.risk.detection.encounters.hulls import HullRectangles, room_m
from models.risk.detection.encounters.pairs import Ships

STEP_S = 5.0
MOST_TURNED_DEG = 120.0  # no ship keeps turning further; the path then goes straight on
Array = np.ndarray


def least_room_m(
    ships: Ships, hull: HullRectangles, one: Array, other: Array, turn_rad_s: Array, within_s: float
) -> Array:
    """Least room between the hulls of each pair within `within_s`, (m,), known to half of what they close in a step."""
    after_s = np.arange(0.0, within_s + STEP_S, STEP_S)[:, None]
    east_m, north_m = offset_m(ships.lat_deg[one], ships.lon_deg[one], ships.lat_deg[other], ships.lon_deg[other])
    apart = (east_m + hull.east_m[other] - hull.east_m[one]) + 1j * (north_m + hull.north_m[other] - hull.north_m[one])
    my_way, my_turn = _way(ships, one, turn_rad_s[one], after_s)
    her_way, her_turn = _way(ships, other, turn_rad_s[other], after_s)
    return np.asarray(room_m(hull, one, other, apart + her_way - my_way, (my_turn, her_turn)).min(axis=0))


def _way(ships: Ships, at: Array, turn_rad_s: Array, after_s: Array) -> tuple[Array, Array]:
    """Metres travelled (east + j north) and the turn so far as a unit vector, at each step; both (steps, m)."""
    most = np.radians(MOST_TURNED_DEG)
    turned = np.exp(-1j * np.clip(turn_rad_s * after_s, -most, most))  # to starboard is clockwise
    moved = (ships.east_mps[at] + 1j * ships.north_mps[at]) * turned * STEP_S
    return np.concatenate([np.zeros((1, moved.shape[1])), np.cumsum((moved[1:] + moved[:-1]) / 2, axis=0)]), turned
