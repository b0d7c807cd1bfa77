"""`procedure_hold`: the legal terms stand still on a named basis, or run again."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from models.casework.bodies import CommandBody, ReasonOrEmpty
from models.casework.case import LedgerEvent
from models.casework.cases.checks.kind import case_kind
from models.casework.cases.nouns import Case
from models.casework.cases.papers import LegalHold


class ProcedureHoldBody(CommandBody):
    """The basis on which the terms are held, and the ground, which says which of them; with `ends` they run again."""

    basis: ReasonOrEmpty = ""
    ground: Literal["testing", "announcement", "hearing", "criminal", "other"] = "other"
    ends: bool = False


def change(case: Case, event: LedgerEvent) -> Case:
    """One more hold, or the end of the one that lasts."""
    procedure = case.procedure
    if procedure is None:
        return case
    if event.body["ends"]:
        over = (replace(each, to_s=event.t_s) if each.to_s is None else each for each in procedure.holds)
        return replace(case, procedure=replace(procedure, seq=event.seq, holds=tuple(over)))
    holds = (*procedure.holds, LegalHold(event.t_s, event.body["basis"], ground=event.body.get("ground", "other")))
    return replace(case, procedure=replace(procedure, seq=event.seq, holds=holds))


KIND = case_kind("procedure_hold", ProcedureHoldBody, change)
