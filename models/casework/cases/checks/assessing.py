"""What the desk adds to a judgement: the play-book, and the record of the vessel before anyone sails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from models.casework.cases.checks.may import Asked
from models.casework.cases.nouns import Assessment, Case
from models.casework.cases.workplace import Workplace
from models.messages.clue import Clue
from models.messages.picture import AlertView

GENERAL = "general"
RECORD_S = 730 * 86400.0  # 24 months


def playbook_for_clue(site: Workplace, alerts: Sequence[AlertView], reports: Sequence[Clue]) -> str:
    """The kind of the play-book that names the first of these clues earliest in its list; `general` where none does."""
    for names, wanted in (
        ("from_rules", [each.rule for each in alerts]),
        ("from_clues", [each.kind for each in reports]),
    ):
        for name in wanted:
            fitting = [each for each in site.playbooks.values() if name in getattr(each, names)]
            if fitting:
                return min(fitting, key=lambda each: getattr(each, names).index(name)).id
    return GENERAL


def record_of(asked: Asked) -> Mapping[str, Any]:
    """The record of the vessel for the items of an assessment."""
    return record_of_items(asked, asked.body.items)


def record_of_items(asked: Asked, codes: Iterable[str]) -> Mapping[str, Any]:
    """How often the vessel was in our cases in the last 24 months, in all and for the same items, and when last.

    It is `known` for a vessel with an MMSI only, and says nothing about the ledgers of others.
    """
    mmsi = asked.case.target.mmsi if asked.case.target else None
    since_s = asked.facts.t_s - RECORD_S
    past = [each for each in asked.facts.past_cases(mmsi) if each.id != asked.case.id] if mmsi else []
    recent = [each for each in past if each.times.get("opened", 0.0) >= since_s]
    items = set(codes)
    same = [each for each in recent if each.assessment and items & set(each.assessment.items)]
    return {
        "known": bool(mmsi),
        "cases_24m": len(recent),
        "same_item_24m": len(same),
        "last": max((each.times.get("opened", 0.0) for each in recent), default=None),
        "waived": sum(bool(each.procedure and each.procedure.waiver) for each in recent),
    }


def criminal_since(case: Case, assessment: Assessment, t_s: float) -> dict[str, float]:
    """When the case first pointed to a crime: the terms of the hand-over run from there."""
    if not assessment.criminal_hint or "criminal" in case.times:
        return {}
    return {"criminal": t_s}
