"""Local geometry agrees with the great circle and is consistent with itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.geo import angle_between_deg, distance_m, haversine_m, move_deg, offset_m, ramp
from models.base.units import EARTH_RADIUS_M, M_PER_NM, MPS_PER_KN

lats = st.floats(-75, 75)
lons = st.floats(-180, 180, exclude_max=True)
steps = st.floats(-20_000, 20_000)
angles = st.floats(-720, 720)


def test_a_knot_is_a_nautical_mile_an_hour() -> None:
    knots = 36 * MPS_PER_KN
    assert knots == pytest.approx(18.52)
    assert M_PER_NM == 1852.0


def test_flat_earth_is_a_fifth_of_a_metre_off_at_six_miles_and_thirty_north() -> None:
    bearing = np.radians(np.arange(0.0, 360.0))
    east, north = 6 * M_PER_NM * np.sin(bearing), 6 * M_PER_NM * np.cos(bearing)
    lat, lon = move_deg(np.full(360, 30.0), np.full(360, 122.0), east, north)
    error = np.abs(distance_m(30.0, 122.0, lat, lon) - haversine_m(30.0, 122.0, lat, lon))
    assert error.max() < 0.2


def test_one_minute_of_latitude_is_a_nautical_mile_nearly() -> None:
    assert haversine_m(30.0, 122.0, 30.0 + 1 / 60, 122.0) == pytest.approx(M_PER_NM, rel=1e-3)


def test_half_way_round_the_earth_is_half_its_circumference() -> None:
    assert haversine_m(0.0, 0.0, 0.0, 180.0) == pytest.approx(np.pi * EARTH_RADIUS_M)


def test_the_shorter_way_leads_over_the_date_line() -> None:
    east, north = offset_m(0.0, 179.9, 0.0, -179.9)
    assert float(east) == pytest.approx(haversine_m(0.0, 179.9, 0.0, -179.9)) and north == 0
    assert float(offset_m(0.0, -179.9, 0.0, 179.9)[0]) == pytest.approx(-float(east))


@given(lats, lons, steps, steps)
def test_a_step_leads_to_its_offset(lat: float, lon: float, east_m: float, north_m: float) -> None:
    there_lat, there_lon = move_deg(lat, lon, east_m, north_m)
    east, north = offset_m(lat, lon, there_lat, there_lon)
    assert -180 <= there_lon < 180
    assert float(north) == pytest.approx(north_m, abs=1e-3)
    # `move_deg` divides by the cosine here, `offset_m` multiplies by that of the middle: equal to second order.
    assert float(east) == pytest.approx(east_m, abs=abs(east_m * north_m) / EARTH_RADIUS_M * 4 + 1e-3)


@given(lats, lons, lats, lons)
def test_distance_is_symmetric(lat0: float, lon0: float, lat1: float, lon1: float) -> None:
    assert float(haversine_m(lat0, lon0, lat1, lon1)) == pytest.approx(float(haversine_m(lat1, lon1, lat0, lon0)))
    assert float(distance_m(lat0, lon0, lat1, lon1)) == pytest.approx(float(distance_m(lat1, lon1, lat0, lon0)))


@given(angles, angles, st.integers(-2, 2))
def test_an_angle_is_the_smallest_and_the_same_from_both_sides(a: float, b: float, turns: int) -> None:
    between = float(angle_between_deg(a, b))
    assert 0 <= between <= 180
    assert between == pytest.approx(float(angle_between_deg(b, a)), abs=1e-9)
    assert between == pytest.approx(float(angle_between_deg(a + 360 * turns, b)), abs=1e-9)


@pytest.mark.parametrize(("a", "b", "between"), [(350, 10, 20), (10, 350, 20), (0, 180, 180), (90, 91, 1), (45, 45, 0)])
def test_angles_across_north(a: float, b: float, between: float) -> None:
    assert angle_between_deg(a, b) == between


def test_an_unknown_direction_has_no_angle() -> None:
    assert np.isnan(angle_between_deg(np.nan, 10.0))


def test_a_ramp_rises_from_low_to_high_and_is_0_for_nan() -> None:
    assert ramp(np.array([4.0, 5.0, 32.5, 60.0, 99.0, np.nan]), 5, 60).tolist() == [0, 0, 0.5, 1, 1, 0]
