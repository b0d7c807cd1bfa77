"""`case_dismiss`: a case that needs no order ends, with the reason; its alerts are marked as the officer says."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from models.casework.bodies import CommandBody, Reason
from models.casework.case import LedgerEvent
from models.casework.cases.checks.kind import case_kind
from models.casework.cases.nouns import Case


class CaseDismissBody(CommandBody):
    """The reason, and the mark that the alerts of the case get."""

    why: Reason
    mark: Literal["false", "known", "true"] = "false"


def change(case: Case, event: LedgerEvent) -> Case:
    """The case is closed."""
    return replace(case, stage="closed", ending="dismissed", mark=event.body["mark"])


KIND = case_kind("case_dismiss", CaseDismissBody, change)
