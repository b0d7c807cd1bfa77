"""The rows of the nouns of casework: one table for each, one row per noun, the whole of it beside what lists ask for.

The row after an event is folded from the row before, in the transaction of the audit row, by the same function as the
book: so rows and book are equal, and a case that has left the book is still whole here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import JSON, Column, Connection, Float, String, Table, Text, cast, delete, insert, select

from models.casework.case import Book, LedgerEvent
from models.casework.cases.nouns import Case, Evidence, Order, noun_from, noun_from_json, parts_of, plain
from models.casework.cases.papers import Inspection, Thread, Transfer
from models.casework.clues.clue_file import ClueFile
from models.casework.kinds import Noun, changed_nouns
from models.casework.tables import METADATA, NUMBER


def _table(name: str) -> Table:
    return Table(
        name,
        METADATA,
        Column("id", String(128), primary_key=True),
        Column("seq", NUMBER, nullable=False, index=True),
        Column("t_s", Float, nullable=False),
        Column("actor", String(64), nullable=False),
        Column("case_id", String(128), nullable=False, index=True),
        Column("kind", String(64), nullable=False),
        Column("state", String(32), nullable=False, index=True),
        Column("colour", String(16), nullable=False),
        Column("unit", String(64), nullable=False, index=True),
        Column("about", String(64), nullable=False, index=True),
        Column("noun", JSON, nullable=False),
    )


NounT = TypeVar("NounT")
TABLES: dict[type[Any], Table] = {
    Case: _table("cases"),
    Inspection: _table("inspections"),
    Order: _table("orders"),
    Thread: _table("threads"),
    Transfer: _table("transfers"),
    Evidence: _table("evidence"),
    ClueFile: _table("clues"),
}


def read_noun(connection: Connection, noun_id: str) -> Noun | None:
    """The case, inspection or clue with this id, from its row."""
    nouns: tuple[type[Any], ...] = (Case, Inspection, ClueFile)
    for noun in nouns:
        table = TABLES[noun]
        values = connection.execute(select(table.c.noun).where(table.c.id == noun_id)).scalar()
        if values is not None:
            found: Noun = noun_from(noun, values)
            return found
    return None


def read_cases_about(connection: Connection, mmsi: int) -> list[Case]:
    """All cases about a vessel, the newest first."""
    table = TABLES[Case]
    wanted = select(table.c.noun).where(table.c.about == str(mmsi)).order_by(table.c.seq.desc())
    return [noun_from(Case, values) for values in connection.execute(wanted).scalars()]


def read_nouns(connection: Connection) -> Book:
    """A book of all nouns as their rows have them, also those that a book drops, and of nothing else."""
    cases = list(_read_all(connection, Case))
    numbers: dict[str, int] = {}
    for case, _ in cases:
        day, _, number = case.id.rpartition("-")
        numbers[day] = max(numbers.get(day, 0), int(number))
    return Book(
        cases={case.id: case for case, _ in cases},
        closed={case.id: t_s for case, t_s in cases if not case.busy},
        numbers=numbers,
        inspections={each.id: each for each, _ in _read_all(connection, Inspection)},
        clues={each.id: each for each, _ in _read_all(connection, ClueFile)},
    )


def read_parts(connection: Connection) -> Iterator[tuple[str, tuple[str, Any]]]:
    """All nouns and parts by id, each with the id of the noun that holds it."""
    for noun, table in TABLES.items():
        for row in connection.execute(select(table.c.id, table.c.case_id, cast(table.c.noun, Text).label("text"))):
            yield row.id, (row.case_id, noun_from_json(noun, row.text))


def read_files(connection: Connection) -> dict[str, str]:
    """The hashes of all files of evidence, each with the id of a piece that names it."""
    table = TABLES[Evidence]
    return {row.about: row.id for row in connection.execute(select(table.c.about, table.c.id).order_by(table.c.id))}


def _read_all(connection: Connection, noun: type[NounT]) -> Iterator[tuple[NounT, float]]:
    """All nouns of one table with the times of their last changes, in that order."""
    table = TABLES[noun]
    wanted = select(table.c.t_s, cast(table.c.noun, Text).label("text")).order_by(table.c.t_s, table.c.seq)
    return ((noun_from_json(noun, row.text), row.t_s) for row in connection.execute(wanted))


def write_nouns(connection: Connection, event: LedgerEvent) -> None:
    """Write the rows that an event changes: of its nouns, and of those parts that are other than before."""
    before: dict[str, tuple[str, Any]] = {}

    def read(noun_id: str) -> Noun | None:
        found = read_noun(connection, noun_id)
        before.update({} if found is None else with_parts(found))
        return found

    for noun in changed_nouns(event, read):
        for part_id, (holder, part) in with_parts(noun).items():
            if before.get(part_id) != (holder, part):
                table = TABLES[type(part)]
                connection.execute(delete(table).where(table.c.id == part_id))
                connection.execute(insert(table).values(_row(part, noun, event)))


def write_all(connection: Connection, nouns: Iterable[tuple[Noun, LedgerEvent]]) -> None:
    """Write the rows of many nouns that have none yet, with their parts, each as after its event."""
    rows: dict[type[Any], list[dict[str, Any]]] = {}
    for noun, event in nouns:
        for _, part in with_parts(noun).values():
            rows.setdefault(type(part), []).append(_row(part, noun, event))
    for kind, some in rows.items():
        connection.execute(insert(TABLES[kind]), some)


def with_parts(noun: Noun) -> dict[str, tuple[str, Any]]:
    """A noun and its parts by id, each with the id of the noun that holds it."""
    parts = parts_of(noun) if isinstance(noun, Case) else ()
    return {each.id: (noun.id, each) for each in (noun, *parts)}


def _row(part: Any, noun: Noun, event: LedgerEvent) -> dict[str, Any]:
    colour = getattr(noun, "colour", "")
    return {
        **{"id": part.id, "seq": part.seq, "t_s": event.t_s, "actor": event.actor, "noun": plain(part)},
        **{"case_id": noun.id, "kind": _kind(part), "state": part.state, "unit": _unit(part)},
        **{"colour": colour, "about": _about(part)},
    }


def _kind(part: Any) -> str:
    return str(getattr(part, "kind", getattr(part, "task", "")))


def _unit(part: Any) -> str:
    """The unit a list asks by: a case's own, whose order it is, who is offered, who asks, who leads."""
    for name in ("unit", "lead", "from_", "to"):
        value = getattr(part, name, None)
        if isinstance(value, str):
            return value
    return ""


def _about(part: Any) -> str:
    """What a list looks for: the MMSI of a case or clue, the craft of an order, the hash of a file."""
    if isinstance(part, Case):
        return str(part.target.mmsi or "") if part.target else ""
    if isinstance(part, ClueFile):
        return str(part.clue.get("mmsi", ""))
    return str(getattr(part, "craft", getattr(part, "sha256", "")))
