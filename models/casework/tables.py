"""The tables of the ledger: the audit, which is never changed, and the rows that hold now.

What lives here: columns. What does not: how they came about (migrations/) and who writes them (store.py).
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Float, Integer, MetaData, String, Table, Text

METADATA = MetaData()

AUDIT = Table(
    "audit",
    METADATA,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("t_s", Float, nullable=False),
    Column("command_id", String(64), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("subject", String(128), nullable=False, index=True),
    Column("actor", String(64), nullable=False),
    Column("desk", String(64), nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON, the very text that was hashed
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)


def _rows(name: str, key: str, *columns: Column[object]) -> Table:
    """A table of what holds now; `seq` is the audit row that last wrote it."""
    return Table(
        name,
        METADATA,
        Column(key, String(128), primary_key=True),
        Column("seq", BigInteger().with_variant(Integer, "sqlite"), nullable=False, unique=True),
        Column("t_s", Float, nullable=False),
        Column("actor", String(64), nullable=False),
        *columns,
    )


def _said(name: str, *columns: Column[object]) -> Table:
    """A table with a row for each thing said."""
    return Table(
        name,
        METADATA,
        Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
        Column("subject", String(128), nullable=False, index=True),
        Column("t_s", Float, nullable=False),
        Column("actor", String(64), nullable=False),
        *columns,
    )


MARKS = _said("marks", Column("mark", String(16), nullable=False), Column("reason", Text))
NOTES = _said("notes", Column("text", Text, nullable=False))
HAND_OVERS = _said("hand_overs", Column("to", String(64), nullable=False), Column("text", Text))
ZONES = _rows("zones", "id", Column("feature", JSON, nullable=False))
WATCHED = _rows("watched", "mmsi", Column("reason", Text), Column("name", Text))
CURRENT = (MARKS, NOTES, HAND_OVERS, ZONES, WATCHED)
