"""`evidence_void`: a mistaken piece of evidence counts no more; it stays, with the reason."""

from __future__ import annotations

from dataclasses import replace

from models.casework.case import LedgerEvent
from models.casework.cases.checks.forms import WhyBody
from models.casework.cases.checks.kind import case_kind
from models.casework.cases.nouns import Case


class EvidenceVoidBody(WhyBody):
    """The reason."""


def change(case: Case, event: LedgerEvent) -> Case:
    """The evidence is void."""
    voided = (
        replace(each, seq=event.seq, void_why=event.body["why"]) if each.id == event.subject else each
        for each in case.evidence
    )
    return replace(case, evidence=tuple(voided))


KIND = case_kind("evidence_void", EvidenceVoidBody, change)
