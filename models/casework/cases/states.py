"""States that follow from others: a case's from its orders. Only `stage` is set by moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from models.casework.cases.nouns import LIVE, Case, LastMove, Order, parts_of

OF_ORDER = dict(zip(LIVE, ("ordered", "acknowledged", "under_way", "on_scene"), strict=True))


def state_of(case: Case) -> str:
    """The furthest live order gives it; without one, whether an order was reported and not yet judged."""
    if case.stage != "assessed":
        return case.stage
    live = [each.state for each in case.orders if each.live]
    if live:
        return OF_ORDER[max(live, key=LIVE.index)]
    reported = any(each.state == "reported" and not each.settled for each in case.orders)
    return "disposed" if reported else "assessed"


def moved(case: Case, seq: int, kind: str, actor: str, t_s: float, made_s: float | None = None) -> Case:
    """The case after an event moved it: its version, its last move, its state and when it first came to be so.

    `made_s` is when it was done, if that is not `t_s`, when it was written.
    """
    state, since_s = state_of(case), t_s if made_s is None else made_s
    times = case.times if state in case.times and state == case.state else {**case.times, state: since_s}
    return replace(case, seq=seq, last=LastMove(kind, actor, t_s), state=state, times=times)


def settled(case: Case) -> Case:
    """The case with its ended orders no longer counting: it begins another round."""
    orders = tuple(each if each.live else replace(each, settled=True) for each in case.orders)
    return replace(case, orders=orders, round=case.round + 1)


def with_order(case: Case, order_id: str, change: Callable[[Order], Order]) -> Case:
    """The case with one order changed."""
    return replace(case, orders=tuple(change(each) if each.id == order_id else each for each in case.orders))


def next_part(case: Case, letter: str) -> str:
    """The id of the next order (O), thread (T), transfer (X) or piece of evidence (E) of a case.

    Parts that another case holds now keep their number; those that came from another have its name.
    """
    stem = f"{case.id}/{letter}"
    return f"{stem}{1 + sum(each.startswith(stem) for each in (*(part.id for part in parts_of(case)), *case.moved))}"
