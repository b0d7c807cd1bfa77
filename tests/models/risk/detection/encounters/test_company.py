"""Company: those that travel together, and boats that serve one ship after another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.base.units import MPS_PER_KN
from models.risk.detection.detector import detectors
from models.risk.state import State
from tests.models.sea import T0, Ship, core, nm, watch

ALONE = {each.rule: {"enabled": False} for each in detectors() if each.rule != "collision"}
LEADER = Ship(sog_kn=10, cog_deg=0)
MATE = Ship(mmsi=412_000_002, sog_kn=10, cog_deg=0, east_m=250, north_m=-50)


def sailed(*ships: Ship, seconds: int = 400) -> State:
    state = core(detectors=ALONE)
    watch(state, [each for ship in ships for each in ship.messages(seconds)], T0 + seconds)
    return state


def together(state: State) -> bool:
    ((log, memory),) = (
        (own, memory.used(state.tracks.n))
        for own, memory in zip(state.own_state, state.memories, strict=True)
        if hasattr(own, "company")
    )
    return bool(log.company.keeps(state.tracks, memory, np.array([0]), np.array([1]))[0])


def test_two_that_keep_the_same_way_for_minutes_travel_together() -> None:
    assert together(sailed(LEADER, MATE))
    assert not together(sailed(LEADER, MATE, seconds=150)), "not yet"
    assert not together(sailed(LEADER, replace(MATE, sog_kn=13))), "it overtakes"
    assert not together(sailed(LEADER, replace(MATE, east_m=nm(0.5)))), "too far apart"


def closes_in(way_s: int, cog_deg: float, sog_kn: float, for_s: int) -> int:
    """The alerts when a mate turns in toward the other after `way_s` of travelling together."""
    turns = replace(MATE, cog_deg=cog_deg, sog_kn=sog_kn, from_s=float(T0 + way_s))
    turns = replace(turns, east_m=MATE.east_m, north_m=MATE.north_m + 10 * MPS_PER_KN * way_s)
    both = LEADER.messages(way_s + for_s + 10) + MATE.messages(way_s) + turns.messages(for_s)
    return len(watch(core(detectors=ALONE), both, T0 + way_s + for_s + 10).raised("collision"))


def test_mates_that_close_in_gently_raise_no_alert() -> None:
    assert closes_in(400, -10.0, 10.3, 150) == 0


def test_a_mate_that_turns_hard_into_the_other_raises_one_like_a_stranger() -> None:
    assert closes_in(30, -40.0, 13.0, 50) == 1
    assert closes_in(400, -40.0, 13.0, 50) == 1


def test_a_boat_that_was_alongside_two_ships_is_known_for_it() -> None:
    """It may claim to be anything."""
    boat = Ship(mmsi=412_000_003, sog_kn=10, cog_deg=0, east_m=40, ship_type=90, length_m=15, every_s=5)
    second = replace(LEADER, mmsi=412_000_004, east_m=2000)
    over = replace(boat, east_m=2040.0, north_m=10 * MPS_PER_KN * 300, from_s=float(T0 + 300))
    ships = LEADER.messages(500) + second.messages(500)
    state = core(detectors=ALONE)
    watch(state, [*ships, *boat.messages(150), *over.messages(200)], T0 + 500)
    (memory,) = (each for each in state.memories if "served" in each.arrays)
    by_mmsi = {int(state.tracks["mmsi"][row]): bool(memory.arrays["served_too"][row]) for row in range(state.tracks.n)}
    assert by_mmsi == {LEADER.mmsi: False, second.mmsi: False, boat.mmsi: True}
