"""C* 及时率 of each clock, K5 协同及时处置率, K14 暂停占比."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.casework.cases.law.legal_terms import LEGAL_TERMS
from models.casework.cases.law.police_terms import POLICE_TERMS
from models.casework.indicators.figures import IndicatorFigure, pooled, rate_of
from models.casework.indicators.view import FigureView, ids, where

CASE_CLOCKS = ("assess", "order", "ack", "move", "arrive", "report", "close", "sensitive")
TERMS = (*(f"law.{each.name}" for each in LEGAL_TERMS), *(f"police.{each.name}" for each in POLICE_TERMS))
BETWEEN = ("consultation", "transfer", "assistance", "copy", "recognition", "dispute", "legal", "early")


def in_time(view: FigureView, indicator: str, keys: tuple[str, ...]) -> Iterator[IndicatorFigure]:
    """For each kind of clock: stopped by the due time, of those that fell due in the period.

    One that runs on after its due time is missed; one called off before it is in no denominator.
    """
    clocks = view.of("clocks")
    due = view.span.within(clocks["due_s"]) & (clocks["off_s"] >= clocks["due_s"])
    key_of, about, kept = clocks["key"][due], ids(clocks)[due], (clocks["done_s"] <= clocks["due_s"])[due]
    for key in keys:
        own = key_of == view.code(key)
        yield rate_of(f"{indicator}.{key}", about[own], kept[own])


def clocks_in_time(view: FigureView) -> Iterator[IndicatorFigure]:
    """C*: each clock of a case, and the terms of the laws."""
    return in_time(view, "C", (*CASE_CLOCKS, *TERMS))


def between_in_time(view: FigureView) -> Iterator[IndicatorFigure]:
    """K5: by kind of thread, and transfers; `K5.all` is all of them."""
    parts = tuple(in_time(view, "K5", BETWEEN))
    yield from parts
    yield pooled("K5.all", parts)


def paused(view: FigureView) -> Iterator[IndicatorFigure]:
    """K14: how much of the time of the clocks that may be paused they stood still, within the period."""
    clocks, pauses = view.of("clocks"), view.of("pauses")
    own = where(clocks, clocks["pausable"])
    ran_s = view.span.overlap_s(own["start_s"], np.minimum(own["done_s"], own["off_s"]))
    stood_s = view.span.overlap_s(pauses["from_s"], pauses["to_s"])
    held = tuple(dict.fromkeys(ids(pauses)[stood_s > 0]))
    ran = tuple(dict.fromkeys(ids(own)[ran_s > 0]))
    yield IndicatorFigure("K14", float(stood_s.sum()), float(ran_s.sum()), "share", held, ran)
