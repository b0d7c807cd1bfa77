"""The nouns of casework: cases, orders, threads, transfers, evidence and inspections; patrol craft and duty."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, BigInteger, Column, Float, Integer, String, Text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = BigInteger().with_variant(Integer, "sqlite")
NOUNS = ("cases", "inspections", "orders", "threads", "transfers", "evidence")


def upgrade() -> None:
    """Forward."""
    for name in NOUNS:
        op.create_table(
            name,
            Column("id", String(128), primary_key=True),
            Column("seq", NUMBER, nullable=False, index=True),
            Column("t_s", Float, nullable=False),
            Column("actor", String(64), nullable=False),
            Column("case_id", String(128), nullable=False, index=True),
            Column("kind", String(64), nullable=False),
            Column("state", String(32), nullable=False, index=True),
            Column("colour", String(16), nullable=False),
            Column("unit", String(64), nullable=False, index=True),
            Column("about", String(64), nullable=False, index=True),
            Column("noun", JSON, nullable=False),
        )
    _create_newest(
        "crafts", "id", Column("state", String(16), nullable=False), Column("unit", String(64)), Column("why", Text)
    )
    _create_newest("duty", "seat", Column("unit", String(64)), Column("agency", String(64)))


def _create_newest(name: str, key: str, *columns: Column[str]) -> None:
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
