"""`case_assess`: what the officer judges a case to be; its play-book and its limits are frozen with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field

from models.casework.bodies import CommandBody, Name, Reason
from models.casework.case import LedgerEvent
from models.casework.cases.checks.assessing import criminal_since, record_of
from models.casework.cases.checks.forms import Colour, Names
from models.casework.cases.checks.kind import as_sent, case_kind
from models.casework.cases.checks.may import Asked
from models.casework.cases.law.by_playbook import judged_by
from models.casework.cases.nouns import Assessment, Case, noun_from
from models.casework.cases.routing import owner
from models.casework.kinds import KeptBody


class CaseAssessBody(CommandBody):
    """The judgement, how it was verified, and the items of the catalogue.

    `found` is what else was found out, by the fields of play-books: `{"permit": "none", "fled": true}`.
    """

    kind: Name
    colour: Colour
    why: Reason
    verified_by: Literal["radar", "video", "vhf", "patrol", "none"] = "none"
    vhf: Literal["none", "answered", "refused"] = "none"
    items: Names = Field(default_factory=list)
    criminal_hint: bool = False
    sensitive: bool = False
    flag: Literal["", "exemplary", "warning"] = ""
    found: Annotated[dict[str, Any], Field(max_length=60)] = Field(default_factory=dict)


def keep(asked: Asked) -> KeptBody:
    """The body with the record of the target, the play-book, the limits and the owner that follow from it."""
    site, body, case = asked.facts.site, asked.body, asked.case
    record = record_of(asked)
    routed = not any(each.state == "accepted" for each in case.transfers)
    return {
        **as_sent(asked),
        "record": record,
        **judged_by(site, asked, record),
        "unit": owner(site, case.place, body.items) if routed else case.unit,
    }


def change(case: Case, event: LedgerEvent) -> Case:
    """The case as it is judged now."""
    body = event.body
    values = {name: value for name, value in body.items() if name in Assessment.__dataclass_fields__}
    assessment = noun_from(Assessment, {**values, "by": event.actor, "t_s": event.t_s})
    times = {"judged": event.t_s, **case.times, **criminal_since(case, assessment, event.t_s)}
    if body["sensitive"] and not case.sensitive:
        times["sensitive"] = event.t_s
    return replace(
        case,
        stage="assessed",
        kind=assessment.kind,
        colour=assessment.colour,
        unit=body["unit"],
        assessment=assessment,
        sensitive=case.sensitive or body["sensitive"],
        flag=body["flag"] or case.flag,
        times={**times, "assessed": event.t_s},
    )


KIND = case_kind("case_assess", CaseAssessBody, change, keep)
