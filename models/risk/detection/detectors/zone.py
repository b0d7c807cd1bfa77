"""Zone breach: a vessel is in water that is closed to its kind at this hour, or stays longer than is allowed.

Entered when inside for 2 reports or 10 s, left when more than 50 m outside for 20 s. Time windows and kinds of vessel
are zone data. Polygons: models/site/zone.py; membership: waters/zone_membership.py. Zones covered by other rules
(models/site/zone.py: RULE_OF_KIND) are left out: moratoria (fishing.py), cables and bridges (asset.py), speed limits
(speeding.py).
"""

from __future__ import annotations

import numpy as np

from models.base.geo import or_else, ramp
from models.base.schema import NAN, Column, Table
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
from models.risk.detection.waters.zone_rules import Rules, active, rules

CORNER_SHARE = 0.9  # of `raise_at`: crossing a corner in less than `full_s` raises no alert

PER_ZONE = (
    Column("in_s", "f8", NAN, "s", "first report inside"),
    Column("in_reports", "u1", 0, "", "reports inside"),
    Column("out_s", "f8", NAN, "s", "first report outside by the margin, since the last one inside"),
)
MEMORY = (Column("busy", "?", False, "", "is or was inside some alerting zone"),)


class ZoneParams(Params):
    weight: Share = 0.75
    release_s: Positive = 60.0
    ceiling: Ceiling = "red"
    enter_reports: int = 2
    enter_s: Positive = 10.0
    leave_m: Positive = 50.0
    leave_s: Positive = 20.0
    on_s: Positive = 5.0
    full_s: Positive = 60.0


WORDS = {
    "zh": {"title": "区域违规", "reason": "进入{zone_zh}，已 {for_min:.0f} 分钟，{sog_kn:.1f} 节"},
    "en": {"title": "Zone breach", "reason": "in {zone_en} for {for_min:.0f} min at {sog_kn:.1f} kn"},
}


@detector(
    "zone",
    group="compliance",
    params=ZoneParams,
    words=WORDS,
    memory=MEMORY,
    per_zone=PER_ZONE,
    every=2,
    wake=Wake(timers=("busy",)),
)
def detect(context: DetectorContext, memory: Table, params: ZoneParams) -> Findings:
    """Vessels inside zones that are closed to them."""
    bound = rules(context.zones, "zone")
    _enter_and_leave(context, memory, params, bound)
    rows, at, dwell_s = _staying(context, memory, params, bound)
    if not len(rows):
        return findings(rows, rows)
    number = bound.number[at]
    return findings(
        rows,
        _score(at, dwell_s, bound, params),
        key=number,
        zone_zh=[context.zones[each].name_zh for each in number.tolist()],
        zone_en=[context.zones[each].name_en for each in number.tolist()],
        for_min=dwell_s / 60,
        sog_kn=or_else(context.tracks["sog_kn"][rows], 0.0),
    )


def _enter_and_leave(context: DetectorContext, memory: Table, params: ZoneParams, bound: Rules) -> None:
    """Update the membership of vessels that have just reported; the others keep theirs."""
    rows = context.reported[is_ship(context.tracks, context.reported)]
    rows = rows[memory["busy"][rows] | context.inside[rows][:, bound.number].any(axis=1)]
    if not len(rows):
        return
    cells = np.ix_(rows, bound.number)
    inside, t_s = context.inside[cells], context.tick.t_s
    memory["in_s"][cells] = in_s = np.where(inside, np.fmin(memory["in_s"][cells], t_s), memory["in_s"][cells])
    memory["in_reports"][cells] = np.minimum(memory["in_reports"][cells], 200) + inside
    memory["out_s"][cells] = np.where(inside, np.nan, memory["out_s"][cells])
    for at in np.flatnonzero((~inside & np.isfinite(in_s)).any(axis=0)).tolist():
        _leave(context, memory, params, int(bound.number[at]), rows[~inside[:, at] & np.isfinite(in_s[:, at])])
    memory["busy"][rows] = np.isfinite(memory["in_s"][cells]).any(axis=1)


def _leave(context: DetectorContext, memory: Table, params: ZoneParams, number: int, rows: np.ndarray) -> None:
    """Vessels of the zone that have just reported from outside leave it when far and long enough outside."""
    away_m = context.zones[number].distance_m(context.tracks["lon_deg"][rows], context.tracks["lat_deg"][rows])
    clear, t_s = rows[away_m > params.leave_m], context.tick.t_s
    memory["out_s"][clear, number] = np.fmin(memory["out_s"][clear, number], t_s)
    left = clear[t_s - memory["out_s"][clear, number] >= params.leave_s]
    for column in PER_ZONE:
        memory[column.name][left, number] = column.unknown


def _staying(
    context: DetectorContext, memory: Table, params: ZoneParams, bound: Rules
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows, index into `bound`, and seconds inside, for vessels inside a zone in force that applies to them."""
    busy = np.flatnonzero(memory["busy"] & IS_SCORED[context.tracks["life"]])
    if not len(busy):
        return busy, busy, np.empty(0)
    cells = np.ix_(busy, bound.number)
    dwell_s = context.tick.t_s - memory["in_s"][cells]
    entered = (memory["in_reports"][cells] >= params.enter_reports) | (dwell_s >= params.enter_s)
    in_force = active(context.zones, int(context.tick.t_s // 60), context.utc_offset_h)[bound.number]
    entered &= np.isfinite(dwell_s) & np.isnan(memory["out_s"][cells]) & in_force
    entered &= bound.binds[:, context.tracks["kind"][busy]].T
    row, at = np.nonzero(entered)
    return busy[row], at, dwell_s[row, at]


def _score(at: np.ndarray, dwell_s: np.ndarray, bound: Rules, params: ZoneParams) -> np.ndarray:
    limit_s = bound.max_dwell_s[at]
    score = ramp(dwell_s, params.on_s, params.full_s)
    score = np.where(dwell_s < params.full_s, np.minimum(score, CORNER_SHARE * params.raise_at), score)
    score = np.where(np.isnan(limit_s), score, ramp((dwell_s - limit_s) / (limit_s / 2), 0.0, 1.0))
    return score * bound.share[at]
