"""Accounts as current rows of the ledger; beside it the tables of passwords and sessions."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, BigInteger, Column, Float, Integer, String, Text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "accounts",
        Column("id", String(128), primary_key=True),
        Column("seq", NUMBER, nullable=False, unique=True),
        Column("t_s", Float, nullable=False),
        Column("actor", String(64), nullable=False),
        Column("name_zh", String(64), nullable=False),
        Column("name_en", String(64)),
        Column("unit", String(64)),
        Column("roles", JSON, nullable=False),
        Column("certificate", String(64)),
        Column("certificate_until", String(10)),
        Column("disabled", NUMBER, nullable=False),
    )
    op.create_table(
        "credentials",
        Column("account", String(32), primary_key=True),
        Column("password", Text, nullable=False),
        Column("totp", String(64), nullable=False),
        Column("totp_step", NUMBER, nullable=False),
        Column("changed_t_s", Float, nullable=False),
    )
    op.create_table(
        "sessions",
        Column("token_hash", String(64), primary_key=True),
        Column("account", String(32), nullable=False, index=True),
        Column("kind", String(16), nullable=False),
        Column("address", String(64), nullable=False),
        Column("made_t_s", Float, nullable=False),
        Column("seen_t_s", Float, nullable=False),
    )


def downgrade() -> None:
    """A ledger is never taken back."""
    raise NotImplementedError
