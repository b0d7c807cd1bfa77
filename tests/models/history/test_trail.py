"""Stops, encounters and visits of a trail; nothing is assumed across a gap."""

from __future__ import annotations

from dataclasses import fields
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.base.geo import distance_m, move_deg
from models.base.paths import SITES
from models.base.units import M_PER_NM
from models.history.trail import GAP_S, MEET_NM, STOP_LEAST_S, STOP_RADIUS_M, Trail, encounters, stops, visits
from models.site.site import load_site
from tests.models.history.ways import T0, trail

STEP_S = 10.0
COLUMNS = [each for each in fields(Trail) if each.name != "cut"]


def way(legs: list[tuple[float, float]], from_s: float = 0.0, north_m: float = 0.0) -> tuple[np.ndarray, ...]:
    """Legs of (seconds, knots) to the east from 30 N 122.5 E: times, latitudes, longitudes."""
    pace = np.concatenate([np.full(int(seconds / STEP_S), knots * 1852 / 3600) for seconds, knots in legs])
    east_m = np.concatenate(([0.0], np.cumsum(pace * STEP_S)))
    lat, lon = move_deg(30.0, 122.5, east_m, np.full(len(east_m), north_m))
    return T0 + from_s + np.arange(len(east_m)) * STEP_S, lat, lon


def test_a_stop_is_where_and_when_it_lay_still() -> None:
    (stop,) = stops(trail(*way([(1800, 10), (1200, 0), (1800, 10)])))
    assert abs(stop.from_s - T0 - 1800) <= STOP_RADIUS_M / 5
    assert abs(stop.to_s - stop.from_s - 1200) <= 2 * STOP_RADIUS_M / 5
    assert distance_m(stop.lat_deg, stop.lon_deg, *[each[200] for each in way([(1800, 10), (1200, 0)])[1:]]) < 60


def test_a_slow_vessel_under_way_never_stops() -> None:
    assert stops(trail(*way([(7200, 2)]))) == []


def test_a_short_halt_is_not_a_stop() -> None:
    assert stops(trail(*way([(1800, 10), (STOP_LEAST_S - 100, 0), (1800, 10)]))) == []


@given(st.lists(st.tuples(st.sampled_from([300.0, 900.0, 2400.0]), st.sampled_from([0.0, 0.2, 6.0, 15.0])), max_size=6))
def test_every_stop_is_long_enough_apart_and_in_order(legs: list[tuple[float, float]]) -> None:
    found = stops(trail(*way([(600, 8), *legs])))
    assert all(each.to_s - each.from_s >= STOP_LEAST_S for each in found)
    assert all(a.to_s < b.from_s for a, b in pairwise(found))


def test_a_gap_breaks_a_trail_and_no_stop_bridges_it() -> None:
    t_s, lat, lon = way([(300, 0)])
    later = t_s + GAP_S + 600
    both = trail(np.concatenate((t_s, later)), np.tile(lat, 2), np.tile(lon, 2))
    assert len(both.legs()) == 2
    assert stops(both) == []


def test_two_vessels_with_one_mmsi_are_two_legs() -> None:
    own, second = trail(*way([(900, 8)])), trail(*way([(900, 8)], north_m=3000.0), track_id=2)
    columns = {each.name: np.concatenate((getattr(own, each.name), getattr(second, each.name))) for each in COLUMNS}
    columns["mmsi"][:] = 412_000_001
    both = Trail(**columns)
    legs = both.of(np.argsort(both.t_s, kind="stable")).legs()
    assert [(set(leg.track_id.tolist()), len(leg)) for leg in legs] == [({1}, len(own)), ({2}, len(second))]


def test_a_vessel_alongside_is_an_encounter() -> None:
    own, other = way([(1800, 8), (900, 0), (1800, 8)]), way([(1800, 8), (900, 0), (1800, 2)], north_m=50.0)
    (met,) = encounters(trail(*own), trail(*other, track_id=2))
    assert met.track_id == 2 and 45 < met.least_m < 55
    assert met.from_s <= T0 + 1800 and met.to_s >= T0 + 2700


def test_a_vessel_too_far_or_too_late_is_no_encounter() -> None:
    own = trail(*way([(3600, 10)]))
    assert encounters(own, trail(*way([(3600, 10)], north_m=MEET_NM * M_PER_NM + 30), track_id=2)) == []
    assert encounters(own, trail(*way([(3600, 10)], from_s=3500), track_id=2)) == []


@given(st.integers(0, 2000), st.integers(0, 1200))
def test_an_encounter_is_mutual(north_m: int, late_s: int) -> None:
    own, other = trail(*way([(2400, 8)])), trail(*way([(2400, 8)], late_s, north_m), track_id=2)
    there, back = encounters(own, other), encounters(other, own)
    assert [(each.from_s, round(each.least_m, 3)) for each in there] == [
        (each.from_s, round(each.least_m, 3)) for each in back
    ]


def test_a_visit_is_the_time_inside_a_zone() -> None:
    zone = load_site(SITES / "zhoushan").zones[0]
    west, south, east, north = zone.bbox
    lon = np.linspace(west - 0.2, east + 0.2, 400)
    lat = np.full(400, (south + north) / 2)
    inside = zone.contains(lon, lat)
    found = visits(trail(T0 + np.arange(400) * 60.0, lat, lon), [zone])
    assert sum((each.to_s - each.from_s) / 60 + 1 for each in found) == inside.sum() > 0
    assert {each.zone_id for each in found} == {zone.id}
