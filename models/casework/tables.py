"""The tables of the ledger: the audit, which is never changed, and the current rows as kinds/ declare them.

migrations/ make and change them; store.py runs the statements in the transaction of the audit row.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Executable,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
)
from sqlalchemy.types import TypeEngine

from models.casework.case import LedgerEvent
from models.casework.kinds import ColumnSpec, CurrentRows, kinds

METADATA = MetaData()
NUMBER = BigInteger().with_variant(Integer, "sqlite")

AUDIT = Table(
    "audit",
    METADATA,
    Column("seq", NUMBER, primary_key=True, autoincrement=False),
    Column("t_s", Float, nullable=False),
    Column("command_id", String(64), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("subject", String(128), nullable=False, index=True),
    Column("actor", String(64), nullable=False),
    Column("desk", String(64), nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON, exactly the text that was hashed
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)


def _table(rows: CurrentRows) -> Table:
    """With a key: a row per subject, where `seq` is the audit row that last wrote it. Otherwise a row per event."""
    keyed = (
        Column(rows.key, String(128), primary_key=True),
        Column("seq", NUMBER, nullable=False, unique=True),
    )
    numbered = (
        Column("seq", NUMBER, primary_key=True, autoincrement=False),
        Column("subject", String(128), nullable=False, index=True),
    )
    return Table(
        rows.table,
        METADATA,
        *(keyed if rows.key else numbered),
        Column("t_s", Float, nullable=False),
        Column("actor", String(64), nullable=False),
        *(_column(each) for each in rows.columns),
    )


def _column(spec: ColumnSpec) -> Column[object]:
    text: TypeEngine[Any] = String(spec.longest) if spec.longest else Text()
    types: dict[str, TypeEngine[Any]] = {"text": text, "json": JSON(), "number": NUMBER}
    return Column(spec.name, types[spec.type], nullable=not spec.needed)


CURRENT = {rows.table: _table(rows) for rows in dict.fromkeys(kind.rows for kind in kinds().values() if kind.rows)}


def row_statements(event: LedgerEvent) -> list[Executable]:
    """The changes of an event to the rows of the current state."""
    kind = kinds()[event.kind]
    if kind.rows is None:
        return []
    rows, table = kind.rows, CURRENT[kind.rows.table]
    gone: list[Executable] = [delete(table).where(table.c[rows.key] == event.subject)] if rows.key else []
    return gone if kind.ends else [*gone, insert(table).values(row_of(event, rows))]


def row_of(event: LedgerEvent, rows: CurrentRows) -> dict[str, Any]:
    """The row that an event leaves in the table of its kind."""
    row = {rows.key or "subject": event.subject, "seq": event.seq, "t_s": event.t_s, "actor": event.actor}
    return row | {spec.name: event.body.get(spec.name, "") for spec in rows.columns}
