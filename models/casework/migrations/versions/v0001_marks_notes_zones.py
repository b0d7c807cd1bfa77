"""The first tables: the audit, marks, notes, hand-overs, zones and watched vessels.

The columns stand here as they were then; models/casework/tables.py has them as they are now.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, BigInteger, Column, Float, Integer, String, Text

from models.casework.migrations.guards import statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "audit",
        Column("seq", NUMBER, primary_key=True, autoincrement=False),
        Column("t_s", Float, nullable=False),
        Column("command_id", String(64), nullable=False, unique=True),
        Column("kind", String(32), nullable=False),
        Column("subject", String(128), nullable=False, index=True),
        Column("actor", String(64), nullable=False),
        Column("desk", String(64), nullable=False),
        Column("body", Text, nullable=False),
        Column("prev_hash", String(64), nullable=False),
        Column("hash", String(64), nullable=False),
    )
    _create_log("marks", Column("mark", String(16), nullable=False), Column("reason", Text))
    _create_log("notes", Column("text", Text, nullable=False))
    _create_log("hand_overs", Column("to", String(64), nullable=False), Column("text", Text))
    _create_newest("zones", "id", Column("feature", JSON, nullable=False))
    _create_newest("watched", "mmsi", Column("reason", Text), Column("name", Text))
    for statement in statements(op.get_bind().dialect.name):
        op.execute(statement)


def _create_log(name: str, *columns: Column[object]) -> None:
    """A row for each event."""
    op.create_table(
        name,
        Column("seq", NUMBER, primary_key=True, autoincrement=False),
        Column("subject", String(128), nullable=False, index=True),
        Column("t_s", Float, nullable=False),
        Column("actor", String(64), nullable=False),
        *columns,
    )


def _create_newest(name: str, key: str, *columns: Column[object]) -> None:
    """A row for each subject."""
    op.create_table(
        name,
        Column(key, String(128), primary_key=True),
        Column("seq", NUMBER, nullable=False, unique=True),
        Column("t_s", Float, nullable=False),
        Column("actor", String(64), nullable=False),
        *columns,
    )


def downgrade() -> None:
    """A ledger is never taken back."""
    raise NotImplementedError
