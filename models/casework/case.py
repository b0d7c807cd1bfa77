"""The nouns of the ledger: what an officer asks for, what is answered, what happened, and the book of all of it.

What lives here: Command, Answer, Event and Book, which is the events folded into what holds now. What does not: which
commands are legal (rules.py), where they are kept (store.py), and the process that takes them (desk.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

KINDS = ("mark", "note", "zone", "zone_end", "watch", "unwatch", "hand_over")
MOST_MARKS = 20_000  # of alerts, in the book: the newest; the ledger keeps all
MOST_NOTES = 5_000


@dataclass(frozen=True)
class Command:
    """Something an officer wants done. The same `command_id` is done once, however often it is sent.

    `subject` is what it is about: an alert's id (mark), `alert:ID` or `mmsi:412345678` (note), a zone's id (zone,
    zone_end), an MMSI as text (watch, unwatch), the watch that ends as `2026-11-23T08:00Z` (hand_over).
    """

    command_id: str
    kind: str
    subject: str
    actor: str
    desk: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What became of a command: `seq` of the event it made, or None and why not, in words by language."""

    command_id: str
    seq: int | None
    why: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LedgerEvent:
    """A command that was done: row `seq` of the ledger, from 1 without a hole."""

    seq: int
    t_s: float
    kind: str
    subject: str
    actor: str
    desk: str
    body: Mapping[str, Any]


Events = tuple[LedgerEvent, ...]
Newest = Mapping[str, LedgerEvent]


@dataclass(frozen=True)
class Book:
    """What holds after event `seq`; a new one for every event, so that a reader never sees half of it.

    `marks` by alert and `notes` by subject are oldest first; `zones` (drawn, not ended) and `watched` by subject are
    the newest event each; `hand_overs` oldest first.
    """

    seq: int = 0
    marks: Mapping[str, Events] = field(default_factory=dict)
    notes: Mapping[str, Events] = field(default_factory=dict)
    zones: Newest = field(default_factory=dict)
    watched: Newest = field(default_factory=dict)
    hand_overs: Events = ()

    def take(self, events: Iterable[LedgerEvent]) -> Book:
        """The book after these events; those it knows already change nothing."""
        book = self
        for event in events:
            if event.seq > book.seq:
                book = replace(_TAKE[event.kind](book, event), seq=event.seq)
        return book

    def marked_until(self, t_s: float) -> Book:
        """The book with only the marks made by then; all else as it is."""
        made = ((key, tuple(each for each in events if each.t_s <= t_s)) for key, events in self.marks.items())
        return replace(self, marks={key: events for key, events in made if events})


def canonical(value: Any) -> str:
    """The one way to write a value as JSON. Raises ValueError for what JSON has no form for."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _appended(lists: Mapping[str, Events], event: LedgerEvent, most: int) -> Mapping[str, Events]:
    kept = {key: list_ for key, list_ in lists.items() if key != event.subject}
    while len(kept) >= most:
        del kept[next(iter(kept))]  # the subject nothing was said of for longest
    return {**kept, event.subject: (*lists.get(event.subject, ()), event)}


def _without(newest: Newest, subject: str) -> Newest:
    return {key: event for key, event in newest.items() if key != subject}


_TAKE = {
    "mark": lambda book, event: replace(book, marks=_appended(book.marks, event, MOST_MARKS)),
    "note": lambda book, event: replace(book, notes=_appended(book.notes, event, MOST_NOTES)),
    "zone": lambda book, event: replace(book, zones={**book.zones, event.subject: event}),
    "zone_end": lambda book, event: replace(book, zones=_without(book.zones, event.subject)),
    "watch": lambda book, event: replace(book, watched={**book.watched, event.subject: event}),
    "unwatch": lambda book, event: replace(book, watched=_without(book.watched, event.subject)),
    "hand_over": lambda book, event: replace(book, hand_overs=(*book.hand_overs, event)),
}
