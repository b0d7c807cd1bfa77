"""The clocks of a case: pure functions of its events and a time.

A clock runs from one moment to another within a limit; a pause stops those that may pause, together for at most the
limit itself. At 70 % the unit is urged, at 100 % its parent supervises, at 150 % the root is informed too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from models.casework.cases.law.case_clock import CaseClock, WorkdayClock
from models.casework.cases.law.legal_terms import legal_clocks
from models.casework.cases.law.police_terms import police_clocks
from models.casework.cases.limits import ARRIVE_FACTOR, ARRIVE_MORE_MIN, LimitsMin, limits_s
from models.casework.cases.nouns import Case, Order, Pause
from models.casework.cases.papers import Thread, Transfer
from models.casework.cases.workdays import WorkCalendar

LATE, SILENT = 100, 200  # of a check-in: once and twice late
NO_HOLIDAYS = WorkCalendar()
NEVER_PAUSED = ("assess", "ack", "sensitive")


@dataclass(frozen=True)
class DueMark:
    """A clock that reached a percentage at `at_s` and is not marked so yet."""

    clock: CaseClock
    pct: int
    level: str
    at_s: float


def clocks_of(case: Case, limits_min: LimitsMin, calendar: WorkCalendar = NO_HOLIDAYS) -> tuple[CaseClock, ...]:
    """All clocks of a case, those that were stopped too. `limits_min` are the site's; an assessment brings its own.

    Those of threads, transfers, the procedure and the police run on after the operation is closed.
    """
    limits = dict(case.assessment.limits_s) if case.assessment else limits_s(limits_min, case.colour)
    return (*_clocks(case, limits, calendar), *legal_clocks(case, calendar), *police_clocks(case))


def due_marks(case: Case, limits_min: LimitsMin, t_s: float, calendar: WorkCalendar = NO_HOLIDAYS) -> list[DueMark]:
    """What the running clocks have reached by `t_s` and nobody wrote yet, the earliest first."""
    marked = {(each.clock, each.pct) for each in case.clocks}
    found = (
        DueMark(clock, pct, level, clock.at_s(pct, t_s))
        for clock in clocks_of(case, limits_min, calendar)
        if clock.end_s is None
        for pct, level in clock.levels
        if (clock.name, pct) not in marked and clock.at_s(pct, t_s) <= t_s
    )
    return sorted(found, key=lambda each: (each.at_s, each.clock.name, each.pct))


def next_due_s(case: Case, limits_min: LimitsMin, t_s: float, calendar: WorkCalendar = NO_HOLIDAYS) -> float:
    """When the next mark may fall due: no look at the case before then is needed unless it changes. Infinite: never."""
    marked = {(each.clock, each.pct) for each in case.clocks}
    return min(
        (
            clock.at_s(pct, t_s)
            for clock in clocks_of(case, limits_min, calendar)
            if clock.end_s is None
            for pct, _ in clock.levels
            if (clock.name, pct) not in marked
        ),
        default=float("inf"),
    )


def paused_share(case: Case, limits_min: LimitsMin, t_s: float) -> float:
    """How much of the time of a case's own clocks they stood still (indicator K14); 0 without any."""
    own = [each for each in clocks_of(case, limits_min) if not each.term and not isinstance(each, WorkdayClock)]
    paused_s = sum(each.paused_s(t_s) for each in own)
    ran_s = sum(max(0.0, (t_s if each.end_s is None else min(t_s, each.end_s)) - each.start_s) for each in own)
    return paused_s / ran_s if ran_s else 0.0


def _clocks(case: Case, limits: Mapping[str, float], calendar: WorkCalendar) -> Iterator[CaseClock]:
    times, closed_s = case.times, None if case.open else case.times.get("closed")
    opened_s = times.get("opened", 0.0)
    pauses = () if case.colour == "distress" else case.pauses

    def clock(
        name: str, key: str, start_s: float, end_s: float | None, unit: str, about: str = ""
    ) -> Iterator[CaseClock]:
        if key in limits:
            stops = () if key in NEVER_PAUSED else pauses
            ended_s = min((each for each in (end_s, closed_s) if each is not None), default=None)
            yield CaseClock(name, start_s, limits[key], ended_s, unit, about, stops)

    counted = [each for each in case.orders if not each.settled]
    first_move_s = min((each.times["under_way"] for each in case.orders if "under_way" in each.times), default=None)
    on_scene_s = min((each.times["on_scene"] for each in case.orders if "on_scene" in each.times), default=None)
    yield from clock("assess", "assess", opened_s, times.get("judged", times.get("assessed")), case.unit)
    if case.stage != "open":
        issued_s = min((each.times["issued"] for each in counted), default=None)
        yield from clock(f"order.{case.round}", "order", times.get("assessed", opened_s), issued_s, case.unit)
    moved_s = min((each for each in (first_move_s, on_scene_s) if each is not None), default=None)
    yield from clock("move", "move", _move_from_s(counted, opened_s), moved_s, case.unit)
    yield from clock("close", "close", opened_s, None, case.unit)
    if case.sensitive and "sensitive" in times:
        copied = (each.times.get("open", 0.0) for each in case.threads if each.kind == "copy")
        yield from clock("sensitive", "sensitive", times["sensitive"], min(copied, default=None), case.unit)
    for order in case.orders:
        yield from _order_clocks(case, order, clock, pauses, closed_s)
    for thread in case.threads:
        yield from _thread_clock(thread, calendar)
    for transfer in case.transfers:
        yield from _transfer_clock(transfer, closed_s, calendar)


def _move_from_s(orders: list[Order], opened_s: float) -> float:
    """From when somebody should be leaving: the opening, or the first time for which all orders are planned."""
    planned = [each.for_s for each in orders if each.live]
    times = [each for each in planned if each is not None]
    return max(opened_s, min(times)) if times and len(times) == len(planned) else opened_s


def _order_clocks(
    case: Case,
    order: Order,
    clock: Callable[..., Iterator[CaseClock]],
    pauses: tuple[Pause, ...],
    closed_s: float | None,
) -> Iterator[CaseClock]:
    short, times = _short(case, order.id), order.times
    over_s = next((times[name] for name in ("reported", "declined", "released") if name in times), None)
    start_s = max(times["issued"], order.for_s or 0.0)

    def ended(*names: str) -> float | None:
        return min((each for each in (*(times.get(name) for name in names), over_s) if each is not None), default=None)

    yield from clock(f"ack/{short}", "ack", start_s, ended("acknowledged", "under_way", "on_scene"), order.to, order.id)
    if order.meet and "minutes" in order.meet and order.state != "declined":
        limit_s = 60.0 * (ARRIVE_FACTOR * order.meet["minutes"] + ARRIVE_MORE_MIN)
        arrived_s = min((each for each in (ended("on_scene"), closed_s) if each is not None), default=None)
        yield CaseClock(f"arrive/{short}", start_s, limit_s, arrived_s, order.to, order.id, pauses)
    if "on_scene" in times:
        yield from clock(f"report/{short}", "report", times["on_scene"], over_s, order.to, order.id)
    if order.check_in_min and order.live:
        yield _check_in(order, short, start_s, closed_s)


def _check_in(order: Order, short: str, start_s: float, closed_s: float | None) -> CaseClock:
    """Begins again with every own report; late once, then the unit is silent."""
    own = sorted({*order.times.values(), *(each["t_s"] for each in order.checks)})
    levels = ((LATE, "late"), (SILENT, "silent"))
    limit_s = 60.0 * (order.check_in_min or 0.0)
    return CaseClock(
        f"check/{short}.{len(own)}", max(start_s, own[-1]), limit_s, closed_s, order.to, order.id, (), levels
    )


def _thread_clock(thread: Thread, calendar: WorkCalendar) -> Iterator[CaseClock]:
    """Its due time was set in working days when it was opened. It runs on after the operation is closed."""
    end_s = thread.times.get("answered", thread.times.get("closed"))
    name, unit = f"{thread.kind}/{thread.id.rpartition('/')[2]}", thread.to[0] if thread.to else ""
    yield from _in_workdays(name, thread.times.get("open"), thread.due_s, end_s, unit, thread.id, calendar)


def _transfer_clock(transfer: Transfer, closed_s: float | None, calendar: WorkCalendar) -> Iterator[CaseClock]:
    answers = (transfer.times.get(name) for name in ("accepted", "returned", "refused", "withdrawn"))
    end_s = min((each for each in answers if each is not None), default=closed_s)
    name, start_s = f"transfer/{transfer.id.rpartition('/')[2]}", transfer.times.get("offered")
    yield from _in_workdays(name, start_s, transfer.due_s, end_s, transfer.to, transfer.id, calendar)


def _in_workdays(
    name: str,
    start_s: float | None,
    due_s: float | None,
    end_s: float | None,
    unit: str,
    about: str,
    calendar: WorkCalendar,
) -> Iterator[CaseClock]:
    """A clock that fell due at a time of its own, counted in the working days until then."""
    if start_s is not None and due_s is not None and due_s > start_s:
        days = max(1, calendar.workdays_between(start_s, due_s - 1.0))
        yield WorkdayClock(name, start_s, due_s - start_s, end_s, unit, about, days=days, calendar=calendar)


def _short(case: Case, part_id: str) -> str:
    """`O1` for an own part; one that came from another case keeps its whole name."""
    return part_id.removeprefix(f"{case.id}/")
