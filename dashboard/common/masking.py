"""What a person may see of the book: roles that read masked see what was done, and not what was written about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from models.casework.access.rights import MASKED, NO, reach
from models.casework.case import Book, Events, LedgerEvent
from models.casework.cases.nouns import Case
from models.casework.person import Person

MASK = "•••"
FREE_TEXTS = ("text", "reason", "name", "to", "why", "heard", "note", "officers", "target", "shown")


def shown_to(person: Person, book: Book) -> Book:
    """Return the book as this person may read it."""
    mark = reach(person, "cases")
    if mark == NO:
        return Book(seq=book.seq, zones=book.zones)
    return _masked(book) if mark == MASKED else book


def _masked(book: Book) -> Book:
    return replace(
        book,
        marks=_lists(book.marks),
        notes=_lists(book.notes),
        watched={key: _event(event) for key, event in book.watched.items()},
        hand_overs=tuple(map(_event, book.hand_overs)),
        cases={key: _case(case) for key, case in book.cases.items()},
    )


def events_shown_to(person: Person, events: Events) -> Events:
    """Return the events of a case as this person may read them."""
    mark = reach(person, "cases")
    return () if mark == NO else tuple(map(_event, events)) if mark == MASKED else events


def _case(case: Case) -> Case:
    """Return a case without the name of its vessel, its clues in words, and what the unit reported."""
    target = replace(case.target, name=MASK, mmsi=None, imo=None) if case.target else None
    clues = tuple(replace(each, frozen={}) for each in case.clues)
    orders = tuple(replace(each, report=None, text={}) for each in case.orders)
    return replace(case, target=target, clues=clues, orders=orders)


def _lists(subjects: Mapping[str, Events]) -> Mapping[str, Events]:
    return {key: tuple(map(_event, events)) for key, events in subjects.items()}


def _event(event: LedgerEvent) -> LedgerEvent:
    body = {key: MASK if key in FREE_TEXTS and value else value for key, value in event.body.items()}
    return replace(event, body=body)
