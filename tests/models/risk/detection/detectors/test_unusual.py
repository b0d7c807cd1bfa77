"""Unusual: a course against a well-known lane is a little risk; in water seldom visited nothing is."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from models.base.schema import KIND
from models.risk.detection.detector import detectors
from models.risk.detection.waters.habits import Habits
from models.risk.state import State
from tests.models.sea import T0, Ship, Watch, core, watch

ALONE = {each.rule: {"enabled": False} for each in detectors() if each.rule != "unusual"}
BOX = (122.0, 29.5, 123.0, 30.5)
NORTHWARD = Ship(sog_kn=12.0, cog_deg=0.0, length_m=150.0, every_s=10)
LONG_S = 700  # seven squares at twelve knots


def learned(visits: int) -> State:
    """A core in which `visits` cargo ships have gone north through every cell of a lane."""
    state = core(detectors=ALONE | {"unusual": {}})
    habits = kept(state)
    lat = np.arange(29.9, 30.2, habits.size_deg)
    square = np.tile(habits.square(lat, np.full(len(lat), 122.5)), visits)
    same = np.ones(len(square))
    habits.rarity(square, np.full(len(square), KIND["merchant"]), 150 * same, 12 * same, 0 * same)
    return state


def kept(state: State) -> Habits:
    habits = state.own_state[[each.rule for each in state.detectors].index("unusual")]
    assert isinstance(habits, Habits)
    return habits


def evidence(state: State, ship: Ship) -> float:
    observed: Watch = watch(state, ship.messages(LONG_S))
    assert observed.raised("unusual") == [], "never an alert of its own"
    return float(state.risk.evidence.max())


def test_against_a_known_lane_is_unusual_and_with_it_is_not() -> None:
    known = pickle.dumps(learned(20_000))
    against = replace(NORTHWARD, cog_deg=180.0, north_m=3000.0)
    assert 0.5 < evidence(pickle.loads(known), against) <= 1.0
    assert evidence(pickle.loads(known), NORTHWARD) == 0.0
    assert evidence(pickle.loads(known), replace(NORTHWARD, sog_kn=24.0)) > 0.5, "no such ship goes so fast here"


@pytest.mark.parametrize("changes", [{"length_m": 30.0}, {"ship_type": 55}, {"sog_kn": 0.2}, {"cog_deg": float("nan")}])
def test_small_and_law_enforcement_vessels_and_those_that_do_not_sail_are_left_out(changes: dict[str, Any]) -> None:
    against = replace(NORTHWARD, **{"cog_deg": 180.0, "north_m": 3000.0} | changes)
    assert evidence(learned(20_000), against) == 0.0


def test_little_known_water_says_little() -> None:
    against = replace(NORTHWARD, cog_deg=180.0, north_m=3000.0)
    assert evidence(learned(50), against) == 0.0
    assert evidence(core(detectors=ALONE | {"unusual": {}}), against) == 0.0


def test_three_squares_are_asked_for() -> None:
    across = replace(NORTHWARD, cog_deg=90.0, east_m=-400.0)  # through the lane, one square wide
    assert evidence(learned(20_000), across) == 0.0


def test_a_visit_is_learned_once() -> None:
    state = learned(10)
    before = int(kept(state).visits.sum())
    watch(state, NORTHWARD.messages(300))
    squares = 300 * 12 * 0.5144 / (kept(state).size_deg * 111_195)
    assert squares - 2 <= int(kept(state).visits.sum()) - before <= squares + 2


def test_what_is_rare_is_never_thought_rarer_than_counted() -> None:
    habits, rng = Habits(BOX), np.random.default_rng(3)
    n = 200_000
    square, cog = rng.integers(0, 40_000, n), rng.uniform(0, 360, n)
    kind, length, sog = rng.integers(0, 8, n), rng.uniform(10, 400, n), rng.uniform(0, 25, n)
    for part in np.array_split(np.arange(n), 20):
        habits.rarity(square[part], kind[part], length[part], sog[part], cog[part])
    again, visits = habits.rarity(*(each[:500] for each in (square, kind, length, sog, cog)))
    assert (visits == np.bincount(square, minlength=40_000)[square[:500]]).all()
    alone = -np.log10(1.5 / (visits + 0.5 * 65 * 12))
    assert (again <= alone + 1e-9).all(), "each of them was seen once at least"


def test_places_outside_the_box_and_unknown_ones_are_in_no_square() -> None:
    habits = Habits(BOX)
    lat, lon = np.array([30.0, 31.0, 30.0, np.nan]), np.array([122.5, 122.5, 121.9, 122.5])
    assert (habits.square(lat, lon) >= 0).tolist() == [True, False, False, False]
    assert Habits((-180.0, -80.0, 180.0, 80.0)).visits.nbytes < 5e6


def test_a_checkpoint_changes_nothing() -> None:
    reports = NORTHWARD.messages(LONG_S)
    whole, half = learned(100), learned(100)
    watch(half, [each for each in reports if each.rx_s <= T0 + 300], T0 + 309)
    again = pickle.loads(pickle.dumps(half))
    watch(again, [each for each in reports if each.rx_s > T0 + 300])
    watch(whole, reports)
    assert again.digest == whole.digest
    assert (kept(again).counts == kept(whole).counts).all()
