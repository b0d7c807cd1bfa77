"""`duty_off`: an officer leaves a seat."""

from __future__ import annotations

from models.casework.bodies import CommandBody, TextOrEmpty
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.facts import Facts
from models.casework.kinds import EventKind, KeptBody
from models.casework.kinds.orders.duty_on import DUTY, assert_may_serve
from models.casework.refusals import Refused


class DutyOffBody(CommandBody):
    """Remarks."""

    text: TextOrEmpty = ""


def check(command: Command, body: DutyOffBody, book: Book, facts: Facts) -> KeptBody:
    """Only the person who has the seat leaves it."""
    assert_may_serve(command, facts)
    on = book.duty.get(command.subject)
    if on is None or on.actor != command.actor.strip():
        raise Refused("off_duty", seat=command.subject)
    return {"text": body.text}


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """Nobody has the seat."""
    draft.duty.pop(event.subject, None)


KIND = EventKind("duty_off", DutyOffBody, check, fold, DUTY, ends=True)
