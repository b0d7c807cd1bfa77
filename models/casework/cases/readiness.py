"""What the ledger knows of craft, in the form that dispatch takes (models/ways/dispatch.py)."""

from __future__ import annotations

from math import inf

from models.casework.case import Book, LedgerEvent
from models.casework.cases.nouns import Order
from models.ways.reasons import CraftReadiness

AT_WORK = ("under_way", "on_scene")


def craft_readiness(book: Book, t_s: float) -> CraftReadiness:
    """States and crews reported that still hold at `t_s`, and the live order that each engaged craft is on."""
    reported = {craft: event.body for craft, event in book.crafts.items() if _holds(event, t_s)}
    return CraftReadiness(
        states={craft: body["state"] for craft, body in reported.items()},
        crew={craft: body["crew"] for craft, body in reported.items() if body.get("crew") is not None},
        engaged={order.craft: order.id for case in book.cases.values() for order in case.orders if engages(order, t_s)},
    )


def engages(order: Order, t_s: float = -inf) -> bool:
    """Whether an order keeps its craft at work; a planned one from its time on, or once the craft is under way."""
    return order.live and bool(order.craft) and (order.for_s is None or order.for_s <= t_s or order.state in AT_WORK)


def _holds(event: LedgerEvent, t_s: float) -> bool:
    until_s = event.body.get("until_s")
    return until_s is None or t_s < until_s
