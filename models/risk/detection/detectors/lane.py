"""Fishing in traffic: fishing vessels that linger in fairways, and merchant ships that come upon fishing vessels.

Two sides of one warning, each in steps. A fishing vessel below 4 kn in a fairway: lingering, then collision risk, when
a merchant ship will pass closely within 15 minutes. A merchant ship at a fishing-warning area, following the practice
of the Zhoushan offices: within 2 NM and heading for it (to be called by VHF), inside, then collision risk; only the
last is an alert. Crossing a fairway is not lingering: it is done at speed. Ship domains: collision.py.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import offset_m, or_else, ramp
from models.base.schema import KIND, Column, Table, among
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
)
from models.risk.detection.encounters.neighbours import between, points
from models.risk.detection.wake import Wake
from models.risk.detection.waters.zone_rules import active, numbers
from models.tracking.gear import may_be_gear
from models.tracking.motion import ANCHORED, MOORED

BLEED = 2.0  # the timer runs down this many times faster than it builds up
LANES, WARNINGS = ("fairway",), ("fishing_warning",)
MERCHANTS = among(KIND[each] for each in ("merchant", "passenger"))
FASTEST_KN = 25.0  # of a merchant ship; bounds the search
HELD = among((ANCHORED, MOORED))
LINGERS, RING, INSIDE, RISK = 0.6, 0.2, 0.35, 1.0  # evidence of the steps; the middle two give no colour
STEPS_ZH = ("滞留", "接近渔船警示区", "在渔船警示区内", "有碰撞危险")
STEPS_EN = ("lingering", "close to a fishing-warning area", "in a fishing-warning area", "risk of collision")

MEMORY = (
    Column("timer_s", "f4", 0.0, "s", "leaky time it has been slow in a fairway"),
    Column("zone", "i2", -1, "", "number of the fairway"),
)


class LaneParams(Params):
    weight: Share = 0.75
    release_s: Positive = 120.0
    raise_at: Evidence = 0.6
    ceiling: Ceiling = "orange"
    quiet_s: Positive = 1800.0
    slow_kn: Positive = 4.0
    on_s: Positive = 120.0
    full_s: Positive = 600.0
    ahead_s: Positive = 900.0
    pass_m: Positive = 500.0  # closest approach of a merchant ship that makes it a risk
    ring_nm: Positive = 2.0


WORDS = {
    "zh": {"title": "商渔混航", "reason": "{zone_zh}：{step_zh}，{sog_kn:.1f} 节{for_zh}"},
    "en": {"title": "Fishing in traffic", "reason": "{zone_en}: {step_en} at {sog_kn:.1f} kn{for_en}"},
}


@detector(
    "lane",
    group="navigation",
    params=LaneParams,
    words=WORDS,
    memory=MEMORY,
    every=5,
    wake=Wake(timers=("timer_s",), after_s=60.0),
)
def detect(context: DetectorContext, memory: Table, params: LaneParams) -> Findings:
    """Fishing vessels in the way of merchant ships, and merchant ships among fishing vessels."""
    _linger(context, memory, params)
    boats = np.flatnonzero((memory["timer_s"] > params.on_s) & IS_SCORED[context.tracks["life"]])
    meets = _is_met(context, boats, _merchants(context), params)
    score = np.where(meets, RISK, LINGERS) * ramp(memory["timer_s"][boats], params.on_s, params.full_s)
    ships, zone, step = _at_warning_areas(context, params)
    return _findings(
        context,
        np.concatenate([boats, ships]),
        np.concatenate([score, np.array([LINGERS, RING, INSIDE, RISK])[step]]),
        np.concatenate([memory["zone"][boats].astype(np.int64), zone]),
        np.concatenate([np.where(meets, 3, 0), step]),
        np.concatenate([memory["timer_s"][boats], np.zeros(len(ships))]),
    )


def _linger(context: DetectorContext, memory: Table, params: LaneParams) -> None:
    """Advance the timers of slow fishing vessels in a fairway; all others run down."""
    tracks, fairways = context.tracks, numbers(context.zones, LANES)
    running = np.flatnonzero(memory["timer_s"] > 0)
    loses = running[IS_SCORED[tracks["life"][running]]]
    gains = loses[:0]
    if len(fairways):
        slow = (tracks["kind"] == KIND["fishing"]) & (tracks["sog_kn"] < params.slow_kn) & IS_SCORED[tracks["life"]]
        rows = np.flatnonzero(slow & ~(tracks["nav_status"] == MOORED))
        rows = rows[~may_be_gear(tracks.columns, rows)]
        inside = context.inside[rows][:, fairways]
        berthed = context.inside[rows][:, numbers(context.zones, ("harbour", "port"))].any(axis=1)
        within = inside.any(axis=1) & ~berthed
        gains = rows[within]
        memory["zone"][gains] = fairways[inside[within].argmax(axis=1)]
    loses = np.setdiff1d(loses, gains, assume_unique=True)
    memory["timer_s"][gains] = np.minimum(memory["timer_s"][gains] + context.dt_s, params.full_s)
    memory["timer_s"][loses] = np.maximum(memory["timer_s"][loses] - BLEED * context.dt_s, 0.0)


def _merchants(context: DetectorContext) -> np.ndarray:
    tracks = context.tracks
    under_way = MERCHANTS[tracks["kind"]] & IS_SCORED[tracks["life"]] & ~HELD[tracks["nav_status"]]
    return np.flatnonzero(under_way & (tracks["age_s"] <= tracks.settings.reckon_for_s))


def _is_met(context: DetectorContext, rows: np.ndarray, others: np.ndarray, params: LaneParams) -> np.ndarray:
    """Which rows one of the others will pass closely and soon; mask (m,)."""
    met = np.zeros(len(rows), dtype=bool)
    if not len(rows) or not len(others):
        return met
    lat, lon, east, north = (context.tracks[name] for name in ("now_lat_deg", "now_lon_deg", "east_mps", "north_mps"))
    reach_m = FASTEST_KN * MPS_PER_KN * params.ahead_s + params.pass_m
    near = between(points(lat[rows], lon[rows], reach_m), points(lat[others], lon[others], 0.0))
    one, other = rows[near.one], others[near.other]
    x_m, y_m = offset_m(lat[one], lon[one], lat[other], lon[other])
    vx, vy = (east[other] - east[one]).astype("f8"), (north[other] - north[one]).astype("f8")
    speed2 = np.maximum(vx * vx + vy * vy, 1e-6)
    tcpa_s = -(x_m * vx + y_m * vy) / speed2
    dcpa_m = np.hypot(x_m + vx * tcpa_s, y_m + vy * tcpa_s)
    met[near.one[(tcpa_s > 0) & (tcpa_s < params.ahead_s) & (dcpa_m < params.pass_m)]] = True
    return met


def _at_warning_areas(context: DetectorContext, params: LaneParams) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Merchant ships near or in a fishing-warning area in force: rows, zone number, step."""
    none = np.empty(0, dtype=np.int64)
    areas = numbers(context.zones, WARNINGS)
    in_force = active(context.zones, int(context.tick.t_s // 60), context.utc_offset_h)[areas] if len(areas) else none
    areas = areas[in_force.astype(bool)]
    ships = _merchants(context) if len(areas) else none
    found = [(none, none, none)]
    for number in areas.tolist():
        inside = ships[context.inside[ships, number]]
        ring = _heading_for(context, np.setdiff1d(ships, inside, assume_unique=True), number, params)
        fishing = np.flatnonzero((context.tracks["kind"] == KIND["fishing"]) & context.inside[:, number])
        step = np.where(_is_met(context, inside, fishing, params), 3, 2)
        found.append((inside, np.full(len(inside), number), step))
        found.append((ring, np.full(len(ring), number), np.ones(len(ring), dtype=np.int64)))
    rows, zone, step = (np.concatenate(column) for column in zip(*found, strict=True))
    return rows, zone, step


def _heading_for(context: DetectorContext, ships: np.ndarray, number: int, params: LaneParams) -> np.ndarray:
    """Those ships within the ring whose course leads into the area."""
    tracks, zone, ring_m = context.tracks, context.zones[number], params.ring_nm * M_PER_NM
    west, south, east, north = zone.bbox
    margin_deg = ring_m / 60 / M_PER_NM
    lat, lon = tracks["now_lat_deg"][ships], tracks["now_lon_deg"][ships]
    wide_deg = margin_deg / np.cos(np.radians(or_else(lat, 0.0)))
    box = (lat > south - margin_deg) & (lat < north + margin_deg) & (lon > west - wide_deg) & (lon < east + wide_deg)
    ships, lat, lon = ships[box], lat[box], lon[box]
    north_deg = tracks["north_mps"][ships] * params.ahead_s / 60 / M_PER_NM
    east_deg = tracks["east_mps"][ships] * params.ahead_s / 60 / M_PER_NM / np.cos(np.radians(lat))
    near = zone.distance_m(lon, lat) <= ring_m if len(ships) else np.zeros(0, dtype=bool)
    into = np.zeros(len(ships), dtype=bool)
    for part in np.linspace(0.1, 1.0, 10):
        into |= zone.contains(lon + part * east_deg, lat + part * north_deg)
    return ships[near & into]


def _findings(
    context: DetectorContext,
    rows: np.ndarray,
    score: np.ndarray,
    zone: np.ndarray,
    step: np.ndarray,
    timer_s: np.ndarray,
) -> Findings:
    minutes = [round(each / 60) for each in timer_s.tolist()]
    return findings(
        rows,
        score,
        key=zone,
        zone_zh=[context.zones[each].name_zh for each in zone.tolist()],
        zone_en=[context.zones[each].name_en for each in zone.tolist()],
        step_zh=[STEPS_ZH[each] for each in step.tolist()],
        step_en=[STEPS_EN[each] for each in step.tolist()],
        sog_kn=or_else(context.tracks["sog_kn"][rows], 0.0),
        for_zh=[f"，已 {each} 分钟" if each else "" for each in minutes],
        for_en=[f" for {each} min" if each else "" for each in minutes],
    )
