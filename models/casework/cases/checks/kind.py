"""How a kind of casework is put together: its check by the table of moves, and the change it makes to one case."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from models.casework.bodies import BodyT
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.cases.checks.guards import assert_guards
from models.casework.cases.checks.may import Asked, judged
from models.casework.cases.moves import MOVES
from models.casework.cases.nouns import Case, noun_from, plain
from models.casework.cases.states import moved
from models.casework.facts import Facts
from models.casework.kinds import EventKind, KeptBody, Noun, NounsOf, ReadNoun

CARRIED = "case"
Change = Callable[[Case, LedgerEvent], Case]


def as_sent(asked: Asked) -> KeptBody:
    """The body that is kept where nothing is added to what was sent."""
    kept: KeptBody = asked.body.model_dump(mode="json")
    return kept


def case_kind(
    name: str, body: type[BodyT], change: Change, keep: Callable[[Asked], KeptBody] = as_sent, named: str = ""
) -> EventKind[Any]:
    """A kind that moves one case. `keep` makes the body that is kept; `change` the case after the event.

    The event carries the case where it has left the book, because nobody who folds has it any more.
    """

    def check(command: Command, body: BodyT, book: Book, facts: Facts) -> KeptBody:
        asked = judged(command, body, book, facts)
        assert_guards(asked)
        left = asked.case.id not in book.cases
        return {**keep(asked), **({CARRIED: plain(asked.case)} if left else {})}

    def nouns(event: LedgerEvent, read: ReadNoun) -> Iterable[Noun]:
        case = held_by(event.subject, read) or (noun_from(Case, event.body[CARRIED]) if CARRIED in event.body else None)
        return () if case is None else (after(change(case, event), event),)

    return noun_kind(name, body, check, nouns, named)


def noun_kind(name: str, body: type[BodyT], check: Any, nouns: NounsOf, named: str = "") -> EventKind[Any]:
    """A kind that changes nouns in its own way."""

    def fold(draft: BookDraft, event: LedgerEvent) -> None:
        for noun in nouns(event, draft.noun):
            draft.keep(noun, event.t_s)

    return EventKind(name, body, check, fold, nouns=nouns, named=named)


def held_by(subject: str, read: ReadNoun) -> Case | None:
    """The case that holds a subject."""
    found = read(subject.partition("/")[0])
    while isinstance(found, Case) and subject in found.moved:
        found = read(found.moved[subject])
    return found if isinstance(found, Case) else None


def after(case: Case, event: LedgerEvent) -> Case:
    """The case with the event as its last move; a quiet one does not make what officers saw out of date."""
    if MOVES[event.kind].quiet:
        return case
    return moved(case, event.seq, event.kind, event.actor, event.t_s, event.made_s)
