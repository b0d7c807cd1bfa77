"""Way made good: ships whose positions stand still while they report way are found out, and all others are trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.schema import NAN
from models.base.units import MPS_PER_KN
from models.risk.detection.detector import detectors
from tests.models.sea import T0, Message, Ship, apart, core, nm, watch

ALONE = {each.rule: {"enabled": False} for each in detectors() if each.rule != "collision"}
SHIP = Ship(sog_kn=10, cog_deg=70)
FROZEN = Ship(sog_kn=0, cog_deg=70)  # as to its positions
OTHERS = [Ship(mmsi=412_000_100 + n, east_m=nm(20), north_m=nm(2 * n), sog_kn=12, cog_deg=90) for n in range(6)]


def frozen(messages: Sequence[Message], pace: float = 1.0) -> bool:
    """Whether the first ship is, among others that move as they report; a pace above 1 is a file read too slowly."""
    state, until_s = core(detectors=ALONE), messages[-1].rx_s
    every_s = max(10, int(messages[-1].rx_s - messages[-2].rx_s))
    others = [each for ship in OTHERS for each in replace(ship, every_s=every_s).messages(int(until_s - T0))]
    heard = [replace(each, rx_s=T0 + (each.rx_s - T0) * pace) for each in [*messages, *others]]
    watch(state, sorted(heard, key=lambda each: each.rx_s), T0 + (until_s - T0) * pace + 1)
    (memory,) = (
        memory.used(state.tracks.n)
        for own, memory in zip(state.own_state, state.memories, strict=True)
        if hasattr(own, "company")
    )
    return bool(memory["frozen"][state.tracks["mmsi"] == SHIP.mmsi].any())


def turns(deg_per_s: float, every_s: int, seconds: int = 240) -> list[Message]:
    """A ship at 10 kn that turns all the time."""
    place, found = Ship(sog_kn=10), []
    for t_s in range(seconds):
        gone = apart(10 * MPS_PER_KN, deg_per_s * (t_s + 0.5))
        if t_s % every_s == 0:
            found.append(replace(place, from_s=float(T0 + t_s)).at(T0 + t_s, cog_deg=(deg_per_s * t_s) % 360))
        place = replace(place, east_m=place.east_m + gone["east_m"], north_m=place.north_m + gone["north_m"])
    return found


@pytest.mark.parametrize("every_s", [6, 10, 60])
def test_a_position_that_stands_still_at_ten_knots_is_found_out(every_s: int) -> None:
    assert frozen(replace(FROZEN, every_s=every_s).messages(max(300, 11 * every_s), sog_kn=10))


@pytest.mark.parametrize("every_s", [6, 10, 60])
def test_a_ship_that_goes_or_lies_still_as_it_reports_is_trusted(every_s: int) -> None:
    assert not frozen(replace(SHIP, every_s=every_s).messages(max(300, 11 * every_s)))
    assert not frozen(replace(FROZEN, every_s=every_s).messages(max(300, 11 * every_s)))


def test_a_wrong_speed_leaves_the_positions_right() -> None:
    assert not frozen(SHIP.messages(300, sog_kn=25))
    assert not frozen(SHIP.messages(300, sog_kn=0))


def test_where_speed_or_course_is_not_reported_there_is_nothing_to_compare() -> None:
    assert not frozen(FROZEN.messages(300, sog_kn=NAN))
    assert not frozen(FROZEN.messages(300, sog_kn=10, cog_deg=NAN))


def test_it_is_trusted_again_when_it_moves_as_it_reports() -> None:
    goes = replace(SHIP, from_s=float(T0 + 300))
    assert not frozen([*FROZEN.messages(300, sog_kn=10), *goes.messages(200)])


@pytest.mark.parametrize("pace", [0.2, 5.0, 12.0])
def test_nothing_is_said_where_the_times_are_not_known(pace: float) -> None:
    """Read too slowly, the ships of a file without times seem to stand still."""
    assert not frozen(replace(SHIP, every_s=4).messages(120), pace)
    assert not frozen(replace(FROZEN, every_s=4).messages(120, sog_kn=10), pace)


@settings(max_examples=12, deadline=None)
@given(st.floats(-2, 2), st.sampled_from([5, 10, 20]))
def test_a_turn_is_no_contradiction(deg_per_s: float, every_s: int) -> None:
    assert not frozen(turns(deg_per_s, every_s))
