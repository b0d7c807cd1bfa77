"""`case_split`: some clues, and the orders that go with them, become a case of their own; times move along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pydantic import Field

from models.casework.bodies import CommandBody, Reason
from models.casework.case import Book, Command, LedgerEvent
from models.casework.cases.checks.forms import Names, PlaceBody, TargetBody
from models.casework.cases.checks.guards import assert_guards
from models.casework.cases.checks.kind import after, as_sent, noun_kind
from models.casework.cases.checks.may import judged
from models.casework.cases.checks.opening import next_case_id
from models.casework.cases.nouns import Case, CasePlace, Target, noun_from
from models.casework.facts import Facts
from models.casework.kinds import KeptBody, Noun, ReadNoun
from models.casework.refusals import Refused


class CaseSplitBody(CommandBody):
    """What moves, where and about whom the new case is, and why."""

    clues: Names
    orders: Names = Field(default_factory=list)
    place: PlaceBody | None = None
    target: TargetBody | None = None
    why: Reason


def check(command: Command, body: CaseSplitBody, book: Book, facts: Facts) -> KeptBody:
    """As it was sent, with the number of the new case."""
    asked = judged(command, body, book, facts)
    assert_guards(asked)
    strange = set(body.orders) - {each.id for each in asked.case.orders}
    if strange:
        raise Refused("no_part", id=min(strange), noun_zh="指令", noun_en="order")
    return {**as_sent(asked), "into": next_case_id(book, facts)}


def nouns(event: LedgerEvent, read: ReadNoun) -> Iterable[Noun]:
    """The case that keeps the rest, and the new one."""
    case, body = read(event.subject), event.body
    if not isinstance(case, Case):
        return
    orders, clues = set(body["orders"]), set(body["clues"])
    yield after(
        replace(
            case,
            clues=tuple(each for each in case.clues if each.ref not in clues),
            orders=tuple(each for each in case.orders if each.id not in orders),
            moved={**case.moved, **dict.fromkeys(body["orders"], body["into"])},
        ),
        event,
    )
    yield after(
        replace(
            case,
            id=body["into"],
            by=event.actor,
            clues=tuple(each for each in case.clues if each.ref in clues),
            orders=tuple(each for each in case.orders if each.id in orders),
            place=noun_from(CasePlace, body["place"]) if body["place"] else case.place,
            target=noun_from(Target, body["target"]) if body["target"] else None,
            **_NOT_COPIED,
        ),
        event,
    )


_NOT_COPIED: dict[str, Any] = {
    **{"threads": (), "transfers": (), "evidence": (), "reviews": (), "clocks": (), "moved": {}},
    **{"inspection": "", "procedure": None, "raised": 0, "sar": {}},
}
KIND = noun_kind("case_split", CaseSplitBody, check, nouns)
