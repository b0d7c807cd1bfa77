"""What figures read from a ledger is what its events fold to, and reading again takes only what changed."""

from __future__ import annotations

from models.casework.case import Command
from models.casework.cases.nouns import parts_of
from models.casework.indicators.extract_tables import read_extract
from models.casework.indicators.rows.build import RowBuilder, rows_of
from models.casework.indicators.source import FigureSource
from models.casework.indicators.span import FigureSpan
from models.casework.indicators.table import figures
from models.casework.indicators.view import FigureView
from models.casework.store import Ledger
from tests.dashboard.pictures import T0
from tests.models.casework.cases.office import CHIEF, DUTY, SITE, SUPERVISOR, Office

HOUR, DAY = 3600.0, 86400.0


def worked() -> Office:
    """Three cases: one reopened after its closing, one under way, one dismissed; a mark, a seat and a craft."""
    office = Office()
    office.do(DUTY, "duty_on", "desk-1", agency="fishery")
    office.do(CHIEF, "craft_state", "e3", state="down", why="坞修")
    case_id = office.disposed()
    office.do(CHIEF, "review", case_id, verdict="accept", why="属实")
    office.wait(DAY)
    office.do(SUPERVISOR, "case_reopen", case_id, why="举报")
    office.forward(office.issued(office.assessed("alert:drift-T3"), CHIEF, "e2"), "ack")
    office.do(CHIEF, "case_dismiss", office.opened("alert:drift-T2"), why="误报")
    return office


def test_the_nouns_are_those_of_the_book_and_the_rest_is_in_the_events(url: str) -> None:
    office = worked()
    ledger = office.written(Ledger(url))
    mark = {"mark": "true", "reason": "", "alert": {"rule": "drift", "lon": 122.5, "lat": 30.0}}
    ledger.append(Command("m1", "mark", "drift-9", "李"), mark, T0)
    last = ledger.append(Command("m2", "mark", "drift-8", "李"), {**mark, "mark": "false"}, T0)
    ledger.append(Command("m3", "undo_mark", "drift-8", "李"), {"undoes": last.seq, "reason": ""}, T0)
    extract = read_extract(ledger)
    assert extract.cases == office.book.cases
    assert [each.reopened_s - each.closed_s for (each,) in extract.reopenings.values()] == [DAY]
    assert [(each.rule, each.true) for each in extract.marks] == [("drift", True)]
    assert [each.agency for each in extract.seats] == ["fishery"]
    assert extract.stated["e3"][0].state == "down"
    assert extract.head == ledger.head()


def test_reading_again_takes_only_what_changed_and_gives_the_same(url: str) -> None:
    office = worked()
    ledger = office.written(Ledger(url))
    builder, first = RowBuilder(SITE), read_extract(ledger)
    builder.rows(first)
    assert read_extract(ledger, first) is first
    done = len(office.commands)
    office.wait(HOUR)
    (case,) = (each for each in office.book.cases.values() if each.state == "acknowledged")
    office.do(DUTY, "thread_open", case.id, to=["west"], kind="assistance", question="见过吗")
    office.forward(parts_of(case)[0].id, "under_way")
    for command, event in zip(office.commands[done:], office.events[done:], strict=True):
        ledger.append(command, event.body, event.t_s)
    again, whole = read_extract(ledger, first), read_extract(ledger)
    assert again == whole
    assert sum(again.cases[each] is not first.cases[each] for each in first.cases) == 1
    span = FigureSpan(T0 - DAY, T0 + 90 * DAY, T0 + 90 * DAY)
    both = [figures(FigureView(rows, span, SITE)) for rows in (builder.rows(again), rows_of(whole, SITE))]
    assert both[0] == both[1]


def test_a_source_gives_the_same_rows_until_something_is_written(url: str) -> None:
    ledger = worked().written(Ledger(url))
    source = FigureSource(ledger, SITE)
    first = source.rows()
    assert first.head == ledger.head() and source.rows() is first
    ledger.append(Command("n1", "note", "alert:a", "李"), {"text": "无事"}, T0)
    assert source.rows().head[0] == first.head[0] + 1


def test_the_figures_of_a_day_of_work(url: str) -> None:
    ledger = worked().written(Ledger(url))
    span = FigureSpan(T0 - DAY, T0 + 90 * DAY, T0 + 90 * DAY)
    found = figures(FigureView(rows_of(read_extract(ledger), SITE), span, SITE))
    shown = {name: (found[name].k, found[name].n) for name in ("K1", "K7.reopened", "C.ack", "C.assess", "N.orders")}
    assert shown == {"K1": (1, 3), "K7.reopened": (1, 2), "C.ack": (2, 2), "C.assess": (3, 3), "N.orders": (2, 2)}
