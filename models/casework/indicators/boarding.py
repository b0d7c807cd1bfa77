"""K10 规范率, K11 查获率 and why a target was not brought under control."""

from __future__ import annotations

from collections.abc import Iterator

from models.casework.indicators.figures import IndicatorFigure, rate_of
from models.casework.indicators.view import FigureView, ids

CHECKS = ("certificate", "code", "recorder", "two", "material")
UNABLE = ("no_unit", "weather", "out_of_reach", "offence_over", "fled", "higher_priority")


def regular(view: FigureView) -> Iterator[IndicatorFigure]:
    """K10: certificate and code shown, recorder on, two certified officers, material complete, each of all boardings
    reported in the period; `K10.all` is all five at once."""
    boarded = view.during("boardings", "t_s")
    for name in CHECKS:
        yield rate_of(f"K10.{name}", ids(boarded), boarded[name])
    yield rate_of("K10.all", ids(boarded), boarded["regular"])


def found(view: FigureView) -> Iterator[IndicatorFigure]:
    """K11: violations, of the boardings reported in the period; and each reason `unable_why`, of the orders ended."""
    boarded = view.during("boardings", "t_s")
    yield rate_of("K11.found", ids(boarded), boarded["violation"])
    over = view.during("orders", "over_s")
    for why in UNABLE:
        yield rate_of(f"K11.{why}", ids(over), over["unable"] == view.code(why))
