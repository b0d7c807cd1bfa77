"""`inspection_result`: one agency says what its part of the boarding found. Nobody gives the result of another."""

from __future__ import annotations

from dataclasses import replace

from models.casework.bodies import CommandBody, Name, Text
from models.casework.case import Book, Command, LedgerEvent
from models.casework.cases.checks.inspecting import (
    assert_role,
    assert_state,
    inspection_for,
    inspection_kind,
    with_member,
)
from models.casework.cases.papers import Inspection
from models.casework.facts import Facts
from models.casework.kinds import KeptBody
from models.casework.refusals import Refused


class InspectionResultBody(CommandBody):
    """The agency and its result."""

    agency: Name
    result: Text


def check(command: Command, body: InspectionResultBody, book: Book, facts: Facts) -> KeptBody:
    """A member's own unit gives its result."""
    found = inspection_for(command, book)
    assert_role(command.kind, facts, *(each.unit for each in found.members))
    own = (facts.by.unit or facts.site.units.root, facts.by.via)
    member = next((each for each in found.members if each.agency == body.agency), None)
    if member is None or (member.unit != own[0] and own[1] != "local"):
        raise Refused("member_only", agency=body.agency)
    assert_state(found, command)
    return body.model_dump(mode="json")


def change(inspection: Inspection, event: LedgerEvent) -> Inspection:
    """The member's result; the inspection is running since the first."""
    body = event.body
    member = next((each for each in inspection.members if each.agency == body["agency"]), None)
    if member is None:
        return inspection
    done = replace(member, state="done", result=body["result"], by=event.actor)
    times = {"running": event.t_s, **inspection.times}
    return replace(with_member(inspection, done), state="running", times=times)


KIND = inspection_kind("inspection_result", InspectionResultBody, check, change)
