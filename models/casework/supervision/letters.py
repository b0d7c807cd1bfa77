"""三书一函: which letters the figures suggest. A person decides, edits and signs; nothing is sent from here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from models.casework.cases.law.case_clock import ESCALATE, SUPERVISE
from models.casework.indicators.figures import IndicatorFigure
from models.casework.indicators.table import figures
from models.casework.indicators.timeliness import BETWEEN
from models.casework.indicators.view import FigureScope, FigureView, ids, where
from models.casework.supervision.ranking import TURNED, WEIGHTS
from models.casework.supervision.risk_warnings import DAY_S, risk_warnings, row_groups, running

SAME_GAP_CASES = 3
COMPLETE_SHARE, UNCOVERED_SHARE = 0.8, 0.2
SUPERVISED_TIMES, SUPERVISED_WITHIN_S = 3, 30 * DAY_S


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter: its name, and working days to answer, by colour where it differs."""

    zh: str
    en: str
    answer_workdays: int
    red_workdays: int | None = None


LETTERS: Mapping[str, LetterKind] = {
    "advice": LetterKind("执法建议书", "Advice on enforcement", 15),
    "supervise": LetterKind("工作督办书", "Order to act", 5, 1),
    "caution": LetterKind("风险提示书", "Notice of risk", 10),
    "coordinate": LetterKind("协调函", "Letter of co-ordination", 10),
    "talk": LetterKind("约谈", "Talk with the unit", 10),
}
WHY: Mapping[str, tuple[str, str]] = {
    "same_gap": ("同一材料在三件以上案件中缺失", "the same material missing in three cases or more"),
    "incomplete": ("移送一次完备率上限低于80%", "upper bound of transfers complete at once below 80 %"),
    "uncovered": ("辖区巡航未覆盖多于20%", "more than 20 % of the area not patrolled"),
    "clock_150": ("时限超过150%", "a clock at 150 %"),
    "supervised": ("30日内三次督办", "supervised three times in 30 days"),
    "thread_late": ("协同逾期未答复", "a thread is overdue"),
    "risk": ("执法风险预警", "risk warning"),
    "season": ("季节性工作开始", "a season begins"),
    "worse": ("本月上限低于上季度下限", "the month's upper bound is below last quarter's lower bound"),
    "dispute": ("职责争议逾期", "a dispute is past its time"),
    "refused": ("协同被拒绝", "co-operation was refused"),
    "last_group": ("连续两季度末组", "in the last group two quarters running"),
}


@dataclass(frozen=True)
class LetterSuggestion:
    """A letter that may be due: its kind (LETTERS), the unit it goes to, the reason (WHY), the cases and the figure.

    `of` says more of the reason: the material, the risk, the figure that fell, the season.
    """

    letter: str
    to: str
    why: str
    cases: tuple[str, ...] = ()
    of: str = ""
    figure: IndicatorFigure | None = None


@dataclass(frozen=True)
class LetterInputs:
    """The views that letters compare: quarter and month of now, and the quarter before, all of one scope.

    `seasons` are names of those that begin, with the units that prepare for them; `last_twice` are units that were in
    the last group of two rankings running.
    """

    quarter: FigureView
    month: FigureView
    before: FigureView
    seasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    last_twice: tuple[str, ...] = ()


def suggested_letters(given: LetterInputs) -> list[LetterSuggestion]:
    """What the figures suggest, by kind of letter."""
    return [each for find in (_advice, _supervise, _caution, _coordinate, _talk) for each in find(given)]


def _advice(given: LetterInputs) -> Iterator[LetterSuggestion]:
    for (unit, gap), some in row_groups(given.quarter, given.quarter.during("gaps", "t_s"), "unit", "gap"):
        cases = tuple(dict.fromkeys(each.partition("/")[0] for each in ids(some)))
        if len(cases) >= SAME_GAP_CASES:
            yield LetterSuggestion("advice", unit, "same_gap", cases, gap)
    for unit in given.quarter.units:
        found = figures(_of(given.quarter, unit), ["K6"])["K6"]
        if not found.few and found.high < COMPLETE_SHARE:
            left = tuple(each for each in found.ids_n if each not in found.ids_k)
            yield LetterSuggestion("advice", unit, "incomplete", left, figure=found)
        passed, owned = given.quarter.beside.patrolled.get(unit, (0, 0))
        if owned and 1.0 - passed / owned > UNCOVERED_SHARE:
            yield LetterSuggestion("advice", unit, "uncovered")


def _supervise(given: LetterInputs) -> Iterator[LetterSuggestion]:
    view = given.quarter
    raised = view.during("raised", "t_s")
    late = where(raised, raised["pct"] == ESCALATE)
    for (unit,), some in row_groups(view, late, "unit"):
        yield LetterSuggestion("supervise", unit, "clock_150", tuple(dict.fromkeys(ids(some))))
    for (unit,), some in row_groups(view, where(raised, raised["pct"] == SUPERVISE), "unit"):
        times = np.sort(some["t_s"])
        if (times[SUPERVISED_TIMES - 1 :] - times[: 1 - SUPERVISED_TIMES] <= SUPERVISED_WITHIN_S).any():
            yield LetterSuggestion("supervise", unit, "supervised", tuple(dict.fromkeys(ids(some))))
    for (unit,), some in row_groups(view, running(view, BETWEEN), "unit"):
        yield LetterSuggestion("supervise", unit, "thread_late", tuple(ids(some)))


def _caution(given: LetterInputs) -> Iterator[LetterSuggestion]:
    for each in risk_warnings(given.quarter):
        yield LetterSuggestion(each.letter, each.unit, "risk", each.cases, each.id, each.figure)
    for season, units in given.seasons.items():
        yield from (LetterSuggestion("caution", unit, "season", of=season) for unit in units)
    for unit in given.month.units:
        yield from _fallen(_of(given.month, unit), _of(given.before, unit))


def _fallen(month: FigureView, before: FigureView) -> Iterator[LetterSuggestion]:
    """The rates of a unit that are certainly worse this month than last quarter."""
    wanted = [name.partition(".")[0] for name in WEIGHTS]
    now, then = figures(month, wanted), figures(before, wanted)
    for name in WEIGHTS:
        one, other = now[name], then[name]
        worse = one.low > other.high if name in TURNED else one.high < other.low
        if worse and not one.few and not other.few:
            yield LetterSuggestion("caution", month.scope.unit, "worse", one.ids_n, name, one)


def _coordinate(given: LetterInputs) -> Iterator[LetterSuggestion]:
    view = given.quarter
    for (unit,), some in row_groups(view, running(view, ("dispute",)), "unit"):
        yield LetterSuggestion("coordinate", unit, "dispute", tuple(ids(some)))
    for (to,), some in row_groups(view, view.during("transfers", "refused_s"), "to"):
        yield LetterSuggestion("coordinate", to, "refused", tuple(ids(some)))


def _talk(given: LetterInputs) -> Iterator[LetterSuggestion]:
    return (LetterSuggestion("talk", unit, "last_group") for unit in given.last_twice)


def _of(view: FigureView, unit: str) -> FigureView:
    return FigureView(view.rows, view.span, view.site, FigureScope(unit), view.beside)
