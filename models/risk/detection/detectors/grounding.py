"""Grounding: does a ship's course lead onto land, or into water too shallow for it, and how soon?

The track is predicted in 21 steps of 30 s, once straight on and once along the present turn; only when both end aground
is there a danger. Land and depths: waters/waters.py. Without charted depths only land counts, and shoals that never dry
are not seen. The tide is not known: depths are taken as charted, which is the safe side.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import move_deg, or_else, ramp
from models.base.schema import KIND, NAN, STATION, Column, Table, among
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
from models.tracking.motion import HELD

STEPS, STEP_S = 21, 30.0
SPARED_ZONES = ("fairway", "port", "harbour")  # dredged, marked or steered for: straight-line prediction fails there
MEANT = among(
    KIND[each] for each in ("merchant", "passenger", "other", "unknown")
)  # other kinds work close to the shore
TURN_MEMORY_S = 30.0  # time constant of the mean rate of turn
MOST_TURN_DEG_S = 3.0  # faster is a sensor fault
MOST_TURNED_DEG = 120.0  # no ship keeps turning further; the track then goes straight on
SLOWING_MEMORY_S = 60.0
UNDER_KEEL_M, UNDER_KEEL_SHARE = 0.5, 0.1  # required clearance: the larger of 0.5 m and a tenth of the draught
USUAL_DRAUGHT = 0.045  # of the length, where no draught is reported
AHEAD_S, AHEAD_SHARE = 60.0, 0.7  # land is ahead when a minute's run brings it nearer by most of that run
BLEED = 2.0  # the timer runs down this many times faster than it builds up
UNSURE_SHARE = 0.9  # of `raise_at`, while land has been ahead only briefly
HOVE_TO_KN = 0.5  # below this the course means nothing

MEMORY = (
    Column("heard_s", "f8", NAN, "s", "last report taken in"),
    Column("course_deg", "f4", NAN, "deg", "course then"),
    Column("speed_kn", "f4", NAN, "kn", "speed then"),
    Column("turn_deg_s", "f4", 0.0, "deg/s", "running mean of the change of course, to starboard positive"),
    Column("slowing_mps2", "f4", 0.0, "m/s2", "running mean of the loss of speed"),
    Column("ahead_s", "f4", 0.0, "s", "leaky time that land has been ahead"),
)


class GroundingParams(Params):
    weight: Share = 0.90
    release_s: Positive = 30.0
    raise_at: Evidence = 0.5
    ceiling: Ceiling = "red"
    min_speed_kn: Positive = 3.0
    berthing_kn: Positive = 5.0  # slower than this in narrow water: going to a berth
    min_length_m: Positive = 50.0  # smaller vessels land anywhere
    unnamed_kn: Positive = 9.0  # length not yet reported: this fast it is no small vessel at work
    unnamed_for_s: Positive = 300.0  # and not judged for this long after its first report
    ferry_m: Positive = 100.0  # shorter passenger vessels are ferries, which steer for piers
    margin_m: Positive = 150.0  # off the coast line; coast and raster are accurate to about 100 m
    full_s: Positive = 120.0
    none_s: Positive = 600.0
    kept_s: Positive = 30.0  # land must have been ahead this long, or be nearer than `near_s`: a turn sweeps over it
    near_s: Positive = 180.0
    narrow_none_s: Positive = 240.0  # in narrow water the next bend is less than ten minutes away


WORDS = {
    "zh": {"title": "搁浅危险", "reason": "{sog_kn:.1f} 节航向 {cog_deg:03.0f}°，约 {in_min:.0f} 分钟后触岸或搁浅"},
    "en": {
        "title": "Grounding risk",
        "reason": "at {sog_kn:.1f} kn on course {cog_deg:03.0f}° it runs aground in about {in_min:.0f} min",
    },
}


@detector(
    "grounding",
    group="navigation",
    params=GroundingParams,
    words=WORDS,
    memory=MEMORY,
    every=2,
    essential=True,
    wake=Wake(timers=("ahead_s",), after_s=10.0),
)
def detect(context: DetectorContext, memory: Table, params: GroundingParams) -> Findings:
    """Ships on a course that leads aground."""
    _follow(context, memory)
    rows = _under_way(context, params)
    if len(rows):
        rows = rows[_near_land(context, rows, params)]
    rows, none_s, aground_s = _ahead(context, memory, rows, params)
    score = ramp((none_s - aground_s) / (none_s - params.full_s), 0.0, 1.0)
    sure = _kept(context, memory, rows, params) | (aground_s < params.near_s)
    return findings(
        rows,
        np.where(sure, score, np.minimum(score, UNSURE_SHARE * params.raise_at)),
        sog_kn=context.tracks["sog_kn"][rows],
        cog_deg=or_else(context.tracks["cog_deg"][rows], 0.0),
        in_min=aground_s / 60,
    )


def _ahead(
    context: DetectorContext, memory: Table, rows: np.ndarray, params: GroundingParams
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Those with land ahead: rows, horizon in seconds, seconds until they run aground, (m,) each."""
    if not len(rows):
        return rows, np.empty(0), np.empty(0)
    none_s = np.where(_confined(context, rows), params.narrow_none_s, params.none_s)
    straight_s = _aground_s(context, rows, np.zeros(len(rows)), params)
    hits = straight_s < none_s
    rows, none_s, straight_s = rows[hits], none_s[hits], straight_s[hits]
    turning_s = _aground_s(context, rows, memory["turn_deg_s"][rows].astype("f8"), params)
    aground_s = np.maximum(straight_s, turning_s)
    aground_s[_stops_before(context, memory, rows, aground_s)] = np.inf
    hits = aground_s < none_s
    return rows[hits], none_s[hits], aground_s[hits]


def _kept(context: DetectorContext, memory: Table, rows: np.ndarray, params: GroundingParams) -> np.ndarray:
    """Which of these ships have had land ahead for long enough; the timers of all others run down."""
    ahead_s = memory["ahead_s"]
    kept_s = np.minimum(ahead_s[rows] + context.dt_s, params.kept_s)
    losing = np.flatnonzero(ahead_s > 0)
    ahead_s[losing] = np.maximum(ahead_s[losing] - BLEED * context.dt_s, 0.0)
    ahead_s[rows] = kept_s
    return np.asarray(kept_s >= params.kept_s)


def _follow(context: DetectorContext, memory: Table) -> None:
    """Update rate of turn and deceleration of ships that have just reported."""
    tracks, rows = context.tracks, context.reported
    rows = rows[(tracks["station"][rows] == STATION["class_a"]) & (tracks["sog_kn"][rows] > HOVE_TO_KN)]
    if not len(rows):
        return
    now_s, course, speed = tracks["position_t_s"][rows], tracks["cog_deg"][rows], tracks["sog_kn"][rows]
    since_s = np.maximum(now_s - memory["heard_s"][rows], 1.0)
    turned_deg = (course - memory["course_deg"][rows] + 180.0) % 360.0 - 180.0
    turn_deg_s = np.clip(or_else(turned_deg / since_s, 0.0), -MOST_TURN_DEG_S, MOST_TURN_DEG_S)
    slowing = or_else((memory["speed_kn"][rows] - speed) * MPS_PER_KN / since_s, 0.0)
    memory["turn_deg_s"][rows] = _blend(memory["turn_deg_s"][rows], turn_deg_s, since_s, TURN_MEMORY_S)
    memory["slowing_mps2"][rows] = _blend(memory["slowing_mps2"][rows], slowing, since_s, SLOWING_MEMORY_S)
    memory["heard_s"][rows], memory["course_deg"][rows], memory["speed_kn"][rows] = now_s, course, speed


def _blend(held: np.ndarray, new: np.ndarray, since_s: np.ndarray, memory_s: float) -> np.ndarray:
    """Exponential mean with time constant `memory_s`; unknown values leave it unchanged."""
    share = or_else(1.0 - np.exp(-since_s / memory_s), 0.0)
    blended: np.ndarray = held + share * (new - held)
    return blended


def _under_way(context: DetectorContext, params: GroundingParams) -> np.ndarray:
    """Ships to examine; the cheap tests come first."""
    tracks = context.tracks
    unnamed = ~(tracks["length_m"] > 0) & (tracks["sog_kn"] >= params.unnamed_kn)
    unnamed &= context.tick.t_s - tracks["first_t_s"] >= params.unnamed_for_s
    large = (tracks["length_m"] >= params.min_length_m) | unnamed
    rows = np.flatnonzero((tracks["sog_kn"] >= params.min_speed_kn) & large)
    asked = IS_SCORED[tracks["life"][rows]] & (tracks["station"][rows] == STATION["class_a"])
    asked &= MEANT[tracks["kind"][rows]] & np.isfinite(tracks["cog_deg"][rows]) & ~HELD[tracks["nav_status"][rows]]
    asked &= tracks["age_s"][rows] <= tracks.settings.reckon_for_s
    rows = rows[asked]
    ferry = (tracks["kind"][rows] == KIND["passenger"]) & (tracks["length_m"][rows] < params.ferry_m)
    berthing = context.narrow[rows] & (tracks["sog_kn"][rows] < params.berthing_kn)
    spared = [number for number, zone in enumerate(context.zones) if zone.kind in SPARED_ZONES]
    return rows[~(ferry | berthing | context.inside[rows][:, spared].any(axis=1))]


def _near_land(context: DetectorContext, rows: np.ndarray, params: GroundingParams) -> np.ndarray:
    """Land (or charted depth) within reach, and not so near already that the ship must be at a quay."""
    lon, lat = context.tracks["now_lon_deg"][rows], context.tracks["now_lat_deg"][rows]
    to_land_m = context.waters.to_land_m(lon, lat)
    reach_m = context.tracks["sog_kn"][rows] * MPS_PER_KN * (STEPS - 1) * STEP_S + params.margin_m
    near: np.ndarray = (to_land_m > params.margin_m) & ((to_land_m < reach_m) | context.waters.has_depth)
    return near


def _confined(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    """In narrow water with the nearest land abeam, as in a channel: land ahead is the next bend."""
    tracks, at = context.tracks, (context.tracks["now_lat_deg"][rows], context.tracks["now_lon_deg"][rows])
    east_m, north_m = tracks["east_mps"][rows] * AHEAD_S, tracks["north_mps"][rows] * AHEAD_S
    lat, lon = move_deg(*at, east_m, north_m)
    nearer_m = context.waters.to_land_m(at[1], at[0]) - context.waters.to_land_m(lon, lat)
    abeam: np.ndarray = nearer_m < AHEAD_SHARE * np.hypot(east_m, north_m)
    return abeam & context.narrow[rows]


def _aground_s(
    context: DetectorContext, rows: np.ndarray, turn_deg_s: np.ndarray, params: GroundingParams
) -> np.ndarray:
    """Seconds until the track is within the margin of land it runs onto, or too shallow; infinite if never."""
    tracks, after_s = context.tracks, np.arange(STEPS)[:, None] * STEP_S
    turned = np.clip(turn_deg_s * (after_s + STEP_S / 2), -MOST_TURNED_DEG, MOST_TURNED_DEG)
    course = np.radians(tracks["cog_deg"][rows].astype("f8") + turned)
    step_m = tracks["sog_kn"][rows].astype("f8") * MPS_PER_KN * STEP_S
    north_m, east_m = _way_m(step_m * np.cos(course)), _way_m(step_m * np.sin(course))
    lat, lon = move_deg(tracks["now_lat_deg"][rows], tracks["now_lon_deg"][rows], east_m, north_m)
    to_land_m = context.waters.to_land_m(lon, lat)
    onto = (to_land_m <= 0).any(axis=0)  # passing close by is not running ashore
    struck = (to_land_m < params.margin_m) & onto
    if context.waters.has_depth:
        struck |= context.waters.depth_m(lon, lat) < _needs_m(context, rows)
    return np.where(struck.any(axis=0), np.argmax(struck, axis=0) * STEP_S, np.inf)


def _way_m(step_m: np.ndarray) -> np.ndarray:
    """Metres made good at the end of every step, from 0."""
    return np.concatenate([np.zeros((1, step_m.shape[1])), np.cumsum(step_m[:-1], axis=0)])


def _needs_m(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    draught_m = context.tracks["draught_m"][rows]
    draught_m = np.where(draught_m > 0, draught_m, USUAL_DRAUGHT * context.tracks["length_m"][rows])
    needed: np.ndarray = draught_m + np.maximum(UNDER_KEEL_M, UNDER_KEEL_SHARE * draught_m)
    return needed


def _stops_before(context: DetectorContext, memory: Table, rows: np.ndarray, aground_s: np.ndarray) -> np.ndarray:
    """Decelerating so that the ship stops before it gets there: heading for a berth or anchorage."""
    speed_mps, left_s = context.tracks["sog_kn"][rows] * MPS_PER_KN, np.minimum(aground_s, STEPS * STEP_S)
    stops: np.ndarray = speed_mps < 2.0 * np.maximum(memory["slowing_mps2"][rows], 0.0) * left_s
    return stops
