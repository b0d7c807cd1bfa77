"""Position reports of one round (each of another vessel) and the columns of their tracks, in two compiled passes.

`judge` says what becomes of each report, `write` writes the accepted ones. The rules: lateness.py, gate.py, motion.py,
life.py and gear.py. What is rare, doubted positions and net beacons, remains there in functions on columns.
"""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import NamedTuple

import numpy as np

from models.base.compiled import compiled, inlined
from models.base.schema import KIND, STATION, Table, among
from models.base.settings import TrackingSettings
from models.tracking.gate import MOST, is_near
from models.tracking.gear import resembles_gear
from models.tracking.lateness import is_late
from models.tracking.life import COASTING, CONFIRMED, LOST, count_report
from models.tracking.motion import ESTIMATED, expected_s, is_incredible

Array = np.ndarray
NO_TRACK, OLD, NO_PLACE, LATE, LIVE_IS_BETTER, FOREIGN, FAR, NEAR = range(8)  # what a report can be
LIVE_FOR_S = 600.0  # after a live report, stored reports of the same vessel are not taken
MOST_HITS = 65_000
SHIPS = among(STATION[each] for each in ("class_a", "class_b_so", "class_b_cs"))
GEAR, LONG_RANGE, UNKNOWN = KIND["gear"], STATION["long_range"], STATION["unknown"]


class Tracks(NamedTuple):
    """Columns of TRACK that position reports are judged by, or written to, each (n,)."""

    life: Array
    life_t_s: Array
    burst_t_s: Array
    burst_hits: Array
    hits: Array
    interval_s: Array
    kind: Array
    ship_type: Array
    length_m: Array
    station: Array
    position_t_s: Array
    feed: Array
    seq: Array
    lat_deg: Array
    lon_deg: Array
    sog_kn: Array
    cog_deg: Array
    heading_deg: Array
    rot_deg_min: Array
    nav_status: Array
    accurate: Array
    second: Array
    estimated: Array
    top_kn: Array
    east_mps: Array
    north_mps: Array
    jump_hits: Array
    jump_home: Array
    doubts: Array


class Reports(NamedTuple):
    """Columns of POSITION, each (m,)."""

    station: Array
    lat_deg: Array
    lon_deg: Array
    sog_kn: Array
    cog_deg: Array
    heading_deg: Array
    rot_deg_min: Array
    nav_status: Array
    second: Array
    accurate: Array


class ReportLimits(NamedTuple):
    """The settings of the same names."""

    max_speed_kn: float
    max_carrier_speed_kn: float
    doubt_slack_m: float
    confirm_reports: int
    confirm_within_s: float


class Written(NamedTuple):
    """Of each report, arrays (m,): seconds since the one before, and how many were prescribed, NaN if neither says
    anything about the feed; and whether the kind of its vessel must be found again.
    """

    took_s: Array
    prescribed_s: Array
    renew: Array


_tracks, _reports, _limits = (
    itemgetter(*Tracks._fields),
    itemgetter(*Reports._fields),
    attrgetter(*ReportLimits._fields),
)


def judge(
    columns: Table, rows: Array, reports: Table, t_s: Array, foreign: Array, stored: Array, settings: TrackingSettings
) -> Array:
    """What each report is, NO_TRACK to NEAR, (m,) u1; late ones and those in place are noted in their tracks.

    `rows` (m,) differ, -1 for none; `t_s` (m,) are receive times; `foreign` (m,) are of another kind of station than
    their sender; `stored` (256,) says of the feed of a track whether it delivers stored reports; empty if this one
    does not.
    """
    tracks, limits = Tracks(*_tracks(columns)), ReportLimits(*_limits(settings))
    return np.asarray(_judge(tracks, rows, Reports(*_reports(reports)), t_s, foreign, stored, limits))


def write(
    columns: Table, rows: Array, reports: Table, t_s: Array, seq: Array, feed: int, settings: TrackingSettings
) -> Written:
    """Write accepted reports to their tracks, except for velocity and kind."""
    tracks, limits = Tracks(*_tracks(columns)), ReportLimits(*_limits(settings))
    written = Written(np.empty(len(rows)), np.empty(len(rows), dtype="f4"), np.empty(len(rows), dtype=bool))
    _write(tracks, rows, Reports(*_reports(reports)), t_s, seq, feed, limits, written)
    return written


@compiled
def _judge(
    tracks: Tracks, rows: Array, reports: Reports, t_s: Array, foreign: Array, stored: Array, limits: ReportLimits
) -> Array:
    verdict = np.empty(len(rows), dtype=np.uint8)
    for at in range(len(rows)):
        row = rows[at]
        if row < 0:
            verdict[at] = NO_TRACK
        elif t_s[at] < tracks.position_t_s[row]:
            verdict[at] = OLD
        elif not (np.isfinite(reports.lat_deg[at]) and np.isfinite(reports.lon_deg[at])):
            verdict[at] = NO_PLACE
        elif is_late(tracks, row, reports, at, t_s[at]):
            verdict[at] = LATE
        elif len(stored) and not stored[tracks.feed[row]] and t_s[at] - tracks.position_t_s[row] <= LIVE_FOR_S:
            verdict[at] = LIVE_IS_BETTER
        elif foreign[at]:
            verdict[at] = FOREIGN
        else:
            verdict[at] = NEAR if is_near(tracks, row, reports, at, t_s[at], limits) else FAR
        if verdict[at] == LATE or verdict[at] == LIVE_IS_BETTER:
            _note_late(tracks, row, reports.sog_kn[at], t_s[at], limits)
        elif verdict[at] == NEAR:
            _note_in_place(tracks, row)
    return verdict


@inlined
def _note_late(tracks: Tracks, row: int, sog_kn: float, t_s: float, limits: ReportLimits) -> None:
    """A late report shows that the vessel exists and how fast it has been."""
    tracks.top_kn[row] = _top_kn(tracks.top_kn[row], tracks.sog_kn[row], sog_kn)
    count_report(tracks, row, t_s, limits)


@inlined
def _note_in_place(tracks: Tracks, row: int) -> None:
    """Note that a vessel with doubted reports reported from its expected position."""
    if tracks.doubts[row] > 0:
        tracks.doubts[row] -= 1
        if tracks.jump_hits[row] > 0:
            tracks.jump_home[row] = min(tracks.jump_home[row], MOST) + 1


@compiled
def _write(
    tracks: Tracks,
    rows: Array,
    reports: Reports,
    t_s: Array,
    seq: Array,
    feed: int,
    limits: ReportLimits,
    written: Written,
) -> None:
    for at in range(len(rows)):
        row, station, before_kn = rows[at], tracks.station[rows[at]], tracks.sog_kn[rows[at]]
        took_s = t_s[at] - tracks.position_t_s[row]
        prescribed_s = expected_s(station, before_kn, tracks.nav_status[row], tracks.rot_deg_min[row])
        counts = tracks.feed[row] == feed and took_s > 0.0 and SHIPS[station]
        written.took_s[at], written.prescribed_s[at] = took_s, prescribed_s if counts else np.nan
        sog_kn = reports.sog_kn[at]
        if is_incredible(tracks, row, reports, at, t_s[at], limits):
            sog_kn = np.float32(np.nan)
        first = np.isnan(tracks.lat_deg[row])
        tracks.lat_deg[row], tracks.lon_deg[row] = reports.lat_deg[at], reports.lon_deg[at]
        tracks.sog_kn[row], tracks.cog_deg[row] = sog_kn, reports.cog_deg[at]
        tracks.heading_deg[row], tracks.rot_deg_min[row] = reports.heading_deg[at], reports.rot_deg_min[at]
        tracks.nav_status[row], tracks.accurate[row] = reports.nav_status[at], reports.accurate[at]
        tracks.second[row], tracks.estimated[row] = reports.second[at], ESTIMATED[reports.second[at]]
        tracks.top_kn[row] = _top_kn(tracks.top_kn[row], before_kn, sog_kn)
        tracks.position_t_s[row], tracks.feed[row], tracks.seq[row] = t_s[at], feed, seq[at]
        tracks.hits[row] = min(tracks.hits[row], MOST_HITS) + 1
        if reports.station[at] != LONG_RANGE or station == UNKNOWN:
            tracks.station[row] = reports.station[at]
        changed = first or tracks.station[row] != station or tracks.kind[row] == GEAR
        written.renew[at] = changed or resembles_gear(tracks, row)
        if tracks.life[row] == COASTING or tracks.life[row] == LOST:
            tracks.life[row], tracks.life_t_s[row] = CONFIRMED, t_s[at]


@inlined
def _top_kn(top_kn: float, before_kn: float, sog_kn: float) -> float:
    """The highest speed that two consecutive reports have reached; NaN says nothing."""
    reached_kn = min(before_kn, sog_kn)
    if np.isnan(before_kn) or np.isnan(sog_kn) or reached_kn <= top_kn:
        return top_kn
    return reached_kn
