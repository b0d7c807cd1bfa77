"""The events of each case, as the page server has received them: the time line of the case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from models.casework.case import Events, LedgerEvent
from models.messages.picture import Picture

MOST_EVENTS = 2000  # of one case that are kept, the newest
HEAVY = ("case", "clues", "shown", "plan", "limits_s")  # parts of bodies that the time line does not show
NOTE = "case:"


def with_events(before: Mapping[str, Events], fresh: Iterable[LedgerEvent]) -> Mapping[str, Events]:
    """Return the time lines with some events added. Events about anything else are left out."""
    after = dict(before)
    for event in fresh:
        case = case_id(event)
        if case:
            body = {name: value for name, value in event.body.items() if name not in HEAVY}
            after[case] = (*after.get(case, ()), replace(event, body=body))[-MOST_EVENTS:]
    return after


def until(events: Events, picture: Picture) -> Events:
    """Return the events that have happened at the time of a picture; live that is all."""
    return events if picture.pace == "live" else tuple(each for each in events if each.t_s <= picture.t_s)


def case_id(event: LedgerEvent) -> str:
    """Return the id of the case that an event is about; empty for none."""
    subject = event.subject.removeprefix(NOTE) if event.kind == "note" else event.subject
    case = subject.partition("/")[0]
    head, _, number = case.rpartition("-")
    is_case = number.isdigit() and head.rpartition("-")[2].isdigit() and len(head.rpartition("-")[2]) == 8
    return case if is_case and event.kind not in ("mark", "undo_mark") else ""
