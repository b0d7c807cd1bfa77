"""How a ledger's database is reached: SQLite by default, PostgreSQL by URL.

What lives here: what differs between the two, and their troubles in words. What does not: what is written (store.py).
Whoever writes has his turn first: two writers must not take the same number in the chain.
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
BUSY_S = 5.0  # whoever has the turn may keep it so long
DEAD_S = 3  # a database server that says nothing so long is gone; the page waits longer than that
DRIVERS = ("sqlite", "postgresql+psycopg")
EXPECTED = "expected postgresql+psycopg://user@host/name, or nothing for a file of its own"
TURN = 0x77616E67  # any number, the same for all who write a ledger


class LedgerError(Exception):
    """The ledger could not be read or written; the message says why in one line."""


class NoLedgerError(UserError):
    """There is a database, and no ledger in it."""


def engine_of(url: str) -> Engine:
    """The engine for a URL; nothing is connected yet. Raises UserError."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as problem:  # the URL may hold a password: it is not repeated
        raise UserError(f"casework.ledger_url is not a URL; {EXPECTED}") from problem
    if parsed.drivername not in DRIVERS:
        raise UserError(f"casework.ledger_url: no ledger can be kept in {parsed.drivername}; {EXPECTED}")
    return _sqlite(parsed) if parsed.drivername == "sqlite" else _postgres(parsed)


def begin(connection: Connection) -> None:
    """The tables as this version has them, made or brought up to date. Raises UserError."""
    take_turn(connection)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    try:
        upgrade(config, "head")
    except CommandError as problem:
        raise UserError(f"this ledger was written by another version of Wanghai ({problem})") from problem


def assert_whole(connection: Connection) -> None:
    """Is there a ledger, can it hold what is said here, and does nobody alter it? Raises UserError."""
    if not inspect(connection).has_table("audit"):
        raise NoLedgerError(f"no ledger in {shown(connection.engine)}; the first `run.py live` begins one")
    if connection.dialect.name == "postgresql":
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        if encoding != "UTF8":
            raise UserError(
                f"the database holds {encoding} and no Chinese: createdb --encoding=UTF8 --template=template0"
            )
    found = set(connection.execute(text(FIND[connection.dialect.name])).scalars())
    if not found >= set(NAMES[connection.dialect.name]):
        raise UserError("the audit of this ledger has lost its guards: somebody worked on it; restore a backup")


def take_turn(connection: Connection) -> None:
    """SQLite's transaction holds the only lock there is; elsewhere writers wait for each other here."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})


@contextmanager
def in_words() -> Iterator[None]:
    """What a database says of its troubles becomes a LedgerError."""
    try:
        yield
    except SQLAlchemyError as problem:
        raise LedgerError(why(problem)) from problem


def why(problem: Exception) -> str:
    """The first line of a trouble."""
    return str(getattr(problem, "orig", None) or problem).splitlines()[0].strip()


def shown(engine: Engine) -> str:
    """Its URL without a password."""
    return engine.url.render_as_string(hide_password=True)


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say
    for pragma in ("journal_mode = WAL", "synchronous = FULL", f"busy_timeout = {int(BUSY_S * 1000)}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    """Who will write takes the lock at once, not halfway when somebody else may have it; readers wait for nobody."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres(url: URL) -> Engine:
    """A commit waits for the server's disk, a lock for nobody too long, and a server that is gone is not waited for."""
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
