"""Drift: a ship under way that moves across its heading, slowly and for long, is not under command.

Speeds and angles after the Danish Maritime Authority's rule: 1 to 5 kn, more than 45 degrees off both ends of the ship,
10 minutes, 500 m, length 50 m or more. A leaky timer replaces its "all reports match", so that one bad report costs
twice its time and does not reset the timer. A ship that crabs across a current makes way through the water along its
heading; a drifting ship, with the current taken off, makes less than 1.5 kn. Where no current is known
(models/site/currents.py) that check is left out.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import angle_between_deg, distance_m, or_else, ramp
from models.base.schema import KIND, LIFE, NAN, STATION, Column, Table, among
from models.base.settings import Positive, Share
from models.base.units import M_PER_NM, MPS_PER_KN
from models.risk.detection.detector import DetectorContext, Evidence, Findings, Params, detector, findings, is_ship
from models.risk.detection.wake import Wake
from models.site.currents import Currents
from models.site.site import Site
from models.tracking.motion import ANCHORED, MOORED

BLEED = 2.0  # the timer runs down this many times faster than it builds up
SENSOR_CHECK_KN = 7.0  # at this speed a sound heading sensor agrees with the course
SENSOR_BAD_DEG = 30.0
SENSOR_MEMORY_S = 300.0
AGROUND = 6  # navigational status
HELD = among((ANCHORED, MOORED, AGROUND))
TOWING = among((31, 32))  # ship types
SKIPPED = among(
    KIND[each] for each in ("law", "service", "fishing")
)  # fishing, towing and station keeping look like drift

MEMORY = (
    Column("timer_s", "f4", 0.0, "s", "leaky time the condition has held"),
    Column("since_s", "f8", NAN, "s", "when the timer last left zero"),
    Column("from_lat_deg", "f8", NAN, "deg", "where it then was"),
    Column("from_lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("off_heading_deg", "f4", 0.0, "deg", "running mean of course minus heading at speed: shows a bad sensor"),
)


class DriftParams(Params):
    weight: Share = 0.60
    release_s: Positive = 300.0
    raise_at: Evidence = 1.0
    min_speed_kn: Positive = 1.0
    max_speed_kn: Positive = 5.0
    min_angle_deg: Positive = 45.0
    min_length_m: Positive = 50.0
    on_s: Positive = 300.0
    full_s: Positive = 600.0
    min_moved_m: Positive = 500.0
    max_headway_kn: Positive = 1.5  # through the water, ahead or astern


WORDS = {
    "zh": {
        "title": "漂航",
        "reason": "漂航 {sog_kn:.1f} 节，航向偏离艏向 {angle_deg:.0f}°，{for_min:.0f} 分钟漂移 {moved_nm:.1f} 海里",
    },
    "en": {
        "title": "Drifting",
        "reason": "drifting {sog_kn:.1f} kn, {angle_deg:.0f}° off heading, {moved_nm:.1f} NM in {for_min:.0f} min",
    },
}


def _currents(site: Site) -> Currents:
    return site.currents


@detector(
    "drift",
    group="behaviour",
    params=DriftParams,
    words=WORDS,
    memory=MEMORY,
    make_own_state=_currents,
    every=2,
    wake=Wake(timers=("timer_s",)),
)
def detect(context: DetectorContext, memory: Table, params: DriftParams) -> Findings:
    """Ships that drift, (m,) findings."""
    tracks, dt_s = context.tracks, context.dt_s
    _watch_sensor(context, memory)
    drifting = _drifting(context, memory, params)
    timer_s = memory["timer_s"]
    running = np.flatnonzero(timer_s)
    if not (len(running) or len(drifting)):
        return findings(running, running)
    running = running[tracks["life"][running] == LIFE["confirmed"]]
    kept_s = timer_s[drifting] + dt_s
    timer_s[running] = np.maximum(timer_s[running] - BLEED * dt_s, 0.0)
    timer_s[drifting] = np.minimum(kept_s, 2 * params.full_s)
    _mark_start(context, memory, np.union1d(running, drifting))
    rows = np.flatnonzero(memory["timer_s"] > params.on_s)
    rows = rows[_meant(context, rows) & (tracks["length_m"][rows] >= params.min_length_m)]
    start = (memory["from_lat_deg"][rows], memory["from_lon_deg"][rows])
    moved_m = distance_m(*start, tracks["now_lat_deg"][rows], tracks["now_lon_deg"][rows])
    score = ramp(memory["timer_s"][rows], params.on_s, params.full_s) * (moved_m > params.min_moved_m)
    return findings(
        rows,
        score,
        sog_kn=or_else(tracks["sog_kn"][rows], 0.0),
        angle_deg=or_else(_off_heading_deg(context, rows), 0.0),
        for_min=(context.tick.t_s - memory["since_s"][rows]) / 60,
        moved_nm=moved_m / M_PER_NM,
    )


def _drifting(context: DetectorContext, memory: Table, params: DriftParams) -> np.ndarray:
    """Rows whose last report fits a drift. The cheap tests come first: few vessels are this slow."""
    tracks, sog_kn = context.tracks, context.tracks["sog_kn"]
    slow = (sog_kn >= params.min_speed_kn) & (sog_kn <= params.max_speed_kn)
    large = ~(tracks["length_m"] < params.min_length_m)  # or not received yet: that is asked when the drift is reported
    rows = np.flatnonzero(slow & large & (tracks["life"] == LIFE["confirmed"]))
    if not len(rows):
        return rows
    angle_deg = _off_heading_deg(context, rows)
    drifts = (angle_deg > params.min_angle_deg) & (angle_deg < 180.0 - params.min_angle_deg)
    drifts &= (tracks["station"][rows] == STATION["class_a"]) & is_ship(tracks, rows)
    drifts &= ~HELD[tracks["nav_status"][rows]] & _meant(context, rows)
    rows = rows[drifts & (memory["off_heading_deg"][rows] < SENSOR_BAD_DEG)]
    crabs = np.abs(_headway_kn(context, rows)) >= params.max_headway_kn  # False where the current is unknown
    return rows[~crabs]


def _meant(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    """Whose work does not look like drift; mask (m,)."""
    tracks = context.tracks
    return np.asarray(~SKIPPED[tracks["kind"][rows]] & ~TOWING[tracks["ship_type"][rows]])


def _off_heading_deg(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    return angle_between_deg(context.tracks["cog_deg"][rows], context.tracks["heading_deg"][rows])


def _headway_kn(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    """Knots through the water along the heading, (m,); NaN where the current is unknown."""
    tracks, heading = context.tracks, np.radians(context.tracks["heading_deg"][rows])
    set_east, set_north = context.own_state.at(tracks["lon_deg"][rows], tracks["lat_deg"][rows], context.tick.t_s)
    east, north = tracks["east_mps"][rows] - set_east, tracks["north_mps"][rows] - set_north
    headway: np.ndarray = (east * np.sin(heading) + north * np.cos(heading)) / MPS_PER_KN
    return headway


def _watch_sensor(context: DetectorContext, memory: Table) -> None:
    """Learn which heading sensors are bad: at speed a sound one agrees with the course."""
    rows = context.reported[context.tracks["sog_kn"][context.reported] > SENSOR_CHECK_KN]
    if not len(rows):
        return
    angle_deg = _off_heading_deg(context, rows).astype("f4")
    rows, angle_deg = rows[np.isfinite(angle_deg)], angle_deg[np.isfinite(angle_deg)]
    share = np.float32(min(1.0, 10.0 / SENSOR_MEMORY_S))
    memory["off_heading_deg"][rows] += share * (angle_deg - memory["off_heading_deg"][rows])


def _mark_start(context: DetectorContext, memory: Table, rows: np.ndarray) -> None:
    """Note when and where the drift of these rows begins; forget it where it has ended."""
    running = memory["timer_s"][rows] > 0
    starts = rows[running & np.isnan(memory["since_s"][rows])]
    memory["since_s"][starts] = context.tick.t_s
    memory["from_lat_deg"][starts] = context.tracks["now_lat_deg"][starts]
    memory["from_lon_deg"][starts] = context.tracks["now_lon_deg"][starts]
    memory["since_s"][rows[~running]] = np.nan
