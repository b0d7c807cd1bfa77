"""`sar_plan`: the rescue centre's datum, search area and tasks, as they were computed and shown.

A newer plan is a further search: what was steered of the older ones stays, because probabilities of detection add up.
"""

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
    """The newest plan; of those before it, what was steered, and the probability of each."""
    now = {"t_s": event.t_s, "by": event.actor, "plan": event.body["plan"], "text": event.body["text"]}
    before = [*case.sar.get("before", ()), _searched(case)] if case.sar.get("done") else case.sar.get("before", ())
    return replace(case, sar={**now, "number": case.sar.get("number", 0) + 1, "before": list(before), "done": []})


def _searched(case: Case) -> dict[str, Any]:
    plan = case.sar["plan"]
    return {**{name: plan.get(name) for name in ("pattern", "pod", "legs_nm")}, "done": list(case.sar["done"])}


KIND = case_kind("sar_plan", SarPlanBody, change)
