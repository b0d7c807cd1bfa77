"""`transfer_offer`: another owner, a department or the police is offered the case with its materials."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from models.casework.bodies import CommandBody, Name, Reason, ReasonOrEmpty
from models.casework.case import LedgerEvent
from models.casework.cases.checks.between import OFFERED, TRANSFER_WORKDAYS, begin_pause
from models.casework.cases.checks.between_guards import missing_for
from models.casework.cases.checks.forms import Names
from models.casework.cases.checks.kind import as_sent, case_kind
from models.casework.cases.checks.may import Asked
from models.casework.cases.nouns import Case, noun_from
from models.casework.cases.papers import Transfer
from models.casework.cases.states import next_part
from models.casework.kinds import KeptBody


class TransferOfferBody(CommandBody):
    """Who is offered it, why, and the evidence for each material."""

    to: Name
    kind: Literal["owner", "department", "criminal"] = "owner"
    why: Reason
    materials: Annotated[dict[str, Names], Field(max_length=20)] = Field(default_factory=dict)
    urgent_why: ReasonOrEmpty = ""


def keep(asked: Asked) -> KeptBody:
    """The offer with its number, its due time and what is missing."""
    due_s = asked.facts.site.calendar.after_workdays(asked.facts.t_s, TRANSFER_WORKDAYS)
    missing = [each.code for each in missing_for(asked)]
    kept = {"id": next_part(asked.case, "X"), "from_": asked.case.unit, "due_s": due_s, "missing": missing}
    return {**as_sent(asked), **kept}


def change(case: Case, event: LedgerEvent) -> Case:
    """One more transfer; the clocks of the one who offers stand still until it is answered."""
    times = {"offered": event.t_s}
    transfer = noun_from(Transfer, {**event.body, "seq": event.seq, "by": event.actor, "times": times})
    case = replace(case, transfers=(*case.transfers, transfer))
    return begin_pause(case, OFFERED, event.actor, event.t_s)


KIND = case_kind("transfer_offer", TransferOfferBody, change, keep, named="id")
