"""`case_resume`: the clocks of a case run again."""

from __future__ import annotations

from dataclasses import replace

from models.casework.bodies import CommandBody, ReasonOrEmpty
from models.casework.case import LedgerEvent
from models.casework.cases.checks.kind import case_kind
from models.casework.cases.nouns import Case


class CaseResumeBody(CommandBody):
    """A remark."""

    text: ReasonOrEmpty = ""


def change(case: Case, event: LedgerEvent) -> Case:
    """The pause that lasts ends."""
    pauses = tuple(replace(each, to_s=event.t_s) if each.to_s is None else each for each in case.pauses)
    return replace(case, pauses=pauses)


KIND = case_kind("case_resume", CaseResumeBody, change)
