"""The rows of one case. They depend on the case and the site only, so those of a case that rests stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf, nan
from typing import Any

from models.casework.cases.clocks import clocks_of
from models.casework.cases.law.case_clock import CaseClock, WorkdayClock
from models.casework.cases.law.police_terms import OWED, police_times
from models.casework.cases.nouns import Case, ClueRef, Times
from models.casework.cases.workplace import Workplace
from models.casework.indicators.due import Reopening, due_at, ended, key_of, owner_at, stood_still
from models.casework.indicators.rows.figure_rows import RowLists
from models.casework.indicators.rows.of_order import boarding_rows, order_rows
from models.casework.indicators.rows.of_papers import (
    act_rows,
    decision_rows,
    gap_rows,
    paper_rows,
    procedure_rows,
    remedy_rows,
    seizure_rows,
    transfer_rows,
)

Row = tuple[Any, ...]
CHECK_IN = "check"
PARTS = ("O", "T", "X")  # of a case's own orders, threads and transfers; a part that came along has its whole name


def case_lists(case: Case, site: Workplace, reopenings: tuple[Reopening, ...] = ()) -> RowLists:
    """All rows of a case by table."""
    clocks = [each for each in clocks_of(case, site.limits_min, site.calendar) if key_of(each) != CHECK_IN]
    found = {name: list(rows(case, site)) for name, rows in _TABLES.items()}
    found["closings"] = list(_closings(case, reopenings))
    found["clocks"] = [_clock(case, each, reopenings) for each in clocks]
    found["pauses"] = [row for each in clocks for row in _pauses(case, each)]
    return {name: rows for name, rows in found.items() if rows}


def agency_of(case: Case, site: Workplace) -> str:
    """The agency that handles a case: that of its procedure, else the holder of its first item."""
    if case.procedure is not None and case.procedure.agency:
        return case.procedure.agency
    items = case.assessment.items if case.assessment else ()
    rows = (site.item_on(code, case.times.get("opened", 0.0)) for code in items)
    return next((row.holder for row in rows if row is not None), "")


def first_clue(case: Case) -> ClueRef | None:
    """The clue that came first."""
    return min(case.clues, key=lambda each: (each.detected_s, each.sensor_s), default=None)


def first_of(times: list[Times], name: str) -> float:
    """The first time that one of several has; infinite without."""
    return min((each[name] for each in times if name in each), default=inf)


def _case(case: Case, site: Workplace) -> Iterator[Row]:
    times, clue, orders = case.times, first_clue(case), [each.times for each in case.orders]
    opened_s = times.get("opened", nan)
    owed = bool(_owed_since(case) < inf)
    yield (
        *(case.id, case.id, case.unit),
        *(case.colour, case.kind, agency_of(case, site), clue.source if clue else "", case.state),
        *(opened_s, times.get("sensor", nan), times.get("detected", nan)),
        *(first_of(orders, "on_scene"), first_of(orders, "issued"), _owed_since(case)),
        *(case.ending == "merged", owed, case.raised > 0),
    )


def _owed_since(case: Case) -> float:
    """Since when a step of the hand-over to the police that is ours waits; infinite: none does."""
    times = police_times(case)
    waits = {"head": ("criminal", ("head_approved", "head_declined", "sent")), "send": ("head_approved", ("sent",))}
    open_ = (waits[name] for name in OWED)
    return min((times[begin] for begin, ends in open_ if begin in times and not times.keys() & set(ends)), default=inf)


def _items(case: Case, site: Workplace) -> Iterator[Row]:
    said = (item for each in case.orders if each.report for item in each.report.items)
    reported = (item["code"] for item in said if item.get("finding", "found") == "found")
    mmsi = float(case.target.mmsi) if case.target and case.target.mmsi else nan
    for item in dict.fromkeys((*(case.assessment.items if case.assessment else ()), *reported)):
        yield case.id, case.id, case.unit, item, mmsi, case.times.get("opened", nan)


def _closings(case: Case, reopenings: tuple[Reopening, ...]) -> Iterator[Row]:
    for each in reopenings:
        yield case.id, case.id, owner_at(case, each.closed_s), each.closed_s, each.reopened_s
    if not case.open and case.ending != "merged":
        yield case.id, case.id, case.unit, case.times.get("closed", inf), inf


def _clock(case: Case, clock: CaseClock, reopenings: tuple[Reopening, ...]) -> Row:
    due_s, (done_s, off_s) = due_at(clock), ended(case, clock, reopenings)
    order = next((each for each in case.orders if each.id == clock.about), None)
    officer = order.report.by if order and order.report else ""
    unit = _unit(case, clock, min(due_s, done_s, off_s))
    pausable = not clock.term and not isinstance(clock, WorkdayClock)
    about = clock.about or case.id
    return case.id, about, unit, officer, key_of(clock), clock.start_s, due_s, done_s, off_s, pausable


def _unit(case: Case, clock: CaseClock, t_s: float) -> str:
    """Whose the clock was when it was stopped or fell due: a case's own follows the owner."""
    return clock.unit if clock.about else owner_at(case, t_s)


def _pauses(case: Case, clock: CaseClock) -> Iterator[Row]:
    if not clock.term and not isinstance(clock, WorkdayClock):
        for from_s, to_s in stood_still(clock):
            yield case.id, clock.about or case.id, _unit(case, clock, from_s), key_of(clock), from_s, to_s


def _raised(case: Case, site: Workplace) -> Iterator[Row]:
    for each in case.clocks:
        key = key_of(CaseClock(each.clock, 0.0, 1.0, None, case.unit))
        part = each.clock.partition("/")[2].partition(".")[0]
        own = f"{case.id}/{part}" if part[:1] in PARTS and part[1:].isdigit() else case.id
        about = part if "/" in part else own
        yield case.id, about, owner_at(case, each.t_s), key, float(each.pct), each.t_s


def _reviews(case: Case, site: Workplace) -> Iterator[Row]:
    for each in case.reviews:
        yield case.id, case.id, owner_at(case, each.t_s), each.t_s, each.verdict == "return"


_TABLES: dict[str, Callable[[Case, Workplace], Iterator[Row]]] = {
    "cases": _case,
    "items": _items,
    "raised": _raised,
    "reviews": _reviews,
    "orders": order_rows,
    "boardings": boarding_rows,
    "papers": paper_rows,
    "transfers": transfer_rows,
    "gaps": gap_rows,
    "procedures": procedure_rows,
    "decisions": decision_rows,
    "remedies": remedy_rows,
    "seizures": seizure_rows,
    "acts": act_rows,
}
