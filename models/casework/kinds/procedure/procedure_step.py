"""`procedure_step`: the next step of the penalty procedure, with the facts that the law asks for there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field

from models.casework.bodies import CommandBody, Name, NameOrEmpty, ReasonOrEmpty
from models.casework.case import LedgerEvent
from models.casework.cases.checks.forms import Amount, Names, Seconds
from models.casework.cases.checks.kind import as_sent, case_kind
from models.casework.cases.checks.may import Asked
from models.casework.cases.law.seizures import held
from models.casework.cases.nouns import Case
from models.casework.cases.papers import POLICE_STEPS, Procedure
from models.casework.kinds import KeptBody

Step = Literal[
    "filed",
    "investigated",
    "reviewed",
    "notified",
    "heard",
    "decided",
    "served",
    "paid",
    "closed",
    "coercion",
    "coercion_reported",
    "hearing_asked",
    "hearing_told",
    "cash_landed",
    "cash_paid_in",
    "measure",
    "head_approved",
    "head_declined",
    "police_filed",
    "police_declined",
    "goods_handed",
    "asked_again",
    "police_filed_again",
    "police_declined_again",
    "procurator_told",
    "own_handling",
]


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
    """The item and its tier, the factors ticked, and why where the penalty is off its tier."""

    item: NameOrEmpty = ""
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
    """What is seized or registered, since and until when; the same thing again says what became of it.

    `prolonged_why` is the head's reason for 30 days more, `dealt_s` when it was given back, forfeited or destroyed.
    """

    what: Name
    kind: Literal["", "seized", "registered"] = ""
    at_s: Seconds | None = None
    until_s: Seconds | None = None
    prolonged_why: ReasonOrEmpty = ""
    dealt_s: Seconds | None = None


class ProcedureStepBody(CommandBody):
    """The step, when it was, and its facts; number, agency, form and party with the filing.

    Facts of a filing: `act_s`, when the act was, and `five_years`, that life, health or financial safety were harmed.
    `again_why` answers the warning that the same act was fined before.
    """

    step: Step
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
    again_why: ReasonOrEmpty = ""


def keep(asked: Asked) -> KeptBody:
    """The body, with the end of the time that each thing may be held."""
    body = as_sent(asked)
    calendar, procedure = asked.facts.site.calendar, asked.case.procedure
    before = {each["what"]: each for each in procedure.seizures} if procedure else {}
    body["seizures"] = [held(before.get(each["what"], {}), each, body["at_s"], calendar) for each in body["seizures"]]
    return body


def change(case: Case, event: LedgerEvent) -> Case:
    """The case with one more step of its procedure, or of its hand-over to the police."""
    body = event.body
    if body["step"] in POLICE_STEPS:
        return replace(case, times={**case.times, body["step"]: body["at_s"]})
    before = case.procedure or Procedure(event.seq, body["no"] or case.id, body["agency"], body["form"])
    procedure = replace(
        before,
        seq=event.seq,
        party=body["party"] or before.party,
        steps={**before.steps, body["step"]: body["at_s"]},
        facts={**before.facts, body["step"]: body["facts"]},
        seizures=_with(before.seizures, body["seizures"]),
        penalty=body["penalty"] or before.penalty,
        discretion=body["discretion"] or before.discretion,
        waiver=_waiver(body["waiver"]) or before.waiver,
        remedies=(*before.remedies, *body["remedies"]),
    )
    return replace(case, procedure=procedure)


def _waiver(given: dict[str, Any] | None) -> dict[str, str] | None:
    return {"ground": given["ground"], "why": given["why"]} if given else None


def _with(before: tuple[Mapping[str, Any], ...], given: list[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """The things held, each once, as said last."""
    named = {each["what"]: each for each in (*before, *given)}
    return tuple(named.values())


KIND = case_kind("procedure_step", ProcedureStepBody, change, keep)
