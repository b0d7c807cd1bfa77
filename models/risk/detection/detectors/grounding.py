"""Grounding: does a ship's course lead onto land, or into water too shallow for it, and how soon?

Three tracks are followed for each report (waters/ahead.py): straight on, along the present turn, and along the way that
others take from here (waters/traffic.py). Only when all three end aground is there a danger. None is where the way ends
at a berth and the ship can still stop. Outside the coast of the site nothing is known and nothing is said. Without
charted depths only land counts, and shoals that never dry are not seen. The tide is not known: depths are taken as
charted, which is the safe side.
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
from models.risk.detection.waters.ahead import Ahead, Strikes, strikes
from models.risk.detection.waters.zone_rules import within
from models.tracking.motion import HELD

SPARED_ZONES = ("fairway", "port", "harbour")  # dredged, marked or steered for: straight-line prediction fails there
MEANT = among(
    KIND[each] for each in ("merchant", "passenger", "other", "unknown")
)  # other kinds work close to the shore
TURN_MEMORY_S = 30.0  # time constant of the mean rate of turn
MOST_TURN_DEG_S = 3.0  # faster is a sensor fault
SLOWING_MEMORY_S = 60.0
UNDER_KEEL_M, UNDER_KEEL_SHARE = 0.5, 0.1  # required clearance: the larger of 0.5 m and a tenth of the draught
USUAL_DRAUGHT = 0.045  # of the length, where no draught is reported
AHEAD_S, AHEAD_SHARE = 60.0, 0.7  # land is ahead when a minute's run brings it nearer by most of that run
BLEED = 2.0  # the timer runs down this many times faster than it builds up
UNSURE_SHARE = 0.9  # of `raise_at`, while land has been ahead only briefly
BERTH_CELLS = 2  # a long ship lies up to two cells from where its track meets the quay
KNOWN_SHARE = 0.5  # of the way to a berth, along which others must have passed
HOVE_TO_KN = 0.5  # below this the course means nothing

MEMORY = (
    Column("heard_s", "f8", NAN, "s", "last report taken in"),
    Column("course_deg", "f4", NAN, "deg", "course then"),
    Column("speed_kn", "f4", NAN, "kn", "speed then"),
    Column("turn_deg_s", "f4", 0.0, "deg/s", "running mean of the change of course, to starboard positive"),
    Column("slowing_mps2", "f4", 0.0, "m/s2", "running mean of the loss of speed"),
    Column("at_rest_s", "f8", NAN, "s", "last report without way"),
    Column("aground_s", "f8", NAN, "s", "when it runs aground, by its last report"),
    Column("none_s", "f4", NAN, "s", "horizon then"),
    Column("ahead_s", "f4", 0.0, "s", "leaky time that land has been ahead"),
)


class GroundingParams(Params):
    weight: Share = 0.90
    release_s: Positive = 30.0
    raise_at: Evidence = 0.5
    ceiling: Ceiling = "red"
    min_speed_kn: Positive = 3.0
    berthing_kn: Positive = 5.0  # slower than this in narrow water: going to a berth
    approach_kn: Positive = 8.0  # a berth known from others, but off their way, is approached slower than this
    leaving_s: Positive = 600.0  # so long after it lay still in narrow water: leaving a berth
    min_length_m: Positive = 50.0  # smaller vessels land anywhere; so does one without length and IMO number
    unnamed_kn: Positive = 9.0  # no name or size heard yet: this fast in open water it is no small vessel at work
    unnamed_for_s: Positive = 300.0  # and not judged for this long after its first report
    ferry_m: Positive = 100.0  # shorter passenger vessels are ferries, which steer for piers
    margin_m: Positive = 150.0  # off the coast line; coast and raster are accurate to about 100 m
    brakes_mps2: Positive = 0.05  # what stops this gently before a known berth is going there
    full_s: Positive = 120.0
    none_s: Positive = 600.0
    kept_s: Positive = 30.0  # land must have been ahead this long, or be nearer than `near_s`: a turn sweeps over it
    near_s: Positive = 180.0
    turn_s: Positive = 90.0  # nearer than this, others must have turned in this very cell: it should be turning by now
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
    wake=Wake(timers=("aground_s", "ahead_s")),
)
def detect(context: DetectorContext, memory: Table, params: GroundingParams) -> Findings:
    """Ships on a course that leads aground."""
    _follow(context, memory)
    _judge(context, memory, params)
    rows = _in_danger(context, memory)
    if not len(rows):
        _kept(context, memory, rows, params)
        return findings(rows, rows)
    none_s, aground_s = memory["none_s"][rows], np.maximum(memory["aground_s"][rows] - context.tick.t_s, 0.0)
    score = ramp((none_s - aground_s) / (none_s - params.full_s), 0.0, 1.0)
    sure = _kept(context, memory, rows, params) | (aground_s < params.near_s)
    return findings(
        rows,
        np.where(sure, score, np.minimum(score, UNSURE_SHARE * params.raise_at)),
        sog_kn=context.tracks["sog_kn"][rows],
        cog_deg=or_else(context.tracks["cog_deg"][rows], 0.0),
        in_min=aground_s / 60,
    )


def _judge(context: DetectorContext, memory: Table, params: GroundingParams) -> None:
    """Note for each ship that has just reported when it will run aground."""
    memory["aground_s"][context.reported] = NAN
    rows = _under_way(context, memory, context.reported, params)
    rows = rows[_near_land(context, rows, params)] if len(rows) else rows
    if not len(rows):
        return
    none_s = np.where(_confined(context, rows), params.narrow_none_s, params.none_s)
    aground_s = _strikes(context, rows, none_s, np.zeros(len(rows)), none_s, params).seconds
    hits = aground_s < none_s
    rows, none_s, aground_s = rows[hits], none_s[hits], aground_s[hits]
    for by_way in (False, True):
        if not len(rows):
            return
        struck = _strikes(context, rows, none_s, memory["turn_deg_s"][rows], aground_s, params, by_way)
        hits = (struck.seconds < none_s) & ~_stops_before(context, memory, rows, struck, params)
        hits &= ~context.traffic.coast_is_wrong(struck.lat_deg, struck.lon_deg, context.tracks["mmsi"][rows])
        rows, none_s, aground_s = rows[hits], none_s[hits], np.maximum(aground_s, struck.seconds)[hits]
    memory["aground_s"][rows], memory["none_s"][rows] = context.tick.t_s + aground_s, none_s


def _in_danger(context: DetectorContext, memory: Table) -> np.ndarray:
    """Rows whose last report leads aground; what is older than dead reckoning goes counts no more."""
    rows = np.flatnonzero(np.isfinite(memory["aground_s"]))
    tracks = context.tracks
    valid = IS_SCORED[tracks["life"][rows]] & (tracks["age_s"][rows] <= tracks.settings.reckon_for_s)
    memory["aground_s"][rows[~valid]] = NAN
    return rows[valid]


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
    still = rows[tracks["sog_kn"][rows] <= HOVE_TO_KN]
    memory["at_rest_s"][still] = tracks["position_t_s"][still]
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


def _under_way(context: DetectorContext, memory: Table, rows: np.ndarray, params: GroundingParams) -> np.ndarray:
    """Ships to examine; the cheap tests come first."""
    tracks = context.tracks
    rows = rows[(tracks["sog_kn"][rows] >= params.min_speed_kn) & (tracks["station"][rows] == STATION["class_a"])]
    asked = IS_SCORED[tracks["life"][rows]] & _large(context, rows, params)
    asked &= MEANT[tracks["kind"][rows]] & np.isfinite(tracks["cog_deg"][rows]) & ~HELD[tracks["nav_status"][rows]]
    rows = rows[asked]
    rows = rows[~np.isnan(tracks["static_t_s"][rows]) | ~_confined(context, rows)]
    berthing = tracks["sog_kn"][rows] < params.berthing_kn
    berthing |= context.tick.t_s - memory["at_rest_s"][rows] < params.leaving_s
    berthing &= context.narrow[rows]
    return rows[~(berthing | within(context.inside, rows, context.zones, SPARED_ZONES))]


def _large(context: DetectorContext, rows: np.ndarray, params: GroundingParams) -> np.ndarray:
    """Too large to land anywhere. Of those that send no length, only ships with an IMO number are, and no ferries."""
    tracks = context.tracks
    length_m, passenger = tracks["length_m"][rows], tracks["kind"][rows] == KIND["passenger"]
    least_m = np.where(passenger, max(params.ferry_m, params.min_length_m), params.min_length_m)
    unnamed = np.isnan(tracks["static_t_s"][rows]) & (tracks["sog_kn"][rows] >= params.unnamed_kn)
    unnamed &= context.tick.t_s - tracks["first_t_s"][rows] >= params.unnamed_for_s
    seagoing = unnamed | ((tracks["imo"][rows] > 0) & ~passenger)
    large: np.ndarray = (length_m >= least_m) | (~(length_m > 0) & seagoing)
    return large


def _near_land(context: DetectorContext, rows: np.ndarray, params: GroundingParams) -> np.ndarray:
    """Land (or charted depth) within reach, and not so near already that the ship must be at a quay."""
    lon, lat = context.tracks["now_lon_deg"][rows], context.tracks["now_lat_deg"][rows]
    to_land_m = context.waters.to_land_m(lon, lat)
    reach_m = context.tracks["sog_kn"][rows] * MPS_PER_KN * params.none_s + params.margin_m
    near: np.ndarray = (to_land_m > params.margin_m) & ((to_land_m < reach_m) | context.waters.has_depth)
    return near


def _confined(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    """In narrow water with the nearest land abeam, as in a channel: land ahead is the next bend."""
    confined = context.narrow[rows].copy()
    rows, tracks = rows[confined], context.tracks
    at = tracks["now_lat_deg"][rows], tracks["now_lon_deg"][rows]
    east_m, north_m = tracks["east_mps"][rows] * AHEAD_S, tracks["north_mps"][rows] * AHEAD_S
    lat, lon = move_deg(*at, east_m, north_m)
    nearer_m = context.waters.to_land_m(at[1], at[0]) - context.waters.to_land_m(lon, lat)
    confined[confined] = nearer_m < AHEAD_SHARE * np.hypot(east_m, north_m)
    return confined


def _strikes(
    context: DetectorContext,
    rows: np.ndarray,
    none_s: np.ndarray,
    turn_deg_s: np.ndarray,
    aground_s: np.ndarray,
    params: GroundingParams,
    by_way: bool = False,
) -> Strikes:
    """When and where these ships run aground, straight on, along a turn or along the ways of others."""
    tracks = context.tracks
    return strikes(
        context.waters,
        context.traffic,
        Ahead(
            tracks["now_lat_deg"][rows],
            tracks["now_lon_deg"][rows],
            tracks["cog_deg"][rows],
            tracks["sog_kn"][rows],
            turn_deg_s,
            _needs_m(context, rows),
            tracks["mmsi"][rows],
            aground_s < params.turn_s,
        ),
        params.margin_m,
        none_s,
        by_way,
    )


def _needs_m(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    draught_m = context.tracks["draught_m"][rows]
    draught_m = np.where(draught_m > 0, draught_m, USUAL_DRAUGHT * context.tracks["length_m"][rows])
    needed: np.ndarray = draught_m + np.maximum(UNDER_KEEL_M, UNDER_KEEL_SHARE * draught_m)
    return needed


def _stops_before(
    context: DetectorContext, memory: Table, rows: np.ndarray, struck: Strikes, params: GroundingParams
) -> np.ndarray:
    """It stops before it gets there: it slows down enough, or comes to a berth gently enough."""
    tracks = context.tracks
    speed_mps = tracks["sog_kn"][rows] * MPS_PER_KN
    left_s = or_else(np.where(np.isfinite(struck.seconds), struck.seconds, NAN), params.none_s)
    slowing = speed_mps < 2.0 * np.maximum(memory["slowing_mps2"][rows], 0.0) * left_s
    berth = context.traffic.berth_near(struck.lat_deg, struck.lon_deg, tracks["mmsi"][rows], BERTH_CELLS)
    on_way = struck.known_m >= KNOWN_SHARE * speed_mps * left_s
    berthing = berth & (on_way | (tracks["sog_kn"][rows] < params.approach_kn))
    berthing &= speed_mps < 2.0 * params.brakes_mps2 * left_s
    stops: np.ndarray = slowing | berthing
    return stops
