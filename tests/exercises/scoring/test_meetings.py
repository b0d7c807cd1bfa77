"""Close quarters found by a tree are those found pair by pair; a long time apart ends a spell."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.scoring.meetings import (
    AHEAD_M,
    AHEAD_S,
    CLOSE_M,
    LEAST_CLOSING_KN,
    WARNED_S,
    _about_to,
    _close,
    _spells,
    _within,
)
from models.base.units import MPS_PER_KN

coordinate = st.floats(-2_000, 2_000)
speed = st.floats(-10, 10)
vessels = st.lists(st.tuples(coordinate, coordinate, speed, speed), max_size=12)


def parts(tracks: list[tuple[float, float, float, float]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    east, north, to_east, to_north = np.array(tracks, "f8").reshape(-1, 4).T
    return east + 1j * north, to_east + 1j * to_north, np.arange(len(tracks))


def found(pairs: np.ndarray) -> set[tuple[int, int]]:
    return {(int(min(pair)), int(max(pair))) for pair in pairs}


@given(vessels, st.floats(1, 3_000))
def test_a_tree_finds_the_pairs_that_a_loop_finds(tracks: list, reach_m: float) -> None:
    places, _, rows = parts(tracks)
    away = {pair: abs(places[pair[0]] - places[pair[1]]) for pair in combinations(range(len(tracks)), 2)}
    sure = {pair for pair, away_m in away.items() if away_m <= reach_m * (1 - 1e-12)}
    may = {pair for pair, away_m in away.items() if away_m <= reach_m * (1 + 1e-12)}
    assert sure <= found(_within(places, rows, reach_m)) <= may


@given(vessels)
def test_close_vessels_are_within_reach_and_do_not_go_the_same_way(tracks: list) -> None:
    places, way, rows = parts(tracks)
    for one, other in found(_close(places, way, rows)):
        assert abs(places[one] - places[other]) <= CLOSE_M + 1e-6
        assert abs(way[one] - way[other]) >= LEAST_CLOSING_KN * MPS_PER_KN


@given(vessels)
def test_vessels_about_to_meet_do_so_when_both_go_on(tracks: list) -> None:
    places, way, rows = parts(tracks)
    for one, other in found(_about_to(places, way, rows)):
        assert abs(places[one] - places[other]) <= AHEAD_M + 1e-6
        apart, closing = places[other] - places[one], way[other] - way[one]
        at_s = np.arange(0, AHEAD_S + 1)
        assert np.abs(apart + closing * at_s).min() <= CLOSE_M + 0.5 * abs(closing) + 1e-6


@pytest.mark.parametrize(
    ("tracks", "meets"),
    [
        ([(0, -3_000, 0, 8), (0, 3_000, 0, -8)], True),  # head on
        ([(0, -3_000, 0, 8), (3_000, 0, -8, 0)], True),  # crossing
        ([(0, -3_000, 0, -6), (0, 3_000, 0, 6)], False),  # going apart
        ([(0, -3_000, 0, 8), (2_000, 3_000, 0, -8)], False),  # a mile off
        ([(0, -3_000, 0, 8), (0, 3_000, 0, 0)], False),  # one lies still and so has no course
    ],
)
def test_courses_that_lead_together(tracks: list, meets: bool) -> None:
    assert found(_about_to(*parts(tracks))) == ({(0, 1)} if meets else set())


@given(st.lists(st.integers(0, 20_000), min_size=1, unique=True).map(sorted))
def test_spells_hold_every_moment_and_lie_more_than_the_warning_apart(moments: list[int]) -> None:
    spells = _spells([float(each) for each in moments])
    assert spells[0][0] == moments[0] and spells[-1][1] == moments[-1]
    assert all(any(first <= each <= last for first, last in spells) for each in moments)
    assert all(later[0] - earlier[1] > WARNED_S for earlier, later in pairwise(spells))
