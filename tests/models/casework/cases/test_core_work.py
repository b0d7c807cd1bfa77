"""What the core gets to know: open cases with their orders' craft, and the states of craft."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from models.casework.cases.core_work import core_work
from models.messages.case_work import CaseWork, ReportedCraft, case_work_of, reported_craft_of
from tests.models.casework.cases.office import COMMANDER, DUTY, T0, Office


def work(office: Office) -> CaseWork:
    """The only case; the core accepts it."""
    (case,) = core_work(office.book)[0]
    assert case_work_of([asdict(case)]) == (case,)
    return case


def test_an_opened_case_is_work_for_one_boat_in_place_of_its_alert() -> None:
    office = Office()
    case_id = office.opened()
    found, case = work(office), office.case()
    assert case.place is not None and case.target is not None
    assert (found.id, found.unit, found.colour, found.since_s) == (case_id, case.unit, case.colour, T0)
    assert (found.lon_deg, found.lat_deg, found.track_id) == (case.place.lon, case.place.lat, case.target.track_id)
    assert (found.holds, found.boats, found.craft, found.due_s) == (("alert:drift-T1",), 1, (), None)


def test_a_clue_that_became_a_case_is_held_by_it() -> None:
    office = Office()
    office.opened("clue:hotline/7")
    assert work(office).holds == ("clue:hotline/7",)


def test_the_craft_of_live_orders_are_named_until_they_report() -> None:
    office = Office()
    needs = {"powers": ["board"], "boats": 2, "hours_h": 2.5}
    order_id = office.ordered(needs=needs)
    office.issued(order_id.partition("/")[0], craft="e2")
    assert (work(office).craft, work(office).boats, work(office).hours_h) == (("e1", "e2"), 2, 2.5)
    office.forward(order_id, "ack", "under_way", "on_scene", "report")
    assert (work(office).craft, work(office).boats) == (("e2",), 1)


@pytest.mark.parametrize(("steps", "craft"), [((), ()), (("ack", "under_way"), ("e1",))])
def test_a_scheduled_order_takes_its_craft_when_it_is_under_way(steps: tuple[str, ...], craft: tuple[str, ...]) -> None:
    office = Office()
    office.forward(office.ordered(for_s=T0 + 7200.0), *steps)
    assert work(office).craft == craft


def test_a_call_needs_no_boat() -> None:
    office = Office()
    office.ordered(task="call", craft="")
    assert work(office).boats == 0


def test_a_case_that_waits_for_its_review_or_is_closed_is_no_work() -> None:
    office = Office()
    office.disposed()
    assert core_work(office.book)[0] == ()
    other = Office()
    other.do(DUTY, "case_dismiss", other.opened(), why="误报")
    assert core_work(other.book)[0] == ()


def test_the_worst_case_comes_first() -> None:
    office = Office()
    office.opened("alert:drift-T1")
    office.opened("alert:drift-T2")
    assert [each.colour for each in core_work(office.book)[0]] == ["red", "orange"]


def test_the_newest_state_of_a_craft_has_its_crew_and_its_end() -> None:
    office = Office()
    office.do(COMMANDER, "craft_state", "e1", state="down", why="主机故障")
    office.do(COMMANDER, "craft_state", "e2", state="down")
    office.do(COMMANDER, "craft_state", "e2", state="short", crew=3, until_s=T0 + 60.0)
    states = core_work(office.book)[1]
    assert set(states) == {ReportedCraft("e1", "down"), ReportedCraft("e2", "short", 3, T0 + 60.0)}
    assert set(reported_craft_of([asdict(each) for each in states])) == set(states)
