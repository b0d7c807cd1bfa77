"""K8 首违不罚 and 再犯, K9 复议纠错率 and 败诉率."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.base.schema import Table
from models.casework.indicators.figures import Flags, IndicatorFigure, rate_of
from models.casework.indicators.view import FigureView, ids, where

YEAR_S = 365 * 86400.0  # of 12 months


def waived(view: FigureView) -> Iterator[IndicatorFigure]:
    """K8: first breaches exempted, of all decisions; and of those exempted whose 12 months ended in the period,
    whose vessel had the same item again."""
    decided = view.during("decisions", "t_s")
    yield rate_of("K8.exempt", ids(decided), decided["exempt"])
    decisions = view.of("decisions")
    past = where(decisions, decisions["exempt"] & view.span.within(decisions["t_s"] + YEAR_S))
    yield rate_of("K8.again", ids(past), _again(past, view.rows.tables["items"]))


def _again(exempt: Table, items: Table) -> Flags:
    """Whether the vessel of each had a case with the same item in the 12 months after; in the whole ledger."""
    found = [
        bool(np.any((items["mmsi"] == mmsi) & (items["item"] == item) & _in_year(items["opened_s"], t_s)))
        for mmsi, item, t_s in zip(exempt["mmsi"], exempt["item"], exempt["t_s"], strict=True)
    ]
    return np.array(found, "?")


def _in_year(opened_s: np.ndarray, t_s: float) -> Flags:
    return np.asarray((opened_s > t_s) & (opened_s <= t_s + YEAR_S))


def remedies(view: FigureView) -> Iterator[IndicatorFigure]:
    """K9: decided against us, of the reconsiderations and of the suits decided in the period."""
    decided = view.during("remedies", "t_s")
    for key in ("reconsideration", "litigation"):
        own = where(decided, decided["key"] == view.code(key))
        yield rate_of(f"K9.{key}", ids(own), own["against"])
