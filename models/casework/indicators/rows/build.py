"""The rows of a whole ledger. A case that did not change since the last time keeps its rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.casework.cases.nouns import Case
from models.casework.cases.workplace import Workplace
from models.casework.indicators.due import Reopening
from models.casework.indicators.rows.figure_rows import FigureRows, RowLists, stacked
from models.casework.indicators.rows.ledger_extract import LedgerExtract
from models.casework.indicators.rows.of_case import case_lists
from models.casework.indicators.rows.of_others import (
    clue_lists,
    inspection_lists,
    mark_lists,
    ready_lists,
    seat_lists,
)


class RowBuilder:
    """Makes rows of extracts of one ledger, one after the other."""

    def __init__(self, site: Workplace) -> None:
        self._site = site
        self._known: dict[str, tuple[Case, tuple[Reopening, ...], RowLists]] = {}

    def rows(self, extract: LedgerExtract) -> FigureRows:
        """All rows; the cases in the order of their numbers."""
        cases = [self._case(case, extract) for _, case in sorted(extract.cases.items())]
        others = [mark_lists(extract.marks, self._site), seat_lists(extract.seats)]
        nouns = [*map(inspection_lists, extract.inspections.values()), *map(clue_lists, extract.clues.values())]
        rows = stacked([*cases, *nouns, *others, ready_lists(extract.stated, self._site)])
        return replace(_with_joint(rows, extract), head=extract.head)

    def _case(self, case: Case, extract: LedgerExtract) -> RowLists:
        reopenings, known = extract.reopenings.get(case.id, ()), self._known.get(case.id)
        if known is None or known[0] is not case or known[1] != reopenings:
            known = self._known[case.id] = (case, reopenings, case_lists(case, self._site, reopenings))
        return known[2]


def rows_of(extract: LedgerExtract, site: Workplace) -> FigureRows:
    """The rows of one extract."""
    return RowBuilder(site).rows(extract)


def _with_joint(rows: FigureRows, extract: LedgerExtract) -> FigureRows:
    """Mark the boardings that were part of an inspection, which counts in their place."""
    done = (each for each in extract.inspections.values() if each.state == "done")
    orders = {order for each in done for order in each.orders}
    boardings = rows.tables["boardings"]
    boardings["joint"] = np.fromiter((about in orders for about in boardings["about"]), "?", len(boardings["about"]))
    return rows
