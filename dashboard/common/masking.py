"""What a person may see of the book: roles that read masked see what was done, and not what was written about it.

Everybody sees the notes about cases that they may see, and no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from dashboard.common.once import Once
from models.casework.access.rights import MASKED, NO, reach
from models.casework.case import Book, Events, LedgerEvent
from models.casework.cases.law.sharing import may_see
from models.casework.cases.nouns import Case, Pause
from models.casework.cases.papers import VhfCall
from models.casework.cases.workplace import Workplace
from models.casework.person import Person

MASK = "•••"
# Texts of officers and what names persons or vessels, by the name of the field; so is every field that ends in `_why`.
FREE_TEXTS = (
    *("text", "reason", "name", "why", "heard", "note", "officers", "question", "answer", "ruling", "party", "device"),
    *("words", "clue", "frozen", "report", "seizures", "remedies", "mmsi", "imo"),
)
EVENT_TEXTS = (*FREE_TEXTS, "to", "target", "shown")  # `to`: who takes the watch over
CODES = {(Pause, "why"), (Pause, "clue"), (VhfCall, "answer")}  # no texts, although their names are those of texts
CASE = "case:"


def reads_masked(person: Person) -> bool:
    """Return whether a person reads cases without what was written in them."""
    return reach(person, "cases") == MASKED


def shown_to(person: Person, book: Book, place: Workplace) -> Book:
    """Return the book as this person may read it."""
    mark = reach(person, "cases")
    if mark == NO:
        return Book(seq=book.seq, zones=book.zones)
    return _masked(_in_scope(person, book, place)) if mark == MASKED else _in_scope(person, book, place)


def _in_scope(person: Person, book: Book, place: Workplace) -> Book:
    """Return the book without the notes about cases of others; `cases` is left to whoever shows them."""
    hidden = {key for key in book.notes if key.startswith(CASE) and not _sees(person, book, place, key)}
    return replace(book, notes={key: book.notes[key] for key in book.notes if key not in hidden}) if hidden else book


def _sees(person: Person, book: Book, place: Workplace, subject: str) -> bool:
    """Whether a person may see the case; of one that has left the book only those of the whole site know."""
    case = book.cases.get(subject.removeprefix(CASE))
    return not person.unit if case is None else may_see(place, person, case, book.inspections.values())


def _masked(book: Book) -> Book:
    return replace(
        book,
        marks=_lists(book.marks),
        notes=_lists(book.notes),
        watched={key: _event(event) for key, event in book.watched.items()},
        hand_overs=tuple(map(_event, book.hand_overs)),
        cases={key: masked_case(case) for key, case in book.cases.items()},
        clues={key: without_texts(clue) for key, clue in book.clues.items()},
        inspections={key: without_texts(each) for key, each in book.inspections.items()},
        seasons={key: _event(event) for key, event in book.seasons.items()},
    )


def events_shown_to(person: Person, events: Events) -> Events:
    """Return the events of a case as this person may read them."""
    mark = reach(person, "cases")
    return () if mark == NO else tuple(map(_event, events)) if mark == MASKED else events


def masked_case(case: Case) -> Case:
    """Return a case without the name of its vessel and all that was written about it; computed once for each case."""
    return _masked_case(Once(case))


@lru_cache(maxsize=20_000)
def _masked_case(once: Once[Case]) -> Case:
    case: Case = without_texts(once.value)
    return case


def without_texts(noun: Any) -> Any:
    """Return a noun with every free text in it and in its parts masked: dataclasses, mappings, and tuples of them."""
    if isinstance(noun, tuple):
        return tuple(map(without_texts, noun))
    if isinstance(noun, Mapping):
        return {key: _hidden(key, value) for key, value in noun.items()}
    if not is_dataclass(noun) or isinstance(noun, type):
        return noun
    values = {each.name: getattr(noun, each.name) for each in fields(noun) if (type(noun), each.name) not in CODES}
    return replace(noun, **{name: _hidden(name, value) for name, value in values.items()})


def _hidden(name: str, value: Any) -> Any:
    return _mask(value) if name in FREE_TEXTS or name.endswith("_why") else without_texts(value)


def _mask(value: Any) -> Any:
    """Hide a value and keep its kind, so that readers of the noun find the type they expect."""
    if isinstance(value, str):
        return MASK if value else value
    if isinstance(value, Mapping):
        return {}
    return () if isinstance(value, tuple) else None


def _lists(subjects: Mapping[str, Events]) -> Mapping[str, Events]:
    return {key: tuple(map(_event, events)) for key, events in subjects.items()}


def _event(event: LedgerEvent) -> LedgerEvent:
    return replace(event, body={key: _readable(key, value) for key, value in event.body.items()})


def _readable(key: str, value: Any) -> Any:
    return MASK if value and (key in EVENT_TEXTS or key.endswith("_why")) else value
