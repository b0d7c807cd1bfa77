"""`order_report`: what the order brought, by the unit that carried it out."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field

from models.casework.bodies import CommandBody, Name, NameOrEmpty, ReasonOrEmpty, TextOrEmpty
from models.casework.case import LedgerEvent
from models.casework.cases.checks.forms import Amount, Count, Names, PlaceBody
from models.casework.cases.checks.kind import as_sent
from models.casework.cases.checks.may import Asked
from models.casework.cases.checks.order_steps import order_kind
from models.casework.cases.law.by_playbook import crime_found, items_of
from models.casework.cases.nouns import Case, Order, Report, noun_from
from models.casework.kinds import KeptBody
from models.casework.refusals import Refused


class ItemOutcome(CommandBody):
    """What was found of one item of the catalogue and, where it was found, what became of it."""

    code: Name
    finding: Literal["found", "not_found", "not_checked"] = "found"
    outcome: Literal[
        "", "educated", "corrected", "on_spot", "filed", "transferred", "criminal", "exempt_first", "exempt_minor"
    ] = ""


class CertifiedOfficer(CommandBody):
    """An officer who was there, with the number of the certificate."""

    name: Name
    cert_no: NameOrEmpty = ""


class AmountsBody(CommandBody):
    """What was found, in kilograms and yuan."""

    catch_kg: Amount | None = None
    value_yuan: Amount | None = None
    fine_yuan: Amount | None = None


class OrderReportBody(CommandBody):
    """The fields of a report that its sender knows."""

    result: Literal[
        "violation",
        "none",
        "not_found",
        "escaped",
        "turned_away",
        "rescued",
        "recovered",
        "false_alarm",
        "unable",
    ]
    unable_why: Literal["", "no_unit", "weather", "out_of_reach", "offence_over", "fled", "higher_priority"] = ""
    items: Annotated[list[ItemOutcome], Field(max_length=50)] = Field(default_factory=list)
    measures: Annotated[list[Literal["seized", "registered", "to_port", "released"]], Field(max_length=4)] = Field(
        default_factory=list
    )
    boarded: bool = False
    people: Count = 0
    officers: Annotated[list[CertifiedOfficer], Field(max_length=50)] = Field(default_factory=list)
    shown_certificate: bool = False
    shown_code: bool = False
    recorder_on: bool = False
    amounts: AmountsBody = AmountsBody()
    place: PlaceBody | None = None
    evidence: Names = Field(default_factory=list)
    missing_why: ReasonOrEmpty = ""
    note: TextOrEmpty = ""
    heard: TextOrEmpty = ""
    found: Annotated[dict[str, Any], Field(max_length=60)] = Field(default_factory=dict)


def keep(asked: Asked) -> KeptBody:
    """The report, with the conditions of the play-book that hint at a crime now, and every item of the case."""
    return {**as_sent(asked), "items": _items(asked), "criminal_by": crime_found(asked)}


def _items(asked: Asked) -> list[dict[str, str]]:
    """Every item of the case: what the report leaves out was not checked. Raises Refused."""
    given: list[ItemOutcome] = asked.body.items
    wrong = next((each for each in given if each.outcome and each.finding != "found"), None)
    if wrong:
        raise Refused("item_outcome", code=wrong.code)
    said = {each.code: each.model_dump(mode="json") for each in given}
    left = {
        code: {"code": code, "finding": "not_checked", "outcome": ""} for code in items_of(asked.case, asked.facts.site)
    }
    return list({**left, **said}.values())


def change(order: Order, event: LedgerEvent) -> Order:
    """The order with its report."""
    values = {name: value for name, value in event.body.items() if name in Report.__dataclass_fields__}
    amounts = {name: value for name, value in (values.get("amounts") or {}).items() if value is not None}
    made_s = values.get("made_s") or event.made_s
    times = {"by": event.actor, "t_s": event.t_s, "made_s": made_s, "amounts": amounts}
    return replace(order, report=noun_from(Report, {**values, **times}))


def changed_case(case: Case, event: LedgerEvent) -> Case:
    """The case, which may point to a crime from here on."""
    why = tuple(event.body.get("criminal_by", ()))
    if not why or case.assessment is None:
        return case
    made = replace(case.assessment, criminal_hint=True, criminal_by=why)
    return replace(case, assessment=made, times={"criminal": event.t_s, **case.times})


KIND = order_kind("order_report", OrderReportBody, change, keep, changed_case)
