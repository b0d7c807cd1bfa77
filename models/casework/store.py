"""The ledger: one transaction writes an audit row and the row of the current state.

It writes, reads, checks and copies the ledger. What is legal: rules.py. When and from whom: desk.py. How a database is
opened: engines.py. Each audit row hashes the one before it, `sha256(prev_hash || canonical JSON)`, so that one hash
stands for all.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, Select, func, insert, select
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from models.base.settings import UserError
from models.casework.access.tables import CREDENTIALS
from models.casework.case import Book, Command, LedgerEvent, canonical
from models.casework.cases.nouns import Case
from models.casework.engines import (
    LedgerError,
    assert_whole,
    begin,
    engine_of,
    hold_still,
    in_words,
    shown,
    take_turn,
    why,
)
from models.casework.fold import fold, resumed
from models.casework.kinds import kinds, subject_of
from models.casework.noun_tables import read_cases_about, read_files, read_noun, read_nouns, read_parts, write_nouns
from models.casework.snapshot import read_snapshot, write_snapshot
from models.casework.tables import AUDIT, CURRENT, row_statements
from models.casework.work.collecting import collecting_later

FIRST = "0" * 64
HASHED = ("seq", "t_s", "command_id", "kind", "subject", "actor", "desk")
PIECE = 1000
BODY = TypeAdapter(dict[str, Any])
SNAPSHOT_EVERY = 20_000  # events folded at a start before a new snapshot is written
EVENT = [AUDIT.c[field.name] for field in fields(LedgerEvent)]


class OvertakenError(LedgerError):
    """Another writer came in between: the check of the command may no longer hold."""


class Ledger:
    """One ledger, begun where there is none; without `writes` only one that is there is opened.

    `snapshot` is the file for the folded book: snapshot.py. Raises UserError for what a person must mend, LedgerError
    when the database does not answer, now or later.
    """

    def __init__(self, url: str, *, writes: bool = True, snapshot: Path | None = None) -> None:
        self._engine = engine_of(url)
        self._snapshot = snapshot
        self.shown = shown(self._engine)
        try:
            with self._engine.execution_options(writes=writes).begin() as connection:
                if writes:
                    begin(connection)
                assert_whole(connection)
        except OperationalError as problem:
            raise LedgerError(f"the ledger {self.shown} does not answer ({why(problem)})") from problem
        except SQLAlchemyError as problem:
            raise UserError(f"the ledger {self.shown} cannot be opened ({why(problem)})") from problem

    def append(self, command: Command, body: Mapping[str, Any], t_s: float, after: int | None = None) -> LedgerEvent:
        """Write a command that is legal. A repeated `command_id` returns the event it made the first time.

        With `after` it is written directly after that event or not at all: OvertakenError.
        """
        t_s = float(t_s)  # an integer would come back from the database as JSON other than what was hashed
        with self.writing() as connection:
            known = connection.execute(select(AUDIT).where(AUDIT.c.command_id == command.command_id)).first()
            if known:
                return _event(known)
            seq, prev_hash = _head(connection)
            if after not in {None, seq}:
                raise OvertakenError(f"event {seq} was written meanwhile")
            subject = subject_of(command, body)
            row: dict[str, Any] = {
                **{"seq": seq + 1, "t_s": t_s, "command_id": command.command_id, "kind": command.kind},
                **{"subject": subject, "actor": command.actor, "desk": command.desk},
                "body": canonical(body),
            }
            row |= {"prev_hash": prev_hash, "hash": chained(prev_hash, row)}
            made = LedgerEvent(seq + 1, t_s, command.kind, subject, command.actor, command.desk, dict(body))
            write_event(connection, row, made)
            return made

    def take_over(self, other: Ledger) -> int:
        """Copy all rows of another ledger, unchanged, into this empty one; all or nothing."""
        held, wrong = other.verify()
        if wrong:
            raise LedgerError(f"{other.shown}: {wrong}; it is not copied")
        with self.writing() as connection:
            if _head(connection)[0]:
                raise UserError(f"{self.shown} has a ledger that is not empty; name an empty one")
            for row in other.audit():
                write_event(connection, dict(row._mapping), _event(row))
            for each in other.passwords():  # without them nobody could log in; sessions begin again
                connection.execute(insert(CREDENTIALS).values(each))
        if (copied := self.verify()) != (held, ""):
            raise LedgerError(f"{self.shown}: {copied[0]} of {held} rows were copied")
        return held

    def known(self, command_id: str) -> LedgerEvent | None:
        """The event that a command made, if it was executed before."""
        with self.reading() as connection:
            row = connection.execute(select(AUDIT).where(AUDIT.c.command_id == command_id)).first()
        return _event(row) if row else None

    def since(self, seq: int, most: int = PIECE) -> list[LedgerEvent]:
        """The events after `seq`, oldest first."""
        wanted = select(*EVENT).where(AUDIT.c.seq > seq).order_by(AUDIT.c.seq).limit(most)
        with self.reading() as connection, collecting_later():
            return [_event(row) for row in connection.execute(wanted)]

    def book(self) -> Book:
        """The book that all events fold to: from the snapshot if there is one, else from the rows of the nouns."""
        with self.reading() as connection, collecting_later():
            hold_still(connection)
            before = read_snapshot(self._snapshot, lambda seq: _hash(connection, seq)) if self._snapshot else Book()
            after = select(*EVENT).where(AUDIT.c.seq > before.seq).order_by(AUDIT.c.seq)
            book = fold(_events(connection, after), before) if before.seq else _from_rows(connection)
            if self._snapshot and book.seq - before.seq >= SNAPSHOT_EVERY:
                with suppress(OSError):  # a full disk only makes the next start slower
                    write_snapshot(self._snapshot, book, _hash(connection, book.seq))
        return book

    def head(self) -> tuple[int, str]:
        """Number and hash of the last audit row; with it one can prove everything before."""
        with self.reading() as connection:
            return _head(connection)

    def hashes(self, first: int, last: int) -> list[str]:
        """The hashes of the audit rows `first` to `last`, in order."""
        wanted = select(AUDIT.c.hash).where(AUDIT.c.seq.between(first, last)).order_by(AUDIT.c.seq)
        with self.reading() as connection:
            return list(connection.execute(wanted).scalars())

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of one table of the current state, by `seq`."""
        wanted = CURRENT[table]
        with self.reading() as connection:
            return [dict(row._mapping) for row in connection.execute(select(wanted).order_by(wanted.c.seq))]

    def passwords(self) -> list[dict[str, Any]]:
        """All rows of `credentials`."""
        with self.reading() as connection:
            return [dict(row._mapping) for row in connection.execute(select(CREDENTIALS))]

    def case(self, case_id: str) -> Case | None:
        """A case as its row has it, also one that has left the book."""
        with self.reading() as connection:
            found = read_noun(connection, case_id)
        return found if isinstance(found, Case) else None

    def cases_about(self, mmsi: int) -> list[Case]:
        """All cases about a vessel, the newest first."""
        with self.reading() as connection:
            return read_cases_about(connection, mmsi)

    def parts(self) -> dict[str, tuple[str, Any]]:
        """All nouns and their parts as their rows have them, each with the id of the noun that holds it."""
        with self.reading() as connection:
            return dict(read_parts(connection))

    def evidence_files(self) -> dict[str, str]:
        """The hashes of all files of evidence, also void ones, each with the id of a piece that names it."""
        with self.reading() as connection:
            return read_files(connection)

    def events(self) -> Iterator[LedgerEvent]:
        """All events in order, read in chunks."""
        with self.reading() as connection:
            yield from _events(connection, select(*EVENT).order_by(AUDIT.c.seq))

    def audit(self) -> Iterator[Row[Any]]:
        """All audit rows in order, read in chunks."""
        with self.reading() as connection:
            yield from connection.execution_options(yield_per=PIECE).execute(select(AUDIT).order_by(AUDIT.c.seq))

    def verify(self) -> tuple[int, str]:
        """How many rows from the first are valid, and what is wrong with the next; empty when all are valid."""
        held, prev_hash = 0, FIRST
        for row in self.audit():
            if row.seq != held + 1:
                return held, f"row {held + 1} is missing"
            if row.prev_hash != prev_hash or row.hash != chained(prev_hash, row._mapping):
                return held, f"row {row.seq} is not as it was written"
            held, prev_hash = row.seq, row.hash
        return held, ""

    def tail(self, most: int) -> Iterator[LedgerEvent]:
        """The last events, oldest first."""
        yield from self.since(max(0, self.head()[0] - most), most)

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads. Raises LedgerError."""
        with in_words(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; no other writes meanwhile. Raises LedgerError."""
        with in_words(), self._engine.execution_options(writes=True).begin() as connection:
            take_turn(connection)
            yield connection


def sqlite_url(path: Path) -> str:
    """The URL of a file; creates its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{path.absolute()}"


def backup(path: Path, to: Path) -> None:
    """A complete copy of a SQLite ledger while it may be written to. Raises UserError."""
    try:
        source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        with closing(source), closing(sqlite3.connect(to)) as copy:
            source.backup(copy)
    except sqlite3.Error as problem:
        raise UserError(f"{path} could not be copied to {to} ({problem})") from problem


def chained(prev_hash: str, row: Mapping[Any, Any]) -> str:
    """The hash of a row that follows the one with `prev_hash`."""
    text = canonical({**{name: row[name] for name in HASHED}, "body": json.loads(row["body"])})
    return hashlib.sha256(f"{prev_hash}{text}".encode()).hexdigest()


def write_event(connection: Connection, row: Mapping[str, Any], made: LedgerEvent) -> None:
    """Write an audit row and the rows of the current state that its event changes."""
    connection.execute(insert(AUDIT).values(row))
    for statement in row_statements(made):
        connection.execute(statement)
    write_nouns(connection, made)


def _from_rows(connection: Connection) -> Book:
    """Most events are about nouns, whose rows are at hand; only the others are folded."""
    last = connection.execute(select(AUDIT.c.seq, AUDIT.c.t_s).order_by(AUDIT.c.seq.desc()).limit(1)).first()
    if last is None:
        return Book()
    others = [name for name, kind in kinds().items() if kind.nouns is None]
    wanted = select(*EVENT).where(AUDIT.c.kind.in_(others)).order_by(AUDIT.c.seq)
    return resumed(read_nouns(connection), _events(connection, wanted), last.seq, last.t_s)


def _events(connection: Connection, wanted: Select[Any]) -> Iterator[LedgerEvent]:
    return (_event(row) for row in connection.execution_options(yield_per=PIECE).execute(wanted))


def _hash(connection: Connection, seq: int) -> str:
    return connection.execute(select(AUDIT.c.hash).where(AUDIT.c.seq == seq)).scalar() or ""


def _head(connection: Connection) -> tuple[int, str]:
    last = select(func.max(AUDIT.c.seq)).scalar_subquery()
    row = connection.execute(select(AUDIT.c.seq, AUDIT.c.hash).where(AUDIT.c.seq == last)).first()
    return (row.seq, row.hash) if row else (0, FIRST)


def _event(row: Row[Any]) -> LedgerEvent:
    return LedgerEvent(row.seq, row.t_s, row.kind, row.subject, row.actor, row.desk, _body(row.body))


def _body(text: str) -> dict[str, Any]:
    """The fast reader refuses values nested deeper than 200; the standard one does not."""
    try:
        return BODY.validate_json(text)
    except ValueError:
        body: dict[str, Any] = json.loads(text)
        return body
