"""`clue_answer`: what came of a clue, in the words that its sender gets. It ends the clue."""

from __future__ import annotations

from typing import Literal

from models.casework.bodies import CommandBody, Text
from models.casework.case import LedgerEvent
from models.casework.clues.clue_file import ClueFile
from models.casework.clues.clue_kind import ClueAsked, clue_kind, with_step
from models.casework.kinds import KeptBody
from models.casework.refusals import Refused


class ClueAnswerBody(CommandBody):
    """The outcome, and the words for the sender."""

    outcome: Literal["in_case", "passed_on", "no_action", "unfounded", "repeated"]
    text: Text


def keep(asked: ClueAsked) -> KeptBody:
    """The body; `in_case` only for a clue that is in one."""
    if asked.body.outcome == "in_case" and not asked.clue.case:
        raise Refused("clue_no_case", id=asked.clue.id)
    kept: KeptBody = asked.body.model_dump()
    return kept


def change(clue: ClueFile, event: LedgerEvent) -> ClueFile:
    """The clue, answered."""
    return with_step(clue, "answered", event, outcome=event.body["outcome"], answer=event.body["text"])


KIND = clue_kind("clue_answer", ClueAnswerBody, change, keep)
