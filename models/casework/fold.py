"""Folding events into a book: mutably, and frozen once at the end. It needs no SQL; page servers fold too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.casework.case import Book, BookDraft, LedgerEvent
from models.casework.cases.moves import MOVES
from models.casework.kinds import kinds

# What a seek back in an exercise undoes; accounts, zones and notes stay.
TIMED = frozenset({"mark", "undo_mark", "clue", "clue_class", "clue_take", "clue_answer", *MOVES})


def fold(events: Iterable[LedgerEvent], book: Book | None = None) -> Book:
    """The book after these events, in order; events it already contains change nothing."""
    draft, table = BookDraft(book or Book()), kinds()
    for event in events:
        if event.seq > draft.seq:
            table[event.kind].fold(draft, event)
            draft.drop_old(event.t_s)
            draft.seq = event.seq
    return draft.book()


def resumed(nouns: Book, events: Iterable[LedgerEvent], seq: int, t_s: float) -> Book:
    """The book after event `seq` at `t_s`, from all nouns as they are now and the events of other kinds.

    It is the book that all events fold to, except for what nobody asks for: records of vessels before 24 months.
    """
    draft, table = BookDraft(nouns), kinds()
    for event in events:
        table[event.kind].fold(draft, event)
    draft.drop_old(t_s)
    draft.seq = seq
    return draft.book()


class BookAt:
    """The book at a time of a run that has its own: after a seek back, later marks and moves have not happened yet."""

    def __init__(self) -> None:
        self._events: list[LedgerEvent] = []
        self._newest_s = float("-inf")
        self._folded: tuple[tuple[int, int], Book] = ((-1, -1), Book())

    @property
    def seq(self) -> int:
        """The last event that it knows."""
        return self._events[-1].seq if self._events else 0

    def add(self, events: Sequence[LedgerEvent]) -> None:
        """Add the events that follow."""
        self._events += events
        self._newest_s = max((each.t_s for each in self._events if each.kind in TIMED), default=self._newest_s)

    def at(self, book: Book, t_s: float) -> Book:
        """The book as it was at `t_s`; the same object while nothing has changed. `book` is the newest."""
        if t_s >= self._newest_s:
            return book
        then = [each for each in self._events if each.t_s <= t_s or each.kind not in TIMED]
        if self._folded[0] != (book.seq, len(then)):
            self._folded = (book.seq, len(then)), fold(then)
        return self._folded[1]
