"""Collision: will the hulls of two ships soon touch, or nearly so?

Pairs whose ways lead into each other's ship domain are found first (encounters/pairs.py); these are near misses at
most. An alert needs hulls that come within a margin (encounters/hulls.py), held for a time and confirmed by a new
report of one of the two, with positions fresh enough to be sure of it. How early it comes depends on the water and on
the ships: on open water minutes; in narrow water, where ships pass each other closely on every bend, only when it is
too late for the usual turn. Left out: boats on their way alongside, vessels that travel together, ships at a berth, and
ships whose positions stand still while they report way (encounters/made_good.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.base.geo import angle_between_deg, or_else
from models.base.schema import Table
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
from models.risk.detection.encounters.arcs import STEP_S, least_room_m
from models.risk.detection.encounters.company import Company
from models.risk.detection.encounters.held_pairs import HeldPairs
from models.risk.detection.encounters.hulls import Approach, HullRectangles, approach, hulls, reckoned_m
from models.risk.detection.encounters.made_good import MADE_GOOD, follow_made_good
from models.risk.detection.encounters.near_misses import NearMissLog
from models.risk.detection.encounters.pairs import Encounters, Limits, Ships, encounters
from models.risk.detection.encounters.partner_columns import GOING_KN
from models.risk.detection.encounters.partners import MEMORY, SHAPE, lying, take_reports
from models.risk.detection.wake import Wake
from models.site.site import Site

PASSING_SHARE = 0.45  # of the raise: evidence of a pair that is near but will not touch, too little for a colour
NONE_TIMES = 2.0  # no evidence beyond this many times the time of full evidence
LEAST_TURN_DEG_S = 0.05  # 3 degrees a minute: less is course noise; a ship in a real turn exceeds it
UNSURE_S = 240.0  # beyond this a ship in a turn is not judged: its next course is not known
STRAIGHT_S, CONFINED_STRAIGHT_S = 60.0, 40.0  # nearer than this the present course decides, not the turn
AROUND_S = 60.0  # a turn delays the meeting at most so much
DOUBT_SHARE = 0.5  # of the error of dead reckoning is taken off the margin
JUMPED_S = 60.0  # after a position jump: by then it is clear whether the whole area is disturbed
SHIP_COLUMNS = (
    "east_mps", "north_mps", "speed_mps", "course_east", "course_north", "fishing", "small", "service", "harbour",
)  # fmt: skip
HEAD_ON_DEG = 165.0  # courses differ by more: head-on
OVERTAKING_DEG = 67.5  # COLREG rule 13: within 67.5 degrees of right astern


class CollisionParams(Params):
    weight: Share = 0.95
    release_s: Positive = 30.0
    raise_at: Evidence = 0.6
    ceiling: Ceiling = "red"
    full_s: Positive = 340.0  # before the hulls touch, on open water
    short_full_s: Positive = 180.0  # where one of the two lies still or is small: it, or the other, turns away late
    confined_full_s: Positive = 60.0  # in narrow water, fairways and channels
    held_s: Positive = 20.0
    confined_held_s: Positive = 10.0
    margin_m: Positive = 30.0  # between hulls under way
    lying_margin_m: Positive = 50.0  # off a ship that lies still
    confined_margin_m: Positive = 15.0
    domain_full_s: Positive = 180.0  # of the search: evidence of entering a domain
    domain_none_s: Positive = 720.0
    min_speed_kn: Positive = 1.0
    min_closing_kn: Positive = 3.0
    alongside_kn: Positive = 5.0  # slower than this a ship comes alongside one that lies still
    lying_after_s: Positive = 180.0
    small_m: Positive = 30.0
    service_m: Positive = 500.0


WORDS = {
    "zh": {
        "title": "碰撞危险",
        "reason": "{kind_zh}：{tcpa_min:.0f} 分钟后最近会遇距离 {dcpa_nm:.2f} 海里，两船船体间距 {room_m:.0f} 米",
    },
    "en": {
        "title": "Collision risk",
        "reason": "{kind_en}: CPA {dcpa_nm:.2f} NM in {tcpa_min:.0f} min, {room_m:.0f} m between the hulls",
    },
}
ENCOUNTER_ZH = ("交叉相遇", "对遇", "追越")
ENCOUNTER_EN = ("crossing", "head-on", "overtaking")


@dataclass
class EncounterLog:
    """What is remembered of pairs: near misses, those about to touch, and those in company."""

    near_misses: NearMissLog = field(default_factory=NearMissLog)
    held: HeldPairs = field(default_factory=HeldPairs)
    company: Company = field(default_factory=Company)


def no_encounters(_site: Site) -> EncounterLog:
    """No encounter yet."""
    return EncounterLog()


@detector(
    "collision", group="navigation", params=CollisionParams, words=WORDS, memory=MEMORY + MADE_GOOD,
    make_own_state=no_encounters, wake=Wake(after_s=10.0),
)  # fmt: skip
def detect(context: DetectorContext, memory: Table, params: CollisionParams) -> Findings:
    """Pairs of ships about to touch."""
    take_reports(context, memory, params.small_m)
    follow_made_good(context, memory)
    rows, log = _taking_part(context, memory), context.own_state
    log.company.follow(context.tracks, memory, rows, context.tick.t_s)
    slowest_mps, least_closing_mps = params.min_speed_kn * MPS_PER_KN, params.min_closing_kn * MPS_PER_KN
    domain_s = params.domain_full_s, params.domain_none_s
    limits = Limits(*domain_s, slowest_mps, least_closing_mps, params.service_m, 0.05)
    ships = _ships(context, memory, rows)
    met = _strangers(context, memory, rows, encounters(ships, limits))
    log.near_misses.follow(context.tracks, rows, ships, met, context.tick.t_s)
    if not len(met.one):
        log.held.forget()
        return findings(rows[:0], rows[:0])
    going = memory["speed_mps"][rows] > GOING_KN * MPS_PER_KN
    hull = hulls(context.tracks, rows, memory["length_m"][rows], going)
    near = approach(ships, hull, met.one, met.other)
    score = _evidence(context, memory, rows, (ships, hull, met, near), params)
    return _worst_of_each(context, rows, met._replace(score=score), near)


def _taking_part(context: DetectorContext, memory: Table) -> np.ndarray:
    tracks = context.tracks
    live = IS_SCORED[tracks["life"]] & is_ship(tracks)
    live &= tracks["age_s"] <= tracks.settings.reckon_for_s  # false where no position is known
    live &= ~(context.tick.t_s - tracks["jumped_t_s"] < JUMPED_S)
    live &= ~memory["frozen"]
    return np.flatnonzero(live & ~memory["berthed"])  # at a berth vessels come near on purpose


def _ships(context: DetectorContext, memory: Table, rows: np.ndarray) -> Ships:
    tracks, columns = context.tracks, {name: memory[name][rows] for name in SHIP_COLUMNS}
    return Ships(
        lat_deg=tracks["now_lat_deg"][rows],
        lon_deg=tracks["now_lon_deg"][rows],
        shape=np.stack([memory[name][rows] for name in SHAPE], axis=1),
        attending=memory["attending"][rows] | memory["served_too"][rows],
        sigma2_m2=tracks["variance_m2"][rows].astype("f8"),
        **columns,
    )


def _strangers(context: DetectorContext, memory: Table, rows: np.ndarray, met: Encounters) -> Encounters:
    """Without pairs that travel together, and pairs that share one MMSI: a ship may meet itself through a bad feed."""
    if not len(met.one):
        return met
    mmsi = context.tracks["mmsi"][rows]
    two = mmsi[met.one] != mmsi[met.other]
    two &= ~context.own_state.company.keeps(context.tracks, memory, rows[met.one], rows[met.other])
    return met if two.all() else Encounters(*(column[two] for column in met))


def _evidence(
    context: DetectorContext,
    memory: Table,
    rows: np.ndarray,
    pairs: tuple[Ships, HullRectangles, Encounters, Approach],
    params: CollisionParams,
) -> np.ndarray:
    """Evidence of each pair, (m,): by the time left, if it is about to touch, surely and for some time."""
    _, _, met, near = pairs
    one, other = rows[met.one], rows[met.other]
    confined = memory["confined"][one] | memory["confined"][other]
    still = lying(context, memory, np.stack([one, other]), params.lying_after_s).any(axis=0)
    late = still | memory["small"][one] | memory["small"][other]
    margin_m = np.where(confined, params.confined_margin_m, np.where(still, params.lying_margin_m, params.margin_m))
    full_s = np.where(confined, params.confined_full_s, np.where(late, params.short_full_s, params.full_s))
    least_s = np.where(confined, params.confined_held_s, params.held_s)
    meant = still & (near.speed_mps < params.alongside_kn * MPS_PER_KN)  # it comes alongside
    meant |= confined & (memory["tug"][one] | memory["tug"][other])  # it comes to assist
    touches = ~meant & (near.room_m < margin_m) & (near.touch_s < NONE_TIMES * full_s)
    straight_s = np.where(confined, CONFINED_STRAIGHT_S, STRAIGHT_S)
    touches[touches] = _along_the_turn(memory, rows, pairs, np.stack([margin_m, straight_s]), np.flatnonzero(touches))
    held_s, confirmed = np.zeros(len(one)), np.zeros(len(one), dtype=bool)
    follow = context.own_state.held.follow
    held_s[touches], confirmed[touches] = follow(context.tracks, one[touches], other[touches], context.tick.t_s)
    sure = confirmed & (held_s >= least_s) & (near.room_m + DOUBT_SHARE * _doubt_m(context, one, other) < margin_m)
    left = np.clip((NONE_TIMES * full_s - near.touch_s) / ((NONE_TIMES - 1.0) * full_s), 0.0, 1.0) ** 2
    return np.where(sure, left, np.minimum(met.score, PASSING_SHARE * params.raise_at))


def _along_the_turn(
    memory: Table,
    rows: np.ndarray,
    pairs: tuple[Ships, HullRectangles, Encounters, Approach],
    limits: np.ndarray,
    at: np.ndarray,
) -> np.ndarray:
    """Which of the pairs `at` also touch if both continue their turns; none whose new course is not known yet.

    `limits` are margins and the times within which the present course decides, (2, m).
    """
    ships, hull, met, near = pairs
    one, other, touch_s = met.one[at], met.other[at], near.touch_s[at]
    margin_m, straight_s = limits[:, at]
    turning = memory["turning"][rows]
    meets = (touch_s <= UNSURE_S) | ~(turning[one] | turning[other])
    rate = np.radians(np.where(memory["steady"][rows], 0.0, memory["turn_deg_s"][rows]))
    bent = np.maximum(abs(rate[one]), abs(rate[other])) >= np.radians(LEAST_TURN_DEG_S)
    on = np.flatnonzero(meets & bent & (touch_s > straight_s))
    if len(on):
        within_s = float(touch_s[on].max()) + AROUND_S
        room_m = least_room_m(ships, hull, one[on], other[on], rate, within_s)
        meets[on] = room_m < margin_m[on] + near.speed_mps[at[on]] * STEP_S / 2
    return meets


def _doubt_m(context: DetectorContext, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """One sigma of what dead reckoning adds to the distance of these pairs of rows, (m,)."""
    tracks = context.tracks
    speed_mps = np.hypot(tracks["east_mps"], tracks["north_mps"])
    of_one_m, of_other_m = (reckoned_m(tracks["age_s"][each], speed_mps[each]) for each in (one, other))
    return np.asarray(np.hypot(of_one_m, of_other_m))


def _worst_of_each(context: DetectorContext, rows: np.ndarray, met: Encounters, near: Approach) -> Findings:
    """Keep pairs that are the worst encounter (of equals the deepest) of at least one of their ships."""
    ids = context.tracks["track_id"][rows]
    swap = ids[met.one] > ids[met.other]
    one, other = np.where(swap, met.other, met.one), np.where(swap, met.one, met.other)
    order = np.lexsort((ids[other], ids[one], met.range_m, met.f, -met.score))
    ships = np.stack([one[order], other[order]], axis=1).ravel()
    first = np.zeros(len(ships), dtype=bool)
    first[np.unique(ships, return_index=True)[1]] = True
    kept = order[first.reshape(-1, 2).any(axis=1)]
    row, partner = rows[one[kept]], rows[other[kept]]
    kind = _encounter(context, row, partner)
    return findings(
        row,
        met.score[kept],
        partner=partner,
        kind_zh=[ENCOUNTER_ZH[each] for each in kind],
        kind_en=[ENCOUNTER_EN[each] for each in kind],
        tcpa_min=np.maximum(met.tcpa_s[kept], 0) / 60,
        dcpa_nm=met.dcpa_m[kept] / M_PER_NM,
        room_m=np.maximum(near.room_m[kept], 0.0),
    )


def _encounter(context: DetectorContext, row: np.ndarray, partner: np.ndarray) -> list[int]:
    course = context.tracks["cog_deg"]
    apart = or_else(angle_between_deg(course[row], course[partner]), 90.0)
    return np.where(apart > HEAD_ON_DEG, 1, np.where(apart < OVERTAKING_DEG, 2, 0)).tolist()
