"""K12 响应, K13 忙闲, K15 警示有效率, K16 告警准确率."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.base.schema import Table
from models.casework.indicators.figures import Flags, IndicatorFigure, rate_of
from models.casework.indicators.view import FigureView, ids, minutes, where


def response(view: FigureView) -> Iterator[IndicatorFigure]:
    """K12: from opened to on scene, of the cases in which the first unit arrived in the period."""
    there = view.during("cases", "on_scene_s")
    took = minutes(there["opened_s"], there["on_scene_s"])
    yield IndicatorFigure("K12", len(ids(there)), len(ids(there)), "sum", (), tuple(ids(there)), took)


def busy(view: FigureView) -> Iterator[IndicatorFigure]:
    """K13: from under way until released or reported, of the time in which the craft was ready; per craft and all."""
    ready, orders = view.of("ready"), view.rows.tables["orders"]
    sailed = where(orders, np.isfinite(orders["under_way_s"]))
    parts = []
    for craft in np.unique(ready["craft"]):
        trips, mine = where(sailed, sailed["craft"] == craft), where(ready, ready["craft"] == craft)
        ready_s = view.span.overlap_s(mine["from_s"], mine["to_s"]).sum()
        from_s, to_s, used = _at_work(view, trips)
        name = view.text(craft)
        parts.append(IndicatorFigure(f"K13.{name}", float((to_s - from_s).sum()), float(ready_s), "share", used))
    yield IndicatorFigure(
        *("K13", sum(each.k for each in parts), sum(each.n for each in parts), "share"),
        tuple(one for each in parts for one in each.ids_k),
    )
    yield from parts


def _at_work(view: FigureView, trips: Table) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """When a craft was at work in the period; orders at the same time count once."""
    inside = view.span.overlap_s(trips["under_way_s"], trips["over_s"]) > 0
    order = np.argsort(trips["under_way_s"][inside], kind="stable")
    from_s = np.maximum(trips["under_way_s"][inside][order], view.span.from_s)
    to_s = np.minimum(trips["over_s"][inside][order], view.span.end_s)
    before_s = np.concatenate([[-np.inf], np.maximum.accumulate(to_s)[:-1]]) if len(to_s) else to_s
    from_s = np.maximum(from_s, before_s)
    return from_s, np.maximum(to_s, from_s), tuple(ids(trips)[inside])


def warned(view: FigureView) -> Iterator[IndicatorFigure]:
    """K15: calls whose effect was seen in time, of the calls that were measured; `calls_n` is all of them."""
    calls = view.during("orders", "issued_s")
    calls = where(calls, calls["call"])
    effects = view.beside.effects
    known = where(calls, _flags(each in effects for each in ids(calls)))
    seen = _flags(effects[each] for each in ids(known))
    made = rate_of("K15", ids(known), seen, calls_n=float(len(ids(calls))))
    yield made if effects else IndicatorFigure("K15", 0, 0, values=made.values, missing="tracks")


def _flags(values: Iterator[bool]) -> Flags:
    return np.fromiter(values, "?")


def precision(view: FigureView) -> Iterator[IndicatorFigure]:
    """K16: marked true, of the alerts marked true or false in the period; per rule and all."""
    marks = view.during("marks", "t_s")
    yield rate_of("K16", ids(marks), marks["true"])
    for rule in np.unique(marks["rule"]):
        own = where(marks, marks["rule"] == rule)
        yield rate_of(f"K16.{view.text(rule)}", ids(own), own["true"])
