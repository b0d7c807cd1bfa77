"""The ledger: one transaction writes an audit row and the row that holds now. The only place with SQL.

What lives here: opening, writing, reading and checking the ledger. What does not: what is legal (rules.py), when and
from whom (desk.py). SQLite by default (write-ahead log, full sync: a commit survives a loss of power), PostgreSQL by
URL. Each audit row hashes the one before it, `sha256(prev_hash || canonical JSON)`, so that one hash stands for all.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic.command import upgrade
from alembic.config import Config
from sqlalchemy import Connection, Executable, Row, Table, create_engine, delete, event, func, insert, select, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from models.casework.case import Book, Command, Event
from models.casework.migrations.guards import FIND, NAMES
from models.casework.tables import AUDIT, HAND_OVERS, MARKS, NOTES, WATCHED, ZONES
from models.settings import UserError

MIGRATIONS = Path(__file__).parent / "migrations"
FIRST = "0" * 64
HASHED = ("seq", "t_s", "command_id", "kind", "subject", "actor", "desk")
BUSY_S = 5.0


class LedgerError(Exception):
    """The ledger could not be read or written; the message says why in one line."""


class Ledger:
    """One ledger, written by one process. Raises UserError when it cannot be opened, LedgerError later on."""

    def __init__(self, url: str) -> None:
        try:
            self._engine = _engine(url)
            with self._engine.execution_options(writes=True).begin() as connection:
                _migrate(connection)
                _assert_guarded(connection)
        except (SQLAlchemyError, OSError) as problem:
            raise UserError(f"the ledger {_shown(url)} cannot be opened ({_why(problem)})") from problem

    def append(self, command: Command, body: Mapping[str, Any], t_s: float) -> Event:
        """Write a command that is legal. The same `command_id` again gives the event it made the first time."""
        try:
            with self._engine.execution_options(writes=True).begin() as connection:
                _lock(connection)
                known = connection.execute(select(AUDIT).where(AUDIT.c.command_id == command.command_id)).first()
                if known:
                    return _event(known)
                seq, prev_hash = _head(connection)
                row: dict[str, Any] = {
                    **{"seq": seq + 1, "t_s": t_s, "command_id": command.command_id, "kind": command.kind},
                    **{"subject": command.subject, "actor": command.actor, "desk": command.desk},
                    "body": canonical(body),
                }
                row |= {"prev_hash": prev_hash, "hash": chained(prev_hash, row)}
                connection.execute(insert(AUDIT).values(row))
                made = Event(seq + 1, t_s, command.kind, command.subject, command.actor, command.desk, dict(body))
                for statement in CURRENT_ROW[made.kind](made):
                    connection.execute(statement)
                return made
        except SQLAlchemyError as problem:
            raise LedgerError(_why(problem)) from problem

    def known(self, command_id: str) -> Event | None:
        """The event that a command made, if it was done before."""
        try:
            with self._engine.connect() as connection:
                row = connection.execute(select(AUDIT).where(AUDIT.c.command_id == command_id)).first()
        except SQLAlchemyError as problem:
            raise LedgerError(_why(problem)) from problem
        return _event(row) if row else None

    def since(self, seq: int, most: int = 1000) -> list[Event]:
        """The events after `seq`, oldest first."""
        wanted = select(AUDIT).where(AUDIT.c.seq > seq).order_by(AUDIT.c.seq).limit(most)
        try:
            with self._engine.connect() as connection:
                return [_event(row) for row in connection.execute(wanted)]
        except SQLAlchemyError as problem:
            raise LedgerError(_why(problem)) from problem

    def book(self) -> Book:
        """All events folded."""
        book = Book()
        while events := self.since(book.seq):
            book = book.take(events)
        return book

    def head(self) -> tuple[int, str]:
        """Number and hash of the last audit row: whoever keeps it can prove all that came before."""
        with self._engine.connect() as connection:
            return _head(connection)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of one of the tables that hold now, by `seq`."""
        wanted = {each.name: each for each in (MARKS, NOTES, HAND_OVERS, ZONES, WATCHED)}[table]
        with self._engine.connect() as connection:
            return [dict(row._mapping) for row in connection.execute(select(wanted).order_by(wanted.c.seq))]

    def verify(self) -> tuple[int, str]:
        """How many rows hold, from the first on, and what is wrong with the next; empty when all hold."""
        held, prev_hash = 0, FIRST
        with self._engine.connect() as connection:
            for row in connection.execute(select(AUDIT).order_by(AUDIT.c.seq)):
                values = dict(row._mapping)
                if values["seq"] != held + 1:
                    return held, f"row {held + 1} is missing"
                if values["prev_hash"] != prev_hash or values["hash"] != chained(prev_hash, values):
                    return held, f"row {values['seq']} is not as it was written"
                held, prev_hash = values["seq"], values["hash"]
        return held, ""

    def tail(self, most: int) -> Iterator[Event]:
        """The last events, oldest first."""
        yield from self.since(max(0, self.head()[0] - most), most)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def sqlite_url(path: Path) -> str:
    """The URL of a file; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{path.absolute()}"


def backup(path: Path, to: Path) -> None:
    """A whole copy of a SQLite ledger while it is being written. Raises UserError."""
    try:
        source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        with closing(source), closing(sqlite3.connect(to)) as copy:
            source.backup(copy)
    except sqlite3.Error as problem:
        raise UserError(f"{path} could not be copied to {to} ({problem})") from problem


def canonical(value: Any) -> str:
    """The one way to write a value as JSON. Raises ValueError for what JSON has no form for."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def chained(prev_hash: str, row: Mapping[str, Any]) -> str:
    """The hash of a row that follows the one with `prev_hash`."""
    told = canonical({**{name: row[name] for name in HASHED}, "body": json.loads(row["body"])})
    return hashlib.sha256(f"{prev_hash}{told}".encode()).hexdigest()


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
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


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    upgrade(config, "head")


def _assert_guarded(connection: Connection) -> None:
    found = set(connection.execute(text(FIND[connection.dialect.name])).scalars())
    if not found >= set(NAMES):
        raise UserError("the audit of this ledger has lost its guards: somebody worked on it; restore a backup")


def _lock(connection: Connection) -> None:
    """SQLite's transaction holds the only lock there is; elsewhere two writers must not take the same number."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("LOCK TABLE audit IN EXCLUSIVE MODE"))


def _head(connection: Connection) -> tuple[int, str]:
    last = select(func.max(AUDIT.c.seq)).scalar_subquery()
    row = connection.execute(select(AUDIT.c.seq, AUDIT.c.hash).where(AUDIT.c.seq == last)).first()
    return (row.seq, row.hash) if row else (0, FIRST)


def _said(table: Table, *columns: str) -> Callable[[Event], list[Executable]]:
    """One more row, with these parts of the body."""

    def statements(made: Event) -> list[Executable]:
        common = {"seq": made.seq, "subject": made.subject, "t_s": made.t_s, "actor": made.actor}
        return [insert(table).values({**common, **{name: made.body.get(name, "") for name in columns}})]

    return statements


def _held(table: Table, *columns: str, ended: bool = False) -> Callable[[Event], list[Executable]]:
    """The row of the subject, written anew or gone."""

    def statements(made: Event) -> list[Executable]:
        (key,) = table.primary_key.columns
        gone: list[Executable] = [delete(table).where(key == made.subject)]
        row = {key.name: made.subject, "seq": made.seq, "t_s": made.t_s, "actor": made.actor}
        row |= {name: made.body.get(name, "") for name in columns}
        return gone if ended else [*gone, insert(table).values(row)]

    return statements


CURRENT_ROW = {  # what a kind of event changes of the rows that hold now, in the transaction of its audit row
    "mark": _said(MARKS, "mark", "reason"),
    "note": _said(NOTES, "text"),
    "hand_over": _said(HAND_OVERS, "to", "text"),
    "zone": _held(ZONES, "feature"),
    "zone_end": _held(ZONES, ended=True),
    "watch": _held(WATCHED, "reason", "name"),
    "unwatch": _held(WATCHED, ended=True),
}


def _event(row: Row[Any]) -> Event:
    return Event(row.seq, row.t_s, row.kind, row.subject, row.actor, row.desk, json.loads(row.body))


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)


def _why(problem: Exception) -> str:
    return str(getattr(problem, "orig", None) or problem).splitlines()[0]
