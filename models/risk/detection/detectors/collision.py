"""Collision: will one of two ships soon enter the other's ship domain?

Evidence is s = mu(f; 1, 2) mu(t_f; 180 s, 900 s), with the larger of both domains (quadratic membership as in VCRA).
"""

from __future__ import annotations

import numpy as np

from models.base.geo import angle_between_deg, or_else
from models.base.schema import KIND, NAN, STATION, Column, Table, among
from models.base.settings import Positive, Share
from models.base.units import M_PER_NM, MPS_PER_KN
from models.risk.detection.detector import (
    IS_SCORED,
    Ceiling,
    DetectorContext,
    Evidence,
    Findings,
    Params,
    detector,
    findings,
    is_ship,
)
from models.risk.detection.encounters.arcs import least_degree
from models.risk.detection.encounters.domain import ellipse
from models.risk.detection.encounters.near_misses import NearMissLog
from models.risk.detection.encounters.pairs import Encounters, Limits, Ships, encounters
from models.risk.detection.wake import Wake
from models.site.site import Site
from models.tracking.motion import ANCHORED, MOORED

IS_CLASS_B = among((STATION["class_b_so"], STATION["class_b_cs"]))  # counted as fishing until it reports its type
NAMED_WITHIN_S = 720.0  # every vessel reports its type within this time (ITU-R M.1371-5)
FLEET_KN = 10.0  # fishing vessels seldom go faster; slower untyped vessels may be two of one fleet
USUAL_LENGTH_M = {"merchant": 120.0, "passenger": 60.0, "fishing": 35.0, "law": 40.0, "service": 35.0, "pleasure": 12.0}
UNKNOWN_LENGTH_M = 40.0
SHAPE = ("along_m", "across_m", "centre_ahead_m", "centre_starboard_m")  # as domain.ellipse gives it
COURSE_MEMORY_S = 60.0
PASSING_SHARE = 0.9  # of the raise
# A shallower intrusion than this raises no alert: the later the approach, the less certain; beyond the last time none.
PASSING_S, PASSING_F = (120.0, 240.0, 480.0), (0.9, 0.7, 0.3)
CLEAR_M, CLEAR_F = 0.3 * M_PER_NM, 0.5  # nor a pair that stays this far apart: domains of large ships reach half a mile
TURNING_DEG = 20.0  # more than a ship yaws in a seaway
TURN_MEMORY_S = 120.0  # time constant of the mean rate of turn
LEAST_TURN_DEG_S = 0.05  # 3 degrees a minute: less is course noise; a ship in a real turn exceeds it
JUMPED_S = 60.0  # after a position jump: by then it is clear whether the whole area is disturbed
HEAD_ON_DEG = 165.0  # courses differ by more: head-on
OVERTAKING_DEG = 67.5  # COLREG rule 13: within 67.5 degrees of right astern


class CollisionParams(Params):
    weight: Share = 0.95
    release_s: Positive = 30.0
    raise_at: Evidence = 0.6
    ceiling: Ceiling = "red"
    full_s: Positive = 180.0
    none_s: Positive = 900.0
    confined_none_s: Positive = 480.0  # in narrow water and fairways the next bend is less than 15 minutes away
    min_speed_kn: Positive = 1.0
    min_closing_kn: Positive = 3.0
    small_m: Positive = 30.0
    service_m: Positive = 500.0


WORDS = {
    "zh": {
        "title": "碰撞危险",
        "reason": "{kind_zh}：{tcpa_min:.0f} 分钟后最近会遇距离 {dcpa_nm:.2f} 海里，侵入船舶领域 {depth_pct:.0f} %",
    },
    "en": {
        "title": "Collision risk",
        "reason": "{kind_en}: CPA {dcpa_nm:.2f} NM in {tcpa_min:.0f} min, {depth_pct:.0f} % into the ship domain",
    },
}
ENCOUNTER_ZH = ("交叉相遇", "对遇", "追越")
ENCOUNTER_EN = ("crossing", "head-on", "overtaking")


# A ship as a partner in encounters, as of its last report.
MEMORY = (
    Column("speed_mps", "f8", 0.0, "m/s", "speed over ground"),
    Column("course_east", "f8", 0.0, "", "unit vector of the course, east part; of the heading when it is still"),
    Column("course_north", "f8", 1.0, "", "north part"),
    *(Column(name, "f8", 1.0, "m", "half axes of its domain and offsets of the centre") for name in SHAPE),
    Column("fishing", "?", False, "", "fishing, or type not yet reported"),
    Column("small", "?", False, "", "too small to warn another small vessel of"),
    Column("service", "?", False, "", "tug, pilot, dredger or law enforcement"),
    Column("harbour", "?", False, "", "inside a harbour"),
    Column("mean_east", "f8", 0.0, "", "mean course of the last minute, east part"),
    Column("mean_north", "f8", 0.0, "", "north part"),
    Column("course_t_s", "f8", NAN, "s", "time of the report it was last updated with"),
    Column("turning", "?", False, "", "off that mean course: its next course is not known"),
    Column("course_deg", "f4", NAN, "deg", "course of the last report under way"),
    Column("turn_deg_s", "f4", 0.0, "deg/s", "running mean of the change of course, to starboard positive"),
    Column("confined", "?", False, "", "in narrow water or a fairway"),
)


def no_near_misses(_site: Site) -> NearMissLog:
    """No near miss yet."""
    return NearMissLog()


@detector(
    "collision", group="navigation", params=CollisionParams, words=WORDS, memory=MEMORY, make_own_state=no_near_misses,
    wake=Wake(after_s=10.0),
)  # fmt: skip
def detect(context: DetectorContext, memory: Table, params: CollisionParams) -> Findings:
    """Pairs of ships about to enter each other's domain."""
    _take_reports(context, memory, params)
    rows = _taking_part(context, params)
    slowest_mps, least_closing_mps = params.min_speed_kn * MPS_PER_KN, params.min_closing_kn * MPS_PER_KN
    limits = Limits(params.full_s, params.none_s, slowest_mps, least_closing_mps, params.service_m, 0.05)
    ships = _ships(context, memory, rows)
    met = _on_course(memory, rows, _of_two(context, rows, encounters(ships, limits)), params)
    met = _in_confined_water(memory, rows, _round_the_turn(memory, rows, ships, met, params), params)
    context.own_state.follow(context.tracks, rows, ships, met, context.tick.t_s)
    if not len(met.one):
        return findings(rows[:0], rows[:0])
    return _worst_of_each(context, rows, met, params)


def _of_two(context: DetectorContext, rows: np.ndarray, met: Encounters) -> Encounters:
    """Without pairs that share one MMSI: with a bad receiver or jamming a ship may meet itself."""
    mmsi = context.tracks["mmsi"][rows]
    two = mmsi[met.one] != mmsi[met.other]
    return _of(met, two)


def _of(met: Encounters, which: np.ndarray) -> Encounters:
    return met if which.all() else Encounters(*(column[which] for column in met))


def _on_course(memory: Table, rows: np.ndarray, met: Encounters, params: CollisionParams) -> Encounters:
    """Without ships in a turn whose present course would enter a domain later: they will not keep that course."""
    turning = memory["turning"][rows]
    sure = (met.t_f_s <= params.full_s) | ~(turning[met.one] | turning[met.other])
    return _of(met, sure)


def _round_the_turn(
    memory: Table, rows: np.ndarray, ships: Ships, met: Encounters, params: CollisionParams
) -> Encounters:
    """For distant pairs with a steadily turning ship, take the intrusion along the turn as well."""
    rate = np.radians(memory["turn_deg_s"][rows])
    far = met.t_f_s > params.full_s
    at = np.flatnonzero(far & (np.maximum(abs(rate[met.one]), abs(rate[met.other])) >= np.radians(LEAST_TURN_DEG_S)))
    if not len(at):
        return met
    f = met.f.copy()
    f[at] = np.maximum(f[at], least_degree(ships, met.one[at], met.other[at], rate, params.none_s))
    met = met._replace(f=f)
    return _of(met, ~far | (f < PASSING_F[0]))


def _in_confined_water(memory: Table, rows: np.ndarray, met: Encounters, params: CollisionParams) -> Encounters:
    """Scores with a shorter horizon for ships that follow a channel."""
    confined = memory["confined"][rows]
    confined = confined[met.one] | confined[met.other]
    if not confined.any():
        return met
    here, elsewhere = (
        np.clip((none_s - met.t_f_s) / (none_s - params.full_s), 0.0, 1.0) ** 2
        for none_s in (params.confined_none_s, params.none_s)
    )
    share = np.where(confined, here / np.maximum(elsewhere, here), 1.0)
    return met._replace(score=met.score * or_else(share, 0.0))


def _take_reports(context: DetectorContext, memory: Table, params: CollisionParams) -> None:
    """Update the memory of ships that have just reported."""
    rows, tracks = context.reported, context.tracks
    if not len(rows):
        return
    kind, length_m = tracks["kind"][rows], lengths_m(tracks["length_m"][rows], tracks["kind"][rows])
    east, north = tracks["east_mps"][rows].astype("f8"), tracks["north_mps"][rows].astype("f8")
    speed = np.hypot(east, north)
    ahead = np.radians(or_else(tracks["heading_deg"][rows], 0.0))
    going = speed > 0.5 * MPS_PER_KN
    confined = memory["confined"][rows] = context.narrow[rows] | _in(context, rows, "fairway")
    shape = ellipse(length_m, speed / MPS_PER_KN, confined)
    memory["speed_mps"][rows] = speed
    memory["course_east"][rows] = np.where(going, east / np.maximum(speed, 1e-9), np.sin(ahead))
    memory["course_north"][rows] = np.where(going, north / np.maximum(speed, 1e-9), np.cos(ahead))
    for number, name in enumerate(SHAPE):
        memory[name][rows] = shape[:, number]
    young = (context.tick.t_s - tracks["first_t_s"][rows] < NAMED_WITHIN_S) & ~(tracks["sog_kn"][rows] > FLEET_KN)
    unnamed = (kind == KIND["unknown"]) & (IS_CLASS_B[tracks["station"][rows]] | young)
    memory["fishing"][rows] = (kind == KIND["fishing"]) | unnamed
    unsized = IS_CLASS_B[tracks["station"][rows]] & ~(
        tracks["length_m"][rows] > 0
    )  # class B is carried by small vessels
    memory["small"][rows] = (length_m < params.small_m) | unsized
    memory["service"][rows] = (kind == KIND["service"]) | (kind == KIND["law"]) | (unnamed & young)
    memory["harbour"][rows] = _in(context, rows, "harbour")
    memory["turn_deg_s"][rows[~going]] = 0.0
    _watch_course(context, memory, rows[going])


def _watch_course(context: DetectorContext, memory: Table, rows: np.ndarray) -> None:
    """Note which ships are turning, by the mean course of the last minute."""
    t_s = context.tracks["position_t_s"][rows]
    fresh = 1.0 - np.exp(-(t_s - memory["course_t_s"][rows]) / COURSE_MEMORY_S)
    fresh = or_else(fresh, 1.0)
    mean = np.zeros(len(rows))
    for part in ("east", "north"):
        course, kept = memory[f"course_{part}"][rows], memory[f"mean_{part}"]
        kept[rows] += fresh * (course - kept[rows])
        mean += kept[rows] * course
    length = np.hypot(memory["mean_east"][rows], memory["mean_north"][rows])
    memory["turning"][rows] = mean < np.cos(np.radians(TURNING_DEG)) * length
    course_deg, since_s = context.tracks["cog_deg"][rows], np.maximum(t_s - memory["course_t_s"][rows], 1.0)
    turned_deg = (course_deg - memory["course_deg"][rows] + 180.0) % 360.0 - 180.0
    gain = or_else(1.0 - np.exp(-since_s / TURN_MEMORY_S), 0.0)
    memory["turn_deg_s"][rows] += gain * (or_else(turned_deg / since_s, 0.0) - memory["turn_deg_s"][rows])
    memory["course_deg"][rows], memory["course_t_s"][rows] = course_deg, t_s


def _taking_part(context: DetectorContext, params: CollisionParams) -> np.ndarray:
    tracks = context.tracks
    live = IS_SCORED[tracks["life"]] & is_ship(tracks)
    live &= tracks["age_s"] <= tracks.settings.reckon_for_s  # false where no position is known
    live &= ~(context.tick.t_s - tracks["jumped_t_s"] < JUMPED_S)
    still = ~(tracks["sog_kn"] >= params.min_speed_kn)
    moored = (tracks["nav_status"] == MOORED) | ((tracks["nav_status"] != ANCHORED) & context.narrow)
    return np.flatnonzero(live & ~(still & moored))  # alongside: vessels come near on purpose


def _ships(context: DetectorContext, memory: Table, rows: np.ndarray) -> Ships:
    tracks = context.tracks
    return Ships(
        tracks["now_lat_deg"][rows],
        tracks["now_lon_deg"][rows],
        tracks["east_mps"][rows].astype("f8"),
        tracks["north_mps"][rows].astype("f8"),
        memory["speed_mps"][rows],
        memory["course_east"][rows],
        memory["course_north"][rows],
        np.stack([memory[name][rows] for name in SHAPE], axis=1),
        memory["fishing"][rows],
        memory["small"][rows],
        memory["service"][rows],
        memory["harbour"][rows],
        tracks["variance_m2"][rows].astype("f8"),
    )


def _in(context: DetectorContext, rows: np.ndarray, kind: str) -> np.ndarray:
    numbers = [number for number, zone in enumerate(context.zones) if zone.kind == kind]
    return context.inside[rows][:, numbers].any(axis=1)


def lengths_m(length_m: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """Length over all (m,), the usual one of the kind where none is reported."""
    usual = np.full(256, UNKNOWN_LENGTH_M)
    for name, value in USUAL_LENGTH_M.items():
        usual[KIND[name]] = value
    return np.where(or_else(length_m, 0.0) > 0, length_m, usual[kind]).astype("f8")


def _worst_of_each(context: DetectorContext, rows: np.ndarray, met: Encounters, params: CollisionParams) -> Findings:
    """Keep pairs that are the worst encounter (of equals the deepest) of at least one of their ships."""
    ids = context.tracks["track_id"][rows]
    swap = ids[met.one] > ids[met.other]
    one, other = np.where(swap, met.other, met.one), np.where(swap, met.one, met.other)
    order = np.lexsort((ids[other], ids[one], met.range_m, met.f, -met.score))
    one, other, met = one[order], other[order], Encounters(*(column[order] for column in met))
    ships = np.stack([one, other], axis=1).ravel()
    first = np.zeros(len(ships), dtype=bool)
    first[np.unique(ships, return_index=True)[1]] = True
    kept = np.flatnonzero(first.reshape(-1, 2).any(axis=1))
    row, partner = rows[one[kept]], rows[other[kept]]
    met = Encounters(*(column[kept] for column in met))
    kind = _encounter(context, row, partner)
    return findings(
        row,
        np.where(_passes(met), np.minimum(met.score, PASSING_SHARE * params.raise_at), met.score),
        partner=partner,
        kind_zh=[ENCOUNTER_ZH[each] for each in kind],
        kind_en=[ENCOUNTER_EN[each] for each in kind],
        tcpa_min=np.maximum(met.tcpa_s, 0) / 60,
        dcpa_nm=met.dcpa_m / M_PER_NM,
        depth_pct=np.clip(1 - met.f, 0, 1) * 100,
    )


def _passes(met: Encounters) -> np.ndarray:
    """Pairs whose intrusion is too shallow for an alert this early."""
    shallow = met.f > np.interp(met.tcpa_s, PASSING_S, PASSING_F, right=-1.0)
    return np.asarray(shallow | ((met.dcpa_m > CLEAR_M) & (met.f > CLEAR_F)))


def _encounter(context: DetectorContext, row: np.ndarray, partner: np.ndarray) -> list[int]:
    course = context.tracks["cog_deg"]
    apart = or_else(angle_between_deg(course[row], course[partner]), 90.0)
    return np.where(apart > HEAD_ON_DEG, 1, np.where(apart < OVERTAKING_DEG, 2, 0)).tolist()
