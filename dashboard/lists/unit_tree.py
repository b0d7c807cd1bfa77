"""The tree of units beside the lists: how much is open at each unit and below it, and how much of that is late."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from dashboard.lists.list_model import ListModel


@dataclass(frozen=True)
class UnitBranch:
    """One unit with those below it; the counts include them."""

    name: str
    href: str
    chosen: bool
    opened: bool
    count: int
    late: int
    below: tuple[UnitBranch, ...]


def unit_tree(model: ListModel) -> UnitBranch:
    """Return the tree from the unit of the person down, with the open cases in their scope."""
    total, late = Counter[str](), Counter[str]()
    for case in model.cases:
        if case.open:
            total[case.unit] += 1
            due = model.running.first(case, model.t_s)
            late[case.unit] += bool(due and due[1] < model.t_s)
    return _branch(model, model.top, total, late)


def _branch(model: ListModel, unit: str, total: Counter[str], late: Counter[str]) -> UnitBranch:
    units, query = model.site.units, model.query
    below = tuple(_branch(model, each.id, total, late) for each in units if each.parent == unit)
    return UnitBranch(
        name=model.unit(unit),
        href=query.address(unit=unit if unit != model.top else ""),
        chosen=unit == (query.unit or model.top),
        opened=unit in units.chain(query.unit),
        count=total[unit] + sum(each.count for each in below),
        late=late[unit] + sum(each.late for each in below),
        below=below,
    )
