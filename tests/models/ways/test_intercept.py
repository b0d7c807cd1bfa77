"""Meetings with a vessel under way: both are there at the same time, a faster craft is there no later."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.geo import distance_m, move_deg
from models.base.paths import SITES
from models.base.units import M_PER_NM
from models.site.site import load_site
from models.ways.intercept import Interceptors, Intercepts, MovingTarget, dead_reckoned, intercepts
from models.ways.travel_time import Land, Seaway, grid_of, land, seaway
from tests.models.sea import LAT0, LON0, site

Nm = tuple[float, float]
MADE = site()


def water() -> tuple[Seaway, Land]:
    grid = grid_of(MADE.bbox)
    open_sea = seaway(MADE.coast, grid)
    assert open_sea
    return open_sea, land(MADE.coast, grid)


def place(east_nm: float, north_nm: float) -> tuple[float, float]:
    lat, lon = move_deg(np.array(LAT0), np.array(LON0), np.array(east_nm * M_PER_NM), np.array(north_nm * M_PER_NM))
    return float(lon), float(lat)


def target(
    course_deg: float = 90.0, speed_kn: float = 10.0, at: Nm = (0.0, 0.0), spread_deg: float = 0.0
) -> MovingTarget:
    return MovingTarget(*place(*at), course_deg, speed_kn, spread_deg)


def fleet(*at: Nm, speed_kn: float = 20.0, turnout_min: float = 0.0, flies: bool = True) -> Interceptors:
    """Craft at these miles east and north, whose base is where they are."""
    lon, lat = (np.array(each) for each in zip(*(place(*each) for each in at), strict=True))
    every = np.ones(len(at))
    return Interceptors(lon, lat, lon, lat, speed_kn * every, turnout_min * every, np.full(len(at), flies))


def met(at: MovingTarget, fleet_: Interceptors) -> Intercepts:
    return intercepts(*water(), at, fleet_)


@pytest.mark.parametrize(
    ("at", "course_deg", "minutes"),
    [
        ((20.0, 0.0), 90, 40.0),  # head on: 20 miles at 10 and 20 knots
        ((-5.0, 0.0), 90, 30.0),  # from behind: 5 miles at 10 knots more
        ((0.0, 10 * 3**0.5), 90, 60.0),  # 10 miles along and 17.3 across are 20 of its own
        ((0.0, -18.0), 0, 108.0),  # a long stern chase
    ],
)
def test_a_craft_that_flies_meets_it_where_a_plotting_sheet_says(at: Nm, course_deg: float, minutes: float) -> None:
    found = met(target(course_deg), fleet(at))
    assert found.minutes[0] == pytest.approx(minutes, abs=0.5)
    assert found.way_nm[0] == pytest.approx(minutes / 60 * 20, abs=0.2)


def test_turning_out_takes_its_time() -> None:
    assert met(target(), fleet((20.0, 0.0), turnout_min=15)).minutes[0] == pytest.approx(40 + 15 * 2 / 3, abs=0.5)


def test_a_boat_sails_hardly_further_than_one_that_flies_on_open_sea() -> None:
    boat, drone = (met(target(), fleet((15.0, 8.0), flies=flies)) for flies in (False, True))
    assert drone.minutes[0] - 0.1 <= boat.minutes[0] <= 1.05 * drone.minutes[0] + 4


def test_a_craft_astern_of_a_faster_vessel_cannot_overtake_it() -> None:
    found = met(target(speed_kn=20), fleet((-5.0, 0.0), speed_kn=18))
    assert all(np.isnan(each[0]) for each in found[:6]) and found.line[0].shape == (0, 2)


def test_a_vessel_that_lies_still_is_met_however_far_it_is() -> None:
    found = met(target(speed_kn=0.4), fleet((-20.0, -20.0), speed_kn=8))
    assert found.minutes[0] == pytest.approx(20 * 2**0.5 / 8 * 60, rel=0.01)
    assert (found.lon_deg[0], found.lat_deg[0]) == place(0, 0)
    assert found.range_min[0] == 0


def test_a_vessel_of_unknown_course_is_looked_for_where_it_is() -> None:
    assert met(target(float("nan")), fleet((0.0, 10.0))).minutes[0] == pytest.approx(30, rel=0.01)


def test_the_way_back_is_that_from_the_meeting_to_the_base() -> None:
    craft = fleet((20.0, 0.0))
    base_lon, base_lat = (np.array([each]) for each in place(0.0, 0.0))
    found = met(target(), craft._replace(base_lon_deg=base_lon, base_lat_deg=base_lat))
    assert found.back_nm[0] == pytest.approx(40 / 60 * 10, abs=0.1)


def test_the_range_says_how_much_a_change_of_course_matters() -> None:
    sure, unsure, astern = (
        met(target(spread_deg=spread), fleet(at)).range_min[0]
        for spread, at in ((0, (20.0, 0.0)), (20, (20.0, 0.0)), (60, (0.0, -14.0)))
    )
    assert sure == pytest.approx(0, abs=1e-6) and 1 < unsure < 10 and astern > unsure


def test_if_a_turn_lets_it_escape_the_range_has_no_end() -> None:
    found = met(target(speed_kn=19, spread_deg=60), fleet((12.0, -12.0)))
    assert np.isfinite(found.minutes[0]) and found.range_min[0] == np.inf


def test_a_vessel_is_not_expected_to_sail_over_land() -> None:
    zhoushan = load_site(SITES / "zhoushan")
    ground = land(zhoushan.coast, grid_of(zhoushan.bbox))
    lon, lat = dead_reckoned(MovingTarget(122.10, 29.90, 0.0, 12.0), np.array([0.0, 20.0, 60.0, 120.0]), ground)
    assert lat[0] < lat[1] < lat[2] == lat[3] < 30.02
    assert lon == pytest.approx(122.10)


places = st.tuples(st.floats(-18, 18), st.floats(-18, 18))


@settings(deadline=None, max_examples=40)
@given(places, st.floats(0, 360), st.floats(0, 25), st.floats(5, 40), st.floats(0, 30), st.booleans())
def test_craft_and_vessel_are_at_the_meeting_at_the_same_time(
    at: Nm, course_deg: float, vessel_kn: float, craft_kn: float, turnout_min: float, flies: bool
) -> None:
    vessel, craft = target(course_deg, vessel_kn), fleet(at, speed_kn=craft_kn, turnout_min=turnout_min, flies=flies)
    found = met(vessel, craft)
    if np.isnan(found.minutes[0]):
        return
    assert turnout_min + found.way_nm[0] / craft_kn * 60 == pytest.approx(found.minutes[0], abs=1e-6)
    there = dead_reckoned(vessel, found.minutes, water()[1])
    assert (found.lon_deg[0], found.lat_deg[0]) == pytest.approx((there[0][0], there[1][0]), abs=1e-9)
    crow_nm = distance_m(craft.lat_deg, craft.lon_deg, found.lat_deg, found.lon_deg)[0] / M_PER_NM
    assert crow_nm <= found.way_nm[0] + 1e-3
    line = found.line[0]
    assert line[0].tolist() == [craft.lon_deg[0], craft.lat_deg[0]]
    assert line[-1].tolist() == [found.lon_deg[0], found.lat_deg[0]]


@settings(deadline=None, max_examples=40)
@given(places, st.floats(0, 360), st.floats(0, 25), st.floats(5, 40), st.floats(1, 2))
def test_a_faster_craft_is_there_no_later(
    at: Nm, course_deg: float, vessel_kn: float, craft_kn: float, faster: float
) -> None:
    craft = fleet(at, at, speed_kn=craft_kn, flies=False)
    minutes = met(target(course_deg, vessel_kn), craft._replace(speed_kn=craft_kn * np.array([1.0, faster]))).minutes
    assert np.isnan(minutes[0]) or minutes[1] <= minutes[0] + 1e-9
