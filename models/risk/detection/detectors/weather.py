"""Weather: strong wind is forecast, and a vessel cannot reach shelter with three hours to spare.

Forecasts are clues of the source `weather`: a polygon, valid hours, and `wind_7` for force 7 Beaufort; a moving wind
field is several of them. The way to shelter is a straight line to the nearest port, harbour or anchorage, at the usual
speed of the kind. A finding about the forecast area counts how many vessels should be in shelter and how many are.
Stopped close to land counts as sheltered, since not every shelter is a zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from models.base.geo import ramp
from models.base.schema import KIND, Table, among
from models.base.settings import Positive, Share
from models.base.units import EARTH_RADIUS_M, M_PER_NM, MPS_PER_KN
from models.messages.clue import Clue
from models.risk.detection.detector import (
    IS_SCORED,
    IS_SHIP,
    Ceiling,
    DetectorContext,
    Evidence,
    Findings,
    Params,
    detector,
    findings,
)
from models.risk.detection.wake import Wake
from models.risk.detection.waters.zone_rules import numbers
from models.site.site import Site
from models.site.zone import Shape
from models.tracking.motion import MOORED

SHELTERS = ("port", "harbour", "anchorage")
BORDER_STEP_M = 500.0  # spacing of the points along the border of a shelter
UNDER_LAND_M, STOPPED_KN = 500.0, 0.5  # a vessel in a harbour that is no zone
SMALL_M = 12.0
NOT_UNDER_COMMAND = 2  # navigational status
TOWED, TANKERS = among((31, 32)), among(range(80, 90))
HAZARD = among(kind * 10 + digit for kind in (7, 8) for digit in (1, 2, 3, 4))  # categories X, Y, Z, OS (M.1371-5)
EXCUSED = among(KIND[each] for each in ("law", "service"))  # at work in strong wind
HOUR_S = 3600.0


class WeatherParams(Params):
    weight: Share = 0.50
    release_s: Positive = 600.0
    raise_at: Evidence = 0.6
    clear_at: Evidence = 0.3
    ceiling: Ceiling = "yellow"
    quiet_s: Positive = 3600.0
    least_force_bft: int = 7
    ahead_s: Positive = 86_400.0  # how long before the wind a forecast counts
    spare_s: Positive = 10_800.0
    full_s: Positive = 21_600.0
    fishing_kn: Positive = 8.0
    merchant_kn: Positive = 12.0
    merchant_share: Share = 0.5  # large ships ride out the wind
    fishing_share: Share = 0.8


WORDS = {"zh": {"title": "大风影响", "reason": "{what_zh}"}, "en": {"title": "Weather", "reason": "{what_en}"}}
SHIP_ZH = "{force} 级风 {wind_h:.1f} 小时后到，最近避风处 {away_nm:.0f} 海里，需 {shelter_h:.1f} 小时"
SHIP_EN = "force {force} wind in {wind_h:.1f} h, nearest shelter {away_nm:.0f} NM or {shelter_h:.1f} h away"
SEA_ZH = "{force} 级风 {wind_h:.0f} 小时后到，应避风 {due} 艘，已避风 {sheltered} 艘"
SEA_EN = "force {force} wind in {wind_h:.0f} h: {sheltered} of {due} vessels are in shelter"
PLACE_ZH = "{force} 级大风区"


@dataclass
class Shelters:
    """The borders of all shelters as points, for nearest-point queries."""

    site: Site

    def __post_init__(self) -> None:
        rings = [ring for zone in self.site.zones if zone.kind in SHELTERS for ring in zone.rings]
        points = [_along(ring) for ring in rings]
        self.tree = cKDTree(_sphere(*np.concatenate(points).T)) if points else None

    def away_m(self, lon_deg: np.ndarray, lat_deg: np.ndarray) -> np.ndarray:
        """Straight distance in metres to the nearest shelter (m,); infinite where the site has none."""
        if self.tree is None or not len(lon_deg):
            return np.full(len(lon_deg), np.inf)
        found: np.ndarray = self.tree.query(_sphere(lon_deg, lat_deg))[0]
        return found


@detector(
    "weather",
    group="surroundings",
    params=WeatherParams,
    words=WORDS,
    make_own_state=Shelters,
    every=30,
    wake=Wake(after_s=30.0),
)
def detect(context: DetectorContext, memory: Table, params: WeatherParams) -> Findings:
    """Vessels that the wind will reach at sea, and the counts of each forecast."""
    forecasts = [clue for clue in context.clues if _counts(clue, context.tick.t_s, params)]
    none = np.empty(0, dtype=np.int64)
    if not forecasts:
        return findings(none, none, **_detail([]))
    rows = np.flatnonzero(
        IS_SHIP[context.tracks["station"]] & IS_SCORED[context.tracks["life"]] & ~EXCUSED[context.tracks["kind"]]
    )
    sheltered, share = _sheltered(context, rows), _share(context, rows, params)
    exposed = _exposed(context, rows[~sheltered], share[~sheltered], forecasts, params)
    counted = [_count(context, clue, rows, sheltered, share >= params.fishing_share) for clue in forecasts]
    found = [*exposed, *counted]
    return findings(
        np.array([each["row"] for each in found], dtype=np.int64),
        np.array([each["score"] for each in found], dtype="f4"),
        key=np.array([each["key"] for each in found], dtype=np.int64),
        **_detail(found),
    )


def _counts(clue: Clue, t_s: float, params: WeatherParams) -> bool:
    """Whether it is a forecast of strong wind, now or soon."""
    if clue.source != "weather" or not clue.polygon or (clue.wind_force or 0) < params.least_force_bft:
        return False
    start_s = clue.t_s if clue.valid_from_s is None else clue.valid_from_s
    return start_s - t_s <= params.ahead_s and (clue.valid_to_s is None or clue.valid_to_s > t_s)


def _wind_h(clue: Clue, t_s: float) -> float:
    start_s = clue.t_s if clue.valid_from_s is None else clue.valid_from_s
    return max(0.0, (start_s - t_s) / HOUR_S)


def _sheltered(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    """In a port, harbour or anchorage; moored; or stopped close to land. Mask (m,)."""
    tracks = context.tracks
    inside = context.inside[np.ix_(rows, numbers(context.zones, SHELTERS))].any(axis=1)
    moored = (tracks["nav_status"][rows] == MOORED) & ~(tracks["sog_kn"][rows] > STOPPED_KN)
    to_land_m = context.waters.to_land_m(tracks["now_lon_deg"][rows], tracks["now_lat_deg"][rows])
    return np.asarray(inside | moored | ((to_land_m < UNDER_LAND_M) & (tracks["sog_kn"][rows] <= STOPPED_KN)))


def _share(context: DetectorContext, rows: np.ndarray, params: WeatherParams) -> np.ndarray:
    """Share of the evidence (m,): full for vessels that cannot steer, carry dangerous cargo or are small."""
    tracks = context.tracks
    kind, ship_type = tracks["kind"][rows], tracks["ship_type"][rows]
    helpless = (tracks["nav_status"][rows] == NOT_UNDER_COMMAND) | TOWED[ship_type]
    most = helpless | TANKERS[ship_type] | HAZARD[ship_type] | (tracks["length_m"][rows] < SMALL_M)
    usual = np.where(kind == KIND["merchant"], params.merchant_share, params.fishing_share)
    return np.where(most, 1.0, usual)


def _exposed(
    context: DetectorContext, rows: np.ndarray, share: np.ndarray, forecasts: list[Clue], params: WeatherParams
) -> list[dict[str, Any]]:
    """Findings about vessels, each with the first wind that will reach it."""
    tracks = context.tracks
    lon, lat = tracks["now_lon_deg"][rows], tracks["now_lat_deg"][rows]
    wind_h, which = np.full(len(rows), np.inf), np.zeros(len(rows), dtype=np.int64)
    for number, clue in enumerate(forecasts):
        sooner = _area(clue).contains(lon, lat) & (_wind_h(clue, context.tick.t_s) < wind_h)
        wind_h[sooner], which[sooner] = _wind_h(clue, context.tick.t_s), number
    at = np.flatnonzero(np.isfinite(wind_h))
    away_m = context.own_state.away_m(lon[at], lat[at])
    usual_kn = np.where(tracks["kind"][rows[at]] == KIND["merchant"], params.merchant_kn, params.fishing_kn)
    shelter_h = away_m / (usual_kn * MPS_PER_KN) / HOUR_S
    score = ramp((shelter_h - wind_h[at]) * HOUR_S + params.spare_s, 0.0, params.full_s) * share[at]
    return [
        _finding(int(rows[at[n]]), float(score[n]), 0, forecasts[which[at[n]]], (SHIP_ZH, SHIP_EN), "",
              (0.0, 0.0), wind_h=wind_h[at[n]], away_nm=away_m[n] / M_PER_NM, shelter_h=shelter_h[n])
        for n in np.flatnonzero((score > 0) & np.isfinite(away_m))
    ]  # fmt: skip


def _count(
    context: DetectorContext, clue: Clue, rows: np.ndarray, sheltered: np.ndarray, due: np.ndarray
) -> dict[str, Any]:
    """How many vessels in the forecast area should be in shelter, and how many are."""
    inside = _area(clue).contains(context.tracks["now_lon_deg"][rows], context.tracks["now_lat_deg"][rows]) & due
    key = int.from_bytes(blake2b(clue.id.encode(), digest_size=4).digest())
    lon, lat = np.mean(clue.polygon, axis=0).tolist()
    counts = {"due": int(inside.sum()), "sheltered": int((inside & sheltered).sum())}
    place = PLACE_ZH.format(force=clue.wind_force)
    wind_h = _wind_h(clue, context.tick.t_s)
    return _finding(-1, 1.0, key, clue, (SEA_ZH, SEA_EN), place, (lat, lon), wind_h=wind_h, **counts)


def _finding(
    row: int,
    score: float,
    key: int,
    clue: Clue,
    words: tuple[str, str],
    place: str,
    at: tuple[float, float],
    **values: Any,
) -> dict[str, Any]:
    zh, en = (each.format(force=clue.wind_force, **values) for each in words)
    return {"row": row, "score": score, "key": key, "what_zh": zh, "what_en": en, "place": place,
            "lat_deg": at[0], "lon_deg": at[1]}  # fmt: skip


def _detail(found: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: [each[name] for each in found] for name in ("what_zh", "what_en", "place", "lat_deg", "lon_deg")}


def _area(clue: Clue) -> Shape:
    ring = np.array([*clue.polygon, clue.polygon[0]], dtype="f8")
    return Shape(id=clue.id, name_zh="", name_en="", rings=(ring,))


def _along(ring: np.ndarray) -> np.ndarray:
    """Points along a ring, no further apart than BORDER_STEP_M."""
    m_per_deg = EARTH_RADIUS_M * np.pi / 180
    parts = np.maximum(1, np.ceil(np.hypot(*np.diff(ring, axis=0).T) * m_per_deg / BORDER_STEP_M)).astype(np.int64)
    return np.concatenate(
        [np.linspace(a, b, count, endpoint=False) for a, b, count in zip(ring[:-1], ring[1:], parts, strict=True)]
    )


def _sphere(lon_deg: np.ndarray, lat_deg: np.ndarray) -> np.ndarray:
    """Points in space, metres; a chord of 100 km is 1 m short."""
    lon, lat = np.radians(lon_deg), np.radians(lat_deg)
    across = np.cos(lat)
    return EARTH_RADIUS_M * np.stack((across * np.cos(lon), across * np.sin(lon), np.sin(lat)), axis=1)
