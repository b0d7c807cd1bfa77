"""What a kind of event changes of the rows that hold now, in the transaction of its audit row.

What lives here: one table from kind to statements. What does not: running them (store.py).
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Executable, Table, delete, insert

from models.casework.case import LedgerEvent
from models.casework.tables import HAND_OVERS, MARKS, NOTES, WATCHED, ZONES


def _said(table: Table, *columns: str) -> Callable[[LedgerEvent], list[Executable]]:
    """One more row, with these parts of the body."""

    def statements(made: LedgerEvent) -> list[Executable]:
        common = {"seq": made.seq, "subject": made.subject, "t_s": made.t_s, "actor": made.actor}
        return [insert(table).values({**common, **{name: made.body.get(name, "") for name in columns}})]

    return statements


def _held(table: Table, *columns: str, ended: bool = False) -> Callable[[LedgerEvent], list[Executable]]:
    """The row of the subject, written anew or gone."""

    def statements(made: LedgerEvent) -> list[Executable]:
        (key,) = table.primary_key.columns
        gone: list[Executable] = [delete(table).where(key == made.subject)]
        row = {key.name: made.subject, "seq": made.seq, "t_s": made.t_s, "actor": made.actor}
        row |= {name: made.body.get(name, "") for name in columns}
        return gone if ended else [*gone, insert(table).values(row)]

    return statements


CURRENT_ROW = {
    "mark": _said(MARKS, "mark", "reason"),
    "note": _said(NOTES, "text"),
    "hand_over": _said(HAND_OVERS, "to", "text"),
    "zone": _held(ZONES, "feature"),
    "zone_end": _held(ZONES, ended=True),
    "watch": _held(WATCHED, "reason", "name"),
    "unwatch": _held(WATCHED, ended=True),
}
