"""`case_open`: a case begins from clues, or, with a case as its subject, takes them in.

Each clue is frozen as it is at this moment. A case that holds the clue, or an open one about the same vessel, is
offered instead of a second.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from models.casework.bodies import CommandBody, NameOrEmpty, ReasonOrEmpty, TextOrEmpty
from models.casework.case import Book, Command, LedgerEvent
from models.casework.cases.checks.forms import Colour, Names, PlaceBody, TargetBody
from models.casework.cases.checks.kind import noun_kind
from models.casework.cases.checks.may import judged
from models.casework.cases.checks.opening import clue_refs, draft_case, next_case_id, refuse_held, refuse_stranger
from models.casework.cases.nouns import Case, ClueRef, noun_from, plain
from models.casework.cases.states import moved
from models.casework.clues.clue_file import CLUE
from models.casework.clues.in_case import cased, with_filed
from models.casework.facts import Facts
from models.casework.kinds import KeptBody, Noun, ReadNoun


class CaseOpenBody(CommandBody):
    """The clues, and what the sender knows beyond them. `text` is the words of a clue that a person brought."""

    clues: Annotated[Names, Field(min_length=1)]
    kind: NameOrEmpty = ""
    colour: Colour | Literal[""] = ""
    place: PlaceBody | None = None
    target: TargetBody | None = None
    text: TextOrEmpty = ""
    sensitive: bool = False
    apart_why: ReasonOrEmpty = ""


def check(command: Command, body: CaseOpenBody, book: Book, facts: Facts) -> KeptBody:
    """The clues as they are now, and for a new case its owner and number."""
    facts = with_filed(body.clues, book, facts)
    clues = clue_refs(body.clues, body.text, facts)
    if command.subject in book.cases:
        judged(command, body, book, facts)
        refuse_held(body.clues, book)
        return {"id": command.subject, "clues": [plain(each) for each in clues]}
    case = draft_case(command, body, clues, facts)
    refuse_stranger(command, body, case, book, facts)
    refuse_held(body.clues, book, None if body.apart_why else case.target)
    number = next_case_id(book, facts)
    return {"id": number, "case": {**plain(case), "id": number}, "apart_why": body.apart_why}


def nouns(event: LedgerEvent, read: ReadNoun) -> Iterable[Noun]:
    """The new case, or the one that took the clues in; and the reports among the clues, which are in a case now."""
    given = event.body.get("case")
    case = noun_from(Case, given) if given else read(event.subject)
    if not isinstance(case, Case):
        return
    more = () if given else tuple(noun_from(ClueRef, each) for each in event.body["clues"])
    yield moved(_with(case, more, event), event.seq, event.kind, event.actor, event.t_s)
    for clue in case.clues if given else more:
        if clue.ref.startswith(CLUE):
            yield cased(clue, case, event, read(clue.ref.removeprefix(CLUE)))


def _with(case: Case, more: tuple[ClueRef, ...], event: LedgerEvent) -> Case:
    clues = (*case.clues, *more)
    times = {**case.times, "opened": case.times.get("opened", event.t_s)}
    times |= {"sensor": min(each.sensor_s for each in clues), "detected": min(each.detected_s for each in clues)}
    return replace(case, clues=clues, times=times, by=case.by or event.actor)


KIND = noun_kind("case_open", CaseOpenBody, check, nouns, named="id")
