"""`watch`: puts a vessel on the watch list."""

from __future__ import annotations

from models.casework.bodies import CommandBody, NameOrEmpty, Reason
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.facts import Facts
from models.casework.kinds import ColumnSpec, CurrentRows, EventKind, KeptBody
from models.casework.refusals import Refused

MMSI_DIGITS = 9
MOST_WATCHED = 1000  # as many as the core takes


class WatchBody(CommandBody):
    """The reason, and the vessel's name as it was shown."""

    reason: Reason
    name: NameOrEmpty = ""


def check(command: Command, body: WatchBody, book: Book, facts: Facts) -> KeptBody:
    """The subject is an MMSI, and the list has room."""
    if len(command.subject) != MMSI_DIGITS or not command.subject.isdecimal():
        raise Refused("mmsi")
    if command.subject not in book.watched and len(book.watched) >= MOST_WATCHED:
        raise Refused("full", most=MOST_WATCHED)
    return {"reason": body.reason, "name": body.name}


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """The newest reason to watch it."""
    draft.watched[event.subject] = event


WATCHED = CurrentRows("watched", (ColumnSpec("reason"), ColumnSpec("name")), key="mmsi")
KIND = EventKind("watch", WatchBody, check, fold, WATCHED)
