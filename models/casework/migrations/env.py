"""How Alembic reaches the ledger: on the connection that the store passes in, inside its transaction."""

from __future__ import annotations

from alembic import context

from models.casework.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
