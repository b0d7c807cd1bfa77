"""The rows of the nouns of casework: one table for each, one row per noun, the whole of it beside what lists ask for.

The row after an event is folded from the row before, in the transaction of the audit row, by the same function as the
book: so rows and book are equal, and a case that has left the book is still whole here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, Column, Connection, Float, String, Table, delete, insert, select

from models.casework.case import LedgerEvent
from models.casework.cases.nouns import Case, Evidence, Order, noun_from, parts_of, plain
from models.casework.cases.papers import Inspection, Thread, Transfer
from models.casework.clues.clue_file import ClueFile
from models.casework.kinds import Noun, kinds
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


def write_nouns(connection: Connection, event: LedgerEvent) -> None:
    """Write the rows that an event changes: of its nouns, and of those parts that are other than before."""
    changed = kinds()[event.kind].nouns
    if changed is None:
        return
    before: dict[str, tuple[str, Any]] = {}

    def read(noun_id: str) -> Noun | None:
        found = read_noun(connection, noun_id)
        before.update({} if found is None else _with_parts(found))
        return found

    for noun in list(changed(event, read)):
        for part_id, (holder, part) in _with_parts(noun).items():
            if before.get(part_id) != (holder, part):
                table = TABLES[type(part)]
                connection.execute(delete(table).where(table.c.id == part_id))
                connection.execute(insert(table).values(_row(part, noun, event)))


def write_all(connection: Connection, nouns: Iterable[Noun], event: LedgerEvent) -> None:
    """Write the rows of many nouns that have none yet, with their parts, as after this event."""
    rows: dict[type[Any], list[dict[str, Any]]] = {}
    for noun in nouns:
        for _, part in _with_parts(noun).values():
            rows.setdefault(type(part), []).append(_row(part, noun, event))
    for kind, some in rows.items():
        connection.execute(insert(TABLES[kind]), some)


def _with_parts(noun: Noun) -> dict[str, tuple[str, Any]]:
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
