"""What a case knows, as the fields that the conditions of a play-book ask for (models/site/playbooks/conditions.py)."""

from __future__ import annotations

from typing import Any

from models.casework.cases.nouns import Case


def facts_of(case: Case) -> dict[str, Any]:
    """Return the fields that are known; a condition on any other is not met."""
    facts: dict[str, Any] = {"colour": case.colour}
    if case.target:
        facts |= {"kind": case.target.kind or None, "register.list": case.target.register or None}
    made = case.assessment
    if made:
        record = {f"record.{name}": made.record.get(name) for name in ("cases_24m", "same_item_24m", "waived")}
        facts |= {"verified_by": made.verified_by, "vhf": made.vhf, **record}
    for order in case.orders:
        facts |= dict(order.report.amounts) if order.report else {}
    return {name: value for name, value in facts.items() if value is not None}
