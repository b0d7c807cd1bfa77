"""Way made good: ships whose positions do not move as they report are found out, and all others are trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.schema import NAN
from models.base.units import MPS_PER_KN
from models.risk.detection.detector import detectors
from tests.models.sea import T0, Message, Ship, apart, core, watch

ALONE = {each.rule: {"enabled": False} for each in detectors() if each.rule != "collision"}
SHIP = Ship(sog_kn=10, cog_deg=70)
FROZEN = Ship(sog_kn=0, cog_deg=70)  # as to its positions


def astray(messages: Sequence[Message]) -> bool:
    state = core(detectors=ALONE)
    watch(state, messages, messages[-1].rx_s + 1)
    (memory,) = (
        memory.used(state.tracks.n)
        for own, memory in zip(state.own_state, state.memories, strict=True)
        if hasattr(own, "company")
    )
    return bool(memory["astray"][0])


def turns(deg_per_s: float, every_s: int, seconds: int = 240) -> list[Message]:
    """A ship at 10 kn that turns all the time."""
    place, found = Ship(sog_kn=10), []
    for t_s in range(seconds):
        course = (deg_per_s * (t_s + 0.5)) % 360
        gone = apart(10 * MPS_PER_KN, course)
        if t_s % every_s == 0:
            found.append(replace(place, from_s=float(T0 + t_s)).at(T0 + t_s, cog_deg=(deg_per_s * t_s) % 360))
        place = replace(place, east_m=place.east_m + gone["east_m"], north_m=place.north_m + gone["north_m"])
    return found


@pytest.mark.parametrize("every_s", [2, 10, 30, 60])
def test_a_ship_that_goes_as_it_reports_is_trusted(every_s: int) -> None:
    assert not astray(replace(SHIP, every_s=every_s).messages(240))


@pytest.mark.parametrize("every_s", [2, 10, 30, 60])
def test_a_frozen_position_is_found_out(every_s: int) -> None:
    assert astray(replace(FROZEN, every_s=every_s).messages(240, sog_kn=10))
    assert not astray(replace(FROZEN, every_s=every_s).messages(240))


def test_a_course_or_speed_that_is_wrong_for_minutes_is_found_out() -> None:
    assert astray(SHIP.messages(240, cog_deg=160))
    assert astray(SHIP.messages(240, sog_kn=25))
    assert astray(SHIP.messages(240, sog_kn=0))


def test_where_speed_or_course_is_not_reported_there_is_nothing_to_compare() -> None:
    assert not astray(SHIP.messages(240, sog_kn=NAN))
    assert not astray(SHIP.messages(240, cog_deg=NAN))


def test_it_is_trusted_again_when_it_moves_as_it_reports() -> None:
    goes = replace(SHIP, from_s=float(T0 + 240))
    assert not astray([*FROZEN.messages(240, sog_kn=10), *goes.messages(200)])


@given(st.floats(-2, 2), st.sampled_from([5, 10, 20]))
def test_a_turn_is_no_contradiction(deg_per_s: float, every_s: int) -> None:
    assert not astray(turns(deg_per_s, every_s))
