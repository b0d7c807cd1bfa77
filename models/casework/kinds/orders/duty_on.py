"""`duty_on`: an officer takes a seat; the subject is the seat."""

from __future__ import annotations

from models.casework.bodies import CommandBody, NameOrEmpty
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.cases.checks.forms import Seconds
from models.casework.cases.moves import MOVES
from models.casework.cases.words import seat_words
from models.casework.facts import Facts
from models.casework.kinds import ColumnSpec, CurrentRows, EventKind, KeptBody
from models.casework.refusals import Refused


class DutyOnBody(CommandBody):
    """The agency that the officer is of, and until when."""

    agency: NameOrEmpty = ""
    until_s: Seconds | None = None


def check(command: Command, body: DutyOnBody, book: Book, facts: Facts) -> KeptBody:
    """An officer takes a seat in person; who had it before is kept."""
    assert_may_serve(command, facts)
    before = book.duty.get(command.subject)
    return {**body.model_dump(), "unit": facts.by.unit, "user": command.actor, "before": before.actor if before else ""}


def assert_may_serve(command: Command, facts: Facts) -> None:
    """The officer has a role that serves; a craft is a seat of its unit. Raises Refused."""
    move = MOVES[command.kind]
    if not facts.by.has(*(each.partition("@")[0] for each in move.seats)):
        who = [seat_words(move.seats, lang) for lang in (0, 1)]
        raise Refused("seat", move_zh=move.zh, move_en=move.en, who_zh=who[0], who_en=who[1])
    craft = facts.site.craft.get(command.subject)
    if craft is not None and not facts.site.over(craft.unit, facts.by.unit):
        raise Refused("other_craft", craft=craft.name or craft.id)


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """Who has the seat now."""
    draft.duty[event.subject] = event


DUTY = CurrentRows("duty", (ColumnSpec("unit", longest=64), ColumnSpec("agency", longest=64)), key="seat")
KIND = EventKind("duty_on", DutyOnBody, check, fold, DUTY)
