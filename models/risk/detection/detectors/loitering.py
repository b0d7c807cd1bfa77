"""Loitering: a vessel stays within a small area at sea, slowly and without an apparent reason.

Slower than 2 knots (Global Fishing Watch) and within a kilometre for half an hour to an hour; over a cable or beside a
terminal the time counts double. Left out: vessels with a reason to lie still (at anchor or moored as reported, in
ports, harbours and anchorages, close to land) and kinds whose work it is: fishing, pleasure, law enforcement, service.
A vessel that does not move at all is not loitering either: it is at anchor and has not reported it.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import distance_m, or_else, ramp
from models.base.schema import KIND, LIFE, NAN, Column, Table, among
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
from models.risk.detection.waters.zone_rules import numbers
from models.tracking.motion import HELD

BLEED = 2.0  # the timer runs down this many times faster than it builds up
SENSITIVE = ("cable", "bridge", "bridge_side", "intake", "safety", "no_entry")  # time counts double there
SENSITIVE_RATE = 2.0
SHELTERS = ("port", "harbour", "anchorage")
AGROUND, NOT_UNDER_COMMAND, FISHING = 6, 2, 7  # navigational status: other rules, or reason enough
EXCUSED = HELD | among((AGROUND, NOT_UNDER_COMMAND, FISHING, 3))  # 3: restricted manoeuvrability, at work
MEANT = among(KIND[each] for each in ("merchant", "passenger", "other", "unknown"))

MEMORY = (
    Column("timer_s", "f4", 0.0, "s", "leaky time it has stayed within the radius"),
    Column("lat_deg", "f8", NAN, "deg", "where that began"),
    Column("lon_deg", "f8", NAN, "deg", "same, longitude"),
)


class LoiteringParams(Params):
    weight: Share = 0.35
    release_s: Positive = 600.0
    raise_at: Evidence = 1.0
    ceiling: Ceiling = "yellow"
    min_speed_kn: Positive = 0.3
    max_speed_kn: Positive = 2.0
    radius_m: Positive = 1000.0
    on_s: Positive = 1800.0
    full_s: Positive = 3600.0
    shore_m: Positive = 500.0


WORDS = {
    "zh": {"title": "徘徊", "reason": "{for_min:.0f} 分钟徘徊于 {radius_km:.0f} 公里内，{sog_kn:.1f} 节"},
    "en": {
        "title": "Loitering",
        "reason": "within a radius of {radius_km:.0f} km for {for_min:.0f} min at {sog_kn:.1f} kn",
    },
}


@detector(
    "loitering",
    group="behaviour",
    params=LoiteringParams,
    words=WORDS,
    memory=MEMORY,
    every=10,
    wake=Wake(timers=("timer_s",)),
)
def detect(context: DetectorContext, memory: Table, params: LoiteringParams) -> Findings:
    """Vessels that loiter."""
    rows = _asked(context, memory, params)
    if not len(rows):
        return findings(rows, rows)
    tracks = context.tracks
    away_m = _away_m(context, memory, rows)
    stays = _loiters(context, rows, params) & (away_m <= params.radius_m)
    sensitive = context.inside[rows][:, numbers(context.zones, SENSITIVE)].any(axis=1)
    gain = np.where(stays, np.where(sensitive, SENSITIVE_RATE, 1.0), -BLEED) * context.dt_s
    gain *= tracks["life"][rows] == LIFE["confirmed"]  # silent vessels keep theirs
    memory["timer_s"][rows] = np.clip(memory["timer_s"][rows] + gain, 0.0, 2 * params.full_s)
    memory["timer_s"][rows[away_m > params.radius_m]] = 0.0
    ended = rows[memory["timer_s"][rows] <= 0]
    memory["lat_deg"][ended] = memory["lon_deg"][ended] = np.nan
    rows = rows[memory["timer_s"][rows] > params.on_s]
    return findings(
        rows,
        ramp(memory["timer_s"][rows], params.on_s, params.full_s),
        for_min=memory["timer_s"][rows] / 60,
        radius_km=np.full(len(rows), params.radius_m / 1000),
        sog_kn=or_else(tracks["sog_kn"][rows], 0.0),
    )


def _asked(context: DetectorContext, memory: Table, params: LoiteringParams) -> np.ndarray:
    """Slow vessels of the kinds covered, and those whose timer runs; the cheap tests come first."""
    tracks, sog_kn = context.tracks, context.tracks["sog_kn"]
    slow = (sog_kn >= params.min_speed_kn) & (sog_kn < params.max_speed_kn) & MEANT[tracks["kind"]]
    rows = np.flatnonzero(slow | (memory["timer_s"] > 0))
    return rows[is_ship(tracks, rows)]


def _loiters(context: DetectorContext, rows: np.ndarray, params: LoiteringParams) -> np.ndarray:
    tracks, sog_kn = context.tracks, context.tracks["sog_kn"][rows]
    loiters = (sog_kn >= params.min_speed_kn) & (sog_kn < params.max_speed_kn)
    loiters &= MEANT[tracks["kind"][rows]] & ~EXCUSED[tracks["nav_status"][rows]]
    loiters &= ~context.inside[rows][:, numbers(context.zones, SHELTERS)].any(axis=1)
    to_land_m = context.waters.to_land_m(tracks["lon_deg"][rows], tracks["lat_deg"][rows])
    return np.asarray(loiters & (to_land_m > params.shore_m))


def _away_m(context: DetectorContext, memory: Table, rows: np.ndarray) -> np.ndarray:
    """Metres from where each vessel began (m,); one without a start begins here and now."""
    tracks = context.tracks
    begins = rows[np.isnan(memory["lat_deg"][rows])]
    memory["lat_deg"][begins], memory["lon_deg"][begins] = tracks["lat_deg"][begins], tracks["lon_deg"][begins]
    start = memory["lat_deg"][rows], memory["lon_deg"][rows]
    return np.asarray(distance_m(*start, tracks["lat_deg"][rows], tracks["lon_deg"][rows]))
