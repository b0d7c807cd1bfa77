"""`clock`: a clock of a case reached a share of its limit. Only the desk writes it; it moves no state."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from models.casework.bodies import CommandBody, Name
from models.casework.case import LedgerEvent
from models.casework.cases.checks.forms import Count, Names, Seconds
from models.casework.cases.checks.kind import case_kind
from models.casework.cases.nouns import MOST_RAISED, Case
from models.casework.cases.papers import ClockMark


class ClockBody(CommandBody):
    """The clock, the share in percent, what it means, when it fell due and who is informed."""

    clock: Name
    pct: Count
    level: Literal["urge", "supervise", "escalate", "late", "silent"]
    due_s: Seconds
    to: Names


def change(case: Case, event: LedgerEvent) -> Case:
    """The mark; from 100 % on the case is raised."""
    body = event.body
    mark = ClockMark(body["clock"], body["pct"], event.t_s)
    raised = case.raised
    if body["level"] == "supervise":
        raised = min(MOST_RAISED, raised + 1)
    elif body["level"] in {"escalate", "silent"}:
        raised = MOST_RAISED
    return replace(case, clocks=(*case.clocks, mark), raised=raised)


KIND = case_kind("clock", ClockBody, change)
