"""The rows of what is no case: inspections, clues, marks of alerts, readiness of craft, seats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import inf
from typing import Any

from models.casework.cases.nouns import CasePlace
from models.casework.cases.papers import Inspection
from models.casework.cases.routing import unit_at
from models.casework.cases.workplace import Workplace
from models.casework.clues.clue_file import STEPS, ClueFile
from models.casework.indicators.rows.figure_rows import RowLists
from models.casework.indicators.rows.ledger_extract import CraftStated, RuleMark, SeatTaken

Row = tuple[Any, ...]
CAN_SAIL = ("ready", "short")


def inspection_lists(inspection: Inspection) -> RowLists:
    """An inspection: how many agencies gave a result; and the acts of those agencies."""
    done = [each for each in inspection.members if each.state == "done"]
    case_id, done_s = next(iter(inspection.cases), ""), inspection.times.get("done", inf)
    acts = [(case_id, inspection.id, each.unit, name, done_s) for each in done for name in (each.agency, each.unit)]
    return {"inspections": [(case_id, inspection.id, inspection.lead, done_s, float(len(done)))], "acts": acts}


def clue_lists(clue: ClueFile) -> RowLists:
    """A clue with the times of its five steps."""
    times = tuple(clue.times.get(step, inf) for step in STEPS)
    source = str(clue.clue.get("source") or clue.id.partition("/")[0])
    return {"clues": [(clue.case, clue.id, clue.unit, source, clue.kind, *times)]}


def mark_lists(marks: Iterable[RuleMark], site: Workplace) -> RowLists:
    """The judgements of officers on alerts, under the unit of the place."""
    rows = [("", each.alert, _unit(each, site), each.rule, each.t_s, each.true) for each in marks]
    return {"marks": rows}


def _unit(mark: RuleMark, site: Workplace) -> str:
    return unit_at(site, None if mark.lon is None or mark.lat is None else CasePlace(mark.lon, mark.lat))


def seat_lists(seats: Iterable[SeatTaken]) -> RowLists:
    """Who took a seat for a unit or an agency."""
    return {"acts": [("", each.seat, each.unit, name, each.t_s) for each in seats for name in each.names if name]}


def ready_lists(stated: Mapping[str, tuple[CraftStated, ...]], site: Workplace) -> RowLists:
    """When each craft of the site could sail; one of which nothing was said always could."""
    rows = [
        ("", craft, each.unit, craft, from_s, to_s)
        for craft, each in site.craft.items()
        for from_s, to_s in _stretches(stated.get(craft, ()))
    ]
    return {"ready": rows}


def _stretches(stated: tuple[CraftStated, ...]) -> Iterator[tuple[float, float]]:
    """The times in which a craft was ready; after `until_s` what was said no longer holds."""
    states = [(-inf, True)]
    for each in sorted(stated, key=lambda one: one.t_s):
        states = [(at, ready) for at, ready in states if at < each.t_s]
        states.append((each.t_s, each.state in CAN_SAIL))
        if each.until_s is not None and each.until_s > each.t_s:
            states.append((each.until_s, True))
    for (from_s, ready), (to_s, _) in pairwise([*states, (inf, False)]):
        if ready:
            yield from_s, to_s
