"""`procedure_step`: the next step of the penalty procedure, with the facts that the law asks for there."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field

from models.casework.bodies import CommandBody, Name, NameOrEmpty, ReasonOrEmpty
from models.casework.case import LedgerEvent
from models.casework.cases.checks.forms import Amount, Names, Seconds
from models.casework.cases.checks.kind import case_kind
from models.casework.cases.nouns import Case
from models.casework.cases.papers import Procedure


class PartyBody(CommandBody):
    """The party, its number masked."""

    kind: Literal["person", "ship", "company"]
    name: Name
    id_masked: NameOrEmpty = ""


class PenaltyBody(CommandBody):
    """What is imposed."""

    kinds: Names = Field(default_factory=list)
    fine_yuan: Amount = 0.0
    forfeited: ReasonOrEmpty = ""


class DiscretionBody(CommandBody):
    """The tier, the factors ticked, and why where the penalty is off its tier."""

    tier: Name
    factors: Names = Field(default_factory=list)
    off_tier: bool = False
    why: ReasonOrEmpty = ""


class WaiverBody(CommandBody):
    """The ground on which a penalty is waived, and what must hold for it."""

    ground: Literal["first_minor", "minor"]
    why: Name
    harm_minor: bool
    corrected: bool
    educated: bool


class SeizureBody(CommandBody):
    """What is held, and until when."""

    what: Name
    until_s: Seconds


class ProcedureStepBody(CommandBody):
    """The step, when it was, and its facts; number, agency, form and party with the filing."""

    step: Literal["filed", "investigated", "reviewed", "notified", "heard", "decided", "served", "paid", "closed"]
    at_s: Seconds
    no: NameOrEmpty = ""
    agency: NameOrEmpty = ""
    form: Literal["summary", "ordinary"] = "ordinary"
    party: PartyBody | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    seizures: Annotated[list[SeizureBody], Field(max_length=50)] = Field(default_factory=list)
    penalty: PenaltyBody | None = None
    discretion: DiscretionBody | None = None
    waiver: WaiverBody | None = None
    remedies: Annotated[list[dict[str, str]], Field(max_length=20)] = Field(default_factory=list)


def change(case: Case, event: LedgerEvent) -> Case:
    """The procedure with one more step."""
    body = event.body
    before = case.procedure or Procedure(event.seq, body["no"] or case.id, body["agency"], body["form"])
    procedure = replace(
        before,
        seq=event.seq,
        party=body["party"] or before.party,
        steps={**before.steps, body["step"]: body["at_s"]},
        facts={**before.facts, body["step"]: body["facts"]},
        seizures=(*before.seizures, *body["seizures"]),
        penalty=body["penalty"] or before.penalty,
        discretion=body["discretion"] or before.discretion,
        waiver=_waiver(body["waiver"]) or before.waiver,
        remedies=(*before.remedies, *body["remedies"]),
    )
    return replace(case, procedure=procedure)


def _waiver(given: dict[str, Any] | None) -> dict[str, str] | None:
    return {"ground": given["ground"], "why": given["why"]} if given else None


KIND = case_kind("procedure_step", ProcedureStepBody, change)
