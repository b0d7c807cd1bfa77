"""The running clocks of every case, kept until the case changes: a list of ten thousand is sorted by them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from models.casework.cases.clocks import clocks_of
from models.casework.cases.law.case_clock import CaseClock
from models.casework.cases.limits import LimitsMin
from models.casework.cases.nouns import Case

MOST_KEPT = 50_000
FirstDue = tuple[str, float]  # the step, and when it is due


@dataclass(frozen=True, slots=True)
class KeptClocks:
    """The running clocks of a case; `first` is the one that runs out first where that cannot change by itself."""

    case: Case
    running: tuple[CaseClock, ...]
    first: FirstDue | None
    fixed: bool


class RunningClocks:
    """One per server process. A frozen case has the same clocks as long as it is the same object."""

    def __init__(self, limits_min: LimitsMin) -> None:
        self._limits_min = limits_min
        self._kept: dict[str, KeptClocks] = {}

    def first(self, case: Case, t_s: float) -> FirstDue | None:
        """Return the clock of a case that runs out first; None if none runs."""
        kept = self._of(case)
        return kept.first if kept.fixed else first_due(kept.running, t_s)

    def first_about(self, case: Case, part: str, t_s: float) -> FirstDue | None:
        """Return the same of the clocks about one part of the case."""
        return first_due((each for each in self._of(case).running if each.about == part), t_s)

    def _of(self, case: Case) -> KeptClocks:
        kept = self._kept.get(case.id)
        if kept is None or kept.case is not case:
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            kept = self._kept[case.id] = self._made(case)
        return kept

    def _made(self, case: Case) -> KeptClocks:
        running = tuple(each for each in clocks_of(case, self._limits_min) if each.end_s is None) if case.open else ()
        fixed = all(each.to_s is not None for each in case.pauses)  # a pause that lasts moves what is due
        return KeptClocks(case, running, first_due(running, math.inf) if fixed else None, fixed)


def first_due(clocks: Iterable[CaseClock], t_s: float) -> FirstDue | None:
    """Return step and due time of the clock that runs out first; None without one."""
    due_s, name = min(((each.due_s(t_s), each.name) for each in clocks), default=(0.0, ""))
    return (name.partition("/")[0].partition(".")[0], due_s) if name else None
