"""K17 入驻率 and 巡航覆盖, K18 负荷, K19 线索流."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.casework.clues.clue_file import STEPS
from models.casework.indicators.figures import IndicatorFigure, rate_of
from models.casework.indicators.view import FigureView, ids, minutes, where


def departments(view: FigureView) -> tuple[str, ...]:
    """Who is expected on the platform: the agencies of the site and the units that sign in their own name."""
    signers = dict.fromkeys(view.site.units.acts_as(each).id for each in view.units)
    whole = view.scope.unit in ("", view.site.units.root)
    agencies = sorted(view.site.agencies - view.site.external) if whole else []
    return tuple(dict.fromkeys((*(each for each in signers if each in view.units), *agencies)))


def present(view: FigureView) -> Iterator[IndicatorFigure]:
    """K17: departments that did something in the period, of all; and cells passed in seven days, of those owned."""
    expected = np.array(departments(view), object)
    acts = view.span.within(view.rows.tables["acts"]["t_s"])
    seen = np.unique(view.rows.tables["acts"]["department"][acts])
    yield rate_of("K17.present", expected, np.isin([view.code(each) for each in expected], seen))
    cells = [view.beside.patrolled[unit] for unit in view.units if unit in view.beside.patrolled]
    passed, owned = (sum(each[at] for each in cells) for at in (0, 1))
    missing = "" if cells else "positions"
    yield IndicatorFigure("K17.patrolled", float(passed), float(owned), "share", missing=missing)


def load(view: FigureView) -> Iterator[IndicatorFigure]:
    """K18: mean pressure (EP) and share of the time at orange or worse, of the unit itself."""
    found = view.beside.loads.get(view.scope.unit or view.site.units.root)
    values = {"mean_ep": found.mean_ep if found else None, "busy_share": found.busy_share if found else None}
    yield IndicatorFigure("K18", 0.0, 0.0, "sum", values=values, missing="" if found else "pressure")


def clue_flow(view: FigureView) -> Iterator[IndicatorFigure]:
    """K19: clues that came to a case, of those received in the period; per source and all, with each step.

    `lines_n` is the number of lines of work: the kinds of clues that came.
    """
    clues = view.during("clues", "received_s")
    yield _flow(view, "K19", np.ones(len(ids(clues)), "?"))
    for source in np.unique(clues["source"]):
        yield _flow(view, f"K19.{view.text(source)}", clues["source"] == source)


def _flow(view: FigureView, name: str, keep: np.ndarray) -> IndicatorFigure:
    clues = where(view.during("clues", "received_s"), keep)
    values: dict[str, float | None] = {"lines_n": float(len(np.unique(clues["kind"])))}
    for step in STEPS[1:]:
        times = clues[f"{step}_s"]
        reached = np.where(times <= view.span.now_s, times, np.inf)
        values[f"{step}_n"] = float(np.isfinite(reached).sum())
        values[f"{step}_median_min"] = minutes(clues["received_s"], reached)["median_min"]
    return rate_of(name, ids(clues), clues["cased_s"] <= view.span.now_s, **values)
