"""The rows that a case needs: its own, and those of a case that was merged into it; none of others."""

from __future__ import annotations

from models.casework.evidence_pack.case_rows import folded, rows_needed
from tests.models.casework.cases.office import DUTY, Office


def test_a_case_needs_its_own_rows_only() -> None:
    office = Office()
    case_id = office.assessed()
    office.do(DUTY, "note", "mmsi:412000001", text="t")
    other = office.assessed("alert:drift-T3", "yellow")
    office.issued(case_id)
    case, rows = rows_needed(case_id, office.events)
    assert case == office.case(case_id)
    assert [each.kind for each in rows] == ["case_open", "case_assess", "order_issue"]
    assert folded(case_id, rows) == case and folded(other, rows) is None


def test_a_case_that_took_in_another_needs_the_rows_of_both() -> None:
    office = Office()
    into, gone, other = (office.opened(f"alert:drift-T{number}") for number in (1, 2, 3))
    office.do(DUTY, "case_merge", gone, into=into, why="同一船")
    case, rows = rows_needed(into, office.events)
    assert case == office.case(into) == folded(into, rows)
    assert [each.subject for each in rows] == [into, gone, gone]
    assert rows_needed(other, office.events)[0] == office.case(other)


def test_a_case_that_is_not_there_needs_none() -> None:
    assert rows_needed("ZS-20000101-0001", Office().events) == (None, [])
