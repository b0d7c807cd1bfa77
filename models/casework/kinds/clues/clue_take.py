"""`clue_take`: the unit that a clue was given to takes it on."""

from __future__ import annotations

from models.casework.bodies import CommandBody
from models.casework.case import LedgerEvent
from models.casework.clues.clue_file import ClueFile
from models.casework.clues.clue_kind import clue_kind, with_step


class ClueTakeBody(CommandBody):
    """Nothing to say."""


def change(clue: ClueFile, event: LedgerEvent) -> ClueFile:
    """The clue, taken."""
    return with_step(clue, "taken", event)


KIND = clue_kind("clue_take", ClueTakeBody, change, lambda _: {})
