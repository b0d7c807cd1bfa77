"""An exercise that is set back: cases are shown as they were, and are not changed in their past."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.casework.cases.core_work import core_work
from models.casework.fold import BookAt
from models.casework.refusals import Refused
from tests.models.casework.cases.office import DUTY, FACTS, T0, Office


def at(office: Office, t_s: float) -> None:
    office.facts = replace(office.facts, t_s=t_s)


def played() -> tuple[Office, BookAt, str]:
    """A case that was opened at T0 and assessed ten minutes later."""
    office, past = Office(replace(FACTS, own_time=True)), BookAt()
    case_id = office.opened()
    at(office, T0 + 600)
    office.do(DUTY, "case_assess", case_id, kind="moratorium", colour="orange", why="雷达可见")
    past.add(office.events)
    return office, past, case_id


def test_cases_are_folded_to_the_time_of_the_run() -> None:
    office, past, case_id = played()
    assert past.at(office.book, T0 + 600) is office.book
    assert past.at(office.book, T0 + 599).cases[case_id].state == "open"
    assert not past.at(office.book, T0 - 1).cases


def test_the_book_of_a_moment_stays_the_same_object_until_something_changes() -> None:
    office, past, _ = played()
    assert past.at(office.book, T0 + 1) is past.at(office.book, T0 + 2)


def test_the_core_does_not_hear_of_cases_of_the_future() -> None:
    office, past, _ = played()
    assert core_work(past.at(office.book, T0 + 1))[0]
    assert not core_work(past.at(office.book, T0 - 1))[0]


def test_a_command_in_the_past_of_a_case_is_refused_and_says_until_when() -> None:
    office, _, case_id = played()
    at(office, T0 + 60)
    with pytest.raises(Refused) as refused:
        office.do(DUTY, "case_pause", case_id, why="weather")
    assert (refused.value.key, refused.value.status) == ("past", "stale")
    at(office, T0 + 600)
    office.do(DUTY, "case_pause", case_id, why="weather")


def test_live_a_clock_that_is_set_back_stops_nobody() -> None:
    office, _, case_id = played()
    office.facts = replace(office.facts, t_s=T0 + 599.5, own_time=False)
    office.do(DUTY, "case_pause", case_id, why="weather")
