"""`note`: a text about an alert or a vessel."""

from __future__ import annotations

import re

from models.casework.bodies import CommandBody, Text
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.cases.law.sharing import may_see
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
    if about == "case":
        _assert_seen(alert_id, book, facts)
        return {"text": body.text}
    known = alert_id in facts.alerts or alert_id in book.marks or ALERT.fullmatch(alert_id)
    if not VESSEL.fullmatch(command.subject) and not (about == "alert" and known):
        raise Refused("note_subject", subject=command.subject)
    return {"text": body.text}


def _assert_seen(case_id: str, book: Book, facts: Facts) -> None:
    """There is such a case, and the officer may see it. Raises Refused, for both with the same sentence."""
    case = book.cases.get(case_id) or facts.archive.get(case_id)
    if case is None or not may_see(facts.site, facts.by, case, book.inspections.values()):
        raise Refused("no_case", id=case_id)


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """Add the note to its subject."""
    draft.notes.append(event)


NOTES = CurrentRows("notes", (ColumnSpec("text", needed=True),))
KIND = EventKind("note", NoteBody, check, fold, NOTES)
