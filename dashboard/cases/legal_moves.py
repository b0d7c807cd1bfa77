"""Moves that are legal now for the person at the page, by the table of moves, their seat and the rights of their roles.

Guards that need more than that (evidence, needs of a task, four eyes) are checked by the desk when the command comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.cases.case_desk import CaseDesk
from models.casework.access.rights import acting_role
from models.casework.case import Book, Command
from models.casework.cases.checks.guards import foreseen
from models.casework.cases.checks.may import Asked
from models.casework.cases.moves import MOVES, allowed
from models.casework.cases.nouns import Case, Order
from models.casework.facts import Facts
from models.casework.refusals import Refused

THEM = "@them"


@dataclass(frozen=True)
class LegalMove:
    """A move that may be made now. `heard`: only for another unit, with the words that were heard.

    `barred`: why the desk will refuse it whatever the form says, by language; None if nothing is known.
    """

    kind: str
    heard: bool = False
    barred: Mapping[str, str] | None = None


def case_moves(desk: CaseDesk, case: Case) -> tuple[LegalMove, ...]:
    """Return the moves of a case that are legal now, in the order of the table."""
    return tuple(_legal(desk, case, None, "case", case.state))


def part_moves(desk: CaseDesk, case: Case, part: Any, noun: str) -> tuple[LegalMove, ...]:
    """Return the moves of an order, thread, transfer or piece of evidence that are legal now."""
    return tuple(_legal(desk, case, part, noun, part.state))


def order_moves(desk: CaseDesk, case: Case, order: Order) -> tuple[LegalMove, ...]:
    """Return the moves of an order that are legal now."""
    return part_moves(desk, case, order, "order")


def has_role(desk: CaseDesk, kind: str) -> bool:
    """Return whether one of the person's roles may give commands of this kind at all."""
    try:
        return bool(acting_role(desk.person, kind))
    except Refused:
        return False


def _legal(desk: CaseDesk, case: Case, part: Any, noun: str, state: str) -> list[LegalMove]:
    found = []
    for kind in allowed(noun, state):
        seats = MOVES[kind].seats
        asked = _asked(desk, case, part, kind)
        if not has_role(desk, kind) or not asked.holds(*seats):
            continue
        refused = foreseen(asked)
        heard = not asked.holds(*(each for each in seats if not each.endswith(THEM)))
        found.append(LegalMove(kind, heard, refused.why if refused else None))
    return found


def _asked(desk: CaseDesk, case: Case, part: Any, kind: str) -> Asked:
    command = Command("", kind, case.id, desk.person.name)
    return Asked(command, None, Book(), Facts(site=desk.place, by=desk.person), MOVES[kind], case, part)
