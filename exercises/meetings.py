"""Who really comes close to whom in an exercise: a warning of that is neither scripted nor false.

What lives here: the close quarters of the true sea as optional truth. What does not: scripted collisions (deeds.py).
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from exercises.simulator import Record, Simulator
from models.schema import SHIP_STATIONS, STATION
from models.units import M_PER_NM, MPS_PER_KN

CLOSE_M = 0.3 * M_PER_NM
LEAST_CLOSING_KN = 3.0
EVERY_S = 30
WARNED_S = 900.0  # a warning may come so long before
AFTER_S = 60.0


def close_quarters(simulator: Simulator, to_s: float) -> list[Record]:
    """Optional collisions: each time two ships pass close by, one of them at some speed."""
    seen: dict[tuple[int, int], list[float]] = {}
    ships = np.isin(simulator.fleet["station"], [STATION[name] for name in SHIP_STATIONS])
    for t_s in range(0, int(to_s + WARNED_S), EVERY_S):
        aired = ships & (simulator.fleet["begin_s"] <= t_s) & (simulator.fleet["end_s"] > t_s)
        for pair in _close(simulator, np.flatnonzero(aired), float(t_s)):
            seen.setdefault(pair, []).append(float(t_s))
    return [
        {
            "t_from": max(0.0, from_s - WARNED_S),
            "t_to": until_s + AFTER_S,
            "rule": "collision",
            "mmsi": one,
            "partner_mmsi": other,
            "optional": True,
        }
        for (one, other), moments in seen.items()
        for from_s, until_s in _spells(moments)
        if from_s - WARNED_S < to_s
    ]


def _close(simulator: Simulator, rows: np.ndarray, t_s: float) -> list[tuple[int, int]]:
    now = simulator.picture(t_s)
    places = simulator.plane.places(np.stack((now["lon_deg"][rows], now["lat_deg"][rows]), axis=1))
    speed = now["sog_kn"][rows] * MPS_PER_KN * np.exp(1j * np.radians(90 - now["cog_deg"][rows]))
    pairs = cKDTree(np.stack((places.real, places.imag), axis=1)).query_pairs(CLOSE_M, output_type="ndarray")
    passing = np.abs(speed[pairs[:, 0]] - speed[pairs[:, 1]]) >= LEAST_CLOSING_KN * MPS_PER_KN
    mmsi = now["mmsi"][rows[np.sort(pairs[passing], axis=1)]]
    return [(int(one), int(other)) for one, other in mmsi]


def _spells(moments: list[float]) -> list[tuple[float, float]]:
    """First and last moment of each time they were close."""
    at = np.array(moments)
    cuts = np.flatnonzero(np.diff(at) > WARNED_S) + 1
    return [(float(spell[0]), float(spell[-1])) for spell in np.split(at, cuts)]
