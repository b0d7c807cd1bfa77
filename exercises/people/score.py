"""The score sheet of the people of an exercise: clocks met and late, commands refused, cases handled.

A clock counts for the unit it runs for, and for the person whose command stopped it. One that still runs counts only
once it is late, and then for the unit alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from exercises.people.players import Outcome
from models.casework.case import Book, LedgerEvent
from models.casework.cases.clocks import clocks_of
from models.casework.cases.nouns import Case

MACHINES = ("clock", "mark")  # kinds of events that the desk itself writes
MIN_S = 60.0


@dataclass
class ScoreRow:
    """One person or unit. `late` says which clock of which case, and by how many minutes."""

    met: int = 0
    late: list[tuple[str, str, float]] = field(default_factory=list)
    commands: int = 0
    refused: int = 0
    unscripted: int = 0  # refused, or done, against the script
    cases: set[str] = field(default_factory=set)

    @property
    def score(self) -> float | None:
        """The share of clocks that were met; None without any."""
        counted = self.met + len(self.late)
        return round(self.met / counted, 3) if counted else None

    def record(self) -> dict[str, Any]:
        """The row in the summary."""
        late = [{"case": case, "clock": clock, "by_min": by_min} for case, clock, by_min in self.late]
        numbers = {"commands": self.commands, "refused": self.refused, "unscripted": self.unscripted}
        return {"score": self.score, **numbers, "cases": len(self.cases), "clocks_met": self.met, "late": late}


@dataclass
class ScoreSheet:
    """Rows by person (account) and by unit."""

    people: dict[str, ScoreRow] = field(default_factory=dict)
    units: dict[str, ScoreRow] = field(default_factory=dict)


def score_sheet(
    book: Book,
    events: Iterable[LedgerEvent],
    outcomes: Iterable[Outcome],
    limits_min: Mapping[str, Mapping[str, float | None]],
    t_s: float,
    people: Iterable[str] = (),
) -> ScoreSheet:
    """The sheet at a time of the exercise. `limits_min` are those of the site."""
    sheet = ScoreSheet({name: ScoreRow() for name in people})
    stopped: dict[tuple[str, float], str] = {}
    for event in events:
        account = event.body.get("_by", {}).get("account", "")
        if event.kind not in MACHINES and account:
            case_id = event.subject.partition("/")[0]
            stopped.setdefault((case_id, event.t_s), account)
            if case_id in book.cases:
                _row(sheet.people, account).cases.add(case_id)
    for outcome in outcomes:
        row = _row(sheet.people, outcome.line.who)
        row.commands += outcome.seq is not None
        row.refused += outcome.seq is None
        row.unscripted += not outcome.as_scripted
    for case in book.cases.values():
        _count_clocks(sheet, case, stopped, limits_min, t_s)
    return sheet


def _count_clocks(
    sheet: ScoreSheet,
    case: Case,
    stopped: Mapping[tuple[str, float], str],
    limits_min: Mapping[str, Mapping[str, float | None]],
    t_s: float,
) -> None:
    _row(sheet.units, case.unit).cases.add(case.id)
    for mark in case.clocks:
        if mark.clock.startswith("check/"):  # a late check-in was marked when it fell due; its clock begins again
            _row(sheet.units, _unit_of_order(case, mark.clock)).late.append((case.id, mark.clock, 0.0))
    for clock in clocks_of(case, limits_min):
        over_s = clock.share(t_s) * clock.limit_s - clock.limit_s
        if clock.name.startswith("check/") or (clock.end_s is None and over_s <= 0):
            continue
        person = stopped.get((case.id, clock.end_s)) if clock.end_s is not None else None
        rows = [_row(sheet.units, clock.unit), *([_row(sheet.people, person)] if person else [])]
        for row in rows:
            if over_s > 0:
                row.late.append((case.id, clock.name, round(over_s / MIN_S, 1)))
            else:
                row.met += 1


def _unit_of_order(case: Case, clock: str) -> str:
    number = clock.removeprefix("check/").partition(".")[0]
    return next((each.to for each in case.orders if each.id.endswith(f"/{number}")), case.unit)


def _row(rows: dict[str, ScoreRow], name: str) -> ScoreRow:
    return rows.setdefault(name, ScoreRow())
