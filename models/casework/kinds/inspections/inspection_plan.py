"""`inspection_plan`: one boarding for all agencies that have a reason to board one target within two days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from models.casework.bodies import CommandBody, Name, NameOrEmpty
from models.casework.case import Book, Command, LedgerEvent
from models.casework.cases.checks.forms import Names, Seconds, TargetBody
from models.casework.cases.checks.inspecting import MOST_WINDOW_S, assert_role
from models.casework.cases.checks.kind import noun_kind
from models.casework.cases.law.sharing import owns
from models.casework.cases.papers import Inspection, InspectionMember
from models.casework.facts import Facts
from models.casework.kinds import KeptBody, Noun, ReadNoun
from models.casework.refusals import Refused


class MemberBody(CommandBody):
    """One agency's part: its unit, its items and its checklist."""

    agency: Name
    unit: Name
    items: Names = Field(default_factory=list)
    checklist: Names = Field(default_factory=list)


class InspectionPlanBody(CommandBody):
    """The target or cell, the window, who leads and who takes part."""

    lead: Name
    target: TargetBody | None = None
    cell: NameOrEmpty = ""
    from_s: Seconds
    to_s: Seconds
    members: Annotated[list[MemberBody], Field(min_length=1, max_length=20)]
    cases: Names = Field(default_factory=list)
    orders: Names = Field(default_factory=list)


def check(command: Command, body: InspectionPlanBody, book: Book, facts: Facts) -> KeptBody:
    """The plan with its number; the number is the code that a QR shows."""
    assert_role(command.kind, facts)
    if not 0 < body.to_s - body.from_s <= MOST_WINDOW_S:
        raise Refused("window")
    strange = [each for each in (body.lead, *(one.unit for one in body.members)) if not facts.site.knows(each)]
    if strange:
        raise Refused("unit_unknown", unit=strange[0])
    unknown = [each for each in body.cases if each not in book.cases]
    if unknown:
        raise Refused("no_case", id=unknown[0])
    shared = [each for each in body.cases if not owns(facts.site, facts.by, book.cases[each])]
    if shared:
        raise Refused("pass_on", id=shared[0])
    day = f"{facts.site.prefix}-{facts.site.calendar.local_date(facts.t_s):%Y%m%d}-J"
    number = 1 + sum(each.startswith(day) for each in book.inspections)
    kept: KeptBody = body.model_dump(mode="json")
    return {**kept, "id": f"{day}{number:02d}"}


def nouns(event: LedgerEvent, read: ReadNoun) -> Iterable[Noun]:
    """The new inspection."""
    body = event.body
    members = tuple(
        InspectionMember(each["agency"], each["unit"], tuple(each["items"]), tuple(each["checklist"]))
        for each in body["members"]
    )
    yield Inspection(
        id=body["id"],
        seq=event.seq,
        by=event.actor,
        lead=body["lead"],
        target={"cell": body["cell"], **(body["target"] or {})},
        from_s=body["from_s"],
        to_s=body["to_s"],
        members=members,
        cases=tuple(body["cases"]),
        orders=tuple(body["orders"]),
        code=body["id"],
        times={"planned": event.t_s},
    )


KIND = noun_kind("inspection_plan", InspectionPlanBody, check, nouns, named="id")
