"""Closest approach and ship domains: known answers of navigation, and invariants of every encounter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.base.units import M_PER_NM, MPS_PER_KN
from models.risk.detection.encounters.domain import (
    closest_approach,
    ellipse,
    intrusion,
    membership,
    quaternion_domain_m,
)

metres, speeds, angles = st.floats(-20_000, 20_000), st.floats(0, 20), st.floats(0, 360)


def going(speed_kn: float, course_deg: float) -> np.ndarray:
    """East and north metres per second."""
    course = np.radians(course_deg)
    return speed_kn * MPS_PER_KN * np.array([np.sin(course), np.cos(course)])


def met(
    east_nm: float, north_nm: float, mine: tuple[float, float], other: tuple[float, float]
) -> tuple[float, float, float]:
    """TCPA in minutes and DCPA in miles of another ship seen at a place, and the range now."""
    x, y = east_nm * M_PER_NM, north_nm * M_PER_NM
    tcpa_s, dcpa_m = closest_approach(x, y, *(going(*other) - going(*mine)))
    return tcpa_s / 60, dcpa_m / M_PER_NM, float(np.hypot(east_nm, north_nm))


def answer(tcpa_min: float, dcpa_nm: float) -> object:
    return pytest.approx((tcpa_min, dcpa_nm), abs=1e-6)


def test_head_on_at_ten_miles_and_ten_knots_each() -> None:
    assert met(0, 10, (10, 0), (10, 180))[:2] == answer(30, 0)


def test_crossing_at_45_degrees_on_the_bow() -> None:
    assert met(3, 3, (10, 0), (10, 270))[:2] == answer(18, 0)


def test_reciprocal_courses_one_mile_abeam() -> None:
    assert met(1, 5, (10, 0), (10, 180))[:2] == answer(15, 1)


def test_the_same_velocity_keeps_the_range() -> None:
    tcpa_min, dcpa_nm, range_nm = met(2, 3, (10, 77), (10, 77))
    assert (tcpa_min, dcpa_nm) == answer(0, range_nm)


def test_opening_ships_were_closest_before_and_are_now_at_their_range() -> None:
    tcpa_min, dcpa_nm, range_nm = met(1, -5, (10, 0), (10, 180))
    assert tcpa_min == pytest.approx(-15) and dcpa_nm == pytest.approx(range_nm)


def test_twelve_knots_overtaking_ten_at_one_mile() -> None:
    assert met(0, 1, (12, 0), (10, 0))[:2] == answer(30, 0)


@given(metres, metres, speeds, angles, speeds, angles)
def test_an_encounter_looks_the_same_from_both_ships(
    x: float, y: float, mine: float, course: float, other: float, her_course: float
) -> None:
    vx, vy = going(other, her_course) - going(mine, course)
    assert closest_approach(x, y, vx, vy) == pytest.approx(closest_approach(-x, -y, -vx, -vy), abs=1e-6)


@given(metres, metres, st.floats(0.1, 20), angles)
def test_nothing_is_ever_closer_than_the_closest_approach(x: float, y: float, speed: float, course: float) -> None:
    vx, vy = going(speed, course)
    tcpa_s, dcpa_m = closest_approach(x, y, vx, vy)
    later = np.linspace(0, 2 * abs(tcpa_s) + 60, 200)
    assert dcpa_m <= np.hypot(x + vx * later, y + vy * later).min() + 1e-6
    assert dcpa_m <= np.hypot(x, y) + 1e-6


@pytest.mark.parametrize(
    ("speed_kn", "length_m", "reach_m"), [(12, 150, (841, 496, 513, 392)), (8, 30, (148, 89, 83, 64))]
)
def test_sizes_of_the_quaternion_domain(speed_kn: float, length_m: float, reach_m: tuple[int, ...]) -> None:
    assert tuple(np.round(quaternion_domain_m(np.array(length_m), np.array(speed_kn))).astype(int)) == reach_m


def test_the_offset_ellipse_reaches_as_far_as_the_quarters() -> None:
    length_m, speed_kn = np.array([150.0, 30.0]), np.array([12.0, 8.0])
    a, b, cu, cw = ellipse(length_m, speed_kn, np.zeros(2, bool)).T
    fore, aft, starboard, port = quaternion_domain_m(length_m, speed_kn)
    assert np.allclose([cu + a, a - cu, cw + b, b - cw], [fore, aft, starboard, port])


def test_in_confined_water_it_is_six_lengths_by_1_6() -> None:
    a, b, cu, cw = ellipse(np.array([100.0]), np.array([12.0]), np.array([True]))[0]
    assert (2 * a, 2 * b, cu, cw) == pytest.approx((600, 160, 0, 0))


@given(st.floats(0, 30), st.floats(0, 30), st.floats(5, 400))
def test_a_faster_ship_has_no_smaller_domain(slow: float, fast: float, length_m: float) -> None:
    slow, fast = sorted((slow, fast))
    small, large = (np.array(quaternion_domain_m(np.array(length_m), np.array(each))) for each in (slow, fast))
    assert (small <= large + 1e-9).all() and (small > 0).all()


SHAPE = ellipse(np.array(150.0), np.array(12.0), np.array(False))


def on_border(turn_deg: float, course_deg: float) -> tuple[float, float, float, float]:
    """A place on the border of SHAPE, as east and north of a ship on a course, and the course's unit vector."""
    a, b, cu, cw = SHAPE
    ahead, starboard = cu + a * np.cos(np.radians(turn_deg)), cw + b * np.sin(np.radians(turn_deg))
    east, north = np.sin(np.radians(course_deg)), np.cos(np.radians(course_deg))
    return ahead * east + starboard * north, ahead * north - starboard * east, east, north


@given(angles, angles)
def test_on_the_border_of_the_domain_f_is_one(turn_deg: float, course_deg: float) -> None:
    x, y, east, north = on_border(turn_deg, course_deg)
    f, t_s = intrusion(x, y, 0.0, 0.0, east, north, SHAPE)
    assert (f, t_s) == (pytest.approx(1), 0)
    f, _ = intrusion(2 * x, 2 * y, 0.0, 0.0, east, north, np.array([*SHAPE[:2], 0.0, 0.0]))
    assert f > 1


def degree(x: float, y: float, vx: float, vy: float, course_deg: float, t_s: np.ndarray) -> np.ndarray:
    """f at each of these times, straight from its meaning."""
    east, north = np.sin(np.radians(course_deg)), np.cos(np.radians(course_deg))
    px, py = x + vx * t_s, y + vy * t_s
    a, b, cu, cw = SHAPE
    return np.hypot((px * east + py * north - cu) / a, (px * north - py * east - cw) / b)


near = st.floats(-4000, 4000)


@given(near, near, st.floats(0.5, 20), angles, angles)
def test_f_is_the_least_degree_of_intrusion_still_to_come(
    x: float, y: float, speed: float, course: float, own_course: float
) -> None:
    vx, vy = going(speed, course)
    later = np.linspace(0, 24_000 / np.hypot(vx, vy), 20_000)
    f, _ = intrusion(x, y, vx, vy, *going(1 / MPS_PER_KN, own_course), SHAPE)
    assert f == pytest.approx(degree(x, y, vx, vy, own_course, later).min(), abs=5e-3)


@given(near, near, st.floats(0.5, 20), angles, angles)
def test_its_time_is_when_the_border_is_crossed_or_else_when_it_is_closest(
    x: float, y: float, speed: float, course: float, own_course: float
) -> None:
    vx, vy = going(speed, course)
    f, t_s = intrusion(x, y, vx, vy, *going(1 / MPS_PER_KN, own_course), SHAPE)
    now, then = degree(x, y, vx, vy, own_course, np.array([0.0, t_s]))
    assume(min(abs(f - 1), abs(now - 1)) > 1e-3)
    if now < 1:
        assert t_s == 0
    elif f < 1:
        assert then == pytest.approx(1)
        assert degree(x, y, vx, vy, own_course, np.linspace(0, t_s, 100)).min() >= 1 - 1e-6
    else:
        assert then == pytest.approx(f)


@given(metres, metres, speeds, angles, angles, angles)
def test_the_whole_geometry_may_be_turned(
    x: float, y: float, speed: float, course: float, own_course: float, by_deg: float
) -> None:
    cos, sin = np.cos(np.radians(by_deg)), np.sin(np.radians(by_deg))
    turn = np.array([[cos, sin], [-sin, cos]])
    place, velocity, ahead = np.array([x, y]), going(speed, course), going(1 / MPS_PER_KN, own_course)
    before = intrusion(*place, *velocity, *ahead, SHAPE)
    after = intrusion(*(turn @ place), *(turn @ velocity), *(turn @ ahead), SHAPE)
    assume(abs(before[0] - 1) > 1e-6)
    assert after == pytest.approx(before, rel=1e-5, abs=1e-3)
    assert closest_approach(*(turn @ place), *(turn @ velocity)) == pytest.approx(
        closest_approach(*place, *velocity), rel=1e-5, abs=1e-3
    )


def test_membership_falls_quadratically_between_its_bounds() -> None:
    assert [membership(x, 1.0, 2.0) for x in (0.0, 1.0, 1.5, 2.0, 9.0)] == [1, 1, 0.25, 0, 0]
