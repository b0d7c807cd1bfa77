"""The steps of an order: how each changes the order and so its case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from models.casework.case import LedgerEvent
from models.casework.cases.checks.forms import ForwardBody
from models.casework.cases.checks.kind import as_sent, case_kind
from models.casework.cases.checks.may import Asked
from models.casework.cases.moves import MOVES
from models.casework.cases.nouns import Case, Order
from models.casework.cases.states import with_order
from models.casework.kinds import EventKind, KeptBody

KeepBody = Callable[[Asked], KeptBody]


def order_kind(
    name: str,
    body: type[Any] = ForwardBody,
    change: Callable[[Order, LedgerEvent], Order] | None = None,
    keep: KeepBody = as_sent,
    change_case: Callable[[Case, LedgerEvent], Case] = lambda case, _: case,
) -> EventKind[Any]:
    """A kind that moves one order to the state of its row; `change` does what more there is to do, also to the case."""

    def changed(case: Case, event: LedgerEvent) -> Case:
        def step(order: Order) -> Order:
            order = stepped(order, event)
            return change(order, event) if change else order

        return change_case(with_order(case, event.subject, step), event)

    return case_kind(name, body, changed, keep)


def stepped(order: Order, event: LedgerEvent) -> Order:
    """The order in the state of the event's row, with the time it was done, the words heard and the reason."""
    state = MOVES[event.kind].to or order.state
    times = {**order.times, state: event.made_s} if MOVES[event.kind].to else order.times
    heard, why = (
        {**said, state: event.body[name]} if event.body.get(name) else said
        for name, said in (("heard", order.heard), ("why", order.why))
    )
    return replace(order, seq=event.seq, state=state, times=times, heard=heard, why=why)
