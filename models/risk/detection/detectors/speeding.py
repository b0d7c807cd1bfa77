"""Speeding: a vessel exceeds the speed limit of the water it is in.

Limits are zone data (`max_speed_kn`); the lowest limit in force applies. The lower of reported speed and speed made
good between reports counts, so that neither a false speed nor a jumped position raises an alert.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import distance_m, ramp
from models.base.schema import NAN, Column, Table
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
    is_ship,
)
from models.risk.detection.wake import Wake
from models.risk.detection.waters.zone_rules import Rules, active, limits

LEG_S = 20.0  # shortest leg for speed made good: 10 m of position error are then 1 kn
LONGEST_LEG_S = 120.0  # over longer legs a bend makes it meaningless
OLD_S = 60.0  # a vessel without reports for this long is not judged

MEMORY = (
    Column("over_s", "f8", NAN, "s", "when it was first too fast, without a slower report since"),
    Column("zone", "i2", -1, "", "number of the zone whose limit counts"),
    Column("leg_s", "f8", NAN, "s", "start of the leg over which speed made good is measured"),
    Column("leg_lat_deg", "f8", NAN, "deg", "where it began"),
    Column("leg_lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("made_good_kn", "f4", NAN, "kn", "speed over the last leg"),
)


class SpeedingParams(Params):
    weight: Share = 0.35
    release_s: Positive = 120.0
    raise_at: Evidence = 1.0
    ceiling: Ceiling = "yellow"
    tolerance_kn: Positive = 2.0  # a gust, a following current
    on_s: Positive = 10.0
    full_s: Positive = 60.0


WORDS = {
    "zh": {"title": "超速", "reason": "在{zone_zh}内 {sog_kn:.1f} 节，限速 {limit_kn:.0f} 节"},
    "en": {"title": "Speeding", "reason": "{sog_kn:.1f} kn in {zone_en}, where the limit is {limit_kn:.0f} kn"},
}


@detector(
    "speeding",
    group="compliance",
    params=SpeedingParams,
    words=WORDS,
    memory=MEMORY,
    every=2,
    wake=Wake(timers=("over_s",)),
)
def detect(context: DetectorContext, memory: Table, params: SpeedingParams) -> Findings:
    """Vessels above the speed limit."""
    limited = limits(context.zones)
    if len(limited.number):
        _take_reports(context, memory, params, limited)
    rows = np.flatnonzero(np.isfinite(memory["over_s"]))
    if not len(rows):
        return findings(rows, rows)
    tracks = context.tracks
    rows = rows[IS_SCORED[tracks["life"][rows]] & (tracks["age_s"][rows] <= OLD_S)]
    number = memory["zone"][rows].astype(np.int64)
    return findings(
        rows,
        ramp(context.tick.t_s - memory["over_s"][rows], params.on_s, params.full_s),
        key=number,
        zone_zh=[context.zones[each].name_zh for each in number.tolist()],
        zone_en=[context.zones[each].name_en for each in number.tolist()],
        sog_kn=tracks["sog_kn"][rows],
        limit_kn=[context.zones[each].max_speed_kn for each in number.tolist()],
    )


def _take_reports(context: DetectorContext, memory: Table, params: SpeedingParams, limited: Rules) -> None:
    """Judge vessels that have just reported."""
    tracks, rows = context.tracks, context.reported
    within = context.inside[rows][:, limited.number]
    asked = (within.any(axis=1) | np.isfinite(memory["leg_s"][rows])) & is_ship(tracks, rows)
    rows, within = rows[asked], within[asked]
    if not len(rows):
        return
    in_force = active(context.zones, int(context.tick.t_s // 60), context.utc_offset_h)[limited.number]
    within = within & in_force & limited.binds[:, tracks["kind"][rows]].T
    limit_kn = np.where(within, limited.max_speed_kn, np.inf)
    lowest = np.argmin(limit_kn, axis=1)
    limit_kn = limit_kn[np.arange(len(rows)), lowest]
    _measure(context, memory, rows, np.isfinite(limit_kn))
    sog_kn, made_good_kn = tracks["sog_kn"][rows], memory["made_good_kn"][rows]
    over = (sog_kn > limit_kn + params.tolerance_kn) & (made_good_kn > limit_kn + params.tolerance_kn)
    memory["over_s"][rows] = np.where(over, np.fmin(memory["over_s"][rows], tracks["position_t_s"][rows]), np.nan)
    memory["zone"][rows[over]] = limited.number[lowest[over]]


def _measure(context: DetectorContext, memory: Table, rows: np.ndarray, limited: np.ndarray) -> None:
    """Measure speed made good, leg by leg, inside limited water; reset outside."""
    tracks, now_s = context.tracks, context.tracks["position_t_s"][rows]
    leg_s = now_s - memory["leg_s"][rows]
    start = (memory["leg_lat_deg"][rows], memory["leg_lon_deg"][rows])
    way_m = distance_m(*start, tracks["lat_deg"][rows], tracks["lon_deg"][rows])
    whole = (leg_s >= LEG_S) & (leg_s <= LONGEST_LEG_S)
    made_good_kn = np.where(whole, way_m / np.maximum(leg_s, 1.0) / MPS_PER_KN, memory["made_good_kn"][rows])
    memory["made_good_kn"][rows] = np.where(limited & ~(leg_s > LONGEST_LEG_S), made_good_kn, np.nan)
    begins = rows[limited & ~(leg_s < LEG_S)]
    for name in ("lat_deg", "lon_deg"):
        memory[f"leg_{name}"][begins] = tracks[name][begins]
    memory["leg_s"][begins] = tracks["position_t_s"][begins]
    memory["leg_s"][rows[~limited]] = np.nan
