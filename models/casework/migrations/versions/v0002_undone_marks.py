"""The marks that were undone: `undoes` is the number of the mark."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Float, Integer, String, Text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "undone_marks",
        Column("seq", NUMBER, primary_key=True, autoincrement=False),
        Column("subject", String(128), nullable=False, index=True),
        Column("t_s", Float, nullable=False),
        Column("actor", String(64), nullable=False),
        Column("undoes", NUMBER, nullable=False),
        Column("reason", Text),
    )


def downgrade() -> None:
    """A ledger is never taken back."""
    raise NotImplementedError
