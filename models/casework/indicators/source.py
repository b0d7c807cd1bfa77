"""The rows of a ledger, kept up to date: each time only what events after the last time changed is read again."""

from __future__ import annotations

from models.casework.cases.workplace import Workplace
from models.casework.indicators.extract_tables import read_extract
from models.casework.indicators.rows.build import RowBuilder
from models.casework.indicators.rows.figure_rows import FigureRows
from models.casework.indicators.rows.ledger_extract import LedgerExtract
from models.casework.store import Ledger


class FigureSource:
    """For a process that gives figures again and again. Only one thread may ask at a time."""

    def __init__(self, ledger: Ledger, site: Workplace) -> None:
        self._ledger = ledger
        self._builder = RowBuilder(site)
        self._extract: LedgerExtract | None = None
        self._rows = FigureRows()

    def rows(self) -> FigureRows:
        """The rows as the ledger is now; the same object while nothing was written. Raises LedgerError."""
        extract = read_extract(self._ledger, self._extract)
        if extract is not self._extract:
            self._extract, self._rows = extract, self._builder.rows(extract)
        return self._rows
