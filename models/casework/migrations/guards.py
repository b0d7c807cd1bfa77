"""The triggers that refuse to change or remove a row of the audit, for each kind of database.

Batch operations of Alembic rebuild a SQLite table and silently drop its triggers: whoever migrates `audit` calls
`guard` again, and the store asserts them at every start.
"""

from __future__ import annotations

NAMES = ("audit_keeps_update", "audit_keeps_delete")
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
FOR EACH ROW EXECUTE FUNCTION audit_keeps()
"""
FIND = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit'::regclass AND NOT tgisinternal",
}


def statements(dialect: str) -> list[str]:
    """What creates the triggers."""
    events = [{"event": event, "EVENT": event.upper(), "refusal": REFUSAL} for event in ("update", "delete")]
    if dialect == "sqlite":
        return [_SQLITE.format(**event) for event in events]
    return [_POSTGRES_FUNCTION.format(refusal=REFUSAL), *(_POSTGRES.format(**event) for event in events)]
