"""What the core gets to know of cases: those that need boats, the craft on their orders, and the states of craft."""

from __future__ import annotations

from collections.abc import Iterable

from models.base.schema import LEVEL
from models.casework.case import Book
from models.casework.cases.nouns import Case, CasePlace, Order
from models.casework.cases.readiness import engages
from models.messages.case_work import MOST_CASES, CaseWork, ReportedCraft

HELD = ("alert:", "clue:")  # references to what is work without a case
NO_BOATS = ("call",)  # tasks done by radio


def core_work(book: Book) -> tuple[tuple[CaseWork, ...], tuple[ReportedCraft, ...]]:
    """Open cases with a place that still need somebody at sea, worst and oldest first, and the reported craft."""
    work = [_work(each, each.place) for each in book.cases.values() if each.place is not None and _needs_somebody(each)]
    work.sort(key=lambda each: (-LEVEL[each.colour], each.since_s, each.id))
    return tuple(work[:MOST_CASES]), tuple(
        ReportedCraft(craft, event.body["state"], event.body.get("crew"), event.body.get("until_s"))
        for craft, event in book.crafts.items()
    )


def _needs_somebody(case: Case) -> bool:
    """Whether work at sea is left: not once all orders are reported and wait for their review."""
    return case.open and case.state != "disposed"


def _work(case: Case, place: CasePlace) -> CaseWork:
    live = [each for each in case.orders if each.live]
    target = case.target
    return CaseWork(
        id=case.id,
        colour=case.colour,  # type: ignore[arg-type]  # one of the four
        lon_deg=place.lon,
        lat_deg=place.lat,
        since_s=case.times["opened"],
        unit=case.unit,
        track_id=(target.track_id or 0) if target else 0,
        holds=tuple(each.ref for each in case.clues if each.ref.startswith(HELD)),
        boats=_boats(live),
        hours_h=max((float(each.needs.get("hours_h") or 0.0) for each in live), default=0.0) or None,
        craft=tuple(each.craft for each in live if engages(each)),
        name=(target.name if target else "") or case.id,
    )


def _boats(live: Iterable[Order]) -> int:
    """The boats that live orders need; one before there is an order."""
    needed = [0 if each.task in NO_BOATS else int(each.needs.get("boats", 1)) for each in live]
    return max([*needed, sum(count > 0 for count in needed)]) if needed else 1
