"""Folding events into a book: mutably, and frozen once at the end. It needs no SQL; page servers fold too."""

from __future__ import annotations

from collections.abc import Iterable

from models.casework.case import Book, BookDraft, LedgerEvent
from models.casework.kinds import kinds


def fold(events: Iterable[LedgerEvent], book: Book | None = None) -> Book:
    """The book after these events, in order; events it already contains change nothing."""
    draft, table = BookDraft(book or Book()), kinds()
    for event in events:
        if event.seq > draft.seq:
            table[event.kind].fold(draft, event)
            draft.drop_old(event.t_s)
            draft.seq = event.seq
    return draft.book()
