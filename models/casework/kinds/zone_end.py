"""`zone_end`: a drawn zone ends."""

from __future__ import annotations

from models.casework.bodies import CommandBody, Reason
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.facts import Facts
from models.casework.kinds import EventKind, KeptBody
from models.casework.kinds.zone import ZONES, assert_newest
from models.casework.refusals import Refused


class ZoneEndBody(CommandBody):
    """The reason, and the event the officer saw as `version`."""

    reason: Reason
    version: int | None = None


def check(command: Command, body: ZoneEndBody, book: Book, facts: Facts) -> KeptBody:
    """Only a zone that was drawn ends, and only the version the officer saw."""
    if command.subject not in book.zones:
        raise Refused("zone_gone", id=command.subject)
    assert_newest(command.subject, body.version, book)
    return {"reason": body.reason}


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """The zone is gone."""
    draft.zones.pop(event.subject, None)


KIND = EventKind("zone_end", ZoneEndBody, check, fold, ZONES, ends=True)
