"""Who may see a case, and who may pass it on. Sharing never chains: what was shared with a unit stays with it.

A case is seen by its own unit and those above it, and by the units that a thread, an offer, an order or a joint
inspection names. Only the first may name others: to open a thread, to offer a transfer or to put it on an inspection
needs the case itself, whatever one may see of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from models.casework.cases.nouns import Case
from models.casework.cases.papers import Inspection
from models.casework.cases.workplace import Workplace
from models.casework.person import Person


def shared_with(case: Case, inspections: Iterable[Inspection] = ()) -> set[str]:
    """The units that a thread, an offer, an order or an inspection shares a case with."""
    asked = {unit for thread in case.threads for unit in thread.to}
    offered = {each.to for each in case.transfers if each.state in ("offered", "returned")}
    joined = {one.unit for each in inspections if case.id in each.cases for one in each.members}
    return asked | offered | joined | {each.to for each in case.orders}


def may_see(site: Workplace, by: Person, case: Case, inspections: Iterable[Inspection] = ()) -> bool:
    """Whether a person may read a case: their own and lower units', and what is shared with theirs.

    A sensitive case is shared with nobody.
    """
    if owns(site, by, case):
        return True
    return not case.sensitive and any(site.over(each, by.unit) for each in shared_with(case, inspections))


def owns(site: Workplace, by: Person, case: Case) -> bool:
    """Whether a person may pass a case on: theirs is its unit, or one above it."""
    return site.over(case.unit, by.unit)
