"""A clue from its source to its answer: who may do what, what is frozen, and that rows and book are equal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from models.base.settings import CaseworkSettings
from models.casework.case import KEEP_CLOSED_S
from models.casework.cases.limits import overridden
from models.casework.cases.nouns import ClueRef
from models.casework.clues.clue_clocks import CLUE_LIMITS_MIN, due_of
from models.casework.clues.clue_file import STEPS
from models.casework.clues.for_core import core_clues
from models.casework.fold import fold
from models.casework.store import Ledger
from models.messages.clue import SentClue, clue_from
from tests.dashboard.pictures import T0
from tests.models.casework.cases.office import CITY, CLUE, DUTY, FAR_DUTY, GRID, Office, person
from tests.models.casework.cases.test_rows import nouns_of, rows_of

NAME = "hotline/7"
CLASS = {"kind": "general", "colour": "orange", "to": "east"}
RECORD = {"source": "police", "id": "110-8", "t": "2023-11-14T22:00:00Z", "lon": 122.5, "lat": 30.0, "text": "求助"}
PROGRAM = replace(person("integrator", "", "接口"), via="api", scopes=("clues",))


def test_a_clue_of_a_feed_is_in_the_ledger_from_the_first_act_and_whole() -> None:
    office = Office()
    assert office.book.clues == {}
    office.do(DUTY, "clue_class", NAME, **CLASS)
    clue = office.book.clues[NAME]
    assert clue_from(dict(clue.clue)) == CLUE
    assert (clue.state, clue.unit, clue.colour, clue.by) == ("classified", "east", "orange", "")
    assert clue.times["received"] == CLUE.t_s


def test_the_five_steps_leave_five_stamps() -> None:
    office = Office()
    office.wait(60)
    office.do(DUTY, "clue_class", NAME, **CLASS)
    office.wait(60)
    office.do(GRID, "clue_take", NAME)
    office.wait(60)
    case_id = office.do(DUTY, "case_open", clues=[f"clue:{NAME}"]).subject
    office.wait(60)
    office.do(GRID, "clue_answer", NAME, outcome="in_case", text="已派艇核查")
    clue = office.book.clues[NAME]
    assert {step: clue.times[step] - T0 for step in STEPS} == {each: 60.0 * n for n, each in enumerate(STEPS)}
    assert (clue.state, clue.case, clue.answer) == ("answered", case_id, "已派艇核查")


def test_the_core_gets_what_was_sent_in_with_a_place_or_a_vessel_until_it_is_answered() -> None:
    office = Office()
    office.do(DUTY, "clue_class", NAME, **CLASS)
    assert core_clues(office.book) == (), "it has those of feeds from the feeds"
    office.wait(30)
    office.do(PROGRAM, "clue", "police/110-8", record=RECORD)
    placeless = {each: value for each, value in RECORD.items() if each not in ("lon", "lat")} | {"id": "110-9"}
    office.do(PROGRAM, "clue", "police/110-9", record=placeless)
    assert core_clues(office.book) == (SentClue(T0 + 30.0, clue_from(RECORD)),)
    office.do(CITY, "clue_answer", "police/110-8", outcome="unfounded", text="查无此事")
    assert core_clues(office.book) == ()


def test_the_limits_of_a_clue_are_those_of_the_site() -> None:
    office = Office()
    office.do(DUTY, "clue_class", NAME, **CLASS)
    clue = office.book.clues[NAME]
    due = due_of(clue)
    assert due and (due.step, due.due_s) == ("taken", T0 + 15 * 60)
    settings = CaseworkSettings(clue_limits_min={"taken": {"orange": 40.0, "red": None}})
    limits = overridden(CLUE_LIMITS_MIN, settings.clue_limits_min)
    due = due_of(clue, limits)
    assert due and due.due_s == T0 + 40 * 60
    assert due_of(replace(clue, colour="red"), limits) is None
    for wrong in ({"taken": {"orange": 0}}, {"taken": {"blue": 5}}, {"seen": {"red": 5}}):
        with pytest.raises(ValidationError):
            CaseworkSettings.model_validate({"clue_limits_min": wrong})


def test_a_case_from_a_clue_freezes_it_in_both() -> None:
    office = Office()
    case_id = office.do(DUTY, "case_open", clues=[f"clue:{NAME}"]).subject
    held: ClueRef = office.case(case_id).clues[0]
    assert clue_from(dict(held.frozen)) == CLUE == clue_from(dict(office.book.clues[NAME].clue))
    assert office.book.clues[NAME].state == "cased"


def test_what_a_program_sends_in_is_one_clue_and_becomes_a_case() -> None:
    office = Office()
    office.do(PROGRAM, "clue", "police/110-8", record=RECORD)
    assert office.book.clues["police/110-8"].by == "接口"
    office.do(PROGRAM, "clue", "police/110-8", record={**RECORD, "text": "别的"})
    assert office.book.clues["police/110-8"].clue["text"] == "求助"
    case_id = office.do(DUTY, "case_open", clues=["clue:police/110-8"]).subject
    assert office.case(case_id).place_unit == "east"
    assert office.case(case_id).clues[0].source == "police"


@pytest.mark.parametrize(
    ("changed", "why"),
    [({"lon": 500}, "lon"), ({"source": "nobody"}, "source"), ({"more": 1}, "more"), ({"id": "9"}, "id")],
)
def test_a_wrong_clue_is_refused_by_its_field(changed: dict[str, Any], why: str) -> None:
    assert why in Office().why(PROGRAM, "clue", "police/110-8", record={**RECORD, **changed})


def test_a_token_for_clues_does_nothing_else() -> None:
    assert "may not do this" in Office().why(PROGRAM, "note", "mmsi:412000001", text="x")
    assert "may not do this" in Office().why(replace(PROGRAM, scopes=("read",)), "clue", "police/1", record=RECORD)


def test_only_the_unit_of_a_clue_and_those_above_work_on_it() -> None:
    office = Office()
    assert "of 东县 or above may classify" in office.why(FAR_DUTY, "clue_class", NAME, **CLASS)
    office.do(CITY, "clue_class", NAME, **{**CLASS, "to": "west"})
    assert "of 西县 or above may take" in office.why(DUTY, "clue_take", NAME)
    office.do(FAR_DUTY, "clue_take", NAME)
    office.do(CITY, "clue_class", NAME, **CLASS)
    assert office.book.clues[NAME].state == "classified", "the next unit has to take it anew"


def test_steps_out_of_turn_are_refused_in_words() -> None:
    office = Office()
    assert "is received: you cannot take" in office.why(DUTY, "clue_take", NAME)
    assert "in no case" in office.why(DUTY, "clue_answer", NAME, outcome="in_case", text="x")
    office.do(DUTY, "clue_answer", NAME, outcome="unfounded", text="现场未见")
    assert "is answered: you cannot classify" in office.why(DUTY, "clue_class", NAME, **CLASS)
    assert "not known" in office.why(DUTY, "clue_take", "hotline/404")
    assert "no unit nowhere" in Office().why(DUTY, "clue_class", NAME, **{**CLASS, "to": "nowhere"})


def test_a_stale_click_is_told_who_was_faster() -> None:
    office = Office()
    first = office.do(DUTY, "clue_class", NAME, **CLASS)
    office.do(GRID, "clue_take", NAME)
    why = office.why(CITY, "clue_class", NAME, seen=first.seq, **CLASS)
    assert why.startswith("grid-east did this") and "take" in why


def test_rows_equal_the_book_and_answered_clues_leave_it(url: str) -> None:
    office = Office()
    office.do(PROGRAM, "clue", "police/110-8", record=RECORD)
    office.do(DUTY, "case_open", clues=[f"clue:{NAME}", "clue:police/110-8"])
    office.do(DUTY, "clue_answer", NAME, outcome="in_case", text="好")
    ledger = office.written(Ledger(url))
    assert rows_of(ledger) == nouns_of(office.book) == nouns_of(ledger.book())
    ledger.close()
    office.wait(KEEP_CLOSED_S + 60)
    office.do(DUTY, "note", "mmsi:412000001", text="x")
    assert list(office.book.clues) == ["police/110-8"], "the other sender still waits"
    assert office.book == fold(office.events)
