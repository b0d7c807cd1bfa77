"""`craft_state`: whether a patrol craft can be sent; the subject is the craft."""

from __future__ import annotations

from typing import Literal

from models.casework.bodies import CommandBody, ReasonOrEmpty
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.cases.checks.forms import Count, Seconds
from models.casework.cases.moves import MOVES
from models.casework.cases.words import seat_words
from models.casework.facts import Facts
from models.casework.kinds import ColumnSpec, CurrentRows, EventKind, KeptBody
from models.casework.refusals import Refused


class CraftStateBody(CommandBody):
    """Its readiness, the crew on board, until when it is so, and why."""

    state: Literal["ready", "short", "down", "off"]
    crew: Count | None = None
    until_s: Seconds | None = None
    why: ReasonOrEmpty = ""


def check(command: Command, body: CraftStateBody, book: Book, facts: Facts) -> KeptBody:
    """A craft of the site, by an officer of its unit or above."""
    craft, move = facts.site.craft.get(command.subject), MOVES[command.kind]
    if craft is None:
        raise Refused("craft_unknown", craft=command.subject)
    roles = [each.partition("@")[0] for each in move.seats]
    if not facts.by.has(*roles) or not facts.site.over(craft.unit, facts.by.unit):
        who = [seat_words(move.seats, lang) for lang in (0, 1)]
        raise Refused("seat", move_zh=move.zh, move_en=move.en, who_zh=who[0], who_en=who[1])
    return {**body.model_dump(), "unit": craft.unit}


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """The newest state of the craft."""
    draft.crafts[event.subject] = event


CRAFTS = CurrentRows(
    "crafts",
    (ColumnSpec("state", longest=16, needed=True), ColumnSpec("unit", longest=64), ColumnSpec("why")),
    key="id",
)
KIND = EventKind("craft_state", CraftStateBody, check, fold, CRAFTS)
