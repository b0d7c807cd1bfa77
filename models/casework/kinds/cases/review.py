"""`review`: somebody else than those who ordered and reported accepts the work, or sends the case back."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from models.casework.bodies import CommandBody, Reason
from models.casework.case import LedgerEvent
from models.casework.cases.checks.kind import case_kind
from models.casework.cases.nouns import Case, Review
from models.casework.cases.states import settled


class ReviewBody(CommandBody):
    """The stage, the verdict and the reason."""

    stage: Literal["centre", "legal"] = "centre"
    verdict: Literal["accept", "return"]
    why: Reason


def change(case: Case, event: LedgerEvent) -> Case:
    """The centre's acceptance closes the case; a return of either stage sends it back to assessed."""
    body = event.body
    review = Review(body["stage"], body["verdict"], body["why"], event.actor, event.t_s)
    case = replace(case, reviews=(*case.reviews, review))
    if review.verdict == "return":
        return settled(case)
    return replace(case, stage="closed", ending="reviewed") if review.stage == "centre" else case


KIND = case_kind("review", ReviewBody, change)
