"""Late reports: what was sent before the last accepted report must never move a vessel back, nor change its course.

A network delivers seconds or minutes later what the own station missed. Reports carry the UTC second of their fix
(ITU-R M.1371), which orders reports of the last half minute. Older ones, and those without a second, are recognised by
their place: a vessel that holds its course cannot be astern of where it was.
"""

from __future__ import annotations

import math
from typing import Any

from models.base.compiled import inlined
from models.base.schema import KIND
from models.base.units import MPS_PER_KN
from models.tracking.motion import angle_between_deg, offset_m

DISTRESS = KIND["distress"]
MINUTE_S = 60.0
UNTIMED = 60  # the UTC seconds 60 to 63 are no times
EARLIER_S = 0.5  # a fix is earlier by whole seconds
AGREES_S = 5.0  # by which seconds and receive times of punctual reports may differ
HOLDS_KN, HOLDS_DEG = 3.0, 30.0  # slower vessels are moved back by less than the error of a position
AHEAD_M = 30.0  # two positions may err by this much
BEHIND_M, ASIDE = 50.0, 0.5
WHOLE_MINUTE = 0.6  # share of the run of a minute by which a report that seems punctual is behind: minutes late
HELD_S = 300.0  # after this silence a vessel may have turned round
MOST_LATE_S = 1200.0  # delay of a report that is recognised by its place


@inlined
def is_late(tracks: Any, row: int, reports: Any, at: int, t_s: float) -> bool:
    """Whether report `at` of `reports`, received at `t_s`, was sent before the last accepted one of its track.

    `tracks` and `reports` are those of positions.py.
    """
    elapsed_s = t_s - tracks.position_t_s[row]
    if not elapsed_s <= HELD_S or tracks.kind[row] == DISTRESS:
        return False
    second, before = float(reports.second[at]), float(tracks.second[row])
    timed = second < UNTIMED and before < UNTIMED
    lag_s = (elapsed_s - (second - before) + MINUTE_S / 2) % MINUTE_S - MINUTE_S / 2
    earlier = timed and elapsed_s - lag_s < -EARLIER_S
    punctual = timed and abs(lag_s) <= AGREES_S and not earlier
    due_s = elapsed_s - lag_s if punctual else MINUTE_S  # since the last fix, if it is punctual
    return _is_behind(tracks, row, reports, at, earlier, due_s)


@inlined
def _is_behind(tracks: Any, row: int, reports: Any, at: int, earlier: bool, due_s: float) -> bool:
    east, north = float(tracks.east_mps[row]), float(tracks.north_mps[row])
    mps = math.hypot(east, north)
    if not (mps >= HOLDS_KN * MPS_PER_KN and reports.sog_kn[at] >= HOLDS_KN):
        return earlier
    x_m, y_m = offset_m(tracks.lat_deg[row], tracks.lon_deg[row], reports.lat_deg[at], reports.lon_deg[at])
    ahead_m, aside_m = (x_m * east + y_m * north) / mps, abs(x_m * north - y_m * east) / mps
    if earlier and not ahead_m > AHEAD_M:  # a second that is no time does not hold a vessel back
        return True
    least_m = max(BEHIND_M, (WHOLE_MINUTE * MINUTE_S - due_s) * mps)
    if not least_m <= -ahead_m <= MOST_LATE_S * mps or not aside_m <= AHEAD_M - ASIDE * ahead_m:
        return False
    return bool(angle_between_deg(reports.cog_deg[at], tracks.cog_deg[row]) <= HOLDS_DEG)
