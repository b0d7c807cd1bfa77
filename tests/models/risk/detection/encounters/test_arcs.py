"""The least degree along two turns: as the straight search on straight courses, and the same from either side."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.base.geo import move_deg, offset_m
from models.risk.detection.encounters.arcs import least_degree
from models.risk.detection.encounters.domain import ellipse
from models.risk.detection.encounters.pairs import Ships

LAT, LON, WITHIN_S = 30.0, 122.5, 900.0
schedules = st.floats(-0.01, 0.01)
courses = st.floats(0.0, 2 * np.pi)


def two(east_m: float, north_m: float, course: float, other: float, mps: float = 6.0) -> Ships:
    """The first at the origin, the second at (`east_m`, `north_m`)."""
    lat, lon = move_deg(np.array([LAT, LAT]), np.array([LON, LON]), np.array([0, east_m]), np.array([0, north_m]))
    way, none = np.array([course, other]), np.zeros(2, dtype=bool)
    shape = ellipse(np.full(2, 150.0), np.full(2, mps / 0.514444), none)
    east, north = np.sin(way), np.cos(way)
    return Ships(
        lat, lon, mps * east, mps * north, np.full(2, mps), east, north, shape, none, none, none, none, np.ones(2)
    )


def degree(ships: Ships, one: int = 0, other: int = 1, turn: tuple[float, float] = (0.0, 0.0)) -> float:
    return float(least_degree(ships, np.array([one]), np.array([other]), np.array(turn), WITHIN_S)[0])


def test_head_on_they_meet_and_side_by_side_they_do_not() -> None:
    assert degree(two(0, 4000, 0.0, np.pi)) < 0.3
    assert degree(two(4000, 0, 0.0, 0.0)) > 3


def test_a_vessel_that_turns_away_does_not_meet_the_one_ahead() -> None:
    ahead = two(0, 4000, 0.0, np.pi)
    assert degree(ahead, turn=(np.radians(0.3), 0.0)) > 1.0


def test_a_vessel_that_turns_towards_meets_one_that_is_not_ahead() -> None:
    aside = two(3000, 3000, 0.0, 0.0)
    straight, turning = degree(aside), degree(aside, turn=(np.radians(0.15), -np.radians(0.15)))
    assert turning < straight


@given(st.floats(-4000, 4000), st.floats(-4000, 4000), courses, courses)
def test_straight_on_it_is_the_least_degree_of_the_straight_ways(
    east_m: float, north_m: float, course: float, other: float
) -> None:
    """The relative way is one straight line, so the least degree has a closed form; here it is asked every 15 s."""
    ships = two(east_m, north_m, course, other)
    by_step = degree(ships)
    exact = min(straight(ships, 0, 1), straight(ships, 1, 0))
    assert exact - 1e-6 <= by_step <= exact + 15 * 12.0 / (2 * ships.shape[:, :2].min()) + 1e-6


def straight(ships: Ships, one: int, other: int) -> float:
    """Least degree to which the other comes into the domain of the one, both straight on: a line and an ellipse."""
    east_m, north_m = offset_m(ships.lat_deg[one], ships.lon_deg[one], ships.lat_deg[other], ships.lon_deg[other])
    ahead = np.array([ships.course_east[one], ships.course_north[one]])
    starboard = np.array([ahead[1], -ahead[0]])
    along_m, across_m, centre_ahead_m, centre_starboard_m = ships.shape[one]
    apart = np.array([float(east_m), float(north_m)])
    mps = np.array([ships.east_mps[other] - ships.east_mps[one], ships.north_mps[other] - ships.north_mps[one]])
    begin = np.array([(apart @ ahead - centre_ahead_m) / along_m, (apart @ starboard - centre_starboard_m) / across_m])
    moves = np.array([mps @ ahead / along_m, mps @ starboard / across_m])
    fast = float(moves @ moves)
    nearest_s = min(max(-float(begin @ moves) / max(fast, 1e-30), 0.0), WITHIN_S)
    return float(np.hypot(*(begin + moves * nearest_s)))


@given(courses, courses, schedules, schedules)
def test_it_is_the_same_from_either_side(course: float, other: float, turn: float, other_turn: float) -> None:
    ships = two(1500, 2500, course, other)
    there, back = degree(ships, 0, 1, (turn, other_turn)), degree(ships, 1, 0, (turn, other_turn))
    assert there == pytest.approx(back, rel=1e-3)


@example(1.0, -0.005754996219631558, -0.0038197066845477353)
@given(courses, schedules, schedules)
def test_turned_as_a_whole_nothing_changes(by: float, turn: float, other_turn: float) -> None:
    """To 2 %, or a metre: so well a place at 3 km is known on the flat earth."""

    def placed(turned: float) -> Ships:
        east, north = 3000 * np.sin(turned), 3000 * np.cos(turned)
        return two(east, north, 0.5 + turned, 4.0 + turned)

    still, metre = placed(0.0), 1.0 / placed(0.0).shape[:, :2].min()
    turned = degree(placed(by), turn=(turn, other_turn))
    assert turned == pytest.approx(degree(still, turn=(turn, other_turn)), rel=0.02, abs=metre)
