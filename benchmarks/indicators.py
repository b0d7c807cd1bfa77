"""Benchmark of the figures of supervision: a year's ledger of 20,000 cases of six counties.

Measured are reading the ledger, its rows as columns, reading again after one command, each indicator, the ranking of
a quarter (CPU times), and the time of a command until it is on the disk, alone and while another process reads all the
time (wall clock).
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any

from benchmarks.made.made_ledger import LedgerDraft, Step
from benchmarks.made.stories import (
    DAY,
    EXEMPT,
    HOUR,
    T0,
    Stories,
    asked,
    boarding,
    copied,
    dismissed,
    filed,
    handed_over,
    inspected,
    opened,
    reviewed,
    sailed,
    zhoushan,
)
from models.casework.case import Book, Command
from models.casework.cases.workplace import Workplace
from models.casework.facts import Facts
from models.casework.fold import fold
from models.casework.indicators.extract_tables import read_extract
from models.casework.indicators.rows.build import RowBuilder
from models.casework.indicators.rows.figure_rows import FigureRows
from models.casework.indicators.span import FigureSpan, quarter_span, span_of
from models.casework.indicators.table import INDICATORS
from models.casework.indicators.view import FigureView
from models.casework.person import LOCAL
from models.casework.rules import checked
from models.casework.store import Ledger, sqlite_url
from models.casework.supervision.ranking import ranked

CASES, INSPECTIONS, COMMANDS, YEAR = 20_000, 600, 200, 2023
UNITS = ("putuo", "dinghai", "daishan", "shengsi", "puzhu", "yangshan")
NOW_S = T0 + 500 * DAY
# Of ten cases: four with a boarding, one sent back and one exempted among the others with an order, four penalties.
STORIES: tuple[list[list[Step]], ...] = (
    *([sailed(**boarding(result="violation", missing_why="无")), reviewed()], [sailed(**boarding()), reviewed()]),
    *([sailed(**boarding()), reviewed()], [sailed(**boarding(recorder_on=False)), reviewed()]),
    *([sailed(), reviewed("return")], [sailed(**EXEMPT), reviewed()], [filed(), asked("consultation"), dismissed()]),
    *([filed(), handed_over(), dismissed()], [filed(), asked("copy"), dismissed()], [filed(), dismissed()]),
)


def run(cases: int = CASES) -> dict[str, Any]:
    """The figures."""
    with tempfile.TemporaryDirectory() as folder:
        url, site = sqlite_url(Path(folder) / "ledger.sqlite"), zhoushan()
        with closing(Ledger(url)) as ledger:
            events = write_year(ledger, site, cases)
            return {"cases": cases, "events": events, **_figures(ledger, site), **_commands(ledger, url, site)}


def write_year(ledger: Ledger, site: Workplace, cases: int) -> int:
    """A year of cases, evenly over its days and the counties; how many events."""
    stories, draft = Stories(site), LedgerDraft()
    judged = [[stories.judged(opened(sensed), *parts) for sensed in (True, False)] for parts in STORIES]
    for number in range(1, cases + 1):
        unit, other = UNITS[number % len(UNITS)], UNITS[(number + 1) % len(UNITS)]
        start_s = T0 + number * 364 // cases * DAY + number % 24 * HOUR
        copied(draft, judged[number % len(STORIES)][number // 10 % 2], number, start_s, unit, other)
    joint = stories.judged(inspected())
    for number in range(1, INSPECTIONS + 1):
        copied(draft, joint, number, T0 + number * 364 // INSPECTIONS * DAY, UNITS[number % len(UNITS)])
    return draft.write(ledger)


def _figures(ledger: Ledger, site: Workplace) -> dict[str, Any]:
    builder = RowBuilder(site)
    read_s, extract = _timed(lambda: read_extract(ledger))
    rows_s, rows = _timed(lambda: builder.rows(extract))
    year = span_of(date(YEAR, 1, 1), date(YEAR + 1, 1, 1), site.calendar.utc_offset_h, NOW_S)
    each_ms = {row.ids[0]: round(1000.0 * _indicator_s(row.figures, rows, year, site), 1) for row in INDICATORS}
    ranking_s, _ = _timed(lambda: ranked(rows, quarter_span(YEAR, 2, 8.0, NOW_S), site, "county"))
    opened_case(ledger, Book(seq=ledger.head()[0]), Facts(t_s=NOW_S, site=site), 0)
    again_s, more = _timed(lambda: read_extract(ledger, extract))
    rows_again_s, _ = _timed(lambda: builder.rows(more))
    return {
        **{"read_s": round(read_s, 2), "rows_s": round(rows_s, 2)},
        **{"read_again_s": round(again_s, 2), "rows_again_s": round(rows_again_s, 2)},
        **{"indicator_ms": each_ms, "slowest_indicator_s": max(each_ms.values()) / 1000.0},
        "ranking_of_a_quarter_s": round(ranking_s, 2),
    }


def _indicator_s(compute: Any, rows: FigureRows, span: FigureSpan, site: Workplace) -> float:
    return _timed(lambda: list(compute(FigureView(rows, span, site))))[0]


def opened_case(ledger: Ledger, book: Book, facts: Facts, number: int) -> Book:
    """One command, judged and written; the book after it."""
    command = Command(f"n{number}", "case_open", "new", "王", body={"clues": [f"person:n{number}"]})
    kept = checked(command, book, replace(facts, by=replace(LOCAL, name="王")))
    return fold([ledger.append(command, kept, facts.t_s, after=book.seq)], book)


def _commands(ledger: Ledger, url: str, site: Workplace) -> dict[str, float]:
    facts, book = Facts(t_s=NOW_S + DAY, site=site), Book(seq=ledger.head()[0])
    alone_ms, book = _commands_ms(ledger, book, facts, 1)
    with _reader(url):
        beside_ms, book = _commands_ms(ledger, book, facts, 1 + COMMANDS)
    found = {"command_p95_ms": alone_ms, "command_beside_reader_p95_ms": beside_ms}
    return {name: round(value, 1) for name, value in found.items()}


def _commands_ms(ledger: Ledger, book: Book, facts: Facts, first: int) -> tuple[float, Book]:
    times = []
    for number in range(first, first + COMMANDS):
        begin = perf_counter()
        book = opened_case(ledger, book, facts, number)
        times.append(1000.0 * (perf_counter() - begin))
    return quantiles(times, n=20)[-1], book


@contextmanager
def _reader(url: str) -> Iterator[None]:
    """Another process that reads the whole ledger again and again."""
    context = multiprocessing.get_context("spawn")
    begun = context.Event()
    reader = context.Process(target=read_for_ever, args=(url, begun), daemon=True)
    reader.start()
    begun.wait(120.0)
    try:
        yield
    finally:
        reader.terminate()
        reader.join()


def read_for_ever(url: str, begun: Any) -> None:
    """What the reading process does, at the low priority that a process of figures has."""
    os.nice(10)
    ledger = Ledger(url, writes=False)
    begun.set()
    while True:
        read_extract(ledger)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds, and what the work made."""
    begin = process_time()
    made = work()
    return process_time() - begin, made


if __name__ == "__main__":
    print(run())
