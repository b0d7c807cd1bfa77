"""The rows of the nouns equal the folded book; closed cases leave the book and are whole in the ledger."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.casework.case import KEEP_CLOSED_S, Book
from models.casework.cases.nouns import Case, noun_from, parts_of
from models.casework.fold import fold
from models.casework.noun_tables import TABLES
from models.casework.snapshot import _BOOK
from models.casework.store import Ledger
from models.casework.work.rows_check import wrong_row
from tests.models.casework.cases.office import COMMANDER, DUTY, FAR_DUTY, GRID, OTHER_DUTY, Office


def rows_of(ledger: Ledger) -> dict[str, tuple[str, Any]]:
    """All nouns and parts as their rows have them, with the case of each."""
    found = {}
    with ledger._engine.connect() as connection:
        for noun, table in TABLES.items():
            for row in connection.execute(select(table)):
                assert row.id == row.noun["id"]
                found[row.id] = (row.case_id, noun_from(noun, row.noun))
    return found


def nouns_of(book: Book) -> dict[str, tuple[str, Any]]:
    """All nouns and parts of a book, with the case of each."""
    nouns = {case.id: (case.id, case) for case in book.cases.values()}
    parts = {part.id: (case.id, part) for case in book.cases.values() for part in parts_of(case)}
    beside = {each.id: (each.id, each) for each in (*book.inspections.values(), *book.clues.values())}
    return {**nouns, **parts, **beside}


def a_day() -> Office:
    """Cases that are opened, ordered, merged, split, paused, reported, reviewed and reopened."""
    office = Office()
    one = office.disposed()
    office.do(OTHER_DUTY, "review", one, verdict="return", why="不清")
    two = office.assessed("alert:drift-T3", "yellow")
    office.issued(two, craft="e2")
    office.do(DUTY, "case_merge", two, into=one, why="同一船")
    office.do(DUTY, "case_pause", one, why="weather")
    office.do(DUTY, "case_resume", one)
    office.do(GRID, "order_ack", f"{two}/O1")
    office.do(DUTY, "case_split", one, clues=["alert:drift-T3"], orders=[f"{two}/O1"], why="不同船")
    office.do(GRID, "order_report", f"{two}/O1", result="none")
    office.do(COMMANDER, "review", office.case().id, verdict="accept", why="好")
    office.do(COMMANDER, "case_reopen", office.case().id, why="新线索")
    office.do(DUTY, "case_dismiss", one, why="误报")
    return office


def test_the_rows_are_what_the_fold_gives(url: str) -> None:
    office = a_day()
    ledger = office.written(Ledger(url))
    assert rows_of(ledger) == nouns_of(office.book) == nouns_of(ledger.book())
    assert ledger.book() == office.book and ledger.verify() == (len(office.events), "")
    assert [each.id for each in ledger.cases_about(412_000_001)]
    ledger.close()


def test_a_book_comes_back_from_its_snapshot(tmp_path: Any) -> None:
    book = a_day().book
    assert _BOOK.validate_json(_BOOK.dump_json(book)) == book


def test_one_by_one_and_at_once_are_the_same() -> None:
    office = a_day()
    assert fold(office.events) == office.book


def test_a_part_is_found_wherever_it_went() -> None:
    office = a_day()
    third = office.case()
    assert [each.id for each in third.orders] == ["ZS-20231115-0002/O1"] and third.state == "assessed"
    assert office.case("ZS-20231115-0002").merged_into == "ZS-20231115-0001"


def test_a_closed_case_leaves_the_book_after_a_week_and_can_be_reopened(url: str) -> None:
    office = Office()
    case_id = office.disposed()
    office.do(OTHER_DUTY, "review", case_id, verdict="accept", why="好")
    closed = office.case(case_id)
    office.wait(KEEP_CLOSED_S + 1.0)
    office.do(DUTY, "note", "mmsi:412000001", text="x")
    assert case_id not in office.book.cases
    ledger = office.written(Ledger(url))
    assert ledger.case(case_id) == closed
    event = office.do(COMMANDER, "case_reopen", case_id, why="新证据")
    ledger.append(office.commands[-1], event.body, event.t_s)
    again = office.case(case_id)
    assert (again.state, again.round) == ("assessed", 2) and isinstance(again, Case)
    assert ledger.case(case_id) == again and ledger.book() == office.book
    ledger.close()


def test_what_happens_to_a_case_that_left_the_book_brings_it_back_until_it_is_over(url: str) -> None:
    office = Office()
    case_id = closed_and_left(office)
    thread = office.do(DUTY, "thread_open", case_id, to=["west"], kind="copy", question="备案").subject
    assert office.case(case_id).threads and not office.book.past and case_id not in office.book.closed
    assert fold(office.events) == office.book, "who folds has no archive"
    office.wait(2 * KEEP_CLOSED_S)
    office.do(FAR_DUTY, "thread_answer", thread, text="收到")
    assert case_id in office.book.cases, "a question that waits keeps it"
    office.wait(KEEP_CLOSED_S + 1.0)
    office.do(DUTY, "note", "mmsi:412000001", text="x")
    assert case_id not in office.book.cases and list(office.book.past) == [412_000_001]
    ledger = office.written(Ledger(url))
    assert ledger.book() == office.book and wrong_row(ledger) == (len(rows_of(ledger)) + 2, "")
    ledger.close()


def closed_and_left(office: Office) -> str:
    """A case that was dismissed long ago."""
    case_id = office.opened()
    office.do(DUTY, "case_dismiss", case_id, why="误报")
    office.wait(KEEP_CLOSED_S + 1.0)
    office.do(DUTY, "note", "mmsi:412000001", text="x")
    assert case_id not in office.book.cases
    return case_id


def test_a_book_from_rows_has_what_events_of_other_kinds_say(url: str) -> None:
    office = a_day()
    office.do(DUTY, "duty_on", "seat-1")
    office.do(DUTY, "craft_state", "e1", state="down")
    office.do(DUTY, "watch", "412345678", reason="走私")
    office.do(DUTY, "mark", "drift-T2", mark="acknowledge")
    ledger = office.written(Ledger(url))
    book = ledger.book()
    assert book == fold(ledger.events()) and book.crafts and book.duty and book.watched and book.marks
    ledger.close()


def test_a_merged_case_stays_while_another_holds_its_parts() -> None:
    office = Office()
    one, two = office.assessed(), office.assessed("alert:drift-T3", "yellow")
    order_id = office.issued(two, craft="e2")
    office.do(DUTY, "case_merge", two, into=one, why="同一船")
    office.wait(KEEP_CLOSED_S + 1.0)
    office.do(DUTY, "note", "mmsi:412000001", text="x")
    office.do(GRID, "order_ack", order_id)
    assert office.case(one).orders[0].state == "acknowledged"
