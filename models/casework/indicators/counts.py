"""N*: how much work there was. A count has no denominator."""

from __future__ import annotations

from collections.abc import Iterator

from models.casework.indicators.figures import IndicatorFigure, sum_of
from models.casework.indicators.timeliness import BETWEEN
from models.casework.indicators.view import FigureView, ids, where

# The count, the rows and the column whose time lies in the period.
COUNTED = (
    ("opened", "cases", "opened_s"),
    ("dispatched", "cases", "dispatched_s"),
    ("closed", "closings", "closed_s"),
    ("orders", "orders", "issued_s"),
    ("boardings", "boardings", "t_s"),
    ("inspections", "inspections", "done_s"),
    ("filed", "procedures", "filed_s"),
    ("decided", "procedures", "decided_s"),
)


def counts(view: FigureView) -> Iterator[IndicatorFigure]:
    """Cases opened, dispatched (a first order was issued) and closed, orders, boardings, inspections, procedures filed
    and decided, first breaches exempted, cases sent to the police, threads and transfers by kind."""
    for name, table, column in COUNTED:
        rows = view.during(table, column)
        yield sum_of(f"N.{name}", ids(where(rows, ~rows["merged"]) if "merged" in rows else rows))
    decided = view.during("decisions", "t_s")
    yield sum_of("N.exempt", ids(where(decided, decided["exempt"])))
    sent = view.during("transfers", "offered_s")
    yield sum_of("N.police", ids(where(sent, sent["key"] == view.code("criminal"))))
    papers = view.during("papers", "opened_s")
    for key in BETWEEN:
        yield sum_of(f"N.{key}", ids(where(papers, papers["key"] == view.code(key))))
