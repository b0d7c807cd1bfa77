"""`case_reopen`: a closed case is worked on again.

The event carries the whole case, because the book may have dropped it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from models.casework.case import Book, Command, LedgerEvent
from models.casework.cases.checks.forms import WhyBody
from models.casework.cases.checks.guards import assert_guards
from models.casework.cases.checks.kind import after, noun_kind
from models.casework.cases.checks.may import judged
from models.casework.cases.nouns import Case, noun_from, plain
from models.casework.cases.states import settled
from models.casework.facts import Facts
from models.casework.kinds import KeptBody, Noun, ReadNoun


class CaseReopenBody(WhyBody):
    """The reason."""


def check(command: Command, body: CaseReopenBody, book: Book, facts: Facts) -> KeptBody:
    """The reason and the case as it was closed."""
    asked = judged(command, body, book, facts)
    assert_guards(asked)
    return {"why": body.why, "case": plain(asked.case)}


def nouns(event: LedgerEvent, read: ReadNoun) -> Iterable[Noun]:
    """The case in another round, assessed."""
    case = noun_from(Case, event.body["case"])
    times = {**case.times, "assessed": event.t_s}
    yield after(settled(replace(case, stage="assessed", ending="", mark="", times=times)), event)


KIND = noun_kind("case_reopen", CaseReopenBody, check, nouns)
