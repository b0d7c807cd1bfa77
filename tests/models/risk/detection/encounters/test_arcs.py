"""The least room along two turns: as on straight ways for straight courses, and the same from either side."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.geo import move_deg
from models.risk.detection.encounters.arcs import STEP_S, least_room_m
from models.risk.detection.encounters.domain import ellipse
from models.risk.detection.encounters.hulls import HullRectangles, approach
from models.risk.detection.encounters.pairs import Ships

LAT, LON, WITHIN_S = 30.0, 122.5, 900.0
MPS, LENGTH_M, BEAM_M = 6.0, 150.0, 24.0
rates = st.floats(-0.01, 0.01)
courses = st.floats(0.0, 2 * np.pi)


def two(east_m: float, north_m: float, course: float, other: float) -> tuple[Ships, HullRectangles]:
    """The first at the origin, the second at (`east_m`, `north_m`)."""
    lat, lon = move_deg(np.array([LAT, LAT]), np.array([LON, LON]), np.array([0, east_m]), np.array([0, north_m]))
    way, none, half = np.array([course, other]), np.zeros(2, dtype=bool), np.full(2, 0.5)
    shape = ellipse(np.full(2, LENGTH_M), np.full(2, MPS / 0.514444), none)
    east, north = np.sin(way), np.cos(way)
    flags = (none,) * 5
    ships = Ships(lat, lon, MPS * east, MPS * north, np.full(2, MPS), east, north, shape, *flags, np.ones(2))
    return ships, HullRectangles(LENGTH_M * half, BEAM_M * half, east, north, 0 * half, 0 * half)


def room(
    pair: tuple[Ships, HullRectangles], one: int = 0, other: int = 1, turn: tuple[float, float] = (0.0, 0.0)
) -> float:
    return float(least_room_m(*pair, np.array([one]), np.array([other]), np.array(turn), WITHIN_S)[0])


def test_head_on_they_meet_and_side_by_side_they_do_not() -> None:
    assert room(two(0, 4000, 0.0, np.pi)) < 0
    assert room(two(4000, 0, 0.0, 0.0)) == pytest.approx(4000 - BEAM_M, abs=5)


def test_a_vessel_that_turns_away_does_not_meet_the_one_ahead() -> None:
    assert room(two(0, 4000, 0.0, np.pi), turn=(np.radians(0.3), 0.0)) > 300


def test_a_vessel_that_turns_towards_meets_one_that_is_not_ahead() -> None:
    aside = two(3000, 3000, 0.0, 0.0)
    assert room(aside, turn=(np.radians(0.15), -np.radians(0.15))) < room(aside)


@given(st.floats(-4000, 4000), st.floats(-4000, 4000), courses, courses)
def test_straight_on_it_is_no_less_than_the_room_between_the_strips_they_sweep(
    east_m: float, north_m: float, course: float, other: float
) -> None:
    """Asked every 5 s along the line of centres, it may miss the moment by what they close in half a step."""
    pair = two(east_m, north_m, course, other)
    strips = float(approach(*pair, np.array([0]), np.array([1])).room_m[0])
    assert room(pair) >= strips - LENGTH_M - MPS * STEP_S


@given(courses, courses, rates, rates)
def test_it_is_the_same_from_either_side(course: float, other: float, turn: float, other_turn: float) -> None:
    pair = two(1500, 2500, course, other)
    there, back = room(pair, 0, 1, (turn, other_turn)), room(pair, 1, 0, (turn, other_turn))
    assert there == pytest.approx(back, rel=1e-3, abs=1.0)


@given(courses, rates, rates)
def test_turned_as_a_whole_nothing_changes(by: float, turn: float, other_turn: float) -> None:
    """To 2 %, or ten metres: so well a place at 3 km is known on the flat earth."""

    def placed(turned: float) -> tuple[Ships, HullRectangles]:
        return two(3000 * np.sin(turned), 3000 * np.cos(turned), 0.5 + turned, 4.0 + turned)

    still = room(placed(0.0), turn=(turn, other_turn))
    assert room(placed(by), turn=(turn, other_turn)) == pytest.approx(still, rel=0.02, abs=10.0)
