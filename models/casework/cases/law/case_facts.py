"""What a case knows, as the fields that the conditions of a play-book ask for (models/site/playbooks/conditions.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.casework.cases.nouns import Assessment, Case
from models.site.playbooks.conditions import FIELDS, NUMBER

OWN_MIDS = ("412", "413", "414")  # the flag State's, ITU-R M.585
RECORD = ("cases_24m", "same_item_24m", "waived")
# What an officer finds out and may state in `found`; the rest follows from the case itself.
FOUND = tuple(name for name in FIELDS if "." not in name and name not in {"colour", "kind", "verified_by", "vhf"})


def facts_of(case: Case, assessment: Assessment | Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The fields that are known; a condition on any other is not met.

    With `assessment` the case is looked at as it would be judged so. What was found on board comes after what was
    found from the desk, the newest report last. A call that was made since says whether the vessel answered.
    """
    made = _plain(assessment if assessment is not None else case.assessment)
    facts: dict[str, Any] = {"colour": made.get("colour", case.colour)}
    if case.target:
        facts |= {"kind": case.target.kind or None, "register.list": case.target.register or "none"}
        facts["flag"] = flag_of(case.target.mmsi)
    facts |= {f"record.{name}": made.get("record", {}).get(name) for name in RECORD}
    facts |= {name: made.get(name) for name in ("verified_by", "vhf")}
    answers = [each.answer for each in case.calls if each.answer != "none"]
    facts |= {"vhf": answers[-1]} if answers else {}
    facts |= made.get("found", {})
    for order in case.orders:
        if order.report:
            facts |= {**order.report.amounts, **order.report.found}
            facts |= {"fled": True} if "fled" in (order.report.unable_why, order.report.result) else {}
    return {name: value for name, value in facts.items() if value is not None}


def flag_of(mmsi: int | None) -> str | None:
    """Whether a vessel flies the own flag, by its MMSI; None without one."""
    if not mmsi:
        return None
    return "own" if str(mmsi).startswith(OWN_MIDS) else "foreign"


def _plain(made: Assessment | Mapping[str, Any] | None) -> Mapping[str, Any]:
    if isinstance(made, Assessment):
        names = ("colour", "record", "verified_by", "vhf", "found")
        return {name: getattr(made, name) for name in names}
    return made or {}


def misfit(found: Mapping[str, Any]) -> str:
    """The first field that is not in the table, or has a value that it cannot have; empty if all are right."""
    return next((name for name, value in found.items() if not _fits(name, value)), "")


def _fits(name: str, value: Any) -> bool:
    if name not in FOUND:
        return False
    words = FIELDS[name]
    if words == NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, bool) and "yes" in words if isinstance(value, bool) else value in words
