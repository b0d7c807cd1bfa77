"""Orders for a later time, and calls by VHF instead of a craft."""

from __future__ import annotations

from models.casework.cases.clocks import clocks_of
from models.casework.cases.law.case_facts import facts_of
from models.casework.cases.limits import DEFAULT_MIN
from models.casework.cases.readiness import craft_readiness
from tests.dashboard.pictures import T0
from tests.models.casework.cases.office import DUTY, GRID, Office

LATER = T0 + 3 * 3600.0


def starts(office: Office) -> dict[str, float]:
    return {each.name: each.start_s for each in clocks_of(office.case(), DEFAULT_MIN)}


def test_the_clocks_of_a_planned_order_start_at_its_time() -> None:
    office = Office()
    meet = {"lon": 122.6, "lat": 30.1, "t": LATER + 720.0, "minutes": 12.0, "way_nm": 7.0}
    order = office.ordered(for_s=LATER, meet=meet, check_in_min=30)
    assert office.case().orders[0].planned(T0) and not office.case().orders[0].planned(LATER)
    found = starts(office)
    for name in ("ack/O1", "arrive/O1", "move"):
        assert found[name] == LATER, name
    assert max(each for name, each in found.items() if name.startswith("check/")) == LATER
    office.forward(order, "ack")
    assert office.case().orders[0].planned(T0)
    office.forward(order, "under_way")
    assert not office.case().orders[0].planned(T0), "the crew may leave earlier"


def test_a_craft_that_is_planned_stays_free_until_then() -> None:
    office = Office()
    order = office.ordered(for_s=LATER)
    assert craft_readiness(office.book, T0).engaged == {}
    assert craft_readiness(office.book, LATER).engaged == {"e1": order}
    other = office.assessed("alert:drift-T3", "yellow")
    office.issued(other, craft="e1")  # it is back by then, or is planned again
    assert craft_readiness(office.book, T0).engaged["e1"].startswith(other)


def test_a_plan_is_recalled_before_its_time_and_lies_ahead() -> None:
    office = Office()
    order = office.ordered(for_s=LATER)
    office.do(DUTY, "order_release", order, release_why="recalled")
    assert office.case().orders[0].state == "released" and office.case().state == "assessed"
    for wrong in (T0 - 1.0, T0 + 31 * 86400.0):
        why = office.why(DUTY, "order_issue", office.case().id, to="east", craft="e2", task="board",
                         text={"zh": "登临"}, for_s=wrong)  # fmt: skip
        assert "lie ahead" in why


def test_a_craft_that_is_down_now_may_be_planned_for_when_it_is_back() -> None:
    office = Office()
    office.do(GRID, "craft_state", "e1", state="down", until_s=LATER - 60.0, why="换机油")
    case = office.assessed()
    given = {"to": "east", "craft": "e1", "task": "board", "text": {"zh": "登临"}}
    assert "out of service" in office.why(DUTY, "order_issue", case, **given)
    office.do(DUTY, "order_issue", case, **given, for_s=LATER)


def test_a_call_is_on_the_case_with_its_answer_and_sends_nobody() -> None:
    office = Office()
    case_id = office.assessed()
    seen = office.case().seq
    office.do(DUTY, "vhf_call", case_id, words="注意避让", answer="none", means=["vhf"], step="ring")
    office.do(DUTY, "vhf_call", case_id, words="请立即转向", answer="refused", means=["call", "vhf"])
    calls, case = office.case().calls, office.case()
    assert [(each.step, each.answer, each.by) for each in calls] == [
        ("ring", "none", DUTY.name),
        ("", "refused", DUTY.name),
    ]
    assert (calls[0].expect, calls[0].within_min) == ("course_or_speed", 10.0)
    assert not case.orders and case.seq == seen, "what others saw is still true"
    assert facts_of(case)["vhf"] == "refused"
    assert "may not do this" in office.why(GRID, "vhf_call", case_id, words="x", answer="none")
