"""When each vessel reports: the intervals of ITU-R M.1371-5, annex 1 table 1, each vessel with its own phase.

Which vessels are due in a given second depends on that second alone, so it makes no difference how time is divided. The
contents: messages.py. Reception: reception.py. In the first minute every vessel reports early, so that a wall fills in
half a minute.
"""

from __future__ import annotations

import numpy as np

from models.base.schema import NAN, STATION, Column, Table, empty

STATIC_S = 360.0
ANCHORED_S = 180.0
TURNING_DEG_MIN = 10.0  # 5 degrees from the mean heading of the last 30 s
ROLL_CALL_S = (0.0, 13.0, 26.0)  # after its first report, a vessel that reports rarely reports again
NAMES_S = (0.0, 20.0)  # and every vessel sends its name twice, because a name counts only then
REPORTING = (
    Column("phase", "f8", 0.0, "", "of position reports, share of the interval"),
    Column("static_phase", "f8", 0.0, "", "of static reports, share of the interval"),
    Column("first_s", "f8", 0.0, "s", "first report of those seldom heard"),
    Column("first_static_s", "f8", 0.0, "s", "first static report"),
)
AIRTIME = (
    Column("begin_s", "f8", -1e9, "s", "is on the air from then on"),
    Column("end_s", "f8", 1e9, "s", "and no more from then on"),
    Column("every_s", "f8", 0.0, "s", "between position reports; 0: as its class and speed ask for"),
    Column("first_at_s", "f8", NAN, "s", "moment of one of its reports; NaN: by chance"),
    Column("statics", "?", True, "", "gives name and size"),
)
Due = tuple[np.ndarray, np.ndarray]  # rows and moments


def phases(n: int, rng: np.random.Generator) -> Table:
    """REPORTING columns by seed; on the air from beginning to end."""
    table = empty(REPORTING + AIRTIME, n)
    table["phase"][:], table["static_phase"][:] = rng.random((2, n))
    table["first_s"][:] = rng.uniform(0.5, 18, n)
    table["first_static_s"][:] = rng.uniform(0.2, 8, n)
    return table


def intervals_s(station: np.ndarray, nav_status: np.ndarray, sog_kn: np.ndarray, rot_deg_min: np.ndarray) -> np.ndarray:
    """Seconds between position reports of each vessel now, (n,)."""
    turning = np.abs(rot_deg_min) > TURNING_DEG_MIN
    lying = np.isin(nav_status, (1, 5, 6)) & (sog_kn <= 3)
    class_a = np.select(
        [lying, sog_kn > 23, (sog_kn > 14) & turning, sog_kn > 14, turning], [ANCHORED_S, 2, 2, 6, 10 / 3], 10
    )
    carrier_sense = np.where(sog_kn > 2, 30.0, 180.0)
    self_organised = np.select([sog_kn > 23, sog_kn > 14, sog_kn > 2], [5, 15, 30], 180.0)
    kinds = [STATION[name] for name in ("class_b_cs", "class_b_so", "aton")]
    chosen: np.ndarray = np.select([station == kind for kind in kinds], [carrier_sense, self_organised, 180.0], class_a)
    return np.where(np.isin(station, (STATION["base"], STATION["aircraft"])), 10.0, chosen)


def positions_due(fleet: Table, interval_s: np.ndarray, second: int) -> Due:
    """Which rows report a position in [second, second + 1), and when."""
    rows, moments = _due(interval_s, fleet["phase"], second)
    begins_s = np.maximum(fleet["begin_s"], 0.0)
    seldom = np.flatnonzero((interval_s > 12) & (second <= begins_s + ROLL_CALL_S[-1] + 20))
    if not len(seldom):
        return rows, moments
    calls = [(seldom, (begins_s + fleet["first_s"])[seldom] + after_s) for after_s in ROLL_CALL_S]
    return _with(rows, moments, calls, second)


def statics_due(fleet: Table, second: int) -> Due:
    """Which rows report name and size in that second, and when; class B sends part B right after part A."""
    rows, moments = _due(np.full(len(fleet["mmsi"]), STATIC_S), fleet["static_phase"], second)
    begins_s = np.maximum(fleet["begin_s"], 0.0)
    calls = [(np.arange(len(fleet["mmsi"])), begins_s + fleet["first_static_s"] + after_s) for after_s in NAMES_S]
    return _with(rows, moments, calls, second)


def on_air(fleet: Table, rows: np.ndarray, moments: np.ndarray) -> np.ndarray:
    """Which rows are on the air at their moment. Mask (n,)."""
    mask: np.ndarray = (moments >= fleet["begin_s"][rows]) & (moments < fleet["end_s"][rows])
    return mask


def _due(interval_s: np.ndarray, phase: np.ndarray, second: int) -> Due:
    """Report number n is due at (n - phase) * interval: the same moments whatever second is requested."""
    number = np.floor((second + 1) / interval_s + phase)
    rows = np.flatnonzero(number > np.floor(second / interval_s + phase))
    moments = (number[rows] - phase[rows]) * interval_s[rows]
    return rows, np.clip(moments, second, second + 0.999)


def _with(rows: np.ndarray, moments: np.ndarray, calls: list[Due], second: int) -> Due:
    due = [(calling[now], when[now]) for calling, when in calls for now in [(when >= second) & (when < second + 1)]]
    return np.concatenate([rows, *(calling for calling, _ in due)]), np.concatenate(
        [moments, *(when for _, when in due)]
    )
