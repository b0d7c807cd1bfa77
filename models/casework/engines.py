"""How a ledger's database is reached: SQLite by default, PostgreSQL by URL; their errors become LedgerError.

What is written: store.py. A writer first takes an exclusive lock, so that no two take the same number in the chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic.command import upgrade
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from models.base.settings import UserError
from models.casework.migrations.guards import FIND, NAMES

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_S = 5.0  # a writer may hold the lock for at most this long
DEAD_S = 3  # a database server silent for this long is gone; the page waits longer than that
DRIVERS = ("sqlite", "postgresql+psycopg")
EXPECTED = "expected postgresql+psycopg://user@host/name, or nothing for a file of its own"
TURN = 0x77616E67  # any number, the same for all writers of a ledger


class LedgerError(Exception):
    """The ledger could not be read or written; the message says why in one line."""


class NoLedgerError(UserError):
    """The database exists but contains no ledger."""


def engine_of(url: str) -> Engine:
    """The engine for a URL; it does not connect yet. Raises UserError."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as problem:  # the URL may contain a password, so the message does not repeat it
        raise UserError(f"casework.ledger_url is not a URL; {EXPECTED}") from problem
    if parsed.drivername not in DRIVERS:
        raise UserError(f"casework.ledger_url: no ledger can be kept in {parsed.drivername}; {EXPECTED}")
    return _sqlite(parsed) if parsed.drivername == "sqlite" else _postgres(parsed)


def begin(connection: Connection) -> None:
    """Create the tables or migrate them to this version. Raises UserError."""
    take_turn(connection)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    try:
        upgrade(config, "head")
    except CommandError as problem:
        raise UserError(f"this ledger was written by another version of Wanghai ({problem})") from problem


def assert_whole(connection: Connection) -> None:
    """Check that the ledger exists, has the right tables and encoding, and is guarded. Raises UserError."""
    if not inspect(connection).has_table("audit"):
        raise NoLedgerError(f"no ledger in {shown(connection.engine)}; the first `run.py live` creates one")
    if connection.dialect.name == "postgresql":
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        if encoding != "UTF8":
            raise UserError(
                f"the database has the encoding {encoding}, which cannot store Chinese; "
                "create it with createdb --encoding=UTF8 --template=template0"
            )
    found = set(connection.execute(text(FIND[connection.dialect.name])).scalars())
    if not found >= set(NAMES[connection.dialect.name]):
        raise UserError("the guards of this ledger's audit are missing, so it may have been altered; restore a backup")


def take_turn(connection: Connection) -> None:
    """SQLite's transaction holds its only lock; in PostgreSQL writers wait for each other here."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})


def hold_still(connection: Connection) -> None:
    """Let a transaction that only reads see one state throughout; SQLite's does so by itself."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


@contextmanager
def in_words() -> Iterator[None]:
    """Turn database errors into LedgerError."""
    try:
        yield
    except SQLAlchemyError as problem:
        raise LedgerError(why(problem)) from problem


def why(problem: Exception) -> str:
    """The first line of an error."""
    return str(getattr(problem, "orig", None) or problem).splitlines()[0].strip()


def shown(engine: Engine) -> str:
    """The URL without its password."""
    return engine.url.render_as_string(hide_password=True)


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin explicitly
    for pragma in ("journal_mode = WAL", "synchronous = FULL", f"busy_timeout = {int(BUSY_S * 1000)}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at the start, not halfway when another may hold it; readers do not wait."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres(url: URL) -> Engine:
    """A commit waits for the server's disk; waits for a lock or for a server that is gone are bounded."""
    ours = f"-c synchronous_commit=on -c lock_timeout={int(BUSY_S * 1000)}"
    line = {
        **{"options": f"{url.query.get('options', '')} {ours}", "client_encoding": "utf8"},
        **{"connect_timeout": DEAD_S, "tcp_user_timeout": DEAD_S * 1000},
        **{"keepalives_idle": DEAD_S, "keepalives_interval": 1, "keepalives_count": DEAD_S},
    }
    try:
        return create_engine(url, connect_args=line, isolation_level="READ COMMITTED", pool_pre_ping=True)
    except ImportError as problem:
        needed = "the package psycopg, which is not installed: run `make setup`, or pip install 'psycopg[binary]'"
        raise UserError(f"a ledger on PostgreSQL needs {needed}") from problem
