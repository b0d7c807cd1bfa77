"""K1 结案率, K2 感知率, K7 退回率 and 重开率."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.casework.indicators.figures import IndicatorFigure, rate_of
from models.casework.indicators.view import FigureView, ids, where

SENSED = ("ais", "radar", "video_ai", "beidou")  # sources that no person had to report
REOPENED_WITHIN_S = 30 * 86400.0


def closed(view: FigureView) -> Iterator[IndicatorFigure]:
    """K1: of the cases opened in the period, those that are closed at its end; a case that was reopened is not."""
    cases, closings = view.of("cases"), view.rows.tables["closings"]
    ended = view.span.before(closings["closed_s"]) & ~view.span.before(closings["reopened_s"])
    held = np.zeros(len(view.rows.tables["cases"]["about"]), "?")
    held[closings["case"][ended]] = True
    counted = view.span.within(cases["opened_s"]) & ~cases["merged"]
    yield rate_of("K1", ids(cases)[counted], held[cases["case"]][counted])


def sensed(view: FigureView) -> Iterator[IndicatorFigure]:
    """K2: whose first clue a sensor gave, of the cases opened in the period."""
    cases = view.during("cases", "opened_s")
    own = where(cases, ~cases["merged"])
    yield rate_of("K2", ids(own), view.is_one_of(own["source"], SENSED))


def sent_back(view: FigureView) -> Iterator[IndicatorFigure]:
    """K7: reviews that sent the work back; closings that were undone within 30 days, once these have passed."""
    reviews = view.during("reviews", "t_s")
    yield rate_of("K7.returned", ids(reviews), reviews["returned"])
    closings = view.of("closings")
    judged = where(closings, view.span.within(closings["closed_s"] + REOPENED_WITHIN_S))
    again = judged["reopened_s"] - judged["closed_s"] <= REOPENED_WITHIN_S
    yield rate_of("K7.reopened", ids(judged), again)
