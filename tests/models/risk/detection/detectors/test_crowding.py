"""Crowding: more vessels than a cell usually has are a little risk, once it is known what is usual."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np

from models.risk.detection.detector import detectors
from models.risk.state import State
from tests.models.sea import T0, Ship, core, tick

ALONE = {each.rule: {"enabled": False} for each in detectors() if each.rule != "crowding"}
QUICK = {"learned_s": 240.0}  # four looks instead of six hours
BOAT = Ship(ship_type=30, length_m=30.0, sog_kn=0.0)


def fresh_core(**params: float) -> State:
    return core(detectors=ALONE | {"crowding": QUICK | params})


def crowd(count: int, **changes: float) -> list[Ship]:
    """Boats a cable apart around one place in the middle of a square."""
    side = int(np.ceil(np.sqrt(count)))
    spread = [(100.0 * (n % side), 100.0 * (n // side)) for n in range(count)]
    return [
        replace(BOAT, mmsi=412_000_100 + n, east_m=1000 + x, north_m=1000 + y, **changes)
        for n, (x, y) in enumerate(spread)
    ]


def evidence(state: State, ships: list[Ship], minutes: range) -> list[float]:
    """The strongest evidence after each of these minutes, in which all of them reported."""
    strongest = []
    for minute in minutes:
        start = T0 + minute * 60
        for second in range(1, 61):  # a look comes at some tick of the minute
            tick(state, start + second, [ship.at(start + second) for ship in ships] if second in (1, 2, 3) else [])
        strongest.append(float(state.risk.evidence.max()))
    return strongest


def test_a_place_that_was_empty_and_is_full_now_is_crowded() -> None:
    state = fresh_core()
    assert max(evidence(state, crowd(3), range(8))) == 0.0
    assert evidence(state, crowd(30), range(8, 9))[-1] > 0.3
    assert state.alerts.situations == {}, "never an alert of its own"


def test_what_is_full_every_day_is_not() -> None:
    assert max(evidence(fresh_core(), crowd(30), range(10))) == 0.0


def test_a_place_that_is_not_known_yet_gives_no_evidence() -> None:
    state = fresh_core(learned_s=6000.0)
    assert max(evidence(state, crowd(3), range(6)) + evidence(state, crowd(30), range(6, 8))) == 0.0


def test_a_dozen_is_no_crowd_anywhere() -> None:
    state = fresh_core()
    assert max(evidence(state, crowd(2), range(6)) + evidence(state, crowd(12), range(6, 8))) == 0.0


def test_what_was_learned_is_in_the_checkpoint() -> None:
    state = fresh_core()
    evidence(state, crowd(3), range(8))
    again = pickle.loads(pickle.dumps(state))
    assert evidence(again, crowd(30), range(8, 9)) == evidence(state, crowd(30), range(8, 9))
    assert again.digest == state.digest
