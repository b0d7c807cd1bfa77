"""Reading what figures need from a ledger: the rows of its nouns, and the events that no noun keeps.

It only reads, in one transaction, so a desk that writes to the same ledger never waits for it. Read again, it takes
only the nouns that events after the last one changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from sqlalchemy import Connection, Text, cast, func, select

from models.casework.cases.nouns import Case, noun_from_json
from models.casework.cases.papers import Inspection
from models.casework.clues.clue_file import ClueFile
from models.casework.indicators.due import Reopening
from models.casework.indicators.rows.ledger_extract import CraftStated, LedgerExtract, RuleMark, SeatTaken
from models.casework.noun_tables import TABLES
from models.casework.store import Ledger
from models.casework.tables import AUDIT, CURRENT

JUDGED = ("true", "false")
NounT = TypeVar("NounT", Case, Inspection, ClueFile)


def read_extract(ledger: Ledger, before: LedgerExtract | None = None) -> LedgerExtract:
    """What the ledger holds now; with `before`, an earlier extract of it, only what changed is read."""
    known = before or LedgerExtract()
    with ledger.reading() as connection:
        head = _head(connection)
        if before is not None and head == before.head:
            return before
        since_s = _since_s(connection, known.head[0]) if before else float("-inf")
        return LedgerExtract(
            _nouns(connection, Case, known.cases, since_s),
            _nouns(connection, Inspection, known.inspections, since_s),
            _nouns(connection, ClueFile, known.clues, since_s),
            _grouped(known.reopenings, _reopenings(connection, known.head[0])),
            tuple(_marks(connection)),
            _grouped(known.stated, _stated(connection, known.head[0])),
            (*known.seats, *_seats(connection, known.head[0])),
            head,
        )


def _head(connection: Connection) -> tuple[int, str]:
    last = select(func.max(AUDIT.c.seq)).scalar_subquery()
    row = connection.execute(select(AUDIT.c.seq, AUDIT.c.hash).where(AUDIT.c.seq == last)).first()
    return (row.seq, row.hash) if row else (0, "")


def _since_s(connection: Connection, seq: int) -> float:
    """The earliest time of the events after `seq`: every row that they wrote bears the time of its event."""
    found = connection.execute(select(func.min(AUDIT.c.t_s)).where(AUDIT.c.seq > seq)).scalar()
    return float("inf") if found is None else float(found)


def _nouns(
    connection: Connection, noun: type[NounT], known: Mapping[str, NounT], since_s: float
) -> Mapping[str, NounT]:
    """All nouns of a kind by id; those whose rows were written before `since_s` as they are known."""
    table = TABLES[noun]
    wanted = select(table.c.id, cast(table.c.noun, Text)).where(table.c.t_s >= since_s)
    rows = connection.execution_options(yield_per=1000).execute(wanted)
    return {**known, **{noun_id: noun_from_json(noun, text) for noun_id, text in rows}}


def _bodies(connection: Connection, kinds: Iterable[str], after: int) -> Iterator[tuple[str, str, float, Any]]:
    """Kind, subject, time and body of the events of some kinds, in order."""
    wanted = select(AUDIT.c.kind, AUDIT.c.subject, AUDIT.c.t_s, AUDIT.c.body)
    for row in connection.execute(
        wanted.where(AUDIT.c.kind.in_(list(kinds)), AUDIT.c.seq > after).order_by(AUDIT.c.seq)
    ):
        yield row.kind, row.subject, row.t_s, json.loads(row.body)


def _reopenings(connection: Connection, after: int) -> Iterator[tuple[str, Reopening]]:
    for _, case_id, t_s, body in _bodies(connection, ["case_reopen"], after):
        yield case_id, Reopening(body["case"]["times"].get("closed", t_s), t_s)


def _stated(connection: Connection, after: int) -> Iterator[tuple[str, CraftStated]]:
    for _, craft, t_s, body in _bodies(connection, ["craft_state"], after):
        yield craft, CraftStated(t_s, body["state"], body.get("until_s"))


def _seats(connection: Connection, after: int) -> Iterator[SeatTaken]:
    for _, seat, t_s, body in _bodies(connection, ["duty_on"], after):
        yield SeatTaken(seat, body.get("unit") or "", body.get("agency") or "", t_s)


def _marks(connection: Connection) -> Iterator[RuleMark]:
    """The judgements that were not undone. Which alert it was stands in the audit row."""
    rows = CURRENT["marks"]
    undone = {body["undoes"] for *_, body in _bodies(connection, ["undo_mark"], 0) if "undoes" in body}
    wanted = select(AUDIT.c.seq, AUDIT.c.subject, AUDIT.c.t_s, AUDIT.c.body, rows.c.mark)
    for row in connection.execute(wanted.join(rows, rows.c.seq == AUDIT.c.seq).where(rows.c.mark.in_(JUDGED))):
        if row.seq not in undone:
            alert = json.loads(row.body).get("alert") or {}
            where = alert.get("lon"), alert.get("lat")
            yield RuleMark(row.subject, alert.get("rule", ""), row.mark == "true", row.t_s, *where)


ValueT = TypeVar("ValueT")


def _grouped(
    known: Mapping[str, tuple[ValueT, ...]], more: Iterable[tuple[str, ValueT]]
) -> Mapping[str, tuple[ValueT, ...]]:
    found = dict(known)
    for name, value in more:
        found[name] = (*found.get(name, ()), value)
    return found
