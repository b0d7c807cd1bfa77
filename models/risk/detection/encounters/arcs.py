"""How near two ships come when each continues its present turn instead of going straight on.

Gives the least degree of intrusion along both turns, for a few given pairs. The straight-line search: pairs.py; rates
of turn: detectors/collision.py.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import offset_m
from models.risk.detection.encounters.pairs import Ships

STEP_S = 15.0
MOST_TURNED_DEG = 120.0  # no ship keeps turning further; the path then goes straight on
Array = np.ndarray


def least_degree(ships: Ships, one: Array, other: Array, turn_rad_s: Array, within_s: float) -> Array:
    """Least f of each pair (1 is the border of a domain), of either ship's domain, within `within_s`."""
    after_s = np.arange(0.0, within_s + STEP_S, STEP_S)[:, None]
    east_m, north_m = offset_m(ships.lat_deg[one], ships.lon_deg[one], ships.lat_deg[other], ships.lon_deg[other])
    apart = east_m + 1j * north_m
    mine, my_way = _way(ships, one, turn_rad_s[one], after_s)
    hers, her_way = _way(ships, other, turn_rad_s[other], after_s)
    apart = apart + hers - mine
    f = np.minimum(_degree(ships.shape[one], apart, my_way), _degree(ships.shape[other], -apart, her_way))
    return np.asarray(f.min(axis=0))


def _way(ships: Ships, at: Array, turn_rad_s: Array, after_s: Array) -> tuple[Array, Array]:
    """Metres travelled (east + j north) and direction at each step, both (steps, m)."""
    most = np.radians(MOST_TURNED_DEG)
    turned = np.clip(turn_rad_s * after_s, -most, most)
    ahead = (ships.course_east[at] + 1j * ships.course_north[at]) * np.exp(-1j * turned)  # to starboard is clockwise
    moved = ahead * ships.speed_mps[at] * STEP_S
    return np.concatenate([np.zeros((1, moved.shape[1])), np.cumsum((moved[1:] + moved[:-1]) / 2, axis=0)]), ahead


def _degree(shape: Array, apart: Array, ahead: Array) -> Array:
    along_m, across_m, centre_ahead_m, centre_starboard_m = shape.T
    place = apart * ahead.conj()  # real: ahead of the ship; imaginary: to port
    return np.hypot((place.real - centre_ahead_m) / along_m, (-place.imag - centre_starboard_m) / across_m)
