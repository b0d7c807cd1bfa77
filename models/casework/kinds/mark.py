"""`mark`: what an officer states about an alert. The alert is kept as it was at that moment."""

from __future__ import annotations

from dataclasses import asdict
from typing import Literal

from models.casework.bodies import LONGEST_REASON, CommandBody, ReasonOrEmpty
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.facts import Facts
from models.casework.kinds import ColumnSpec, CurrentRows, EventKind, KeptBody
from models.casework.refusals import Refused
from models.messages.picture import OPEN_STATES, STANDING_STATES

NEED_REASON = ("silence", "end")


class MarkBody(CommandBody):
    """`mark` is one of models/messages/picture.py MARKS; those of NEED_REASON need a reason."""

    mark: Literal["acknowledge", "silence", "true", "false", "known", "end"]
    reason: ReasonOrEmpty = ""


def check(command: Command, body: MarkBody, book: Book, facts: Facts) -> KeptBody:
    """The alert must be open or have ended recently; only an open one is silenced, only a standing distress ended."""
    alert = facts.alerts.get(command.subject)
    if alert is None:
        raise Refused("alert", id=command.subject)
    if body.mark in NEED_REASON and not body.reason:
        raise Refused("text", name="reason", most=LONGEST_REASON)
    if body.mark == "silence" and alert.state not in OPEN_STATES:
        raise Refused("silence")
    if body.mark == "end" and (alert.colour != "distress" or alert.state not in STANDING_STATES):
        raise Refused("end")
    return {"mark": body.mark, "reason": body.reason, "alert": asdict(alert)}


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """Add the mark to its alert."""
    draft.marks.append(event)


MARK_ROWS = CurrentRows("marks", (ColumnSpec("mark", longest=16, needed=True), ColumnSpec("reason")))
KIND = EventKind("mark", MarkBody, check, fold, MARK_ROWS)
