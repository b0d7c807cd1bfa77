"""画像: what the figures say of a unit, and of an officer. Officers are never ranked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import numpy as np

from models.casework.cases.workplace import Workplace
from models.casework.indicators.figures import IndicatorFigure
from models.casework.indicators.rows.figure_rows import FigureRows
from models.casework.indicators.span import FigureSpan, months_from
from models.casework.indicators.table import figures
from models.casework.indicators.view import BesideLedger, FigureScope, FigureView, UnitLoad
from models.casework.person import Person
from models.casework.supervision.ranking import TURNED

MONTHS = 12
# The figures of each axis; an axis is the mean of the lower bounds of those with enough cases.
AXES: Mapping[str, tuple[str, ...]] = {
    "speed": ("C.ack", "C.move", "C.arrive"),
    "completion": ("C.close", "K1"),
    "cooperation": ("K5.all", "K6", "K3"),
    "norm": ("K10.all", "K7.returned"),
    "effect": ("K11.found", "K15"),
}
OF_OFFICER: Mapping[str, tuple[str, ...]] = {
    "speed": ("C.ack", "C.arrive", "C.report"),
    "norm": ("K10.all",),
    "effect": ("K11.found",),
}
Axes = Mapping[str, float | None]


@dataclass(frozen=True)
class Portrait:
    """`axes` are 0 to 100, None with too few cases; `months` the same for each of twelve months by its beginning.

    `mix` counts the cases opened by kind and by colour. `of` is the unit, or the name of the officer.
    """

    of: str
    axes: Axes
    figures: Mapping[str, IndicatorFigure]
    months: Mapping[float, Axes]
    mix: Mapping[str, Mapping[str, int]]
    load: UnitLoad | None = None


def unit_portrait(view: FigureView) -> Portrait:
    """The portrait of the unit of a view and all below it."""
    return _portrait(view, view.scope.unit or view.site.units.root, AXES)


def officer_portrait(
    rows: FigureRows, span: FigureSpan, site: Workplace, officer: str, beside: BesideLedger | None = None
) -> Portrait:
    """The same of the orders that an officer reported; figures of fewer than ten are left out."""
    found = _portrait(
        FigureView(rows, span, site, FigureScope(officer=officer), beside or BesideLedger()), officer, OF_OFFICER
    )
    shown = {name: each for name, each in found.figures.items() if not each.few}
    return Portrait(officer, found.axes, shown, found.months, {})


def may_see_officer(by: Person, officer: str, unit: str, site: Workplace) -> bool:
    """The officer, a commander of the officer's unit or above, and a supervisor see the portrait of an officer."""
    return by.name == officer or (by.has("commander", "supervisor") and site.over(unit, by.unit))


def _portrait(view: FigureView, of: str, axes: Mapping[str, tuple[str, ...]]) -> Portrait:
    found = figures(view, _rows_of(axes))
    kept = {name: found[name] for names in axes.values() for name in names}
    months = {each.span.from_s: _axes(figures(each, _rows_of(axes)), axes) for each in _months(view)}
    return Portrait(of, _axes(found, axes), kept, months, _mix(view), view.beside.loads.get(of))


def _axes(found: Mapping[str, IndicatorFigure], axes: Mapping[str, tuple[str, ...]]) -> Axes:
    return {axis: _mean([found[name] for name in names if not found[name].few]) for axis, names in axes.items()}


def _mean(some: list[IndicatorFigure]) -> float | None:
    bounds = [1.0 - each.high if each.id in TURNED else each.low for each in some]
    return 100.0 * sum(bounds) / len(bounds) if bounds else None


def _months(view: FigureView) -> Iterator[FigureView]:
    """The twelve months up to the one in which the period ends."""
    offset_h = view.site.calendar.utc_offset_h
    last = datetime.fromtimestamp(view.span.to_s - 1.0, timezone(timedelta(hours=offset_h)))
    for back in range(MONTHS - 1, -1, -1):
        span = months_from(last.year, last.month - back, 1, offset_h, view.span.now_s)
        yield FigureView(view.rows, span, view.site, view.scope, view.beside)


def _mix(view: FigureView) -> Mapping[str, Mapping[str, int]]:
    cases = view.during("cases", "opened_s")
    counted = {name: np.unique(cases[name], return_counts=True) for name in ("kind", "colour")}
    return {name: {view.text(code): int(n) for code, n in zip(*each, strict=True)} for name, each in counted.items()}


def _rows_of(axes: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [name.partition(".")[0] for names in axes.values() for name in names]
