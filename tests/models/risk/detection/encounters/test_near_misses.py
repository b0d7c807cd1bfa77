"""Near misses: an encounter inside a domain is recorded once, when it is over, with its worst moment."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from models.base.geo import distance_m
from models.base.units import MPS_PER_KN
from models.risk.detection.detector import detectors
from models.risk.detection.detectors.collision import EncounterLog
from models.risk.detection.encounters.near_misses import NearMissLog, vcro
from models.risk.state import State
from tests.models.sea import LAT0, LON0, T0, Message, Ship, core, nm, run, watch

ALONE = {each.rule: {"enabled": False} for each in detectors() if each.rule != "collision"}
MEETS_S = 300


def passing(miss_m: float, cog_deg: float = 180.0) -> list[Message]:
    """Two ships of 150 m at 10 kn; one goes north, the other passes it at `miss_m` the other way."""
    back_m = 10 * MPS_PER_KN * MEETS_S
    north = Ship(sog_kn=10, cog_deg=0, north_m=-back_m, every_s=5)
    course = np.radians(cog_deg)
    place = {"east_m": miss_m - back_m * float(np.sin(course)), "north_m": -back_m * float(np.cos(course))}
    other = Ship(mmsi=412_000_002, sog_kn=10, cog_deg=cog_deg, every_s=5, **place)
    return north.messages(MEETS_S + 120) + other.messages(MEETS_S + 120)


def sailed(messages: list[Message]) -> State:
    state = core(detectors=ALONE)
    watch(state, messages)
    return state


def ledger(state: State) -> NearMissLog:
    (kept,) = (each for each in state.own_state if isinstance(each, EncounterLog))
    return kept.near_misses


def test_a_close_pass_is_recorded_with_position_time_and_distance() -> None:
    missed = ledger(sailed(passing(200.0))).missed
    assert len(missed["key"]) == 1
    assert missed["range_m"][0] == pytest.approx(200, abs=15)
    assert abs(missed["t_s"][0] - (T0 + MEETS_S)) <= 20
    assert distance_m(missed["lat_deg"][0], missed["lon_deg"][0], LAT0, LON0) < 250
    assert 0.3 < missed["severity"][0] <= 1.0


def test_the_closer_the_worse_and_far_enough_is_none() -> None:
    severity = [ledger(sailed(passing(each))).missed["severity"] for each in (50.0, 250.0)]
    assert severity[0][0] > severity[1][0] > 0
    assert len(ledger(sailed(passing(nm(0.6)))).missed["key"]) == 0


def test_regional_risk_counts_it_once() -> None:
    state, sums = core(detectors=ALONE), []
    for _ in run(state, passing(200.0)):
        sums.append(float(state.evaluation.region.near_miss.sum()))
    (depth,) = ledger(state).missed["severity"]
    assert max(sums) == pytest.approx(depth, rel=1e-3), "counted once, in one cell"
    assert len(ledger(state).going["key"]) == len(ledger(state).fresh["key"]) == 0


def test_an_encounter_that_goes_on_is_in_the_checkpoint() -> None:
    reports = passing(200.0)
    whole, half = core(detectors=ALONE), core(detectors=ALONE)
    watch(half, [each for each in reports if each.rx_s <= T0 + 250], T0 + 254)
    assert len(ledger(half).going["key"]) == 1
    again = pickle.loads(pickle.dumps(half))
    watch(again, [each for each in reports if each.rx_s > T0 + 250])
    watch(whole, reports)
    for name, column in ledger(whole).missed.items():
        assert ledger(again).missed[name].tolist() == column.tolist(), name


def test_vcro_grows_with_speed_and_nearness_and_is_largest_on_crossing_courses() -> None:
    angle = np.array([0.0, 60.0, 90.0, 180.0])
    rank = vcro(np.full(4, nm(1)), np.full(4, 10 * MPS_PER_KN), angle)
    assert rank == pytest.approx([0, 38.7 * (np.sin(np.pi / 3) + 0.386 * np.sin(2 * np.pi / 3)), 38.7, 0], abs=1e-9)
    assert vcro(np.array([nm(0.5)]), np.array([5.0]), angle[1:2]) > vcro(np.array([nm(1)]), np.array([5.0]), angle[1:2])
    assert np.isfinite(vcro(np.zeros(1), np.ones(1), angle[1:2])).all()
