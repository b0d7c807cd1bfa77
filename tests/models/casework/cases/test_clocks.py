"""The clocks: limits by colour, shares, pauses, what falls due once, and the working-day calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.casework.cases.case_clocks import CaseClocks
from models.casework.cases.clocks import clocks_of, due_marks, next_due_s
from models.casework.cases.limits import DEFAULT_MIN, limits_s, overridden
from models.casework.cases.nouns import CasePlace
from models.casework.cases.routing import informed, owner, unit_at
from models.casework.cases.workdays import WorkCalendar
from models.casework.person import DESK
from tests.models.casework.cases.office import CITY, DUTY, GRID, OTHER_DUTY, SITE, Office

MIN_S = 60.0
MEET = {"lon": 122.5, "lat": 30.0, "t": 1.7e9, "minutes": 20.0, "way_nm": 9.0}


def ran(office: Office, clocks: CaseClocks) -> list[str]:
    """What the desk's clocks write now, as `clock level`."""
    said = []
    for command in clocks.due(office.book, office.facts):
        by = replace(DESK, name=command.actor)
        body = dict(command.body)
        office.do(by, command.kind, command.subject, **body)
        said.append(f"{body['clock']} {body['level']}" if command.kind == "clock" else f"mark {body['mark']}")
    return said


def due(office: Office) -> list[tuple[str, int]]:
    return [(each.clock.name, each.pct) for each in due_marks(office.case(), DEFAULT_MIN, office.facts.t_s)]


@pytest.mark.parametrize(
    ("clock", "minutes"),
    [
        ("assess", (60.0, 15.0, 5.0, 2.0)),
        ("order", (240.0, 30.0, 5.0, 3.0)),
        ("ack", (30.0, 5.0, 1.0, 1.0)),
        ("move", (240.0, 60.0, 15.0, 10.0)),
        ("report", (480.0, 240.0, 120.0, None)),
        ("close", (10080.0, 4320.0, 1440.0, None)),
    ],
)
def test_the_limits_are_those_of_the_design(clock: str, minutes: tuple[float | None, ...]) -> None:
    assert tuple(DEFAULT_MIN[clock].values()) == minutes


def test_a_site_and_a_play_book_override_limits() -> None:
    limits = overridden(DEFAULT_MIN, {"ack": {"red": 2.0}, "assess": 7.0})
    assert limits_s(limits, "red")["ack"] == 120.0 and limits_s(limits, "yellow")["assess"] == 420.0
    assert limits_s(limits, "orange")["ack"] == 300.0 and "close" not in limits_s(limits, "distress")


def test_a_case_is_urged_then_supervised_then_escalated_once_each() -> None:
    office, clocks = Office(), CaseClocks()
    case_id = office.opened()
    assert ran(office, clocks) == ["mark acknowledge"]
    office.wait(11 * MIN_S)
    assert ran(office, clocks) == ["assess urge"] and office.case().raised == 0
    office.wait(4 * MIN_S)
    assert ran(office, clocks) == ["assess supervise"] and office.case().raised == 1
    assert (
        ran(office, clocks) == [] and ran(office, CaseClocks()) == []
    )  # a desk that starts again writes nothing twice
    office.wait(8 * MIN_S)
    assert ran(office, clocks) == ["assess escalate"] and office.case().raised == 2
    to = [event.body["to"] for event in office.events if event.kind == "clock"]
    assert to == [["east"], ["east", "city"], ["east", "city"]]
    office.do(DUTY, "case_assess", case_id, seen=1, kind="dark", colour="orange", why="x")  # clocks make nothing stale


def test_the_clocks_follow_the_steps_of_a_case() -> None:
    office = Office()
    case_id = office.assessed()
    assert {each.name for each in clocks_of(office.case(), DEFAULT_MIN) if each.end_s is None} == {
        "order.1",
        "move",
        "close",
    }
    order_id = office.issued(case_id, meet=MEET)
    office.wait(6 * MIN_S)
    assert due(office) == [("ack/O1", 70), ("ack/O1", 100)]
    office.forward(order_id, "ack", "under_way")
    assert due(office) == []
    arrive = next(each for each in clocks_of(office.case(), DEFAULT_MIN) if each.name == "arrive/O1")
    assert arrive.limit_s == 35 * MIN_S and arrive.unit == "east"
    office.forward(order_id, "on_scene")
    office.wait(169 * MIN_S)
    assert due(office) == [("report/O1", 70)]
    office.forward(order_id, "report")
    office.do(OTHER_DUTY, "review", case_id, verdict="return", why="x")
    office.wait(22 * MIN_S)
    assert due(office) == [("order.2", 70)]


def test_a_pause_stops_the_clocks_that_may_stop_and_at_most_for_their_limit() -> None:
    office = Office()
    case_id = office.assessed()
    office.do(DUTY, "case_pause", case_id, why="weather")
    office.wait(30 * MIN_S)
    order = next(each for each in clocks_of(office.case(), DEFAULT_MIN) if each.name == "order.1")
    assert order.share(office.facts.t_s) == 0.0 and order.due_s(office.facts.t_s) == office.facts.t_s + 30 * MIN_S
    office.wait(15 * MIN_S)
    assert order.share(office.facts.t_s) == pytest.approx(0.5)  # a pause counts at most 30 minutes
    office.do(DUTY, "case_resume", case_id)
    order_id = office.issued(case_id)
    office.do(DUTY, "case_pause", case_id, why="weather")
    office.wait(5 * MIN_S)
    ack = next(each for each in clocks_of(office.case(), DEFAULT_MIN) if each.name == "ack/O1")
    assert ack.share(office.facts.t_s) == 1.0 and order_id


def test_a_unit_that_does_not_check_in_is_late_then_silent() -> None:
    office, clocks = Office(), CaseClocks()
    order_id = office.ordered(check_in_min=30.0)
    ran(office, clocks)
    office.forward(order_id, "ack", "under_way")
    office.wait(31 * MIN_S)
    assert "check/O1.1 late" in ran(office, clocks)
    office.do(GRID, "order_check_in", order_id, people=6)
    office.wait(29 * MIN_S)
    assert not any("check" in each for each in ran(office, clocks))
    office.wait(32 * MIN_S)
    assert [each for each in ran(office, clocks) if "check" in each] == ["check/O1.2 late", "check/O1.2 silent"]
    assert office.case().raised == 2


def test_what_is_sensitive_reaches_the_parent_in_half_an_hour() -> None:
    office = Office()
    office.do(DUTY, "case_open", clues=["alert:drift-T1"], sensitive=True)
    office.wait(22 * MIN_S)
    assert ("sensitive", 70) in due(office)
    office.do(DUTY, "thread_open", office.case().id, to=["city"], kind="copy", question="上报")
    assert ("sensitive", 70) not in due(office)


def test_a_dismissed_case_marks_its_alerts_as_its_officer_said() -> None:
    office, clocks = Office(), CaseClocks()
    case_id = office.opened()
    ran(office, clocks)
    office.do(DUTY, "case_dismiss", case_id, why="渔民自救", mark="known")
    assert ran(office, clocks) == ["mark known"] and ran(office, CaseClocks()) == []
    assert [each.body["mark"] for each in office.book.marks["drift-T1"]] == ["acknowledge", "known"]
    assert office.book.marks["drift-T1"][0].actor == DUTY.name


def test_only_the_desk_writes_clocks() -> None:
    office = Office()
    case_id = office.opened()
    body = {"clock": "assess", "pct": 70, "level": "urge", "due_s": 1.0, "to": []}
    assert office.why(CITY, "clock", case_id, **body)


@given(st.integers(0, 6000), st.sampled_from(["drift-T1", "drift-T2", "drift-T3"]))
def test_the_next_look_is_never_later_than_what_falls_due(minutes: int, alert_id: str) -> None:
    office = Office()
    office.opened(f"alert:{alert_id}")
    case, t_s = office.case(), office.facts.t_s
    first = next_due_s(case, DEFAULT_MIN, t_s)
    now = t_s + minutes * MIN_S
    assert bool(due_marks(case, DEFAULT_MIN, now)) == (now >= first)


CALENDAR = WorkCalendar(8.0, frozenset({date(2026, 10, each) for each in range(1, 9)}), frozenset({date(2026, 10, 10)}))


def local(day: int, hour: int = 0, month: int = 10) -> float:
    return datetime(2026, month, day, hour, tzinfo=UTC).timestamp() - 8 * 3600.0


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (local(30, 10, 9), 1, local(10)),  # Wednesday before the holiday: Friday 9 October ends it
        (local(9, 23), 1, local(11)),  # Saturday 10 October makes up for a holiday
        (local(12, 9), 5, local(20)),  # over a weekend
        (local(10, 1), 7, local(21)),
    ],
)
def test_a_term_of_working_days_leaves_out_its_first_day_weekends_and_holidays(
    start: float, days: int, end: float
) -> None:
    assert CALENDAR.after_workdays(start, days) == end
    assert CALENDAR.workdays_between(start, end - 1.0) == days


def test_a_term_of_days_that_ends_on_a_holiday_is_put_off() -> None:
    assert CALENDAR.after_days(local(28, 9, 9), 3) == local(10)
    assert CALENDAR.after_days(local(12, 9), 3) == local(16)


@given(st.integers(0, 40_000), st.integers(0, 60))
def test_working_days_are_counted_as_they_are_added(hour: int, days: int) -> None:
    start = local(1, 0, 1) + hour * 3600.0
    if days:
        assert CALENDAR.workdays_between(start, CALENDAR.after_workdays(start, days) - 1.0) == days


def test_a_place_belongs_to_the_lowest_unit_and_its_item_to_whom_holds_it() -> None:
    out = CasePlace(123.5, 30.0)
    assert unit_at(SITE, out) == "isle" and owner(SITE, out) == "isle"
    held = replace(SITE, holders={"YY-38": "county", "HJ-1": "city"})
    assert owner(held, out, ["YY-38"]) == "east" and owner(held, out, ["YY-38", "HJ-1"]) == "city"
    assert owner(SITE, None) == "city"


def test_who_is_told_grows_with_the_delay() -> None:
    assert [informed(SITE, "isle", pct) for pct in (70, 100, 150)] == [
        ("isle",),
        ("isle", "east"),
        ("isle", "east", "city"),
    ]
    assert informed(SITE, "neighbour", 70) == ("city",)
