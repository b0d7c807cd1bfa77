"""The rows of the lists: cases, live orders, what waits between units, clues …, each with what is due first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from dashboard.lists.criminal_rows import criminal_ranks
from dashboard.lists.forces import forces
from dashboard.lists.item_rows import item_ranks
from dashboard.lists.list_model import ListModel
from dashboard.lists.list_query import ListQuery
from dashboard.lists.ranked import NEVER, Ranked
from dashboard.lists.season_rows import season_ranks
from models.casework.cases.nouns import Case
from models.casework.cases.papers import Thread, Transfer

WAITING = ("offered", "returned", "open", "answered")


def ranked(model: ListModel, query: ListQuery) -> list[Ranked]:
    """Return what a list holds: distress above all while it is open, then the longest overdue first."""
    found = RANKS[query.tab](model, query)
    return sorted(found, key=lambda each: each.place)


def _cases(model: ListModel, query: ListQuery) -> Iterator[Ranked]:
    for case in model.cases:
        if _state(query, case.state, case.open) and _passes(model, query, case):
            yield _ranked(case.id, model.running.first(case, model.t_s), case, case)


def _orders(model: ListModel, query: ListQuery) -> Iterator[Ranked]:
    for case in model.cases:
        for order in case.orders if _passes(model, query, case, by_unit=False) else ():
            if _state(query, order.state, order.live) and model.in_unit(order.to, query.unit):
                yield _ranked(order.id, model.running.first_about(case, order.id, model.t_s), order, case)


def _between(model: ListModel, query: ListQuery) -> Iterator[Ranked]:
    for case in model.cases:
        if _passes(model, query, case, by_unit=False):
            for transfer in case.transfers:
                yield from _waiting(model, query, case, transfer, (transfer.from_, transfer.to), "transfer")
            for thread in case.threads:
                yield from _waiting(model, query, case, thread, (thread.from_, *thread.to), "other")


def _waiting(
    model: ListModel, query: ListQuery, case: Case, part: Transfer | Thread, units: Iterable[str], clock: str
) -> Iterator[Ranked]:
    """A transfer or thread of one of these units; it is due while somebody still has to answer."""
    waits = part.state in WAITING
    if _state(query, part.state, waits) and any(model.in_unit(each, query.unit) for each in units):
        yield _ranked(part.id, (clock, part.due_s) if waits and part.due_s else None, part, case)


def _clues(model: ListModel, query: ListQuery) -> Iterator[Ranked]:
    for line in model.clue_lines:
        if model.inbox.matches(line, query.unit, query.state, "", query.colour):
            due = (line.due.step, line.due.due_s) if line.due else None
            yield _ranked(line.clue.id, due, line.clue, None)


def _ranked(key: str, due: tuple[str, float] | None, noun: Any, case: Case | None) -> Ranked:
    return Ranked(key, due[1] if due else NEVER, due[0] if due else "", noun, case)


def _state(query: ListQuery, state: str, live: bool) -> bool:
    return live if query.state == "live" else state == query.state


def _passes(model: ListModel, query: ListQuery, case: Case, by_unit: bool = True) -> bool:
    return (
        (not query.colour or case.colour == query.colour)
        and (not query.kind or case.kind == query.kind)
        and (not by_unit or model.in_unit(case.unit, query.unit))
    )


RANKS: Mapping[str, Callable[[ListModel, ListQuery], Iterable[Ranked]]] = {
    "cases": _cases,
    "orders": _orders,
    "between": _between,
    "clues": _clues,
    "criminal": criminal_ranks,
    "seasons": season_ranks,
    "forces": forces,
    "items": item_ranks,
}
