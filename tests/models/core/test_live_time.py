"""Live time: ticks fall due by the clock and their feeds; slow ticks defer work, quick ones resume it."""

from __future__ import annotations

import pytest

from models.base.clock import SteadyClock
from models.core.live_time import (
    GRACE_S,
    MOST_BEHIND_S,
    PATIENCE_S,
    SLIGHTLY_BACK_S,
    START_PATIENCE_S,
    LiveTime,
    LoadShedding,
)
from models.core.ticks import Ticks, queues_of
from tests.models.sea import FEED, T0, batch


def after(*ticks_ms: float) -> int:
    load_shedding = LoadShedding()
    for each in ticks_ms:
        load_shedding.took(each)
    return load_shedding.level


def test_three_slow_ticks_in_a_row_are_a_step_and_there_are_two_steps_at_most() -> None:
    assert after(600, 600) == 0
    assert after(600, 600, 600) == 1
    assert after(600, 600, 20, 600, 600) == 0, "not in a row"
    assert after(*[600] * 6) == after(*[600] * 30) == 2


def test_thirty_quick_ticks_in_a_row_are_a_step_back() -> None:
    assert after(*[600] * 3, *[20] * 29) == 1
    assert after(*[600] * 3, *[20] * 30) == after(*[600] * 6, *[20] * 60) == 0
    assert after(*[600] * 3, *[20] * 29, 300, *[20] * 29) == 1, "a middling tick begins the count again"


class Machine:
    """A machine whose clock stands still until it is set."""

    def __init__(self) -> None:
        self.utc_s, self.steady_s = float(T0), 0.0
        self.time = LiveTime(SteadyClock(lambda: self.utc_s, lambda: self.steady_s))

    def at(self, second: float) -> LiveTime:
        self.utc_s = T0 + second
        return self.time


def ticks_after(number: int | None, complete_s: float | None = None) -> Ticks:
    """One feed, complete up to a second after T0."""
    ticks = Ticks(queues_of([FEED]), None if number is None else T0 + number)
    if complete_s is not None:
        ticks.queues[FEED].put(batch(T0 + complete_s, [], first_seq=0))
    return ticks


def test_the_first_tick_is_the_present_second_and_one_follows_the_other() -> None:
    assert Machine().at(7.3).next_number(ticks_after(None), False) == T0 + 7
    assert Machine().at(7.3).next_number(ticks_after(3), False) == T0 + 4


def test_a_core_too_far_behind_jumps_to_the_present() -> None:
    assert Machine().at(MOST_BEHIND_S).next_number(ticks_after(0), False) == T0 + 1
    assert Machine().at(MOST_BEHIND_S + 1).next_number(ticks_after(0), False) == T0 + MOST_BEHIND_S + 1


@pytest.mark.parametrize(
    ("second", "complete_s", "wait_s"),
    [
        (10.0, 10.0, GRACE_S),
        (10.0 + GRACE_S, 10.0, 0.0),
        (12.0, 10.0, 0.0),
        (10.0 + GRACE_S, 9.0, PATIENCE_S - GRACE_S),
        (10.0 + PATIENCE_S, 9.0, 0.0),
        (9.0, None, 1.0 + PATIENCE_S),
    ],
)
def test_a_tick_waits_for_its_second_and_a_little_for_its_feeds(
    second: float, complete_s: float | None, wait_s: float
) -> None:
    wait = Machine().at(second).wait_s(ticks_after(9, complete_s), T0 + 10)
    assert wait == pytest.approx(wait_s, abs=1e-6)


def test_after_a_start_feeds_get_longer() -> None:
    assert Machine().at(1.0).wait_s(ticks_after(0, 0.0), T0 + 1) == pytest.approx(START_PATIENCE_S - 1.0)


@pytest.mark.parametrize(("back_s", "reported_s"), [(SLIGHTLY_BACK_S - 1, 0.0), (60.0, 60.0), (3600.0, 3600.0)])
def test_a_clock_set_back_is_reported_unless_the_step_is_small(back_s: float, reported_s: float) -> None:
    machine = Machine()
    machine.at(0.0).next_number(ticks_after(None), False)
    assert machine.at(-back_s).behind_s(ticks_after(None)) == reported_s


def test_live_time_always_continues() -> None:
    time = Machine().time
    assert (time.pace, time.stands(ticks_after(3)), time.wants(ticks_after(3), Ticks({}))) == ("live", False, True)  # type: ignore[arg-type]


def test_slow_ticks_defer_work() -> None:
    time = Machine().time
    for number in range(3):
        time.ticked(number, 900.0)
    assert time.spared == 1
