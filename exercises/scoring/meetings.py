"""Vessels that really come close to each other in an exercise, or nearly did: warnings of them are not false alarms.

Close quarters, and collision courses that both vessels kept for two minutes before one turned away, become optional
truth. Scripted collisions: exercises/mixed/scenario_events.py.
"""

from __future__ import annotations

from collections import deque

import numpy as np
from scipy.spatial import cKDTree

from exercises.simulator.simulator import Record, Simulator
from models.base.schema import SHIP_STATIONS, STATION
from models.base.units import M_PER_NM, MPS_PER_KN

CLOSE_M = 0.3 * M_PER_NM
LEAST_CLOSING_KN = 3.0
EVERY_S = 30
WARNED_S = 900.0  # how early a warning may come
AFTER_S = 60.0
KEPT_S, KEPT_DEG = 120, 5.0  # a course within this angle for this time is kept
AHEAD_S, AHEAD_M = 480.0, 4 * M_PER_NM  # a collision course leads to close quarters within this time and distance
Moments = dict[tuple[int, int], list[float]]


def close_quarters(simulator: Simulator, to_s: float) -> list[Record]:
    """Optional collisions: each time two vessels pass close by, one of them at some speed, or nearly did."""
    close: Moments = {}
    about_to: Moments = {}
    courses: deque[np.ndarray] = deque(maxlen=KEPT_S // EVERY_S + 1)
    ships = np.isin(simulator.fleet["station"], [STATION[name] for name in SHIP_STATIONS])
    for t_s in range(0, int(to_s + WARNED_S), EVERY_S):
        aired = ships & (simulator.fleet["begin_s"] <= t_s) & (simulator.fleet["end_s"] > t_s)
        now = simulator.picture(t_s)
        places = simulator.plane.places(np.stack((now["lon_deg"], now["lat_deg"]), axis=1))
        course = np.exp(1j * np.radians(90 - now["cog_deg"]))
        courses.append(np.where(aired, course, np.nan))
        way = now["sog_kn"] * MPS_PER_KN * course
        kept = (courses[0].conj() * course).real > np.cos(np.radians(KEPT_DEG))  # false where it was not on the air
        for moments, pairs in (
            (close, _close(places, way, np.flatnonzero(aired))),
            (about_to, _about_to(places, way, np.flatnonzero(aired & kept))),
        ):
            for pair in now["mmsi"][np.sort(pairs, axis=1)].tolist():
                moments.setdefault((pair[0], pair[1]), []).append(float(t_s))
    return _windows(close, WARNED_S, to_s) + _windows(about_to, KEPT_S, to_s)


def _windows(moments: Moments, before_s: float, to_s: float) -> list[Record]:
    return [
        {
            "t_from": max(0.0, from_s - before_s),
            "t_to": until_s + AFTER_S,
            "rule": "collision",
            "mmsi": one,
            "partner_mmsi": other,
            "optional": True,
        }
        for (one, other), at_s in moments.items()
        for from_s, until_s in _spells(at_s)
        if from_s - before_s < to_s
    ]


def _close(places: np.ndarray, way: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Pairs of rows, (m, 2), that are close to each other and do not go the same way."""
    pairs = _within(places, rows, CLOSE_M)
    passing = np.abs(way[pairs[:, 0]] - way[pairs[:, 1]]) >= LEAST_CLOSING_KN * MPS_PER_KN
    return np.asarray(pairs[passing])


def _about_to(places: np.ndarray, way: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Pairs of rows, (m, 2), that would soon be close together if both kept their course."""
    pairs = _within(places, rows[np.abs(way[rows]) > LEAST_CLOSING_KN * MPS_PER_KN], AHEAD_M)
    apart = places[pairs[:, 1]] - places[pairs[:, 0]]
    closing = way[pairs[:, 1]] - way[pairs[:, 0]]
    speed2 = np.maximum(np.abs(closing) ** 2, (LEAST_CLOSING_KN * MPS_PER_KN) ** 2)
    in_s = -(apart * closing.conj()).real / speed2
    meets = (in_s > 0) & (in_s <= AHEAD_S) & (np.abs(apart + closing * in_s) <= CLOSE_M)
    return np.asarray(pairs[meets])


def _within(places: np.ndarray, rows: np.ndarray, reach_m: float) -> np.ndarray:
    if not len(rows):
        return np.empty((0, 2), dtype=np.int64)
    at = np.stack((places[rows].real, places[rows].imag), axis=1)
    return np.asarray(rows[cKDTree(at).query_pairs(reach_m, output_type="ndarray")])


def _spells(moments: list[float]) -> list[tuple[float, float]]:
    """First and last moment of each time they were close."""
    at = np.array(moments)
    cuts = np.flatnonzero(np.diff(at) > WARNED_S) + 1
    return [(float(spell[0]), float(spell[-1])) for spell in np.split(at, cuts)]
