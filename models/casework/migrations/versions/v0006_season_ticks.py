"""The ticks of the measures of seasons: the newest of each measure and unit."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, BigInteger, Column, Float, Integer, String, Text

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBER = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "season_ticks",
        Column("id", String(128), primary_key=True),
        Column("seq", NUMBER, nullable=False, unique=True),
        Column("t_s", Float, nullable=False),
        Column("actor", String(64), nullable=False),
        Column("season", String(64)),
        Column("measure", String(64)),
        Column("unit", String(64)),
        Column("done", JSON),
        Column("text", Text),
    )


def downgrade() -> None:
    """A ledger is never taken back."""
    raise NotImplementedError
