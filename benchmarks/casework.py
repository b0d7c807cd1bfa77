"""Benchmark of casework: 10,000 cases of 60,000 events beside a picture of 5,000 vessels.

Measured are the start of the desk (ledger opened, book read, without and with its snapshot), a list of a unit's 500
newest cases, a case from its row, a look at all clocks, and the time of a command until it is on the disk. Then the
same ledger in a complete Wanghai: the first list and later ones, and commands beside a core that ticks 5,000 vessels.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks._casework_running import measured
from models.base.schema import VESSEL, empty
from models.casework.case import Book, Command, LedgerEvent, canonical
from models.casework.cases.case_clocks import CaseClocks
from models.casework.cases.nouns import plain
from models.casework.facts import Facts
from models.casework.fold import fold
from models.casework.kinds import subject_of
from models.casework.noun_tables import write_all
from models.casework.person import LOCAL
from models.casework.rules import checked
from models.casework.store import FIRST, Ledger, chained, sqlite_url
from models.casework.tables import AUDIT

CASES, COMMANDS, VESSELS = 10_000, 200, 5_000
HEADQUARTERS = "headquarters"
LAST = 5  # step before the review
T0 = 1_700_000_000.0
TEXT = {"zh": "赴该处登临检查"}
STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("case_assess", "", {"kind": "general", "colour": "yellow", "why": "雷达可见"}),
    ("order_issue", "", {"to": HEADQUARTERS, "task": "board", "text": TEXT}),
    ("order_ack", "/O1", {}),
    ("order_report", "/O1", {"result": "none"}),
    ("review", "", {"verdict": "accept", "why": "属实"}),
)


def run() -> dict[str, Any]:
    """The figures, in ms."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "var" / "ledger"
        url, snapshot = sqlite_url(place / "ledger.sqlite"), place / "ledger.book"
        events = _filled(Ledger(url), Facts(t_s=T0, vessels=_vessels()))
        cold_ms = _ms(lambda: Ledger(url, snapshot=snapshot).book())
        warm_ms = _ms(lambda: Ledger(url, snapshot=snapshot).book())
        ledger = Ledger(url, snapshot=snapshot)
        book = ledger.book()
        some = list(book.cases)[len(book.cases) // 2]
        facts = Facts(t_s=T0 + 3600.0, vessels=_vessels())
        snapshot.unlink()
        running = measured(Path(folder), CASES, VESSELS, COMMANDS)
        return {
            "cases": CASES,
            "events": events,
            **running,
            "start_ms": cold_ms,
            "start_with_snapshot_ms": warm_ms,
            "list_ms": _ms(lambda: _listed(book)),
            "case_ms": _ms(lambda: ledger.case(some)),
            "clocks_ms": _ms(lambda: CaseClocks().due(book, facts)),
            "command_p95_ms": _commands_ms(ledger, book, facts),
        }


def _listed(book: Book) -> list[dict[str, Any]]:
    """The newest 500 cases of a unit, as plain values for JSON."""
    own = [each for each in book.cases.values() if each.unit == HEADQUARTERS]
    return [plain(each) for each in sorted(own, key=lambda each: -each.times["opened"])[:500]]


def _vessels() -> dict[str, np.ndarray]:
    vessels = empty(VESSEL, VESSELS)
    vessels["track_id"][:] = np.arange(1, VESSELS + 1)
    return vessels


def _filled(ledger: Ledger, facts: Facts) -> int:
    """Write all events in one transaction, and the rows that follow from them; how many events."""
    events = list(_all_events(_one_case(facts)))
    rows, prev_hash = [], FIRST
    for event in events:
        row = {**asdict(event), "command_id": f"c{event.seq}", "body": canonical(event.body), "prev_hash": prev_hash}
        row["hash"] = prev_hash = chained(prev_hash, row)
        rows.append(row)
    book = fold(events)
    with ledger.writing() as connection:
        connection.execute(AUDIT.insert(), rows)
        last = {event.subject.partition("/")[0]: event for event in events}
        write_all(connection, ((case, last[case.id]) for case in book.cases.values()))
    ledger.close()
    return len(events)


def _one_case(facts: Facts) -> list[LedgerEvent]:
    """A case judged as an officer would: opened, assessed, ordered, acknowledged, reported, reviewed by another."""
    book, subject, events = Book(), "new", list[LedgerEvent]()
    for step, (kind, part, body) in enumerate((("case_open", "", {"clues": ["person:0"]}), *STEPS), 1):
        command = Command(f"c{step}", kind, f"{subject}{part}", f"李{step > LAST}", body=body, version=LAST)
        kept = checked(command, book, replace(facts, by=replace(LOCAL, name=command.actor)))
        events.append(LedgerEvent(step, T0, kind, subject_of(command, kept), command.actor, "", kept))
        book, subject = fold(events[-1:], book), events[-1].subject.partition("/")[0]
    return events


def _all_events(one: list[LedgerEvent]) -> Iterator[LedgerEvent]:
    """The events of one case again and again, each under its own number."""
    first = one[0].subject
    texts = [json.dumps(each.body, ensure_ascii=False) for each in one]
    for case in range(CASES):
        own = f"{first[:-4]}{case + 1:04d}"
        for step, (event, text) in enumerate(zip(one, texts, strict=True), 1):
            body, t_s = json.loads(text.replace(first, own)), T0 + case
            body["_by"]["made"] = t_s
            seq, subject = case * len(one) + step, event.subject.replace(first, own)
            yield replace(event, seq=seq, t_s=t_s, subject=subject, body=body)


def _commands_ms(ledger: Ledger, book: Book, facts: Facts) -> float:
    times = []
    for number in range(COMMANDS):
        command = Command(f"n{number}", "case_open", "new", "王", body={"clues": [f"person:n{number}"]})
        begin = perf_counter()
        kept = checked(command, book, replace(facts, by=replace(LOCAL, name="王")))
        book = fold([ledger.append(command, kept, facts.t_s, after=book.seq)], book)
        times.append(1000.0 * (perf_counter() - begin))
    return round(quantiles(times, n=20)[-1], 1)


def _ms(work: Callable[[], Any]) -> float:
    begin = perf_counter()
    work()
    return round(1000.0 * (perf_counter() - begin), 1)


if __name__ == "__main__":
    print(run())
