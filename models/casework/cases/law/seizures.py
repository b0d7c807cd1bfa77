"""What is seized or registered: since when, and until when it may be held (legal_terms.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.casework.cases.law.legal_terms import PROLONGED_DAYS, SEIZED_DAYS, term_end_s, term_of
from models.casework.cases.workdays import WorkCalendar

ROWS = {"seized": "seizure", "registered": "registered"}


def held(before: Mapping[str, Any], given: Mapping[str, Any], at_s: float, calendar: WorkCalendar) -> dict[str, Any]:
    """A thing as it is said now, with what was said before, and the end of its time where nobody gave one."""
    thing = {**before, **{name: value for name, value in given.items() if value not in (None, "")}}
    thing = {"kind": "seized", "at_s": at_s, **thing}
    if given.get("until_s") is None:
        row = term_of(ROWS[thing["kind"]])
        seized = SEIZED_DAYS + (PROLONGED_DAYS if thing.get("prolonged_why") else 0)
        count = seized if thing["kind"] == "seized" else row.count
        thing["until_s"] = term_end_s(row, thing["at_s"], calendar, count)
    return thing
