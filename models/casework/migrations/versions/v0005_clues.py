"""Clues that people act on or that were sent in, and the tokens of programs."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, BigInteger, Column, Float, Integer, String

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "clues",
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
    op.create_table(
        "tokens",
        Column("token_hash", String(64), primary_key=True),
        Column("account", String(32), nullable=False, index=True),
        Column("name", String(64), nullable=False),
        Column("scopes", JSON, nullable=False),
        Column("made_t_s", Float, nullable=False),
        Column("until_t_s", Float, nullable=False),
        Column("used_t_s", Float, nullable=False),
    )


def downgrade() -> None:
    """A ledger is never taken back."""
    raise NotImplementedError
