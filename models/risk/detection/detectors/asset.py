"""Asset at risk: a vessel endangers a cable, a bridge or a water intake.

Over a cable or under a bridge: slow, stopped or anchored for longer than is allowed (the cable notice of 2008 forbids
anchoring, dragging, trawling; bridge rules forbid stopping and anchoring). Beside the navigable spans of a bridge, and
at an intake: presence alone. Within the outer ring of a bridge: a course that leads beside its spans. Polygons, times
and the kinds of vessel they apply to are zone data. This rule covers these zones in place of `zone`, so that one act is
one alert. Dragging anchors: anchor_drag.py; speed limits: speeding.py.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import move_deg, or_else, ramp
from models.base.schema import LIFE, Column, Table, among
from models.base.settings import Positive, Share
from models.risk.detection.detector import (
    IS_SCORED,
    Ceiling,
    DetectorContext,
    Findings,
    Params,
    detector,
    findings,
    is_ship,
)
from models.risk.detection.wake import Wake
from models.risk.detection.waters.zone_rules import Rules, active, numbers, rules
from models.tracking.motion import ANCHORED, HELD, MOORED

BLEED = 2.0  # the timer runs down this many times faster than it builds up
ANY_KN = 1000.0
SLOW_KN = {"cable": 5.0, "bridge": 5.0}  # slower than this a vessel lingers; elsewhere presence is enough
SLOWER_KN = 3.0  # slower by this much: full evidence
DWELL_S = {"cable": 900.0, "bridge": 600.0, "bridge_side": 20.0, "intake": 60.0}  # where the zone gives no limit
AT_WORK = among((31, 32, 50, 52))  # tugs, tows and pilots go slowly everywhere (ITU-R M.1371 ship types)
STEPS, STEP_S = 13, 15.0  # how far ahead the course is followed to a bridge
STILL_KN = 1.0

MEMORY = (
    Column("timer_s", "f4", 0.0, "s", "leaky time it has lingered at an asset"),
    Column("zone", "i2", -1, "", "number of its zone"),
    Column("slowness", "f4", 0.0, "", "how slow it was there, in [0, 1]"),
)


class AssetParams(Params):
    weight: Share = 0.70
    release_s: Positive = 60.0
    ceiling: Ceiling = "red"
    anchored_s: Positive = 120.0  # at anchor there: wait no longer than this
    berth_m: Positive = 300.0  # still and this near to land: alongside, not over the cable
    ahead_full_s: Positive = 30.0
    ahead_none_s: Positive = 180.0
    min_ahead_kn: Positive = 2.0


WORDS = {
    "zh": {"title": "危及设施", "reason": "{what_zh}{zone_zh}，已 {for_min:.0f} 分钟，{sog_kn:.1f} 节"},
    "en": {"title": "Asset at risk", "reason": "{what_en} {zone_en} for {for_min:.0f} min at {sog_kn:.1f} kn"},
}
WHAT_ZH = {"cable": "慢速或停留于", "bridge": "滞留于", "bridge_side": "驶向非通航孔", "intake": "进入"}
WHAT_EN = {"cable": "slow or stopped over", "bridge": "lingering at", "bridge_side": "heading for", "intake": "inside"}


@detector(
    "asset",
    group="compliance",
    params=AssetParams,
    words=WORDS,
    memory=MEMORY,
    every=5,
    wake=Wake(timers=("timer_s",), after_s=60.0),
)
def detect(context: DetectorContext, memory: Table, params: AssetParams) -> Findings:
    """Vessels that endanger a cable, a bridge or an intake."""
    assets = rules(context.zones, "asset")
    if not len(assets.number):
        return findings(assets.number, assets.number)
    _linger(context, memory, assets, params)
    rows = np.flatnonzero((memory["timer_s"] > 0) & IS_SCORED[context.tracks["life"]])
    score = _score(context, memory, rows, assets, params)
    number = memory["zone"][rows].astype(np.int64)
    heading, side, soon = _heading_beside(context, params)
    rows, score, number = (np.concatenate(each) for each in ((rows, heading), (score, soon), (number, side)))
    kept = score > 0
    rows, score, number = rows[kept], score[kept], number[kept]
    zones = [context.zones[each] for each in number.tolist()]
    return findings(
        rows,
        score,
        key=number,
        what_zh=[WHAT_ZH[each.kind] for each in zones],
        what_en=[WHAT_EN[each.kind] for each in zones],
        zone_zh=[each.name_zh for each in zones],
        zone_en=[each.name_en for each in zones],
        for_min=memory["timer_s"][rows] / 60,
        sog_kn=or_else(context.tracks["sog_kn"][rows], 0.0),
    )


def _linger(context: DetectorContext, memory: Table, assets: Rules, params: AssetParams) -> None:
    """Advance the timers of vessels that linger at an asset now; silent vessels keep theirs."""
    tracks = context.tracks
    rows = np.flatnonzero((memory["timer_s"] > 0) | context.inside[:, assets.number].any(axis=1))
    rows = rows[is_ship(tracks, rows) & (tracks["life"][rows] == LIFE["confirmed"])]
    if not len(rows):
        return
    in_force = active(context.zones, int(context.tick.t_s // 60), context.utc_offset_h)[assets.number]
    within = context.inside[rows][:, assets.number] & in_force & assets.binds[:, tracks["kind"][rows]].T
    at = np.argmax(within, axis=1)
    slow_kn = np.array([SLOW_KN.get(context.zones[each].kind, ANY_KN) for each in assets.number.tolist()])
    slowness = ramp(slow_kn[at] - tracks["sog_kn"][rows], 0.0, SLOWER_KN)
    lingers = within.any(axis=1) & (slowness > 0) & ~_berthed(context, rows, params)
    lingers &= ~(AT_WORK[tracks["ship_type"][rows]] & (tracks["nav_status"][rows] != ANCHORED))
    gain = np.where(lingers, context.dt_s, -BLEED * context.dt_s)
    memory["timer_s"][rows] = np.clip(memory["timer_s"][rows] + gain, 0.0, 7200.0)
    memory["slowness"][rows] = np.where(lingers, slowness, 0.0)
    memory["zone"][rows[lingers]] = assets.number[at[lingers]]


def _berthed(context: DetectorContext, rows: np.ndarray, params: AssetParams) -> np.ndarray:
    tracks = context.tracks
    nav_status, still = tracks["nav_status"][rows], ~(tracks["sog_kn"][rows] >= STILL_KN)
    near = context.waters.to_land_m(tracks["lon_deg"][rows], tracks["lat_deg"][rows]) < params.berth_m
    berthed: np.ndarray = still & ((nav_status == MOORED) | (near & (nav_status != ANCHORED)))
    return berthed


def _score(context: DetectorContext, memory: Table, rows: np.ndarray, assets: Rules, params: AssetParams) -> np.ndarray:
    """Evidence by the time over the limit: full at half the limit over; at anchor the limit is much shorter."""
    at = np.searchsorted(assets.number, memory["zone"][rows])
    usual_s = np.array([DWELL_S[context.zones[each].kind] for each in assets.number.tolist()])
    limit_s = np.where(np.isnan(assets.max_dwell_s), usual_s, assets.max_dwell_s)[at]
    anchored = (context.tracks["nav_status"][rows] == ANCHORED) & (context.tracks["sog_kn"][rows] < STILL_KN)
    limit_s = np.where(anchored, np.minimum(params.anchored_s, limit_s), limit_s)
    over = ramp((memory["timer_s"][rows] - limit_s) / (limit_s / 2), 0.0, 1.0)
    score: np.ndarray = over * memory["slowness"][rows] * assets.share[at]
    return score


def _heading_beside(context: DetectorContext, params: AssetParams) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows inside the outer ring of a bridge on a course beside its navigable spans: row, zone, evidence."""
    sides, tracks = numbers(context.zones, ("bridge_side",)), context.tracks
    rows = np.flatnonzero(context.inside[:, numbers(context.zones, ("bridge",))].any(axis=1)) if len(sides) else sides
    rows = rows[is_ship(tracks, rows) & IS_SCORED[tracks["life"][rows]] & ~HELD[tracks["nav_status"][rows]]]
    rows = rows[(tracks["sog_kn"][rows] >= params.min_ahead_kn) & np.isfinite(tracks["cog_deg"][rows])]
    soon = np.zeros((len(sides), len(rows)))
    if not len(rows):
        return rows, sides[:0], np.empty(0)
    after_s = np.arange(STEPS)[:, None] * STEP_S
    place = tracks["now_lat_deg"][rows], tracks["now_lon_deg"][rows]
    lat, lon = move_deg(*place, tracks["east_mps"][rows] * after_s, tracks["north_mps"][rows] * after_s)
    in_force = active(context.zones, int(context.tick.t_s // 60), context.utc_offset_h)
    for number, side in enumerate(sides.tolist()):
        if in_force[side] and context.zones[side].alert:
            within = context.zones[side].contains(lon, lat)
            in_s = np.where(within.any(axis=0), np.argmax(within, axis=0) * STEP_S, np.inf)
            meant = context.zones[side].binds(tracks["kind"][rows]) & ~context.inside[rows, side]
            soon[number] = ramp(params.ahead_none_s - in_s, 0.0, params.ahead_none_s - params.ahead_full_s) * meant
    worst = np.argmax(soon, axis=0)
    return rows, sides[worst], soon[worst, np.arange(len(rows))]
