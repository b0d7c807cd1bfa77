"""Sparing: three slow ticks in a row put things off, thirty quick ones bring them back."""

from __future__ import annotations

from models.core.load_shedding import LoadShedding


def after(*ticks_ms: float) -> int:
    load_shedding = LoadShedding()
    for each in ticks_ms:
        load_shedding.took(each)
    return load_shedding.level


def test_three_slow_ticks_in_a_row_are_a_step_and_two_steps_are_the_most() -> None:
    assert after(600, 600) == 0
    assert after(600, 600, 600) == 1
    assert after(600, 600, 20, 600, 600) == 0, "not in a row"
    assert after(*[600] * 6) == after(*[600] * 30) == 2


def test_thirty_quick_ticks_in_a_row_are_a_step_back() -> None:
    assert after(*[600] * 3, *[20] * 29) == 1
    assert after(*[600] * 3, *[20] * 30) == after(*[600] * 6, *[20] * 60) == 0
    assert after(*[600] * 3, *[20] * 29, 300, *[20] * 29) == 1, "a middling tick begins the count again"
