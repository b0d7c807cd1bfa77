"""`unwatch`: removes a vessel from the watch list."""

from __future__ import annotations

from models.casework.bodies import CommandBody, Reason
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.facts import Facts
from models.casework.kinds import EventKind, KeptBody
from models.casework.kinds.watch import WATCHED
from models.casework.refusals import Refused


class UnwatchBody(CommandBody):
    """The reason."""

    reason: Reason


def check(command: Command, body: UnwatchBody, book: Book, facts: Facts) -> KeptBody:
    """The vessel must be on the list."""
    if command.subject not in book.watched:
        raise Refused("not_watched", mmsi=command.subject)
    return {"reason": body.reason}


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """The vessel is no longer watched."""
    draft.watched.pop(event.subject, None)


KIND = EventKind("unwatch", UnwatchBody, check, fold, WATCHED, ends=True)
