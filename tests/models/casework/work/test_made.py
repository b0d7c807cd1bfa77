"""When a command counts as given: what a device without connection states, or its arrival."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.casework.case import Command
from models.casework.cases.clocks import clocks_of
from models.casework.fold import fold
from models.casework.kinds import subject_of
from models.casework.protocol import command_of
from models.casework.rules import checked
from tests.models.casework.cases.office import GRID, T0, Office

HOUR_S = 3600.0
COUNTS, ARRIVES = "what the device says", "the arrival"


def sent(office: Office, kind: str, subject: str, **values: Any) -> Any:
    """The event of a command of the unit, with the time that its device gives."""
    command = Command("late", kind, subject, GRID.name, version=office.book.seq, **values)
    kept = checked(command, office.book, replace(office.facts, by=GRID))
    number = office.book.seq + 1
    return replace(office.events[-1], seq=number, kind=kind, t_s=office.facts.t_s, subject=subject, body=kept)


@pytest.mark.parametrize(
    ("made_s", "offset_s", "arrives_s", "counts"),
    [
        (60.0, 0.0, 3 * HOUR_S, COUNTS),
        (60.0, 60.0, 3 * HOUR_S, COUNTS),
        (60.0, -60.0, 3 * HOUR_S, COUNTS),
        (60.0, 60.1, 3 * HOUR_S, ARRIVES),
        (60.0, -60.1, 3 * HOUR_S, ARRIVES),
        (0.0, 0.0, HOUR_S, COUNTS),  # the moment of the issue
        (-0.1, 0.0, HOUR_S, ARRIVES),
        (60.0, 0.0, 60.0 + 12 * HOUR_S - 0.1, COUNTS),
        (60.0, 0.0, 60.0 + 12 * HOUR_S, ARRIVES),
        (HOUR_S, 0.0, HOUR_S, COUNTS),
        (HOUR_S + 0.1, 0.0, HOUR_S, ARRIVES),  # a device ahead of us
        (None, 0.0, HOUR_S, ARRIVES),
    ],
)
def test_the_edges_of_what_counts(made_s: float | None, offset_s: float, arrives_s: float, counts: str) -> None:
    office = Office()
    order_id = office.ordered()  # at T0
    office.wait(arrives_s)
    said = None if made_s is None else T0 + made_s
    event = sent(office, "order_ack", order_id, made_s=said, offset_s=offset_s)
    assert event.made_s == (said if counts == COUNTS else T0 + arrives_s)
    assert event.t_s == T0 + arrives_s


def test_what_counts_stops_the_clock_and_dates_the_state() -> None:
    office = Office()
    order_id = office.ordered()
    office.wait(HOUR_S)
    event = sent(office, "order_ack", order_id, made_s=T0 + 90.0)
    case = next(iter(fold([event], office.book).cases.values()))
    assert case.orders[0].times["acknowledged"] == case.times["acknowledged"] == T0 + 90.0
    assert case.last.t_s == T0 + HOUR_S
    (ack,) = (each for each in clocks_of(case, office.facts.site.limits_min) if each.name == "ack/O1")
    assert ack.end_s == T0 + 90.0


def test_a_report_and_a_check_in_count_when_they_were_made() -> None:
    office = Office()
    order_id = office.ordered()
    office.forward(order_id, "ack", "on_scene")
    office.wait(HOUR_S)
    for kind, body in (("order_check_in", {}), ("order_report", {"result": "none"})):
        event = sent(office, kind, order_id, made_s=T0 + 120.0, body=body)
        (order,) = next(iter(fold([event], office.book).cases.values())).orders
        assert (order.checks[-1]["t_s"] if kind == "order_check_in" else order.report.made_s) == T0 + 120.0


def test_a_new_case_and_what_is_about_none_count_within_twelve_hours() -> None:
    office = Office()
    office.wait(HOUR_S)
    body = {"clues": ["person:x"], "place": {"lon": 122.5, "lat": 30.0}}
    assert sent_first(office, "case_open", "new", body) == sent_first(office, "duty_on", "seat", {}) == T0 + 60.0


def sent_first(office: Office, kind: str, subject: str, body: dict[str, Any]) -> float:
    command = Command("c", kind, subject, GRID.name, body=body, made_s=T0 + 60.0)
    kept = checked(command, office.book, replace(office.facts, by=GRID))
    assert subject_of(command, kept)
    return float(kept["_by"]["made"])


@pytest.mark.parametrize("value", ["now", "", True, float("nan"), [1.0]])
@pytest.mark.parametrize("name", ["made_s", "offset_s"])
def test_a_time_that_is_no_number_is_refused(name: str, value: Any) -> None:
    usual = {"command_id": "c", "kind": "note", "subject": "s", "actor": "a"}
    with pytest.raises((ValueError, TypeError)):
        command_of({**usual, name: value})
