"""All rows of a ledger as columns, so that an indicator is a few array operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np

from models.base.schema import Table
from models.casework.indicators.rows.specs import CODE, FLAG, ID, SPECS, TIME

RowLists = Mapping[str, Sequence[tuple[Any, ...]]]  # rows of one noun by table, in the order of the columns
UNKNOWN = -1


@dataclass(frozen=True)
class FigureRows:
    """`names` are the texts of the codes; `tables` by the names of SPECS; `head` number and hash of the last event."""

    names: tuple[str, ...] = ()
    codes: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    head: tuple[int, str] = (0, "")

    def code(self, name: str) -> int:
        """The code of a text; one that no row has gets none."""
        return self.codes.get(name, UNKNOWN)


def stacked(lists: Iterable[RowLists]) -> FigureRows:
    """The columns of the rows of many nouns. The order of the nouns is that of the rows."""
    found: dict[str, list[Sequence[tuple[Any, ...]]]] = {name: [] for name in SPECS}
    for each in lists:
        for name, rows in each.items():
            found[name].append(rows)
    columns = {name: _columns(name, list(chain.from_iterable(rows))) for name, rows in found.items()}
    codes: dict[str, int] = {}
    cases = {case_id: at for at, case_id in enumerate(columns["cases"]["about"])}
    tables = {name: _table(name, each, codes, cases) for name, each in columns.items()}
    return FigureRows(tuple(codes), codes, tables)


def _columns(name: str, rows: list[tuple[Any, ...]]) -> dict[str, Sequence[Any]]:
    names = tuple(SPECS[name])
    return dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))


def _table(name: str, columns: Mapping[str, Sequence[Any]], codes: dict[str, int], cases: Mapping[str, int]) -> Table:
    table = {}
    for column, kind in SPECS[name].items():
        values = columns[column]
        if kind == CODE:
            for each in dict.fromkeys(values):
                codes.setdefault(each, len(codes))
            table[column] = np.fromiter(map(codes.__getitem__, values), "i4", len(values))
        elif kind == "case":
            table[column] = np.fromiter((cases.get(each, UNKNOWN) for each in values), "i4", len(values))
        else:
            table[column] = np.array(values, np.dtype({ID: "O", TIME: "f8", FLAG: "?"}[kind]))
    return table
