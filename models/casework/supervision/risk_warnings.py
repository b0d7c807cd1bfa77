"""执法风险预警: what in the enforcement itself may go wrong. Each names its cases and suggests a letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from models.base.schema import Table
from models.casework.indicators.figures import FEW, IndicatorFigure, rate_of
from models.casework.indicators.view import FigureView, ids, where

DAY_S = 86400.0
OFF_TIER_SHARE = 0.2
EXEMPT_TIMES, EXEMPT_WITHIN_S = 3, 365 * DAY_S
RECORDER_TIMES, RECORDER_WITHIN_S = 2, 30 * DAY_S
SEIZURE_LEFT_S = 3 * DAY_S
DECIDE_LEFT_S = 10 * DAY_S  # day 80 of 90
SAME_ACT_S = DAY_S
MISSING_TIMES = 2
OWED_KEYS = ("police.head", "police.send")  # the steps of the hand-over to the police that are ours


@dataclass(frozen=True)
class RiskWarning:
    """`of` is whom or what it is about beside the unit: an officer, a party, a material. `letter` is suggested."""

    id: str
    unit: str
    cases: tuple[str, ...]
    of: str = ""
    letter: str = "caution"
    figure: IndicatorFigure | None = None


Find = Callable[[FigureView], Iterator[RiskWarning]]


def row_groups(view: FigureView, table: Table, *columns: str) -> Iterator[tuple[tuple[str, ...], Table]]:
    """The rows by the texts of some columns of codes."""
    if not len(ids(table)):
        return
    keys, member = np.unique(np.stack([table[each] for each in columns]), axis=1, return_inverse=True)
    for at, key in enumerate(keys.T):
        yield tuple(view.text(code) for code in key), where(table, member.ravel() == at)


def _off_tier(view: FigureView) -> Iterator[RiskWarning]:
    for (unit,), decided in row_groups(view, view.during("decisions", "t_s"), "unit"):
        figure = rate_of("off_tier", ids(decided), decided["off_tier"])
        if figure.n >= FEW and figure.k > OFF_TIER_SHARE * figure.n:
            yield RiskWarning("off_tier", unit, figure.ids_k, figure=figure)


def _same_exempt(view: FigureView) -> Iterator[RiskWarning]:
    """Three exemptions within 12 months by the same officers for the same party, the last in the period."""
    decisions = view.of("decisions")
    exempt = where(decisions, decisions["exempt"] & view.span.before(decisions["t_s"]))
    for (unit, officers, party), some in row_groups(view, exempt, "unit", "officers", "party"):
        recent = where(some, some["t_s"] > view.span.end_s - EXEMPT_WITHIN_S)
        if officers and party and len(ids(recent)) >= EXEMPT_TIMES and view.span.within(recent["t_s"]).any():
            yield RiskWarning("same_exempt", unit, tuple(ids(recent)), f"{officers} → {party}", "supervise")


def _recorder_off(view: FigureView) -> Iterator[RiskWarning]:
    boardings = view.of("boardings")
    off = where(boardings, ~boardings["recorder"] & view.span.before(boardings["t_s"]))
    for (unit, officer), some in row_groups(view, off, "unit", "officer"):
        order = np.argsort(some["t_s"], kind="stable")
        times, about = some["t_s"][order], ids(some)[order]
        near = (times[RECORDER_TIMES - 1 :] - times[: 1 - RECORDER_TIMES]) <= RECORDER_WITHIN_S
        near &= view.span.within(times[RECORDER_TIMES - 1 :])
        if near.any():
            held = np.concatenate([near, [False]]) | np.concatenate([[False], near])
            yield RiskWarning("recorder_off", unit, tuple(about[held]), officer)


def running(view: FigureView, keys: tuple[str, ...], left_s: float = 0.0) -> Table:
    """The clocks that run and fall due within so long, or are late."""
    clocks = view.of("clocks")
    runs = np.isinf(clocks["done_s"]) & np.isinf(clocks["off_s"]) & (clocks["due_s"] <= view.span.now_s + left_s)
    return where(clocks, runs & view.is_one_of(clocks["key"], keys))


def _owed(view: FigureView) -> Iterator[RiskWarning]:
    for (unit,), some in row_groups(view, running(view, OWED_KEYS), "unit"):
        yield RiskWarning("owed_to_police", unit, tuple(dict.fromkeys(ids(some))), letter="supervise")


def _decide_soon(view: FigureView) -> Iterator[RiskWarning]:
    for (unit,), some in row_groups(view, running(view, ("law.decide",), DECIDE_LEFT_S), "unit"):
        yield RiskWarning("decide_soon", unit, tuple(ids(some)))


def _seizure_ends(view: FigureView) -> Iterator[RiskWarning]:
    things = view.of("seizures")
    ends = np.isinf(things["dealt_s"]) & (things["until_s"] <= view.span.now_s + SEIZURE_LEFT_S)
    for (unit,), some in row_groups(view, where(things, ends), "unit"):
        yield RiskWarning("seizure_ends", unit, tuple(dict.fromkeys(ids(some))))


def _fined_twice(view: FigureView) -> Iterator[RiskWarning]:
    """Two fines of a vessel for acts within a day of each other, the later one decided in the period."""
    decisions = view.of("decisions")
    fined = where(decisions, decisions["fined"] & np.isfinite(decisions["mmsi"]) & view.span.before(decisions["t_s"]))
    for mmsi in np.unique(fined["mmsi"]):
        some = where(fined, fined["mmsi"] == mmsi)
        order = np.argsort(some["act_s"], kind="stable")
        near = np.diff(some["act_s"][order]) < SAME_ACT_S
        held = np.concatenate([near, [False]]) | np.concatenate([[False], near])
        some = where({column: values[order] for column, values in some.items()}, held)
        if held.any() and view.span.within(some["t_s"]).any():
            unit = view.text(some["unit"][-1])
            yield RiskWarning("fined_twice", unit, tuple(ids(some)), str(int(mmsi)), "supervise")


def _missing_again(view: FigureView) -> Iterator[RiskWarning]:
    for (unit, gap), some in row_groups(view, view.during("gaps", "t_s"), "unit", "gap"):
        if len(ids(some)) >= MISSING_TIMES:
            yield RiskWarning("missing_again", unit, tuple(ids(some)), gap)


@dataclass(frozen=True)
class RiskRow:
    """One row of the table of warnings."""

    id: str
    zh: str
    en: str
    find: Find


RISKS: tuple[RiskRow, ...] = (
    RiskRow("off_tier", "超出裁量档次的决定多于20%", "more than 20 % of the decisions off their tier", _off_tier),
    RiskRow(
        "same_exempt", "同一执法人员对同一当事人三次免罚", "same officers, same party: three exemptions", _same_exempt
    ),
    RiskRow("recorder_off", "30日内两次未开记录仪", "recorder off twice in 30 days", _recorder_off),
    RiskRow("owed_to_police", "涉嫌犯罪逾期未决定或未移送", "hint of a crime undecided or not sent in time", _owed),
    RiskRow("seizure_ends", "扣押登记3日内到期或已到期", "a seizure ends within 3 days or has ended", _seizure_ends),
    RiskRow("decide_soon", "办案期限已过80日", "day 80 of the 90 to decide is over", _decide_soon),
    RiskRow("fined_twice", "同一行为两次罚款", "second fine for one act", _fined_twice),
    RiskRow("missing_again", "同一移送材料再次缺失", "the same material missing again", _missing_again),
)


def risk_warnings(view: FigureView) -> list[RiskWarning]:
    """All warnings of the scope, in the order of the table."""
    return [each for row in RISKS for each in row.find(view)]
