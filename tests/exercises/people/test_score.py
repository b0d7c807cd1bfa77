"""The score sheet: a clock counts for its unit and for whoever stopped it; refusals and cases are counted."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from exercises.people.players import Outcome
from exercises.people.score import ScoreSheet, score_sheet
from exercises.people.script import LineForm
from tests.models.casework.cases.office import COMMANDER, DUTY, GRID, SITE, T0, Office


def sheet(office: Office, outcomes: Iterable[Outcome] = ()) -> ScoreSheet:
    events = list(office.events)
    return score_sheet(office.book, events, outcomes, SITE.limits_min, office.facts.t_s, ["duty-east"])


def test_a_clock_stopped_in_time_is_met_by_who_stopped_it() -> None:
    office = Office()
    office.assessed()
    scored = sheet(office)
    assert (scored.people["duty-east"].met, scored.people["duty-east"].late) == (1, [])
    assert scored.people["duty-east"].score == 1.0 and scored.people["duty-east"].cases == {office.case().id}


def test_a_late_one_says_by_how_many_minutes() -> None:
    office = Office()
    case_id = office.opened()
    office.wait(20 * 60)  # an orange case has 15 minutes
    office.do(DUTY, "case_assess", case_id, kind="moratorium", colour="orange", why="雷达可见")
    assert sheet(office).people["duty-east"].late == [(case_id, "assess", 5.0)]
    assert sheet(office).people["duty-east"].score == 0.0


def test_what_nobody_stopped_is_late_for_the_unit_alone_once_it_is_due() -> None:
    office = Office()
    office.opened()
    office.wait(14 * 60)
    assert sheet(office).units[office.case().unit].late == []
    office.wait(2 * 60)
    scored = sheet(office)
    assert [each[1] for each in scored.units[office.case().unit].late] == ["assess"]
    assert scored.people["duty-east"].late == []


def test_a_second_judgement_does_not_make_the_first_late() -> None:
    office = Office()
    order_id = office.ordered()
    office.forward(order_id, "ack", "under_way", "report", by=GRID)
    office.wait(3600)
    office.do(COMMANDER, "review", office.case().id, stage="centre", verdict="return", why="缺材料")
    assert "assess" not in [each[1] for each in sheet(office).units[office.case().unit].late]


@pytest.mark.parametrize(
    ("seq", "status", "expects", "counted"),
    [(5, "", None, (1, 0, 0)), (None, "stale", "stale", (0, 1, 0)), (None, "invalid", None, (0, 1, 1))],
)
def test_commands_and_refusals_are_counted(
    seq: int | None, status: str, expects: str | None, counted: tuple[int, int, int]
) -> None:
    line = LineForm.model_validate({"id": "a", "who": "duty-east", "does": "note", "refused": expects})
    row = sheet(Office(), [Outcome(line, T0, seq, "", status)]).people["duty-east"]
    assert (row.commands, row.refused, row.unscripted) == counted
