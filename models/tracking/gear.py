"""Distinguish net beacons (网位仪) from boats: they drift with the net, report rarely and give no size.

They are about a metre high, use borrowed or invented MMSI, and number thousands off Zhejiang; as ships they would cause
endless near misses, crowds and gaps. A vessel that makes way in two consecutive reports, or gives a length, is not a
beacon. Kinds by ship type and MMSI: models/base/kinds.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from models.base.compiled import inlined
from models.base.kinds import FORM, beacon_names, form_of, kind_of
from models.base.schema import KIND, SHIP_STATIONS, STATION, Table, among

GEAR_MAX_KN = 3.0  # a net drifts with the tide
GEAR_MAX_M = 3.0  # longest length that a beacon may report; most report none
WATCHED_S = 600.0  # time for which a ship's MMSI must behave like a beacon
LEAST_INTERVAL_S = 60.0  # beacons report every 1-30 min, most of them every 2 min
IS_CLASS_B = among((STATION["class_b_so"], STATION["class_b_cs"]))
OF_SHIPS = among((FORM["ship"], FORM["tender"]))
IS_SHIP_STATION = among(STATION[each] for each in SHIP_STATIONS)
IS_FIXED = among((STATION["base"], STATION["aton"]))


def kinds(tracks: Table, rows: np.ndarray) -> np.ndarray:
    """Return the kind of each of the rows, codes of KIND, (m,) u1."""
    kind = kind_of(tracks["station"][rows], tracks["ship_type"][rows], tracks["mmsi"][rows])
    at = np.flatnonzero(may_be_gear(tracks, rows))
    if len(at):
        kind[at[_is_gear(tracks, rows[at])]] = KIND["gear"]
    return kind


def foreign(tracks: Table, rows: np.ndarray, station: np.ndarray) -> np.ndarray:
    """Return which reports are of a kind of station that their sender is not; mask (m,).

    The kind follows who sends: a number of a ship that has reported as a ship stays one when it answers a UTC inquiry
    (message 11) or sends a message 4 or 21 in between; these say nothing about its speed and course.
    """
    at = np.flatnonzero(IS_FIXED[station] & IS_SHIP_STATION[tracks["station"][rows]])
    wrong = np.zeros(len(rows), dtype=bool)
    if len(at):
        wrong[at] = OF_SHIPS[form_of(tracks["mmsi"][rows[at]])]
    return wrong


def may_be_gear(tracks: Table, rows: np.ndarray) -> np.ndarray:
    """Return which are class B without a size and never faster than a drifting net, whatever their type; (m,) bool."""
    slow = IS_CLASS_B[tracks["station"][rows]] & ~(tracks["top_kn"][rows] > GEAR_MAX_KN)
    return np.asarray(slow & ~(tracks["length_m"][rows] > GEAR_MAX_M))


@inlined
def resembles_gear(tracks: Any, row: int) -> bool:
    """`may_be_gear` of one row; `tracks` is that of positions.py."""
    slow = IS_CLASS_B[tracks.station[row]] and not tracks.top_kn[row] > GEAR_MAX_KN
    return slow and not tracks.length_m[row] > GEAR_MAX_M


def _is_gear(tracks: Table, rows: np.ndarray) -> np.ndarray:
    """Return which slow class B transponders without a size have an MMSI no ship has, or a beacon's habits and name."""
    invented = ~OF_SHIPS[form_of(tracks["mmsi"][rows])] & ~(tracks["sog_kn"][rows] > GEAR_MAX_KN)
    known_s = tracks["position_t_s"][rows] - tracks["first_t_s"][rows]
    rarely = known_s >= LEAST_INTERVAL_S * np.maximum(tracks["hits"][rows].astype("f8") - 1, 1)
    habits = (known_s >= WATCHED_S) & rarely & (tracks["top_kn"][rows] <= GEAR_MAX_KN)
    habits[habits] = beacon_names(tracks["name"][rows[habits]])
    return np.asarray(invented | habits)
