"""Masked reading: whatever was written stays hidden, in every part of a case; notes follow the scope of their case."""

from __future__ import annotations

import pytest

from dashboard.common.masking import MASK, events_shown_to, masked_case, reads_masked, shown_to, without_texts
from models.casework.case import Book, LedgerEvent
from models.casework.cases.nouns import Assessment as Judged
from models.casework.cases.nouns import Case, Evidence, LastMove, Order, Pause, Report, Review, Target
from models.casework.cases.papers import Procedure, Thread, ThreadAnswer, Transfer, VhfCall
from models.casework.clues.clue_file import ClueFile
from tests.dashboard.pictures import T0
from tests.models.casework.cases.office import CITY, DUTY, FAR_DUTY, SITE, TEXT, Office, person

SECRET = "张三说的话"
LAST = LastMove("case_open", "李明", T0)
REPORT = Report("violation", "艇长", T0, T0, missing_why=SECRET, note=SECRET, officers=({"name": SECRET},))
ANSWER = ThreadAnswer("west", "王值班", SECRET, (), T0)
FULL = Case(
    *("ZS-1", 9, "general", "red", "east", "李明", LAST),
    target=Target(5, 412000005, SECRET),
    assessment=Judged("general", "red", SECRET, "李明", T0, record={"known": True, "cases_24m": 2}),
    orders=(
        Order("ZS-1/O1", 3, "李明", "east", "board", {"zh": SECRET}, override_why=SECRET, heard={"order_ack": SECRET}),
        Order("ZS-1/O2", 4, "李明", "west", "board", {"zh": SECRET}, why={"on_scene": SECRET}, report=REPORT),
    ),
    threads=(Thread("ZS-1/T1", 5, "east", ("west",), "copy", SECRET, "李明", T0, (ANSWER,), ruling=SECRET),),
    transfers=(Transfer("ZS-1/X1", 6, "east", "west", "owner", SECRET, "李明", T0, urgent_why=SECRET),),
    evidence=(Evidence("ZS-1/E1", 7, "0" * 64, 5, "image/png", "李明", "photo", T0, device=SECRET, void_why=SECRET),),
    reviews=(Review("centre", "accept", SECRET, "李明", T0),),
    procedure=Procedure("1", "fishery", "summary", {"name": SECRET}, facts={"filed": {"act_s": T0, "text": SECRET}}),
    pauses=(Pause(T0, "weather", "李明", SECRET),),
    calls=(VhfCall("李明", T0, SECRET, "refused"),),
)


def test_whatever_was_written_in_a_case_is_hidden_and_what_was_done_is_kept() -> None:
    masked = masked_case(FULL)
    assert SECRET in repr(FULL) and SECRET not in repr(masked) and "412000005" not in repr(masked)
    assert masked.assessment and masked.assessment.why == MASK and masked.assessment.record["cases_24m"] == 2
    assert [(each.state, each.to) for each in masked.orders] == [("issued", "east"), ("issued", "west")]
    assert masked.threads[0].answers[0].unit == "west" and masked.evidence[0].state == "void"
    assert masked.procedure and masked.procedure.facts["filed"]["act_s"] == T0
    assert masked.pauses[0].why == "weather" and masked.calls[0].answer == "refused", "codes, not texts"
    assert masked_case(FULL) is masked, "computed once"


def test_a_clue_is_hidden_but_for_its_stamps() -> None:
    clue = ClueFile(
        "hotline/7", 1, {"text": SECRET, "name": SECRET}, "热线", LAST, answer=SECRET, times={"received": T0}
    )
    masked = without_texts(clue)
    assert SECRET not in repr(masked) and masked.times == clue.times and masked.unit == clue.unit


def test_every_reason_in_an_event_is_hidden() -> None:
    body = {"colour": "red", "release_why": SECRET, "urgent_why": SECRET, "text": {"zh": SECRET}, "question": SECRET}
    event = LedgerEvent(1, T0, "order_release", "ZS-1/O1", "李明", "", body)
    (seen,) = events_shown_to(person("oversight", ""), (event,))
    assert SECRET not in repr(seen) and seen.body["colour"] == "red" and seen.actor == "李明"


@pytest.mark.parametrize(("role", "masked"), [("oversight", True), ("integrator", True), ("duty", False)])
def test_the_table_of_rights_says_who_reads_masked(role: str, masked: bool) -> None:
    assert reads_masked(person(role)) is masked


def test_notes_about_a_case_are_read_and_written_where_the_case_is_seen() -> None:
    office = Office()
    case_id = office.assessed()
    note = f"case:{case_id}"
    office.do(DUTY, "note", note, text="已通话")
    for stranger in (FAR_DUTY, person("grid", "west")):
        assert office.why(stranger, "note", note, text="x") == f"there is no case {case_id}"
        assert note not in shown_to(stranger, office.book, SITE).notes
    assert office.why(DUTY, "note", "case:ZS-20200101-0001", text="x") == "there is no case ZS-20200101-0001"
    assert all(note in shown_to(each, office.book, SITE).notes for each in (DUTY, CITY))
    office.do(CITY, "order_issue", case_id, to="west", task="verify", text=TEXT)
    office.do(FAR_DUTY, "note", note, text="收到")
    assert len(shown_to(FAR_DUTY, office.book, SITE).notes[note]) == 2


def test_a_note_about_a_case_that_left_the_book_is_read_by_the_whole_site_only() -> None:
    said = LedgerEvent(1, T0, "note", "case:ZS-20200101-0001", "李明", "", {"text": "x"})
    book = Book(notes={said.subject: (said,)})
    assert shown_to(person("duty", ""), book, SITE).notes and not shown_to(DUTY, book, SITE).notes
