"""Room between hulls: rectangles around their own centres, not around antennas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.risk.detection.encounters.hulls import Approach, approach, reckoned_m
from tests.models.risk.detection.encounters.test_arcs import BEAM_M, LENGTH_M, MPS, two

HALF = LENGTH_M / 2 + BEAM_M / 2


def passed(east_m: float, north_m: float, course_deg: float, other_deg: float) -> Approach:
    ships, hull = two(east_m, north_m, float(np.radians(course_deg)), float(np.radians(other_deg)))
    return approach(ships, hull, np.array([0]), np.array([1]))


def test_head_on_it_is_the_distance_less_both_half_beams() -> None:
    met = passed(100, 3000, 0, 180)
    assert met.room_m[0] == pytest.approx(100 - BEAM_M, abs=0.5)
    assert met.touch_s[0] == pytest.approx((3000 - LENGTH_M) / (2 * MPS), abs=0.5), "bow to bow"
    assert met.speed_mps[0] == pytest.approx(2 * MPS)


def test_across_a_ship_is_as_wide_as_it_is_long() -> None:
    """Both go at 45 degrees to the relative way, so half the length and half the beam count, each by the same share."""
    assert passed(3000, 3000, 0, 270).room_m[0] == pytest.approx(-2 * HALF * np.sqrt(0.5), abs=1)


def test_an_antenna_at_the_stern_moves_the_hull_ahead() -> None:
    ships, hull = two(100, 3000, 0.0, np.pi)
    aside = hull._replace(east_m=np.array([30.0, 0.0]))
    assert approach(ships, aside, np.array([0]), np.array([1])).room_m[0] == pytest.approx(70 - BEAM_M, abs=0.5)


@given(st.floats(-4000, 4000), st.floats(-4000, 4000), st.floats(0, 360), st.floats(0, 360))
def test_an_approach_looks_the_same_from_both_ships(x: float, y: float, course: float, other: float) -> None:
    ships, hull = two(x, y, float(np.radians(course)), float(np.radians(other)))
    there, back = (approach(ships, hull, np.array([i]), np.array([1 - i])) for i in (0, 1))
    assert there.room_m == pytest.approx(back.room_m, abs=1e-3)
    assert there.touch_s == pytest.approx(back.touch_s, abs=1e-3)


def test_dead_reckoning_adds_doubt_with_age_but_not_to_a_ship_that_lies() -> None:
    age_s = np.array([0.0, 10.0, 60.0, 60.0])
    doubt_m = reckoned_m(age_s, np.array([6.0, 6.0, 6.0, 0.0]))
    assert doubt_m[0] == doubt_m[3] == 0
    assert doubt_m[1] < 5 and doubt_m[2] > 80
