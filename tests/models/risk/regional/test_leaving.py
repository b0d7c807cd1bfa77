"""What a craft leaves: more pressure on its unit, and red work that no boat reaches any more."""

from __future__ import annotations

import pytest

from models.base.settings import PressureSettings
from models.risk.regional.leaving import leaving
from models.ways.dispatch import LeftBehind
from tests.models.forces import load

SETTINGS = PressureSettings()


def test_a_unit_without_work_is_left_without_pressure() -> None:
    assert leaving(load(boats=[0, 0], units=1), SETTINGS)(0) == LeftBehind(0.0, 0.0, 0)


def test_the_last_boat_leaves_red_work_bare_and_its_unit_under_pressure() -> None:
    left = leaving(load(boats=[0], units=1, work=[0]), SETTINGS)(0)
    assert left.bare_red == 1 and left.pressure_after > left.pressure_before


def test_a_second_boat_leaves_the_work_covered() -> None:
    left = leaving(load(boats=[0, 0], units=1, work=[0]), SETTINGS)(0)
    assert left.bare_red == 0 and left.pressure_after > left.pressure_before


def test_the_work_it_is_sent_to_is_not_left() -> None:
    assert leaving(load(boats=[0], units=1, work=[0]), SETTINGS, "w0")(0).bare_red == 0


@pytest.mark.parametrize("craft", [0, 1, 2])
def test_only_the_unit_of_the_craft_is_asked(craft: int) -> None:
    made = load(boats=[0, 1, 1], units=2, work=[0, 1])
    left = leaving(made, SETTINGS)(craft)
    assert left.pressure_after > left.pressure_before
    assert made.force["ready"].all()  # nothing was changed
