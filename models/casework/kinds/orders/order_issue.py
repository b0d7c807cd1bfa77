"""`order_issue`: a unit is sent, with what it needs and what was shown when it was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field

from models.casework.bodies import CommandBody, Name, NameOrEmpty, ReasonOrEmpty, Text, TextOrEmpty
from models.casework.case import Book, Command, LedgerEvent
from models.casework.cases.checks.forms import Amount, Count, Lat, Lon, Names, Seconds
from models.casework.cases.checks.guards import assert_guards
from models.casework.cases.checks.kind import after, as_sent, held_by, noun_kind
from models.casework.cases.checks.may import judged
from models.casework.cases.law.by_playbook import filled
from models.casework.cases.nouns import Order, noun_from
from models.casework.cases.states import moved, next_part, with_order
from models.casework.facts import Facts
from models.casework.kinds import KeptBody, Noun, ReadNoun


class OrderText(CommandBody):
    """The order in words."""

    zh: Text
    en: TextOrEmpty = ""


class NeedsBody(CommandBody):
    """What the task needs."""

    powers: Names = Field(default_factory=list)
    officers: Count = 0
    boats: Count = 1
    hours_h: Amount = 1.0


class MeetBody(CommandBody):
    """Where and when the craft meets the target, as it was shown."""

    lon: Lon
    lat: Lat
    t: Seconds
    minutes: Amount
    way_nm: Amount


class OrderIssueBody(CommandBody):
    """The fields of an order that the sender knows; `shown` is the ranking as it was seen.

    Needs, evidence and check-in that are left out are those of the case's play-book, if the task is its task.
    """

    to: Name
    craft: NameOrEmpty = ""
    lead: bool = True
    task: Literal["board", "verify", "call", "escort", "expel", "cordon", "tow", "search", "rescue", "patrol"]
    text: OrderText
    needs: NeedsBody | None = None
    meet: MeetBody | None = None
    shown: Annotated[list[dict[str, Any]], Field(max_length=5)] = Field(default_factory=list)
    evidence_must: Names = Field(default_factory=list)
    check_in_min: Annotated[float, Field(gt=0, le=1440)] | None = None
    for_s: Seconds | None = None
    preempt: NameOrEmpty = ""
    override_why: ReasonOrEmpty = ""

    @staticmethod
    def needs_of(values: Mapping[str, Any]) -> NeedsBody:
        """The needs as a play-book has them."""
        return NeedsBody.model_validate(dict(values))


def check(command: Command, body: OrderIssueBody, book: Book, facts: Facts) -> KeptBody:
    """The body with the number of the order in its case; one live order leads."""
    asked = filled(judged(command, body, book, facts))
    assert_guards(asked)
    lead = body.lead and not any(each.lead and each.live for each in asked.case.orders)
    return {**as_sent(asked), "id": next_part(asked.case, "O"), "lead": lead}


def nouns(event: LedgerEvent, read: ReadNoun) -> Iterable[Noun]:
    """The case with one more order; the order that the craft leaves is released."""
    case = held_by(event.subject, read)
    if case is None:
        return
    given = {name: value for name, value in event.body.items() if value is not None}
    times = {"issued": event.t_s}
    order = noun_from(Order, {**given, "seq": event.seq, "by": event.actor, "times": times})
    left = held_by(order.preempt, read) if order.preempt else None
    if left is not None and left.id != case.id:
        yield after(with_order(left, order.preempt, lambda each: _left(each, event)), event)
    elif left is not None:
        case = with_order(case, order.preempt, lambda each: _left(each, event))
    yield moved(replace(case, orders=(*case.orders, order)), event.seq, event.kind, event.actor, event.t_s)


def _left(order: Order, event: LedgerEvent) -> Order:
    why = {**order.why, "released": "replaced"}
    times = {**order.times, "released": event.t_s}
    return replace(order, seq=event.seq, state="released", times=times, why=why)


KIND = noun_kind("order_issue", OrderIssueBody, check, nouns, named="id")
