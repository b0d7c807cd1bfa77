"""Fishing: a vessel fishes in water that is closed to fishing in this season.

Speeds after log books of the Zhoushan ground (otter trawlers tow at 2.5 to 5 kn), duration after the local model (an
hour of slow movement in closed water). Season, area and, where a register knows the gear, gear are zone data (kind
`moratorium`). Fishing in open water is no evidence: it is what the fleet does. Passage through closed water is allowed;
reserves closed to all vessels: zone.py.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import or_else, ramp
from models.base.schema import KIND, LIFE, NAN, Column, Table
from models.base.settings import Positive, Share
from models.risk.detection.detector import (
    Ceiling,
    DetectorContext,
    Evidence,
    Findings,
    Params,
    detector,
    findings,
    is_ship,
)
from models.risk.detection.wake import Wake
from models.risk.detection.waters.zone_rules import Rules, active, numbers, rules

BLEED = 2.0  # the timer runs down this many times faster than it builds up
FISHING_STATUS = 7  # navigational status "engaged in fishing", ITU-R M.1371
COURSES_S = 1200.0  # time constant of the mean course
ENOUGH_COURSES = 0.5  # of that time must have been observed before the mean is used
WINDING = 0.5  # circular variance of the courses above which it moves to and fro
WINDING_BONUS = 0.2
SHELTERS = ("port", "harbour", "anchorage")

MEMORY = (
    Column("timer_s", "f4", 0.0, "s", "leaky time it has fished in closed water"),
    Column("zone", "i2", -1, "", "number of that water"),
    Column("heard_s", "f8", NAN, "s", "last course taken in"),
    Column("east", "f4", 0.0, "", "running sum of its courses as unit vectors, east part"),
    Column("north", "f4", 0.0, "", "north part"),
    Column("courses", "f4", 0.0, "", "weight of that sum, 1 after long enough"),
)


class FishingParams(Params):
    weight: Share = 0.80
    release_s: Positive = 600.0
    raise_at: Evidence = 0.8
    ceiling: Ceiling = "red"
    min_speed_kn: Positive = 0.5  # slower: drifting with the tide
    max_speed_kn: Positive = 5.0  # faster: on passage
    on_s: Positive = 900.0
    full_s: Positive = 3600.0
    shore_m: Positive = 300.0  # nearer to land: waiting for a berth


WORDS = {
    "zh": {"title": "涉嫌违规捕捞", "reason": "在{zone_zh}内疑似捕捞约 {for_min:.0f} 分钟，{sog_kn:.1f} 节"},
    "en": {
        "title": "Fishing in closed water",
        "reason": "apparently fishing in {zone_en} for {for_min:.0f} min at {sog_kn:.1f} kn",
    },
}


@detector(
    "fishing",
    group="compliance",
    params=FishingParams,
    words=WORDS,
    memory=MEMORY,
    every=10,
    wake=Wake(timers=("timer_s",), after_s=60.0),
)
def detect(context: DetectorContext, memory: Table, params: FishingParams) -> Findings:
    """Vessels that fish in closed water."""
    closed = rules(context.zones, "fishing")
    in_force = active(context.zones, int(context.tick.t_s // 60), context.utc_offset_h)[closed.number]
    known_gear = np.array([not context.zones[each].gears for each in closed.number.tolist()], dtype=bool)
    rows = _fishers(context, memory, closed.number[in_force & known_gear])
    if not len(rows):
        return findings(rows, rows)
    _follow_courses(context, memory, rows)
    within = context.inside[rows][:, closed.number] & in_force & known_gear & _bound(context, rows, closed)
    _count(context, memory, rows, within, closed, params)
    rows = rows[memory["timer_s"][rows] > params.on_s]
    number = memory["zone"][rows].astype(np.int64)
    return findings(
        rows,
        _score(memory, rows, params) * closed.share[np.searchsorted(closed.number, number)],
        key=number,
        zone_zh=[context.zones[each].name_zh for each in number.tolist()],
        zone_en=[context.zones[each].name_en for each in number.tolist()],
        for_min=memory["timer_s"][rows] / 60,
        sog_kn=or_else(context.tracks["sog_kn"][rows], 0.0),
    )


def _fishers(context: DetectorContext, memory: Table, closed: np.ndarray) -> np.ndarray:
    """Fishing vessels in closed water, and vessels whose timer runs; the cheap tests come first."""
    asked = memory["timer_s"] > 0
    if len(closed):
        asked |= context.inside[:, closed].any(axis=1)
    rows = np.flatnonzero(asked)
    tracks = context.tracks
    trade = (tracks["kind"][rows] == KIND["fishing"]) | (tracks["nav_status"][rows] == FISHING_STATUS)
    return rows[(trade | (memory["timer_s"][rows] > 0)) & is_ship(tracks, rows)]


def _bound(context: DetectorContext, rows: np.ndarray, closed: Rules) -> np.ndarray:
    """Which zones apply to each row, (m, zones); a vessel that reports fishing counts as a fishing vessel."""
    kind = context.tracks["kind"][rows]
    says_so = (context.tracks["nav_status"][rows] == FISHING_STATUS) & (kind != KIND["law"])
    return closed.binds[:, np.where(says_so, KIND["fishing"], kind)].T


def _count(
    context: DetectorContext, memory: Table, rows: np.ndarray, within: np.ndarray, closed: Rules, params: FishingParams
) -> None:
    """Advance the timers of vessels that fish now; silent vessels keep theirs."""
    tracks, sog_kn = context.tracks, context.tracks["sog_kn"][rows]
    fishing = within.any(axis=1) & (sog_kn >= params.min_speed_kn) & (sog_kn <= params.max_speed_kn)
    fishing &= ~context.inside[rows][:, numbers(context.zones, SHELTERS)].any(axis=1)
    fishing &= context.waters.to_land_m(tracks["lon_deg"][rows], tracks["lat_deg"][rows]) > params.shore_m
    gain = np.where(fishing, context.dt_s, -BLEED * context.dt_s) * (tracks["life"][rows] == LIFE["confirmed"])
    memory["timer_s"][rows] = np.clip(memory["timer_s"][rows] + gain, 0.0, 1.5 * params.full_s)
    at = np.flatnonzero(fishing)
    memory["zone"][rows[at]] = closed.number[np.argmax(within[at], axis=1)]


def _follow_courses(context: DetectorContext, memory: Table, rows: np.ndarray) -> None:
    """Add the courses just reported to their running sums."""
    tracks = context.tracks
    rows = rows[tracks["position_t_s"][rows] != memory["heard_s"][rows]]
    rows = rows[np.isfinite(tracks["cog_deg"][rows])]
    since_s = or_else(tracks["position_t_s"][rows] - memory["heard_s"][rows], 0.0)
    keep = np.exp(-np.maximum(since_s, 0.0) / COURSES_S)
    course = np.radians(tracks["cog_deg"][rows])
    for name, part in (("east", np.sin(course)), ("north", np.cos(course)), ("courses", 1.0)):
        memory[name][rows] = keep * memory[name][rows] + (1.0 - keep) * part
    memory["heard_s"][rows] = tracks["position_t_s"][rows]


def _score(memory: Table, rows: np.ndarray, params: FishingParams) -> np.ndarray:
    """Evidence by time; more where courses go to and fro, as when nets are towed or hauled."""
    score = ramp(memory["timer_s"][rows], params.on_s, params.full_s)
    weight = memory["courses"][rows]
    steadiness = np.hypot(memory["east"][rows], memory["north"][rows]) / np.maximum(weight, 1e-6)
    winding = (weight > ENOUGH_COURSES) & (1.0 - steadiness > WINDING)
    bonus: np.ndarray = np.minimum(score + WINDING_BONUS * winding, 1.0)
    return bonus
