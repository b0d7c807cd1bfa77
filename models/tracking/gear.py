"""Net beacons (网位仪) told apart from boats: they drift with the net, report seldom and have no size.

What lives here: the kind of a track from its form, its words and its behaviour. What does not: the tables (kinds.py).
About a metre high, with borrowed or invented MMSI, off Zhejiang in thousands: as ships they would be near misses,
crowds and gaps without end. Whatever makes way twice running, or says how long it is, is no beacon.
"""

from __future__ import annotations

import numpy as np

from models.base.kinds import FORM, beacon_names, form_of, kind_of
from models.base.schema import KIND, STATION, Table, among

GEAR_MAX_KN = 3.0  # a net drifts with the tide
GEAR_MAX_M = 3.0  # as long as a beacon may say it is; most say nothing
WATCHED_S = 600.0  # so long a ship's MMSI must behave like a beacon
LEAST_INTERVAL_S = 60.0  # beacons report every 1-30 min, most every 2 min
IS_CLASS_B = among((STATION["class_b_so"], STATION["class_b_cs"]))
OF_SHIPS = among((FORM["ship"], FORM["tender"]))


def kinds(tracks: Table, rows: np.ndarray) -> np.ndarray:
    """The kind of each of the rows, codes of KIND, (m,) u1."""
    kind = kind_of(tracks["station"][rows], tracks["ship_type"][rows], tracks["mmsi"][rows])
    at = np.flatnonzero(may_be_gear(tracks, rows))
    if len(at):
        kind[at[_is_gear(tracks, rows[at])]] = KIND["gear"]
    return kind


def may_be_gear(tracks: Table, rows: np.ndarray) -> np.ndarray:
    """Class B without a size that was never seen to go faster than a net drifts, whatever it says it is; (m,) bool."""
    slow = IS_CLASS_B[tracks["station"][rows]] & ~(tracks["top_kn"][rows] > GEAR_MAX_KN)
    return np.asarray(slow & ~(tracks["length_m"][rows] > GEAR_MAX_M))


def _is_gear(tracks: Table, rows: np.ndarray) -> np.ndarray:
    """Of slow class B transponders without a size: those with an MMSI no ship has, or a beacon's habits and name."""
    invented = ~OF_SHIPS[form_of(tracks["mmsi"][rows])] & ~(tracks["sog_kn"][rows] > GEAR_MAX_KN)
    heard_s = tracks["position_t_s"][rows] - tracks["first_t_s"][rows]
    seldom = heard_s >= LEAST_INTERVAL_S * np.maximum(tracks["hits"][rows].astype("f8") - 1, 1)
    habits = (heard_s >= WATCHED_S) & seldom & (tracks["top_kn"][rows] <= GEAR_MAX_KN)
    habits[habits] = beacon_names(tracks["name"][rows[habits]])
    return np.asarray(invented | habits)
