"""`inspection_end`: the lead ends the inspection, done or cancelled."""

from __future__ import annotations

from dataclasses import replace

from models.casework.bodies import CommandBody, Reason
from models.casework.case import Book, Command, LedgerEvent
from models.casework.cases.checks.inspecting import assert_role, assert_state, inspection_for, inspection_kind
from models.casework.cases.papers import Inspection
from models.casework.facts import Facts
from models.casework.kinds import KeptBody


class InspectionEndBody(CommandBody):
    """How it ended, and why."""

    cancelled: bool = False
    why: Reason


def check(command: Command, body: InspectionEndBody, book: Book, facts: Facts) -> KeptBody:
    """The unit that leads ends it."""
    found = inspection_for(command, book)
    assert_role(command.kind, facts, found.lead)
    assert_state(found, command)
    return body.model_dump(mode="json")


def change(inspection: Inspection, event: LedgerEvent) -> Inspection:
    """The inspection is over."""
    state = "cancelled" if event.body["cancelled"] else "done"
    times = {**inspection.times, state: event.t_s}
    return replace(inspection, state=state, why=event.body["why"], times=times)


KIND = inspection_kind("inspection_end", InspectionEndBody, check, change)
