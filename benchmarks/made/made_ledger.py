"""Makes ledgers of many cases: a story is judged once by the desk's own check, step by step, and then repeated under
other numbers, units, vessels and times. The rows follow from the events by the ledger's own functions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from models.casework.case import Book, Command, LedgerEvent, canonical
from models.casework.facts import Facts
from models.casework.fold import fold
from models.casework.kinds import Noun, changed_nouns, subject_of
from models.casework.noun_tables import write_all
from models.casework.person import Person
from models.casework.rules import checked
from models.casework.store import FIRST, Ledger, chained
from models.casework.tables import AUDIT

UNIT, OTHER = "putuo", "dinghai"  # the units of a story; a copy may name others
MMSI, CLUE = 412_999_999, "CLUE-NUMBER"
EVENT = tuple(each.name for each in fields(LedgerEvent))
_MOMENT = re.compile(r"(?<![\w.\-])(1[5-9]\d{8}(?:\.\d+)?)(?![\w.])")  # UTC seconds from 2017 to 2033


def officer(role: str, unit: str = UNIT, name: str = "") -> Person:
    """An officer with an account."""
    name = name or f"{role}-{unit}"
    return Person(name, name, unit, (role,))


@dataclass(frozen=True)
class Step:
    """A command so long after the one before, about the case or inspection, or a part of it (`/O1`)."""

    by: Person
    kind: str
    part: str = ""
    after_s: float = 60.0
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """The events of one story as the desk wrote them; `id` is its case or inspection, `start_s` its first moment."""

    id: str
    start_s: float
    events: tuple[tuple[LedgerEvent, tuple[str, ...]], ...]


def judged_story(steps: Iterable[Step], facts: Facts) -> Story:
    """Each command judged by the book so far and folded. Raises Refused."""
    book, subject, events, t_s = Book(), "new", list[LedgerEvent](), facts.t_s
    for number, step in enumerate(steps, 1):
        t_s += step.after_s
        body = {name: t_s if value == "now" else value for name, value in step.body.items()}
        command = Command(f"c{number}", step.kind, f"{subject}{step.part}", step.by.name, "", body, version=book.seq)
        kept = checked(command, book, replace(facts, t_s=t_s, by=step.by))
        events.append(LedgerEvent(number, t_s, step.kind, subject_of(command, kept), step.by.name, "", kept))
        book, subject = fold(events[-1:], book), events[-1].subject.partition("/")[0]
    parts = tuple((event, tuple(_MOMENT.split(canonical(event.body)))) for event in events)
    return Story(subject, facts.t_s, parts)


class LedgerDraft:
    """Events of many copies, to be numbered by time and written at once."""

    def __init__(self) -> None:
        self._rows: list[tuple[float, int, LedgerEvent, str]] = []

    def add(self, story: Story, new_id: str, start_s: float, **names: str) -> None:
        """One more copy of a story, from another time on; `names` replaces words of it, such as its unit."""
        shift_s, words = start_s - story.start_s, {story.id: new_id, **names}
        for event, parts in story.events:
            text = "".join(repr(float(part) + shift_s) if at % 2 else part for at, part in enumerate(parts))
            subject, text, actor = (_renamed(each, words) for each in (event.subject, text, event.actor))
            made = replace(event, t_s=event.t_s + shift_s, subject=subject, actor=actor)
            self._rows.append((made.t_s, len(self._rows), made, text))

    def write(self, ledger: Ledger) -> int:
        """Write all events, and the rows that follow from them; how many events there are."""
        events, rows, prev_hash = list[LedgerEvent](), list[dict[str, Any]](), FIRST
        for seq, (_, _, event, text) in enumerate(sorted(self._rows, key=lambda each: each[:2]), 1):
            events.append(replace(event, seq=seq, body=json.loads(text)))
            row: dict[str, Any] = {name: getattr(events[-1], name) for name in EVENT if name != "body"}
            row |= {"command_id": f"made-{seq}", "body": text, "prev_hash": prev_hash}
            row["hash"] = chained(prev_hash, row)
            prev_hash = row["hash"]
            rows.append(row)
        with ledger.writing() as connection:
            connection.execute(AUDIT.insert(), rows)
            write_all(connection, nouns_after(events))
        return len(events)


def nouns_after(events: Sequence[LedgerEvent]) -> list[tuple[Noun, LedgerEvent]]:
    """All nouns after these events with the last event of each, those that a book would have dropped too."""
    found: dict[str, Noun] = {}
    last: dict[str, LedgerEvent] = {}
    for event in events:
        for noun in changed_nouns(event, found.get):
            found[noun.id], last[noun.id] = noun, event
    return [(noun, last[name]) for name, noun in found.items()]


def _renamed(text: str, words: Mapping[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text
