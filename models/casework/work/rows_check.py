"""Whether the current rows are what the audit gives: the desk starts from them, and no trigger guards them.

The audit itself is verified by its hashes: Ledger.verify.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.casework.case import LedgerEvent
from models.casework.kinds import Noun, changed_nouns, kinds
from models.casework.noun_tables import with_parts
from models.casework.store import Ledger
from models.casework.tables import CURRENT, row_of

Rows = dict[Any, dict[str, Any]]


def wrong_row(ledger: Ledger) -> tuple[int, str]:
    """How many rows agree with the events, and the first that does not, `orders ZS-20260503-0012/O1`; else empty."""
    nouns: dict[str, Noun] = {}
    tables: dict[str, Rows] = {name: {} for name in CURRENT}
    for event in ledger.events():
        nouns |= {noun.id: noun for noun in changed_nouns(event, nouns.get)}
        _fold_row(event, tables)
    parts = {name: part for noun in nouns.values() for name, part in with_parts(noun).items()}
    wrong = _first_other(parts, ledger.parts())
    for name, rows in tables.items():
        wrong = wrong or _first_other(rows, {_key(name, row): row for row in ledger.rows(name)}, f"{name} ")
    return len(parts) + sum(map(len, tables.values())), wrong


def _fold_row(event: LedgerEvent, tables: dict[str, Rows]) -> None:
    kind = kinds()[event.kind]
    if kind.rows is None:
        return
    name, row = kind.rows.table, row_of(event, kind.rows)
    if kind.ends:
        tables[name].pop(_key(name, row), None)
    else:
        tables[name][_key(name, row)] = row


def _key(name: str, row: Mapping[str, Any]) -> Any:
    """What a table has one row for: the subject where it is keyed by it, else the event."""
    (column,) = CURRENT[name].primary_key
    return row[column.name]


def _first_other(wanted: Mapping[Any, Any], found: Mapping[Any, Any], about: str = "") -> str:
    others = (name for name in sorted(wanted.keys() | found.keys()) if wanted.get(name) != found.get(name))
    return next((f"{about}{name}" for name in others), "")
