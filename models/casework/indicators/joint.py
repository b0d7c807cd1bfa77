"""K3 综合查一次实施率, K4 减少干扰, K6 移送一次完备率."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.casework.indicators.figures import IndicatorFigure, rate_of, sum_of
from models.casework.indicators.view import FigureView, ids, where

JOINT = 2  # agencies that gave a result


def one_visit(view: FigureView) -> Iterator[IndicatorFigure]:
    """K3: boardings with the results of two agencies or more, of all boardings done.

    An inspection is one boarding, whatever orders belong to it. K4: visits that a vessel was spared by them.
    """
    done, single = view.during("inspections", "done_s"), view.during("boardings", "t_s")
    alone = where(single, ~single["joint"])
    both = np.concatenate([ids(done), ids(alone)])
    hit = np.concatenate([done["results"] >= JOINT, np.zeros(len(ids(alone)), "?")])
    yield rate_of("K3", both, hit)
    yield sum_of("K4", ids(done), np.clip(done["results"] - 1.0, 0.0, None))


def complete(view: FigureView) -> Iterator[IndicatorFigure]:
    """K6: transfers accepted without a return, of those decided in the period; under the unit that offered."""
    decided = view.during("transfers", "decided_s")
    yield rate_of("K6", ids(decided), decided["clean"])
