"""What a person may see of the book: roles that read masked see what was done, and not what was written about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from models.casework.access.rights import MASKED, NO, reach
from models.casework.case import Book, Events, LedgerEvent
from models.casework.person import Person

MASK = "•••"
FREE_TEXTS = ("text", "reason", "name", "to")


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
    )


def _lists(subjects: Mapping[str, Events]) -> Mapping[str, Events]:
    return {key: tuple(map(_event, events)) for key, events in subjects.items()}


def _event(event: LedgerEvent) -> LedgerEvent:
    body = {key: MASK if key in FREE_TEXTS and value else value for key, value in event.body.items()}
    return replace(event, body=body)
