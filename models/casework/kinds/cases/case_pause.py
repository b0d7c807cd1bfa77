"""`case_pause`: the clocks of a case stand still, for a named reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from models.casework.bodies import CommandBody, ReasonOrEmpty
from models.casework.case import LedgerEvent
from models.casework.cases.checks.kind import case_kind
from models.casework.cases.nouns import Case, Pause


class CasePauseBody(CommandBody):
    """Why: wind over the craft's limit, or standing by by a commander's decision; more in words."""

    why: Literal["weather", "standby"]
    text: ReasonOrEmpty = ""


def change(case: Case, event: LedgerEvent) -> Case:
    """One more pause."""
    pause = Pause(event.t_s, event.body["why"], event.actor, event.body["text"])
    return replace(case, pauses=(*case.pauses, pause))


KIND = case_kind("case_pause", CasePauseBody, change)
