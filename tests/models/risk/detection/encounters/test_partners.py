"""Partners of an encounter: which ships go straight on, and which are turning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from models.base.units import MPS_PER_KN
from models.risk.detection.detector import detectors
from tests.models.sea import T0, Message, Ship, apart, core, watch

ALONE = {each.rule: {"enabled": False} for each in detectors() if each.rule != "collision"}
UNTIL_S = 240


def steady(messages: Sequence[Message]) -> bool:
    state = core(detectors=ALONE)
    watch(state, messages, messages[-1].rx_s + 1)
    (memory,) = (
        memory.used(state.tracks.n)
        for own, memory in zip(state.own_state, state.memories, strict=True)
        if hasattr(own, "company")
    )
    return bool(memory["steady"][0])


def turning(deg_per_s: float, pause_s: int) -> list[Message]:
    """A ship at 10 kn that turns all the time, reports every ten seconds, and once more after a pause."""
    times = [*range(0, UNTIL_S, 10), UNTIL_S - 10 + pause_s]
    ship, messages = Ship(sog_kn=10), [Ship(sog_kn=10).at(T0)]
    for before_s, t_s in pairwise(times):
        gone = apart(10 * MPS_PER_KN * (t_s - before_s), deg_per_s * (before_s + t_s) / 2)
        ship = replace(ship, east_m=ship.east_m + gone["east_m"], north_m=ship.north_m + gone["north_m"])
        messages.append(replace(ship, from_s=float(T0 + t_s), cog_deg=deg_per_s * t_s % 360).at(T0 + t_s))
    return messages


@pytest.mark.parametrize("pause_s", [10, 60, 75, 120])
@pytest.mark.parametrize("deg_per_s", [-0.14, 0.14, 0.5])
def test_a_ship_in_a_turn_is_not_steady_after_a_pause_in_its_reports_either(deg_per_s: float, pause_s: int) -> None:
    """After a minute its new course is most of the mean course, and fits it."""
    assert not steady(turning(deg_per_s, pause_s))


@pytest.mark.parametrize("pause_s", [10, 60, 120])
def test_a_ship_that_goes_straight_on_is_steady_after_a_pause(pause_s: int) -> None:
    assert steady(turning(0.0, pause_s))
