"""`order_check_in`: the unit says that it is well; its check-in clock begins again."""

from __future__ import annotations

from dataclasses import replace

from models.casework.case import LedgerEvent
from models.casework.cases.checks.order_steps import order_kind
from models.casework.cases.nouns import Order


def change(order: Order, event: LedgerEvent) -> Order:
    """One more check."""
    check = {"t_s": event.made_s, "people": float(event.body.get("people") or 0)}
    return replace(order, checks=(*order.checks, check))


KIND = order_kind("order_check_in", change=change)
