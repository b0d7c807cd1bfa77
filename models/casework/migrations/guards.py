"""The triggers that refuse to change or remove a row of the audit, for each kind of database.

Batch operations of Alembic rebuild a SQLite table and silently drop its triggers: a migration of `audit` must execute
`statements` again, and every start checks for them. PostgreSQL can also empty a table without deleting a row.
"""

from __future__ import annotations

NAMES = {
    "sqlite": ("audit_keeps_update", "audit_keeps_delete"),
    "postgresql": ("audit_keeps_update", "audit_keeps_delete", "audit_keeps_truncate"),
}
REFUSAL = "the audit is never changed"

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS audit_keeps_{event} BEFORE {EVENT} ON audit
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_keeps() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$
"""
_POSTGRES = """
CREATE OR REPLACE TRIGGER audit_keeps_{event} BEFORE {EVENT} ON audit
FOR EACH {each} EXECUTE FUNCTION audit_keeps()
"""
FIND = {  # the triggers that exist and are enabled
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit'::regclass AND tgenabled IN ('O', 'A')",
}


def statements(dialect: str) -> list[str]:
    """The statements that create the triggers."""
    if dialect == "sqlite":
        return [_SQLITE.format(event=event, EVENT=event.upper(), refusal=REFUSAL) for event in ("update", "delete")]
    events = (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT"))
    triggers = [_POSTGRES.format(event=event, EVENT=event.upper(), each=each) for event, each in events]
    return [_POSTGRES_FUNCTION.format(refusal=REFUSAL), *triggers]
