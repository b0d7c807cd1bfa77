"""The record of a vessel, from the book and beyond."""

from __future__ import annotations

from models.casework.case import KEEP_CLOSED_S
from models.casework.fold import fold
from models.casework.past import RECORD_S, record_of
from models.casework.snapshot import _BOOK
from tests.models.casework.cases.office import DUTY, Office

MMSI = 412_000_001


def closed_case(office: Office, items: list[str]) -> str:
    case_id = office.opened()
    office.do(DUTY, "case_assess", case_id, kind="dark", colour="orange", why="x", items=items)
    office.do(DUTY, "case_dismiss", case_id, why="误报")
    return case_id


def record(office: Office) -> tuple[int, int]:
    mine = [each for each in office.book.cases.values() if each.target and each.target.mmsi == MMSI]
    found = record_of(mine, office.book.past.get(MMSI, ()), office.facts.t_s)
    return len(found.cases), found.same_item


def test_a_case_counts_whether_it_is_in_the_book_or_has_left_it() -> None:
    office = Office()
    first = closed_case(office, ["YY-1"])
    assert record(office) == (1, 1) and office.book.past == {}
    office.wait(KEEP_CLOSED_S + 60)
    closed_case(office, ["YY-1", "YY-2"])
    assert [each.id for each in office.book.past[MMSI]] == [first]
    assert record(office) == (2, 2)
    office.wait(KEEP_CLOSED_S + 60)
    closed_case(office, ["YY-9"])
    assert record(office) == (3, 1)
    assert office.book == fold(office.events) == _BOOK.validate_json(_BOOK.dump_json(office.book))


def test_after_24_months_it_is_forgotten() -> None:
    office = Office()
    closed_case(office, ["YY-1"])
    office.wait(RECORD_S + 60)
    closed_case(office, ["YY-1"])
    assert record(office) == (1, 1)
