"""`note`: a text about an alert or a vessel."""

from __future__ import annotations

import re

from models.casework.bodies import CommandBody, Text
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.facts import Facts
from models.casework.kinds import ColumnSpec, CurrentRows, EventKind, KeptBody
from models.casework.refusals import Refused

VESSEL = re.compile(r"mmsi:[0-9]{9}")
ALERT = re.compile(r"[a-z][a-z_]*-T[0-9]+(-[0-9A-Za-z_:.-]+)?")  # as risk/alerts/book.py makes it


class NoteBody(CommandBody):
    """The text."""

    text: Text


def check(command: Command, body: NoteBody, book: Book, facts: Facts) -> KeptBody:
    """The subject is a vessel, `mmsi:412345678`, an alert, `alert:ID`, or a case, `case:ID`."""
    about, _, alert_id = command.subject.partition(":")
    if about == "case" and (alert_id in book.cases or alert_id in facts.archive):
        return {"text": body.text}
    known = alert_id in facts.alerts or alert_id in book.marks or ALERT.fullmatch(alert_id)
    if not VESSEL.fullmatch(command.subject) and not (about == "alert" and known):
        raise Refused("note_subject", subject=command.subject)
    return {"text": body.text}


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """Add the note to its subject."""
    draft.notes.append(event)


NOTES = CurrentRows("notes", (ColumnSpec("text", needed=True),))
KIND = EventKind("note", NoteBody, check, fold, NOTES)
