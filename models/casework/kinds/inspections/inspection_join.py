"""`inspection_join`: another agency takes part in a planned inspection."""

from __future__ import annotations

from models.casework.case import Book, Command, LedgerEvent
from models.casework.cases.checks.inspecting import (
    assert_role,
    assert_state,
    inspection_for,
    inspection_kind,
    with_member,
)
from models.casework.cases.papers import Inspection, InspectionMember
from models.casework.facts import Facts
from models.casework.kinds import KeptBody
from models.casework.kinds.inspections.inspection_plan import MemberBody


class InspectionJoinBody(MemberBody):
    """The agency's part."""


def check(command: Command, body: InspectionJoinBody, book: Book, facts: Facts) -> KeptBody:
    """An officer of the unit that takes part joins."""
    found = inspection_for(command, book)
    assert_role(command.kind, facts, body.unit)
    assert_state(found, command)
    kept: KeptBody = body.model_dump(mode="json")
    return kept


def change(inspection: Inspection, event: LedgerEvent) -> Inspection:
    """One more member."""
    body = event.body
    items, checklist = tuple(body["items"]), tuple(body["checklist"])
    return with_member(inspection, InspectionMember(body["agency"], body["unit"], items, checklist, "joined"))


KIND = inspection_kind("inspection_join", InspectionJoinBody, check, change)
