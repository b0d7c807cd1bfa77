"""季度排名: units of one level by the lower bounds of their rates, in groups that the figures can tell apart.

A unit with too few cases is not ranked, and units whose scores are nearer than their uncertainty share a group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

from models.casework.cases.workplace import Workplace
from models.casework.indicators.figures import IndicatorFigure
from models.casework.indicators.rows.figure_rows import FigureRows
from models.casework.indicators.span import FigureSpan
from models.casework.indicators.table import figures
from models.casework.indicators.view import BesideLedger, FigureScope, FigureView, UnitLoad

# Weight of each figure (house default, casework.weights may replace it).
WEIGHTS: Mapping[str, float] = {
    **dict.fromkeys(("C.ack", "C.move", "C.close", "K5.all"), 0.15),
    **dict.fromkeys(("K3", "K6", "K7.returned", "K10.all"), 0.1),
}
TURNED = {"K7.returned"}  # the less the better: 1 - upper bound counts
FEWEST_PARTS = 4
GROUPS = ("A", "B", "C")


@dataclass(frozen=True)
class RankedPart:
    """One figure of a unit as it counts: its bound, half the width of its interval, and its share of the weight."""

    figure: IndicatorFigure
    bound: float
    half_width: float
    weight: float


@dataclass(frozen=True)
class RankedUnit:
    """A unit in the ranking. Without a group it has too few cases and is not ranked."""

    unit: str
    parts: tuple[RankedPart, ...]
    score: float | None = None
    margin: float = 0.0
    group: str = ""
    load: UnitLoad | None = None

    def record(self) -> dict[str, Any]:
        """As an object for JSON and for the event that publishes a ranking."""
        parts = [{**each.figure.record(), "bound": each.bound, "weight": each.weight} for each in self.parts]
        load = {"mean_ep": self.load.mean_ep, "busy_share": self.load.busy_share} if self.load else None
        own = {"unit": self.unit, "group": self.group, "score": self.score, "margin": self.margin}
        return {**own, "load": load, "parts": parts}


def ranked(
    rows: FigureRows,
    span: FigureSpan,
    site: Workplace,
    level: str,
    beside: BesideLedger | None = None,
    weights: Mapping[str, float] = WEIGHTS,
) -> tuple[RankedUnit, ...]:
    """The units of a level with all below them, the best first, those with too few cases last."""
    found = []
    for unit in (each.id for each in site.units if each.level == level):
        view = FigureView(rows, span, site, FigureScope(unit), beside or BesideLedger())
        load = beside.loads.get(unit) if beside else None
        found.append(replace(scored(unit, figures(view, _rows_of(weights)), weights), load=load))
    return grouped(found)


def scored(unit: str, found: Mapping[str, IndicatorFigure], weights: Mapping[str, float] = WEIGHTS) -> RankedUnit:
    """The score of a unit from its figures. A part with too few cases drops out, and the others share its weight."""
    whole = sum(weight for name, weight in weights.items() if not found[name].few)
    parts = tuple(_part(found[name], weight / whole) for name, weight in weights.items() if not found[name].few)
    if len(parts) < FEWEST_PARTS:
        return RankedUnit(unit, parts)
    score = sum(each.weight * each.bound for each in parts)
    return RankedUnit(unit, parts, score, sqrt(sum((each.weight * each.half_width) ** 2 for each in parts)))


def grouped(units: list[RankedUnit]) -> tuple[RankedUnit, ...]:
    """The units in order with their groups: one that is further from the first of a group than the margin of either
    begins the next."""
    known = sorted((each for each in units if each.score is not None), key=lambda each: (-(each.score or 0), each.unit))
    found, at, first = list[RankedUnit](), 0, None
    for each in known:
        if first is None:
            first = each
        elif (first.score or 0.0) - (each.score or 0.0) >= max(first.margin, each.margin):
            at, first = min(at + 1, len(GROUPS) - 1), each
        found.append(replace(each, group=GROUPS[at]))
    return (*found, *(each for each in units if each.score is None))


def last_twice(earlier: tuple[RankedUnit, ...], now: tuple[RankedUnit, ...]) -> tuple[str, ...]:
    """The units in the last group of two rankings, where there is more than one group."""
    both = [_last(earlier), _last(now)]
    return tuple(sorted(both[0] & both[1]))


def _last(ranking: tuple[RankedUnit, ...]) -> set[str]:
    groups = sorted({each.group for each in ranking if each.group})
    return {each.unit for each in ranking if each.group == groups[-1]} if len(groups) > 1 else set()


def _part(figure: IndicatorFigure, weight: float) -> RankedPart:
    bound = 1.0 - figure.high if figure.id in TURNED else figure.low
    return RankedPart(figure, bound, (figure.high - figure.low) / 2.0, weight)


def _rows_of(weights: Mapping[str, float]) -> list[str]:
    return [name.partition(".")[0] for name in weights]
