"""`undo_mark`: takes back a mark of an alert. Both stay in the audit; undoing is a row of its own."""

from __future__ import annotations

from models.base.clock import iso
from models.casework.bodies import CommandBody, ReasonOrEmpty
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.facts import Facts
from models.casework.kinds import ColumnSpec, CurrentRows, EventKind, KeptBody
from models.casework.refusals import Refused
from models.messages.operator_inputs import UNDO


class UndoMarkBody(CommandBody):
    """`undoes` is the number of the mark; the mark of another officer needs a reason."""

    undoes: int
    reason: ReasonOrEmpty = ""


def check(command: Command, body: UndoMarkBody, book: Book, facts: Facts) -> KeptBody:
    """The mark must exist and not be undone yet. The alert may have ended long ago."""
    events = book.marks.get(command.subject, ())
    mark = next((each for each in events if each.seq == body.undoes and each.kind == "mark"), None)
    if mark is None:
        raise Refused("no_mark", id=command.subject, seq=body.undoes)
    undone = next((each for each in events if each.body.get("undoes") == body.undoes), None)
    if undone:
        raise Refused("undone", actor=undone.actor, at=iso(undone.t_s)[11:16] + "Z")
    if command.actor.strip() != mark.actor and not body.reason:
        raise Refused("undo_other", actor=mark.actor)
    kept = {"mark": UNDO, "undoes": body.undoes, "undone": mark.body["mark"], "reason": body.reason}
    return {**kept, "alert": mark.body["alert"]}


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """It follows the marks of its alert, oldest first; `standing_marks` leaves out both."""
    draft.marks.append(event)


UNDONE = CurrentRows("undone_marks", (ColumnSpec("undoes", type="number", needed=True), ColumnSpec("reason")))
KIND = EventKind("undo_mark", UndoMarkBody, check, fold, UNDONE)
