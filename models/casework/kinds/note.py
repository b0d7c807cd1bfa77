"""`note`: a text about an alert or a vessel."""

from __future__ import annotations

from models.casework.bodies import CommandBody, Text
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.facts import Facts
from models.casework.kinds import ColumnSpec, CurrentRows, EventKind, KeptBody


class NoteBody(CommandBody):
    """The text."""

    text: Text


def check(command: Command, body: NoteBody, book: Book, facts: Facts) -> KeptBody:
    """A note is always legal."""
    return {"text": body.text}


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """Add the note to its subject."""
    draft.notes.append(event)


NOTES = CurrentRows("notes", (ColumnSpec("text", needed=True),))
KIND = EventKind("note", NoteBody, check, fold, NOTES)
