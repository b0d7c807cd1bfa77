"""`sar_plan`: the rescue centre's datum, search area and tasks, as they were computed and shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.casework.bodies import CommandBody, TextOrEmpty
from models.casework.case import LedgerEvent
from models.casework.cases.checks.kind import case_kind
from models.casework.cases.nouns import Case


class SarPlanBody(CommandBody):
    """The plan as the pages computed it, and remarks."""

    plan: dict[str, Any]
    text: TextOrEmpty = ""


def change(case: Case, event: LedgerEvent) -> Case:
    """The newest plan."""
    return replace(
        case, sar={"t_s": event.t_s, "by": event.actor, "plan": event.body["plan"], "text": event.body["text"]}
    )


KIND = case_kind("sar_plan", SarPlanBody, change)
