"""The first tables: the audit, marks, notes, hand-overs, zones and watched craft."""

from __future__ import annotations

from alembic import op

from models.casework.migrations.guards import statements
from models.casework.tables import AUDIT, CURRENT

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    connection = op.get_bind()
    for table in (AUDIT, *CURRENT):
        table.create(connection)
    for statement in statements(connection.dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """A ledger is never taken back."""
    raise NotImplementedError
