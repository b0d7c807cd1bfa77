"""When a clock fell due and what ended it: by its purpose, or because the matter was called off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf

from models.casework.cases.law.case_clock import SUPERVISE, CaseClock, WorkdayClock
from models.casework.cases.nouns import Case, Order
from models.casework.cases.papers import Transfer

ACKED, SAILED = ("acknowledged", "under_way", "on_scene", "declined"), ("under_way", "on_scene")
ANSWERED = ("accepted", "returned", "refused")


@dataclass(frozen=True, slots=True)
class Reopening:
    """A case that was closed at one time and opened again at another."""

    closed_s: float
    reopened_s: float


def key_of(clock: CaseClock) -> str:
    """The clock without its round, order or thread: `ack` of `ack/O1`, `order` of `order.2`, `law.decide`."""
    name = clock.name.partition("/")[0]
    stem, _, more = name.partition(".")
    return stem if more.isdigit() else name


def due_at(clock: CaseClock) -> float:
    """When its limit is used up. Pauses before that put it off, later ones do not; a pause that lasts is taken to last,
    so the time is settled once it has passed."""
    if isinstance(clock, WorkdayClock):
        return clock.at_s(SUPERVISE, clock.start_s)
    left, cursor = clock.limit_s, clock.start_s
    for from_s, to_s in stood_still(clock):
        if from_s - cursor >= left:
            break
        left, cursor = left - (from_s - cursor), to_s
    return cursor + left


def stood_still(clock: CaseClock) -> Iterator[tuple[float, float]]:
    """The stretches in which a clock stood still, in order: together as long as it may be paused."""
    most_s = clock.limit_s if clock.most_paused_s is None else clock.most_paused_s
    cursor, end_s = clock.start_s, inf if clock.end_s is None else clock.end_s
    for pause in sorted(clock.pauses, key=lambda each: each.from_s):
        from_s = max(cursor, pause.from_s)
        to_s = min(end_s, inf if pause.to_s is None else pause.to_s, from_s + most_s)
        if to_s > from_s:
            yield from_s, to_s
            most_s, cursor = most_s - (to_s - from_s), to_s


def ended(case: Case, clock: CaseClock, reopenings: tuple[Reopening, ...] = ()) -> tuple[float, float]:
    """When the clock was stopped by what it waits for, and when it was called off; infinite where it was not.

    The first closing stops the clock `close`, whatever is opened again.
    """
    key = key_of(clock)
    if key == "close" and reopenings:
        return reopenings[0].closed_s, inf
    end_s = inf if clock.end_s is None else clock.end_s
    return (end_s, inf) if _PURPOSES.get(key, _always)(case, clock) else (inf, end_s)


def _always(case: Case, clock: CaseClock) -> bool:
    return True


def _order(case: Case, clock: CaseClock) -> Order | None:
    return next((each for each in case.orders if each.id == clock.about), None)


def _reached(*states: str) -> Callable[[Case, CaseClock], bool]:
    """Whether the order of the clock came to one of these states."""

    def reached(case: Case, clock: CaseClock) -> bool:
        order = _order(case, clock)
        return order is not None and any(each in order.times for each in states)

    return reached


def _transfer_answered(case: Case, clock: CaseClock) -> bool:
    found: Transfer | None = next((each for each in case.transfers if each.id == clock.about), None)
    return found is not None and any(each in found.times for each in ANSWERED)


_PURPOSES: dict[str, Callable[[Case, CaseClock], bool]] = {
    "assess": lambda case, _: "assessed" in case.times or case.ending == "dismissed",
    "order": lambda case, _: any(not each.settled for each in case.orders),
    "move": lambda case, _: any(name in each.times for each in case.orders for name in SAILED),
    "close": lambda case, _: case.ending != "merged",
    "sensitive": lambda case, _: any(each.kind == "copy" for each in case.threads),
    "ack": _reached(*ACKED),
    "arrive": _reached("on_scene"),
    "report": _reached("reported"),
    "transfer": _transfer_answered,
}


def owner_at(case: Case, t_s: float) -> str:
    """The unit that owned the case at a time, by the transfers of ownership that were accepted."""
    taken = [each for each in case.transfers if each.kind == "owner" and "accepted" in each.times]
    taken = sorted(taken, key=lambda each: each.times["accepted"])
    before = [each for each in taken if each.times["accepted"] <= t_s]
    if before:
        return before[-1].to
    return taken[0].from_ if taken else case.unit
