"""The gate: a report that would need an impossible speed is doubted until others agree with it.

If reports agree on another position, either the vessel jumped or a second vessel uses its MMSI. table.py writes the
accepted reports.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from models.base.compiled import inlined
from models.base.geo import angle_between_deg, haversine_m, offset_m, or_else
from models.base.schema import STATION, Table, take
from models.base.settings import TrackingSettings
from models.base.units import MPS_PER_KN
from models.tracking import motion
from models.tracking.motion import ESTIMATED

AIRCRAFT = STATION["aircraft"]
AIRCRAFT_MAX_SPEED_KN = 1022.0  # largest speed a SAR aircraft can report, ITU-R M.1371 type 9
HOME_INTERVALS = 2.0  # reporting intervals of silence at the old position after which the vessel has left it
LEAST_JUMP_S = 10.0  # shorter times are noise: the speed of a jump is computed over at least 10 s
ESTABLISHED_HITS = 5  # reports that a track needs before a jump counts; a younger one may have begun with an error
# Reports that arrive late or out of order (satellites send them in bursts) show the vessel where it was or will be: on
# its own line, with its own speed and course.
LINE_S, LINE_ASIDE, LINE_ASIDE_M, LINE_KN, LINE_DEG = 3600.0, 0.25, 500.0, 3.0, 30.0
MOST = 250  # counters of one byte stop here


@inlined
def is_near(tracks: Any, row: int, reports: Any, at: int, t_s: float, limits: Any) -> bool:
    """Whether the vessel can have moved to the reported place; a first position is accepted anywhere.

    `tracks`, `reports` and `limits` are those of positions.py.
    """
    if np.isnan(tracks.lat_deg[row]):
        return True
    away_m = motion.haversine_m(tracks.lat_deg[row], tracks.lon_deg[row], reports.lat_deg[at], reports.lon_deg[at])
    limit_kn = AIRCRAFT_MAX_SPEED_KN if reports.station[at] == AIRCRAFT else limits.max_speed_kn
    return away_m <= limit_kn * MPS_PER_KN * max(t_s - tracks.position_t_s[row], 0.0) + limits.doubt_slack_m


def doubt(
    tracks: Table, rows: np.ndarray, far: Table, t_s: np.ndarray, settings: TrackingSettings
) -> tuple[np.ndarray, np.ndarray]:
    """Judge far reports (one per row, rows differ) and remember the doubted ones in `tracks`.

    Returns masks (m,): those that show a jump, and those of another vessel with the same MMSI. A far report is doubted
    until `jump_reports` of them agree. If the old position was reported since the first of them, there are two
    vessels; if it was silent, the vessel jumped.
    """
    tracks["doubts"][rows] = np.minimum(tracks["doubts"][rows], MOST) + 1
    agrees = _agree(tracks, rows, far, t_s, settings)
    enough = agrees & (tracks["jump_hits"][rows] >= settings.jump_reports)
    home = tracks["jump_home"][rows] > 0
    conflict = enough & home & ~ESTIMATED[far["second"]]
    if conflict.any():
        out_of_order = conflict.copy()
        out_of_order[conflict] = _own_line(tracks, rows[conflict], take(far, conflict))
        forget_doubt(tracks, rows[out_of_order])
        conflict &= ~out_of_order
    jumped = enough & ~home & _left_home(tracks, rows, t_s)
    _remember_jumps(tracks, rows[jumped], take(far, jumped))
    return jumped, conflict


def reachable(
    tracks: Table, prefix: str, rows: np.ndarray, reports: Table, t_s: np.ndarray, settings: TrackingSettings
) -> np.ndarray:
    """Return which vessels can have moved from the stored position (`prefix` "" or "jump_") to the reported one."""
    time = tracks["jump_t_s" if prefix else "position_t_s"][rows]
    lat, lon = tracks[prefix + "lat_deg"][rows], tracks[prefix + "lon_deg"][rows]
    away_m = haversine_m(lat, lon, reports["lat_deg"], reports["lon_deg"])
    near: np.ndarray = away_m <= reach_m(reports["station"], t_s - time, settings)
    return near


def reach_m(station: np.ndarray, took_s: np.ndarray, settings: TrackingSettings) -> np.ndarray:
    """Return how far a vessel can have moved in `took_s` seconds, in metres."""
    limit_kn = np.where(station == AIRCRAFT, AIRCRAFT_MAX_SPEED_KN, settings.max_speed_kn)
    reach: np.ndarray = limit_kn * MPS_PER_KN * np.maximum(took_s, 0.0) + settings.doubt_slack_m
    return reach


def forget_doubt(tracks: Table, rows: np.ndarray) -> None:
    """Forget the doubted reports of these rows."""
    tracks["jump_hits"][rows] = tracks["jump_home"][rows] = tracks["doubts"][rows] = 0


def _agree(tracks: Table, rows: np.ndarray, far: Table, t_s: np.ndarray, settings: TrackingSettings) -> np.ndarray:
    """Return which agree with the doubted reports before; others replace those, unless the old place still reports."""
    waiting, home = tracks["jump_hits"][rows] > 0, tracks["jump_home"][rows] > 0
    waiting &= ~(home & (t_s - tracks["jump_from_s"][rows] > settings.split_within_s))
    agrees = waiting & reachable(tracks, "jump_", rows, far, t_s, settings)
    new = ~agrees & ~(waiting & home & ~_left_home(tracks, rows, t_s))
    tracks["jump_hits"][rows[agrees]] = np.minimum(tracks["jump_hits"][rows[agrees]], MOST) + 1
    tracks["jump_hits"][rows[new]], tracks["jump_home"][rows[new]] = 1, 0
    tracks["jump_from_s"][rows[new]] = t_s[new]
    kept = agrees | new
    for name, values in {"jump_lat_deg": far["lat_deg"], "jump_lon_deg": far["lon_deg"], "jump_t_s": t_s}.items():
        tracks[name][rows[kept]] = values[kept]
    return agrees


def _left_home(tracks: Table, rows: np.ndarray, t_s: np.ndarray) -> np.ndarray:
    """Return whether the old position has been silent for so long that the vessel has left it."""
    interval_s = or_else(tracks["interval_s"][rows], LEAST_JUMP_S)
    left: np.ndarray = t_s - tracks["position_t_s"][rows] >= HOME_INTERVALS * interval_s
    return left


def _own_line(tracks: Table, rows: np.ndarray, far: Table) -> np.ndarray:
    """Return which reports are the vessel's own, out of order: on its line, with its speed and course."""
    east_m, north_m = offset_m(far["lat_deg"], far["lon_deg"], tracks["lat_deg"][rows], tracks["lon_deg"][rows])
    east, north = tracks["east_mps"][rows].astype("f8"), tracks["north_mps"][rows].astype("f8")
    speed = np.maximum(np.hypot(east, north), 1e-9)
    along_m, aside_m = (east_m * east + north_m * north) / speed, np.abs(east_m * north - north_m * east) / speed
    along_m = np.abs(along_m)
    line = (along_m > 0) & (along_m <= speed * LINE_S) & (aside_m <= LINE_ASIDE * along_m + LINE_ASIDE_M)
    line &= np.abs(far["sog_kn"] - tracks["sog_kn"][rows]) <= LINE_KN
    return line & (angle_between_deg(far["cog_deg"], tracks["cog_deg"][rows]) <= LINE_DEG)


def _remember_jumps(tracks: Table, rows: np.ndarray, far: Table) -> None:
    """Store the data of jumps before the tracks move, except for positions entered by hand or dead reckoned."""
    known = (tracks["hits"][rows] >= ESTABLISHED_HITS) & ~ESTIMATED[far["second"]] & ~tracks["estimated"][rows]
    at = rows[known]
    lat, lon, from_s = tracks["lat_deg"][at], tracks["lon_deg"][at], tracks["jump_from_s"][at]
    jumped_m = haversine_m(lat, lon, far["lat_deg"][known], far["lon_deg"][known])
    took_s = np.maximum(from_s - tracks["position_t_s"][at], LEAST_JUMP_S)
    tracks["jumped_t_s"][at], tracks["jumped_lat_deg"][at], tracks["jumped_lon_deg"][at] = from_s, lat, lon
    tracks["jumped_m"][at], tracks["jumped_kn"][at] = jumped_m, jumped_m / took_s / MPS_PER_KN
    forget_doubt(tracks, rows)
