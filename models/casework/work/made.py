"""Whether the time that a device gives a command counts, for clocks too: it may send what was done at sea hours later.

It counts if the device's clock was right to a minute, the order was issued by then, and it was less than twelve hours
before it arrived. Otherwise the arrival counts.
"""

from __future__ import annotations

from models.casework.case import Book, Command
from models.casework.cases.checks.may import case_of
from models.casework.cases.nouns import Order, parts_of
from models.casework.facts import Facts

MOST_OFFSET_S = 60.0
MOST_LATE_S = 12 * 3600.0


def made_s(command: Command, book: Book, facts: Facts) -> float:
    """When a command counts as given."""
    said, arrived = command.made_s, facts.t_s
    if said is None or abs(command.offset_s) > MOST_OFFSET_S or not 0.0 <= arrived - said < MOST_LATE_S:
        return arrived
    return said if said >= _since_s(command, book, facts) else arrived


def _since_s(command: Command, book: Book, facts: Facts) -> float:
    """Before this nothing can have been done about the subject: the issue of its order, the opening of its case."""
    case = case_of(command.subject, book, facts)
    if case is None:
        return float("-inf")
    order = next((each for each in parts_of(case) if each.id == command.subject and isinstance(each, Order)), None)
    return order.times["issued"] if order else case.times.get("opened", float("-inf"))
