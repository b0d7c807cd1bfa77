"""A search as it is shown: clouds from now to six hours on, the first circle, legs and their probability, as GeoJSON.

The same numbers serve the page, programs and the plan that is written to the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.cases.emergency.search_facts import SearchFacts, doubt_nm, plain_facts
from dashboard.common.memo import Memo
from models.base.clock import iso
from models.base.geo import distance_m, move_deg
from models.base.units import M_PER_NM, MPS_PER_KN
from models.casework.cases.nouns import Case
from models.site.site import Site
from models.ways.drift import DriftCloud, DriftStart, SteadyWind, drift, seed_of
from models.ways.legs_export import DECIMALS, legs_geojson
from models.ways.outlines import outline
from models.ways.patterns import PatternStart, SearchLegs, parallel, sector, square
from models.ways.search import (
    UNKNOWN_RADIUS_NM,
    cumulative_pod,
    first_radius_nm,
    pod,
    sea_grade,
    searched_nm2,
    spacing_nm,
    sweep_width_nm,
)
from models.ways.travel_time import Land, grid_of, land

HOURS = (0, 1, 2, 3, 4, 5, 6)
MINUTE_S = 60.0
LONGEST_S = 48 * 3600.0  # of a drift that is computed; the start of an older one is taken as then
CRAFT_ERROR_NM = 0.1
DIRECTIONS = 8  # of a wind whose direction is not known
SURE_NM, NEAR_NM = 0.5, 2.0  # 90 % radius below which a sector, then a square search is proposed
MOST_LEGS = 60
SHARES = (0.9, 0.5)
CIRCLE = np.radians(np.arange(0, 361, 10))


@dataclass(frozen=True)
class SearchAnswer:
    """A computed search: `plan` is what `sar_plan` keeps, `legs` are None without a position."""

    plan: dict[str, Any]
    clouds: DriftCloud | None
    circle: tuple[float, float, float]
    legs: SearchLegs | None


def search_of(case: Case, site: Site, facts: SearchFacts, now_s: float, memo: Memo) -> SearchAnswer:
    """Return the search for these facts, computed once a minute for all who look."""
    minute_s = np.floor(now_s / MINUTE_S) * MINUTE_S
    begin_s = max([minute_s, *(each.meet["t"] for each in case.orders if each.live and each.meet)][:2])
    key = ("search", case.id, facts if facts.wind_mps == facts.wind_mps else plain_key(facts))
    return memo.once(key, (minute_s, begin_s), lambda: _computed(case, site, facts, float(minute_s), float(begin_s)))


def plain_key(facts: SearchFacts) -> tuple[Any, ...]:
    """Return the facts so that unknown numbers, which are NaN, equal each other."""
    return tuple(plain_facts(facts).values())


def _computed(case: Case, site: Site, facts: SearchFacts, now_s: float, begin_s: float) -> SearchAnswer:
    if not facts.placed:
        return SearchAnswer(
            {**plain_facts(facts), "circle": list(doubt_nm(site, case))}, None, doubt_nm(site, case), None
        )
    clouds = cloud_of(case, site, facts, now_s)
    lon, lat = clouds.datum(0)
    drifted_nm = float(distance_m(*(np.array([each]) for each in (facts.lat, facts.lon, lat, lon)))[0]) / M_PER_NM
    known = facts.where != "place" or now_s - facts.t_s < 600.0
    radius_nm = first_radius_nm(facts.error_nm, CRAFT_ERROR_NM, drifted_nm) if known else UNKNOWN_RADIUS_NM
    start = _pattern_start(clouds, begin_s, facts)
    plan = {**plain_facts(facts), **_sizes(facts, clouds, start)}
    legs = legs_of_plan(plan)
    plan["legs_nm"] = [round(float(each), 3) for each in legs.length_nm]
    plan["stream_known"] = round(clouds.stream_known, 3)
    plan["circle"] = [lon, lat, radius_nm]
    return SearchAnswer(plan, clouds, (lon, lat, radius_nm), legs)


def cloud_of(case: Case, site: Site, facts: SearchFacts, now_s: float) -> DriftCloud:
    """Return the clouds at HOURS from now; a wind without a direction blows an equal share of particles each way."""
    start = DriftStart(facts.lon, facts.lat, max(min(facts.t_s, now_s), now_s - LONGEST_S), facts.error_nm)
    at_s = [now_s + hour * 3600.0 for hour in HOURS]
    ashore: Land | None = land(site.coast, grid_of(site.bbox)) if site.coast.exists() else None
    speed_mps = facts.wind_mps if np.isfinite(facts.wind_mps) else 0.0
    if speed_mps == 0.0 or np.isfinite(facts.wind_from_deg):
        wind = SteadyWind(speed_mps, facts.wind_from_deg if np.isfinite(facts.wind_from_deg) else 0.0)
        return drift(start, facts.object, wind, at_s, seed_of(case.id), site.currents, ashore)
    parts = [
        drift(
            start,
            facts.object,
            SteadyWind(speed_mps, at * 360.0 / DIRECTIONS),
            at_s,
            seed_of(case.id) + at,
            site.currents,
            ashore,
            1000 // DIRECTIONS,
        )
        for at in range(DIRECTIONS)
    ]
    lon, lat, on_land = (
        np.concatenate([getattr(each, name) for each in parts], axis=1) for name in ("lon_deg", "lat_deg", "ashore")
    )
    return DriftCloud(parts[0].t_s, lon, lat, on_land, float(np.mean([each.stream_known for each in parts])))


def _pattern_start(clouds: DriftCloud, begin_s: float, facts: SearchFacts) -> PatternStart:
    """Return the datum when the craft begin, moving as the datum moves in the hour after."""
    times = clouds.t_s
    lons, lats = (np.array([clouds.datum(at)[axis] for at in range(len(times))]) for axis in (0, 1))
    lon, lat = float(np.interp(begin_s, times, lons)), float(np.interp(begin_s, times, lats))
    span_s = times[1] - times[0]
    east_m = distance_m(*(np.array([each]) for each in (lats[0], lons[0], lats[0], lons[1])))[0] * np.sign(
        lons[1] - lons[0]
    )
    north_m = distance_m(*(np.array([each]) for each in (lats[0], lons[0], lats[1], lons[0])))[0] * np.sign(
        lats[1] - lats[0]
    )
    return PatternStart(lon, lat, begin_s, facts.speed_kn, float(east_m / span_s), float(north_m / span_s))


def _sizes(facts: SearchFacts, clouds: DriftCloud, start: PatternStart) -> dict[str, Any]:
    """Return pattern, sweep width, spacing and the sizes of the search."""
    wind_kn = facts.wind_mps / MPS_PER_KN
    sweep = sweep_width_nm(facts.object, facts.visibility_nm, facts.speed_kn < 0, sea_grade(wind_kn))
    apart = spacing_nm(sweep, facts.pod)
    spread_nm = _radius_nm(clouds, 0.9)
    pattern = facts.pattern
    if pattern == "auto":
        pattern = "VS" if spread_nm < SURE_NM else "SS" if spread_nm < NEAR_NM else "PS"
    side = max(np.sqrt(searched_nm2(apart, facts.speed_kn, facts.hours_h)), 2 * apart)
    course = facts.wind_from_deg if np.isfinite(facts.wind_from_deg) else 0.0
    if pattern == "PS":
        course = float(np.degrees(np.arctan2(start.east_mps, start.north_mps)) % 360.0)
    return {
        **{"pattern_used": pattern, "sweep_nm": sweep, "spacing_nm": apart, "pod": pod(sweep, apart)},
        **{"begin_s": start.t_s, "datum": [start.lon_deg, start.lat_deg], "course_deg": course},
        **{"drift_mps": [start.east_mps, start.north_mps], "side_nm": float(side), "spread_nm": spread_nm},
    }


def _radius_nm(clouds: DriftCloud, share: float) -> float:
    lon, lat = clouds.datum(0)
    count = clouds.lon_deg.shape[1]
    away_m = distance_m(clouds.lat_deg[0], clouds.lon_deg[0], np.full(count, lat), np.full(count, lon))
    return float(np.quantile(away_m, share)) / M_PER_NM


def legs_of_plan(plan: dict[str, Any]) -> SearchLegs:
    """Return the legs of a plan, the same whenever they are computed."""
    lon, lat = plan["datum"]
    start = PatternStart(lon, lat, plan["begin_s"], plan["speed_kn"], *plan["drift_mps"])
    apart, course, way_nm = plan["spacing_nm"], plan["course_deg"], plan["speed_kn"] * plan["hours_h"]
    if plan["pattern_used"] == "VS":
        return sector(start, min(2.0 * apart, way_nm / 9.0), course)
    if plan["pattern_used"] == "SS":
        lengths = apart * (np.arange(MOST_LEGS) // 2 + 1.0)
        count = int(np.searchsorted(np.cumsum(lengths), way_nm, side="right"))
        return square(start, apart, course, max(4, count))
    return parallel(start, apart, plan["side_nm"], min(plan["side_nm"], apart * MOST_LEGS / 2), course)


def pod_reached(sar: Any) -> float:
    """Return the probability of detection of what was steered so far: of each search its share of the length."""
    searches = [*sar.get("before", ())]
    if sar.get("plan", {}).get("legs_nm"):
        plan = sar["plan"]
        searches.append({"pod": plan["pod"], "legs_nm": plan["legs_nm"], "done": sar.get("done", ())})
    return cumulative_pod(*(_share(each) * float(each["pod"] or 0.0) for each in searches)) if searches else 0.0


def _share(search: Any) -> float:
    legs = search["legs_nm"] or []
    return float(sum(legs[number - 1] for number in search["done"]) / sum(legs)) if legs else 0.0


def search_geojson(answer: SearchAnswer, case: Case, draft: bool) -> dict[str, Any]:
    """Return outlines, datums, circle and legs, and the plan beside them."""
    lon, lat, radius_nm = answer.circle
    features = [_feature("Polygon", [_circle(lon, lat, radius_nm)], what="circle", radius_nm=round(radius_nm, 2))]
    if answer.clouds is not None:
        features += [each for at in range(len(HOURS)) for each in _cloud(answer.clouds, at)]
    if answer.legs is not None:
        done = set() if draft else set(case.sar.get("done", ()))
        for each in legs_geojson(answer.legs, case.id)["features"]:
            each["properties"] |= {"what": "leg", "done": each["properties"]["leg"] in done}
            features.append(each)
    about = {"case": case.id, "draft": draft, "plan": answer.plan, "pod_reached": round(pod_reached(case.sar), 4)}
    return {"type": "FeatureCollection", "features": features, **about}


def _cloud(clouds: DriftCloud, at: int) -> list[dict[str, Any]]:
    said = {"hour": HOURS[at], "t": iso(float(clouds.t_s[at])), "t_s": float(clouds.t_s[at])}
    places = clouds.lon_deg[at], clouds.lat_deg[at]
    shapes = [
        _feature("Polygon", [_ring(ring)], what="outline", share=share, **said)
        for share in SHARES
        for ring in outline(*places, share)
    ]
    datum = [round(each, DECIMALS) for each in clouds.datum(at)]
    return [*shapes, _feature("Point", datum, what="datum", **said)]


def _circle(lon: float, lat: float, radius_nm: float) -> list[list[float]]:
    way_m = radius_nm * M_PER_NM
    at = np.full(len(CIRCLE), lat), np.full(len(CIRCLE), lon)
    lats, lons = move_deg(*at, way_m * np.sin(CIRCLE), way_m * np.cos(CIRCLE))
    return _ring(np.stack([lons, lats], axis=1))


def _ring(ring: np.ndarray) -> list[list[float]]:
    return [[round(float(lon), DECIMALS), round(float(lat), DECIMALS)] for lon, lat in ring]


def _feature(kind: str, coordinates: Any, **about: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": about}
