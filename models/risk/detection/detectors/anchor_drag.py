"""Dragging anchor: a ship at anchor moves astern out of its swinging circle.

The circle is centred where the anchor should lie: ahead of the ship by a generous length of chain, averaged over the
first half hour at anchor. A chain assumed too long moves the centre away from the ship, so swinging with wind or tide
never takes it farther out than it was; a chain assumed too short would. An alert needs two signs: a reported speed
astern and a position outside the circle, or a position far outside in two reports on the way there. A ship that lies
still far outside has dragged and holds again: a new circle is learned. Left out: ships still paying out chain (not yet
settled), ships under way with a forgotten anchor status, and ships whose position jumps.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import angle_between_deg, distance_m, move_deg, or_else, ramp
from models.base.schema import NAN, STATION, Column, Table
from models.base.settings import Positive, Share
from models.base.units import MPS_PER_KN
from models.risk.detection.detector import (
    IS_SCORED,
    Ceiling,
    DetectorContext,
    Evidence,
    Findings,
    Params,
    detector,
    findings,
)
from models.risk.detection.wake import Wake
from models.risk.detection.waters.zone_rules import numbers
from models.tracking.motion import ANCHORED

BLEED = 2.0  # the timer runs down this many times faster than it builds up
CHAIN_LENGTHS, LEAST_CHAIN_M = 3.0, 250.0  # anchor to antenna: at most three ship's lengths, or 250 m
UNKNOWN_LENGTH_M = 100.0
FAR = 1.3 * 2.0  # chain lengths: beyond this the anchor drags whatever speed and heading say
SURELY_ASTERN = 2  # agreeing reports before the timer runs; a report with both signs counts as two
HELD_S = 400.0  # a report is valid this long: two intervals of a ship at anchor (ITU-R M.1371)
LEAST_MADE_KN = 0.2  # made good between two reports: below this the ship lies still, within position error
LEAPS_M = 200.0  # speed made good over a shorter distance means nothing
SAFE_SHARE = 0.7  # of the weight, while nothing lies in its way
DANGERS = ("cable", "bridge", "bridge_side", "intake", "safety")
STEPS, AHEAD_S = 16, 1800.0  # half an hour of drift

MEMORY = (
    Column("timer_s", "f4", 0.0, "s", "leaky time it has dragged"),
    Column("since_s", "f8", NAN, "s", "first report at anchor"),
    Column("heard_s", "f8", NAN, "s", "last report taken in"),
    Column("reports", "u2", 0, "", "reports at anchor, lying quietly"),
    Column("lat_deg", "f8", NAN, "deg", "where its anchor should be"),
    Column("lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("radius_m", "f4", 0.0, "m", "farthest it has been from there in the first half hour"),
    Column("hits", "u1", 0, "", "reports in a row that show it dragging"),
    Column("last_lat_deg", "f8", NAN, "deg", "place of the last report taken in"),
    Column("last_lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("from_lat_deg", "f8", NAN, "deg", "last place where it lay quietly"),
    Column("from_lon_deg", "f8", NAN, "deg", "same, longitude"),
)


class AnchorDragParams(Params):
    weight: Share = 0.85  # 0.60 while nothing lies in its way
    release_s: Positive = 300.0
    raise_at: Evidence = 0.35
    ceiling: Ceiling = "red"
    min_speed_kn: Positive = 0.7
    max_speed_kn: Positive = 4.0  # faster: under way with a forgotten status
    astern_deg: Positive = 165.0  # course off the heading
    fit_s: Positive = 1800.0
    settled_reports: int = 3
    settled_s: Positive = 300.0
    outside_m: Positive = 25.0  # beyond the circle: more than the position error
    on_s: Positive = 10.0
    full_s: Positive = 60.0
    shore_m: Positive = 200.0


WORDS = {
    "zh": {"title": "走锚", "reason": "锚泊中以 {sog_kn:.1f} 节移动，已离原位 {moved_m:.0f} 米{danger_zh}"},
    "en": {
        "title": "Dragging anchor",
        "reason": "moving at {sog_kn:.1f} kn while at anchor, {moved_m:.0f} m from its position{danger_en}",
    },
}
DANGER_ZH, DANGER_EN = ("", "，半小时内将漂至危险处"), ("", ", drifting towards danger within 30 min")


@detector(
    "anchor_drag",
    group="behaviour",
    params=AnchorDragParams,
    words=WORDS,
    memory=MEMORY,
    every=5,
    wake=Wake(timers=("hits", "timer_s")),
)
def detect(context: DetectorContext, memory: Table, params: AnchorDragParams) -> Findings:
    """Ships whose anchor does not hold."""
    _take_reports(context, memory, params)
    tracks = context.tracks
    rows = np.flatnonzero((memory["hits"] > 0) | (memory["timer_s"] > 0))
    drags = (memory["hits"][rows] >= SURELY_ASTERN) & (context.tick.t_s - memory["heard_s"][rows] <= HELD_S)
    gain = np.where(drags, context.dt_s, -BLEED * context.dt_s)
    memory["timer_s"][rows] = np.clip(memory["timer_s"][rows] + gain, 0.0, 2 * params.full_s)
    rows = rows[(memory["timer_s"][rows] > params.on_s) & IS_SCORED[tracks["life"][rows]]]
    if not len(rows):
        return findings(rows, rows)
    danger = _in_danger(context, memory, rows, params)
    start = memory["from_lat_deg"][rows], memory["from_lon_deg"][rows]
    moved_m = distance_m(*start, tracks["lat_deg"][rows], tracks["lon_deg"][rows])
    share = np.where(danger, 1.0, SAFE_SHARE)
    return findings(
        rows,
        ramp(memory["timer_s"][rows], params.on_s, params.full_s) * share,
        sog_kn=or_else(tracks["sog_kn"][rows], 0.0),
        moved_m=or_else(moved_m, 0.0),
        danger_zh=[DANGER_ZH[each] for each in danger.tolist()],
        danger_en=[DANGER_EN[each] for each in danger.tolist()],
    )


def _take_reports(context: DetectorContext, memory: Table, params: AnchorDragParams) -> None:
    """Take in new reports of ships at anchor; drop ships that are no longer at anchor."""
    tracks, rows = context.tracks, context.reported
    rows = rows[(tracks["station"][rows] == STATION["class_a"])]
    made_m, made_kn = _made_good(context, memory, rows)
    leaps = (made_kn > params.max_speed_kn) & (made_m > LEAPS_M)
    lies = (tracks["nav_status"][rows] == ANCHORED) & ~(tracks["sog_kn"][rows] > params.max_speed_kn) & ~leaps
    _forget(memory, rows[~lies & np.isfinite(memory["since_s"][rows])])
    rows, made_kn = rows[lies], made_kn[lies]
    if not len(rows):
        return
    now_s = tracks["position_t_s"][rows]
    memory["since_s"][rows] = np.fmin(memory["since_s"][rows], now_s)
    memory["heard_s"][rows] = now_s
    away_m = or_else(distance_m(*_centre_deg(memory, rows), *_place_deg(context, rows)), 0.0)
    astern = _goes_astern(context, memory, rows, away_m, params)
    settled = memory["reports"][rows] >= params.settled_reports
    settled &= now_s - memory["since_s"][rows] >= params.settled_s
    far = away_m > FAR * _chain_m(context, rows)
    hit = settled & (astern | (far & ~(made_kn < LEAST_MADE_KN)))
    step = np.where(astern, SURELY_ASTERN, 1)
    holds_again = settled & far & ~hit & (memory["hits"][rows] == 0)  # the second such report
    memory["hits"][rows] = np.where(hit, np.minimum(memory["hits"][rows] + step, 100), 0)
    for name, place_deg in zip(("last_lat_deg", "last_lon_deg"), _place_deg(context, rows), strict=True):
        memory[name][rows] = place_deg
    _restart_circle(memory, rows[holds_again])
    quiet = ~hit & ~(tracks["sog_kn"][rows] >= params.min_speed_kn)
    _fit(context, memory, rows[quiet], params)


def _forget(memory: Table, rows: np.ndarray) -> None:
    for column in MEMORY:
        memory[column.name][rows] = column.unknown


def _restart_circle(memory: Table, rows: np.ndarray) -> None:
    """The anchor holds at another place: learn the circle there from now on."""
    for name in ("lat_deg", "lon_deg", "reports", "radius_m"):
        memory[name][rows] = next(column.unknown for column in MEMORY if column.name == name)
    memory["since_s"][rows] = memory["heard_s"][rows]


def _made_good(context: DetectorContext, memory: Table, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Metres and knots made good since the previous report, (m,) each; NaN for the first."""
    made_m = distance_m(memory["last_lat_deg"][rows], memory["last_lon_deg"][rows], *_place_deg(context, rows))
    took_s = np.maximum(context.tracks["position_t_s"][rows] - memory["heard_s"][rows], 1.0)
    return made_m, made_m / took_s / MPS_PER_KN


def _place_deg(context: DetectorContext, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return context.tracks["lat_deg"][rows], context.tracks["lon_deg"][rows]


def _centre_deg(memory: Table, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return memory["lat_deg"][rows], memory["lon_deg"][rows]


def _chain_m(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    length_m = context.tracks["length_m"][rows]
    length_m = np.where(length_m > 0, length_m, UNKNOWN_LENGTH_M)
    chain_m: np.ndarray = np.maximum(CHAIN_LENGTHS * length_m, LEAST_CHAIN_M).astype("f8")
    return chain_m


def _anchor_deg(context: DetectorContext, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each anchor lies by this report alone: ahead, or at the ship where the heading is unknown."""
    heading = context.tracks["heading_deg"][rows].astype("f8")
    ahead_m = np.where(np.isnan(heading), 0.0, _chain_m(context, rows))
    heading = np.radians(or_else(heading, 0.0))
    return move_deg(*_place_deg(context, rows), ahead_m * np.sin(heading), ahead_m * np.cos(heading))


def _goes_astern(
    context: DetectorContext, memory: Table, rows: np.ndarray, away_m: np.ndarray, params: AnchorDragParams
) -> np.ndarray:
    """Moving astern as reported, and outside the circle; False where the heading is unknown."""
    tracks = context.tracks
    off_deg = angle_between_deg(tracks["cog_deg"][rows], tracks["heading_deg"][rows])
    astern = (tracks["sog_kn"][rows] >= params.min_speed_kn) & (off_deg > params.astern_deg)
    circle_m = np.maximum(memory["radius_m"][rows], _chain_m(context, rows))
    return np.asarray(astern & (away_m > circle_m + params.outside_m))


def _fit(context: DetectorContext, memory: Table, rows: np.ndarray, params: AnchorDragParams) -> None:
    """Learn from ships that lie quietly where the anchor is and how far they swing, in the first half hour."""
    if not len(rows):
        return
    learns = memory["heard_s"][rows] - memory["since_s"][rows] <= params.fit_s
    count = memory["reports"][rows] + 1
    for name, value in zip(("lat_deg", "lon_deg"), _anchor_deg(context, rows), strict=True):
        held = memory[name][rows]
        mean = np.where(np.isnan(held), value, held + (value - held) / count)
        memory[name][rows] = np.where(learns | np.isnan(held), mean, held)
    away_m = distance_m(*_centre_deg(memory, rows), *_place_deg(context, rows))
    memory["radius_m"][rows] = np.where(learns, np.maximum(memory["radius_m"][rows], away_m), memory["radius_m"][rows])
    memory["reports"][rows] = np.minimum(count, 60_000)
    memory["from_lat_deg"][rows], memory["from_lon_deg"][rows] = _place_deg(context, rows)


def _in_danger(context: DetectorContext, memory: Table, rows: np.ndarray, params: AnchorDragParams) -> np.ndarray:
    """Mask (m,) of ships with land, a cable, a bridge or a terminal within AHEAD_S at their speed and course."""
    if not len(rows):
        return np.zeros(0, dtype=bool)
    tracks, after_s = context.tracks, np.linspace(0.0, AHEAD_S, STEPS)[:, None]
    speed = or_else(tracks["sog_kn"][rows], 0.0) * MPS_PER_KN
    course = np.radians(or_else(tracks["cog_deg"][rows], 0.0))
    step = after_s * speed * np.isfinite(tracks["cog_deg"][rows])
    lat, lon = move_deg(*_place_deg(context, rows), step * np.sin(course), step * np.cos(course))
    danger = (context.waters.to_land_m(lon, lat) < params.shore_m).any(axis=0)
    for number in numbers(context.zones, DANGERS).tolist():
        danger |= context.zones[number].contains(lon, lat).any(axis=0)
    return np.asarray(danger)
