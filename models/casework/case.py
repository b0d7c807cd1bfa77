"""The records of the ledger: Command, Answer, LedgerEvent, and Book, which is all events folded into the current state.

fold.py folds them; the kinds of events are in kinds/, one file each.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from models.casework.cases.nouns import Case
from models.casework.cases.papers import Inspection
from models.casework.clues.clue_file import ClueFile
from models.casework.clues.clue_shelf import ClueShelf
from models.casework.past import PastCase, PastShelf

MOST_MARKS = 20_000  # alerts with marks in the book: the newest; the ledger keeps all
MOST_NOTES = 5_000  # subjects with notes in the book
KEEP_CLOSED_S = 7 * 86400.0  # closed cases leave the book this long after their last change; the ledger keeps all


@dataclass(frozen=True)
class Command:
    """A command of an officer. The same `command_id` is executed once, however often it is sent.

    `subject` is what it is about: an alert's id (mark, undo_mark), `alert:ID` or `mmsi:412345678` (note), a zone's id
    (zone, zone_end), an MMSI as text (watch, unwatch), the watch that ends as `2026-11-23T08:00Z` (hand_over), a case
    or a part of one, `ZS-20260503-0012/O1` (cases). `version` is the event of the subject that the officer saw last.
    `made_s` is when a device without connection made it, by its clock and the `offset_s` that it measured and added;
    whether that counts: work/made.py.
    """

    command_id: str
    kind: str
    subject: str
    actor: str
    desk: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    session: str = field(default="", repr=False)  # token of the log-in; the desk finds the officer by it
    version: int | None = None
    made_s: float | None = None
    offset_s: float = 0.0


@dataclass(frozen=True)
class Answer:
    """The result of a command: `seq` of the event it made, or None and the reason, in words by language.

    `status` is the class of the reason: unauthorised, forbidden, missing, stale, invalid, later or unavailable.
    """

    command_id: str
    seq: int | None
    why: Mapping[str, str] = field(default_factory=dict)
    status: str = ""


@dataclass(frozen=True, slots=True)
class LedgerEvent:
    """A command that was executed: row `seq` of the ledger, numbered from 1 without gaps."""

    seq: int
    t_s: float
    kind: str
    subject: str
    actor: str
    desk: str
    body: Mapping[str, Any]

    @property
    def made_s(self) -> float:
        """When it was done: before `t_s`, when it arrived, if a device without connection sent it late."""
        made: float = self.body.get("_by", {}).get("made", self.t_s)
        return made


Events = tuple[LedgerEvent, ...]
Newest = Mapping[str, LedgerEvent]


def standing_marks(events: Events) -> Events:
    """The marks among these events that were not undone."""
    undone = {each.body.get("undoes") for each in events}
    return tuple(each for each in events if each.seq not in undone and "undoes" not in each.body)


@dataclass(frozen=True)
class Book:
    """The state after event `seq`. It is replaced as a whole, so a reader never sees half of an event.

    `marks` (and what undid them) by alert and `notes` by subject are oldest first; `zones` (drawn, not ended) and
    `watched` by subject and `accounts` by id are the newest event each; `hand_overs` are oldest first. `cases` and
    `inspections` by id are the open ones and those closed lately, `closed` when these last changed; `numbers` is the
    last number of a case by day; `crafts` (readiness of patrol craft) and `duty` are the newest event each. `clues` by
    `SOURCE/ID` are those that people acted on or that were sent in, `past` the closed cases that left, by MMSI.
    `seasons` are the newest tick of each measure, by `OCCURRENCE/MEASURE/UNIT`, `root` the newest root over the audit.
    """

    seq: int = 0
    marks: Mapping[str, Events] = field(default_factory=dict)
    notes: Mapping[str, Events] = field(default_factory=dict)
    zones: Newest = field(default_factory=dict)
    watched: Newest = field(default_factory=dict)
    hand_overs: Events = ()
    accounts: Newest = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    inspections: Mapping[str, Inspection] = field(default_factory=dict)
    closed: Mapping[str, float] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    crafts: Newest = field(default_factory=dict)
    duty: Newest = field(default_factory=dict)
    clues: Mapping[str, ClueFile] = field(default_factory=dict)
    past: Mapping[int, tuple[PastCase, ...]] = field(default_factory=dict)
    seasons: Newest = field(default_factory=dict)
    root: LedgerEvent | None = None


class EventLists:
    """Lists of events by subject, which grow only here while a book is folded.

    With more than `most` subjects, the one without an event for the longest time is removed.
    """

    def __init__(self, frozen: Mapping[str, Events], most: int) -> None:
        self._frozen = frozen
        self._lists: dict[str, Events] = {}  # copied at the first event; the order of its keys is their age
        self._open: dict[str, list[LedgerEvent]] = {}  # of the subjects with an event in this fold
        self._untouched = iter(frozen)
        self._appended: deque[LedgerEvent] = deque()
        self._most = most

    def append(self, event: LedgerEvent) -> None:
        """Add one event to its subject, which becomes the newest subject."""
        self._lists = self._lists or dict(self._frozen)
        before = self._lists.pop(event.subject, ())
        self._lists[event.subject] = ()
        self._open.setdefault(event.subject, list(before)).append(event)
        self._appended.append(event)
        if len(self._lists) > self._most:
            subject = self._oldest()
            del self._lists[subject]
            self._open.pop(subject, None)

    def frozen(self) -> Mapping[str, Events]:
        """The lists as a book keeps them. Nothing is appended afterwards."""
        self._lists.update((subject, tuple(events)) for subject, events in self._open.items())
        return self._lists or self._frozen

    def _oldest(self) -> str:
        """The first live key of the queue; searching the dict itself would be slow once its first keys are deleted."""
        untouched = next((subject for subject in self._untouched if subject not in self._open), None)
        if untouched is not None:
            return untouched
        while (event := self._appended.popleft()) is not self._open.get(event.subject, [None])[-1]:
            pass  # the subject was removed, or has had an event since
        return event.subject


class CaseShelf:
    """The cases of a draft, copied at the first change.

    A closed one leaves KEEP_CLOSED_S after its last change, once nothing about it runs (`Case.busy`) and no case here
    holds parts of it. What stays follows from the cases and the times of their changes alone, so that a book read from
    the rows is the folded one.
    """

    def __init__(self, cases: Mapping[str, Case], closed: Mapping[str, float]) -> None:
        self.cases: Mapping[str, Case] = cases
        self.closed: Mapping[str, float] = closed
        self._own: tuple[dict[str, Case], dict[str, float]] | None = None

    def put(self, case: Case, t_s: float) -> None:
        """Keep a case as it is after an event at `t_s`."""
        cases, closed = self._owned()
        before, cases[case.id] = cases.get(case.id), case
        if case.busy:
            closed.pop(case.id, None)
        elif before != case:
            closed.pop(case.id, None)  # the newest change is the last of the queue
            closed[case.id] = t_s

    def drop_old(self, t_s: float) -> Iterator[Case]:
        """Drop the closed cases that last changed long before `t_s`, and yield each."""
        while leaving := self._leaving(t_s):
            cases, closed = self._owned()
            for case_id in leaving:
                del closed[case_id]
                yield cases.pop(case_id)

    def _leaving(self, t_s: float) -> list[str]:
        old = takewhile(lambda each: each[1] < t_s - KEEP_CLOSED_S, self.closed.items())
        return [case_id for case_id, _ in old if not self._held(self.cases[case_id])]

    def _held(self, case: Case) -> bool:
        return any(holder in self.cases for holder in case.moved.values())

    def _owned(self) -> tuple[dict[str, Case], dict[str, float]]:
        if self._own is None:
            self._own = (dict(self.cases), dict(self.closed))
            self.cases, self.closed = self._own
        return self._own


class BookDraft:
    """A book while events are folded into it; `book` freezes it once. Only kinds/ write into it."""

    def __init__(self, book: Book) -> None:
        self.seq = book.seq
        self.marks = EventLists(book.marks, MOST_MARKS)
        self.notes = EventLists(book.notes, MOST_NOTES)
        self.zones = dict(book.zones)
        self.watched = dict(book.watched)
        self.hand_overs = list(book.hand_overs)
        self.accounts = dict(book.accounts)
        self.cases = CaseShelf(book.cases, book.closed)
        self.inspections = dict(book.inspections)
        self.numbers = dict(book.numbers)
        self.crafts = dict(book.crafts)
        self.duty = dict(book.duty)
        self.clues = ClueShelf(book.clues)
        self.seasons = dict(book.seasons)
        self.past = PastShelf(book.past)
        self.root = book.root

    def noun(self, noun_id: str) -> Case | Inspection | ClueFile | None:
        """The case, inspection or clue with this id."""
        return self.cases.cases.get(noun_id) or self.inspections.get(noun_id) or self.clues.clues.get(noun_id)

    def drop_old(self, t_s: float) -> None:
        """Drop what was finished long before `t_s`; of cases the record of their vessel stays."""
        for case in self.cases.drop_old(t_s):
            self.past.put(case, t_s)
        self.clues.drop_old(t_s)

    def keep(self, noun: Case | Inspection | ClueFile, t_s: float) -> None:
        """Keep a noun as it is after an event at `t_s`."""
        if isinstance(noun, ClueFile):
            return self.clues.put(noun)
        if isinstance(noun, Case):
            if noun.id not in self.cases.cases:
                self.past.take_back(noun)
            self.cases.put(noun, t_s)
            day, _, number = noun.id.rpartition("-")
            self.numbers[day] = max(self.numbers.get(day, 0), int(number))
        else:
            self.inspections[noun.id] = noun
        return None

    def book(self) -> Book:
        """The next book."""
        return Book(
            self.seq,
            self.marks.frozen(),
            self.notes.frozen(),
            self.zones,
            self.watched,
            tuple(self.hand_overs),
            self.accounts,
            self.cases.cases,
            self.inspections,
            self.cases.closed,
            self.numbers,
            self.crafts,
            self.duty,
            self.clues.clues,
            self.past.past,
            self.seasons,
            self.root,
        )


def canonical(value: Any) -> str:
    """The one way to write a value as JSON. Raises ValueError for a value that JSON cannot express."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
