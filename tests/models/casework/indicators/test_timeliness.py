"""C*, K5, K14: what is due, paused, called off, moved to another unit, and late."""

from __future__ import annotations

import pytest

from models.casework.cases.nouns import Case, Pause
from models.casework.indicators.due import Reopening
from models.casework.indicators.view import FigureScope
from tests.models.casework.indicators.shop import (
    DAY,
    HOUR,
    LATER,
    MINUTE,
    A,
    B,
    case,
    closed,
    figure,
    k_n,
    order,
    thread,
    transfer,
)

ID = "ZS-20231116-0001"


def assessed(after_s: float, **values: object) -> Case:
    """A yellow case, which has 60 minutes, assessed after so long."""
    times = {"judged": A + after_s, "assessed": A + after_s}
    return case(times=times, **{"stage": "assessed", "state": "assessed", **values})


@pytest.mark.parametrize(("after_s", "k"), [(0.0, 1), (HOUR, 1), (HOUR + 0.001, 0)])
def test_a_clock_is_kept_up_to_its_due_time(after_s: float, k: int) -> None:
    assert k_n("C.assess", assessed(after_s)) == (k, 1)


def test_a_clock_that_is_not_yet_due_is_in_no_denominator_even_when_stopped() -> None:
    assert k_n("C.assess", case(), now_s=A + HOUR - 1) == (0, 0)
    assert k_n("C.assess", assessed(60.0), now_s=A + HOUR - 1) == (0, 0)
    assert k_n("C.assess", assessed(60.0), now_s=A + HOUR) == (1, 1)


def test_a_clock_that_is_late_and_still_runs_is_missed() -> None:
    assert k_n("C.assess", case()) == (0, 1)


def test_a_clock_counts_in_the_period_in_which_it_falls_due() -> None:
    due_at_end = case(opened_s=B - HOUR)
    assert k_n("C.assess", due_at_end) == (0, 0)
    assert k_n("C.assess", case(opened_s=B - HOUR - 1)) == (0, 1)
    assert k_n("C.assess", case(opened_s=A - HOUR)) == (0, 1)
    assert k_n("C.assess", case(opened_s=A - HOUR - 1)) == (0, 0)


def test_a_pause_puts_the_due_time_off_but_never_that_of_the_assessment() -> None:
    paused = (Pause(A + 10 * MINUTE, "standby", "李", to_s=A + 2 * HOUR),)
    late = {"times": {"under_way": A + 5 * HOUR}}
    moved = assessed(0.0, orders=(order(**late),), pauses=paused)
    assert k_n("C.move", moved) == (1, 1)
    assert k_n("C.move", assessed(0.0, orders=(order(**late),))) == (0, 1)
    assert k_n("C.assess", assessed(HOUR + 1, pauses=paused)) == (0, 1)


def test_a_pause_after_the_due_time_helps_nobody() -> None:
    paused = (Pause(A + 4 * HOUR + 1, "standby", "李", to_s=A + 9 * HOUR),)
    assert k_n("C.move", assessed(0.0, orders=(order(times={"under_way": A + 9 * HOUR}),), pauses=paused)) == (0, 1)


def test_a_pause_that_lasts_keeps_a_clock_out_until_it_was_as_long_as_the_limit() -> None:
    lasting = assessed(0.0, pauses=(Pause(A + HOUR, "standby", "李"),))
    assert k_n("C.move", lasting, now_s=A + 7 * HOUR) == (0, 0)
    assert k_n("C.move", lasting, now_s=A + 8 * HOUR) == (0, 1)


def test_distress_is_never_paused() -> None:
    paused = (Pause(A, "standby", "李", to_s=A + 9 * HOUR),)
    assert k_n("C.move", assessed(0.0, colour="distress", pauses=paused)) == (0, 1)


def test_what_is_called_off_before_its_due_time_is_not_counted_and_after_it_is_missed() -> None:
    assert k_n("C.ack", assessed(0.0, orders=(order(times={"released": A + 29 * MINUTE}),))) == (0, 0)
    assert k_n("C.ack", assessed(0.0, orders=(order(times={"released": A + 31 * MINUTE}),))) == (0, 1)


def test_an_order_that_is_declined_in_time_was_answered() -> None:
    assert k_n("C.ack", assessed(0.0, orders=(order(times={"declined": A + 60.0}),))) == (1, 1)


def test_a_dismissed_case_needs_no_order_and_a_merged_one_no_closing() -> None:
    dismissed = closed(ending="dismissed")
    assert k_n("C.close", dismissed) == (1, 1)
    assert k_n("C.order", dismissed) == (0, 0)
    assert k_n("C.close", closed(ending="merged")) == (0, 0)


def test_the_first_closing_stops_the_clock_whatever_is_opened_again() -> None:
    again = {ID: (Reopening(A + HOUR, A + 2 * DAY),)}
    assert k_n("C.close", assessed(0.0), reopenings=again) == (1, 1)
    assert k_n("C.close", closed(after_s=20 * DAY), reopenings=again) == (1, 1)
    assert k_n("C.close", closed(after_s=20 * DAY)) == (0, 1)


def test_a_clock_belongs_to_the_unit_that_owned_the_case_when_it_fell_due() -> None:
    taken = transfer(ID, times={"accepted": A + 2 * DAY})
    moved = assessed(0.0, unit="west", transfers=(taken,))
    assert k_n("C.assess", moved, scope=FigureScope("east")) == (1, 1)
    assert k_n("C.assess", moved, scope=FigureScope("west")) == (0, 0)
    assert k_n("C.close", moved, scope=FigureScope("west")) == (0, 1)


def test_the_clock_of_an_order_is_that_of_the_unit_it_was_sent_to() -> None:
    sent = assessed(0.0, orders=(order(to="west", times={"acknowledged": A + 60.0}),))
    assert k_n("C.ack", sent, scope=FigureScope("west")) == (1, 1)
    assert k_n("C.ack", sent, scope=FigureScope("east")) == (0, 0)


def test_a_unit_counts_all_below_it() -> None:
    at_isle = assessed(0.0, unit="isle")
    assert [k_n("C.assess", at_isle, scope=FigureScope(unit)) for unit in ("isle", "east", "city", "")] == [(1, 1)] * 4


@pytest.mark.parametrize(
    ("scope", "n"),
    [
        (FigureScope(colours=("yellow",)), 1),
        (FigureScope(colours=("red",)), 0),
        (FigureScope(kinds=("general",)), 1),
        (FigureScope(kinds=("nothing of the kind",)), 0),
        (FigureScope(items=("YY-38",)), 0),
        (FigureScope(agencies=("fishery",)), 0),
    ],
)
def test_filters_leave_out_the_others(scope: FigureScope, n: int) -> None:
    assert k_n("C.assess", assessed(0.0), scope=scope)[1] == n


def test_a_thread_is_kept_when_it_is_answered_by_the_end_of_its_last_working_day() -> None:
    due_s = A + 7 * DAY  # the end of the fifth working day after Thursday the 16th
    for answered_s, expected in ((due_s, (1, 1)), (due_s + 1, (0, 1)), (None, (0, 1))):
        asked = closed(threads=(thread(ID, due_s, answered_s),))
        assert k_n("K5.assistance", asked) == expected
        assert k_n("K5.all", asked) == expected
    assert k_n("K5.assistance", closed(threads=(thread(ID, due_s),)), now_s=due_s - 1) == (0, 0)


def test_a_transfer_counts_when_it_is_answered_not_when_it_is_withdrawn() -> None:
    for times, expected in (({"accepted": A + DAY}, (1, 1)), ({"returned": A + DAY}, (1, 1)), ({}, (0, 1))):
        assert k_n("K5.transfer", assessed(0.0, transfers=(transfer(ID, times=times),))) == expected
    assert k_n("K5.transfer", assessed(0.0, transfers=(transfer(ID, times={"withdrawn": A + DAY}),))) == (0, 0)


def test_the_paused_share_is_of_the_clocks_time_within_the_period() -> None:
    paused = (Pause(A + HOUR, "standby", "李", to_s=A + 2 * HOUR),)
    found = figure("K14", closed(after_s=4 * HOUR, pauses=paused, times={"assessed": A}))
    # assess stops at once; order, move and close run for four hours and stand still for one
    assert (found.k, found.n) == (3 * HOUR, 12 * HOUR)
    assert figure("K14", closed(after_s=4 * HOUR)).k == 0.0


def test_each_number_opens_its_list() -> None:
    found = figure("C.ack", assessed(0.0, orders=(order(times={"acknowledged": A + 1}),)))
    assert found.ids_n == found.ids_k == (f"{ID}/O1",)
    assert figure("C.assess", case(), now_s=LATER).ids_n == (ID,)
