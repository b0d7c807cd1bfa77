"""`run.py report`: the figures of a period from a ledger, as JSON.

It is a process of its own at low priority that only reads, so a desk that writes to the same ledger never waits for it.
"""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.audit import ledger_to_read
from commands.cli import Shared, WorkError
from commands.outputs import check_outputs
from models.base.clock import now_s
from models.base.paths import SITES
from models.base.settings import UserError

if TYPE_CHECKING:
    from models.casework.cases.workplace import Workplace
    from models.casework.indicators.span import FigureSpan


LOW_PRIORITY = 10  # added to the niceness of the process: the desk comes first


class ReportKind(StrEnum):
    """The reports, by the period that they are about where none is given."""

    daily = "daily"
    weekly = "weekly"
    monthly = "monthly"
    quarterly = "quarterly"


def report(
    ctx: typer.Context,
    kind: Annotated[ReportKind, typer.Argument(help="What to report; each is explained above.")],
    figures: Annotated[bool, typer.Option("--figures", help="The figures as JSON.")] = False,
    from_: Annotated[str, typer.Option("--from", metavar="DAY", help="First local day, such as 2026-04-01.")] = "",
    to: Annotated[str, typer.Option("--to", metavar="DAY", help="The day after the last one.")] = "",
    unit: Annotated[str, typer.Option(help="A unit of the site with all below it; all if not given.")] = "",
    lists: Annotated[bool, typer.Option("--lists", help="Each figure with the ids behind it.")] = False,
    ledger: Annotated[Path | None, typer.Option(help="A ledger file other than that of config.yaml.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of the terminal.")] = None,
) -> None:
    """The figures of supervision: rates with their intervals, counts, risk warnings, suggested letters.

    [bold]daily[/bold]      the day before today

    [bold]weekly[/bold]     the seven days before today

    [bold]monthly[/bold]    the month before this one

    [bold]quarterly[/bold]  the quarter before this one, with the ranking of the units and the portrait of --unit

    [bold]Examples[/bold]

      run.py report monthly --figures

      run.py report quarterly --figures --from 2026-04-01 --to 2026-07-01 --unit putuo
    """
    from models.casework.engines import LedgerError

    if not figures:
        raise UserError("name the form: run.py report KIND --figures")
    check_outputs({"--out": out}, [ledger] if ledger else [])
    shared: Shared = ctx.obj
    try:
        text = _figures(shared, kind, (from_, to), unit, ledger, lists)
    except LedgerError as problem:
        raise WorkError(str(problem)) from problem
    if out:
        out.write_text(text + "\n", encoding="utf-8")
    else:
        typer.echo(text)


def _figures(
    shared: Shared, kind: ReportKind, days: tuple[str, str], unit: str, ledger: Path | None, lists: bool
) -> str:
    from models.casework.cases.site_workplace import workplace_of
    from models.casework.indicators.source import FigureSource
    from models.casework.supervision.figure_report import FigureOrder, figure_report
    from models.site.site import load_site

    settings = shared.settings()
    site = workplace_of(load_site(SITES / settings.site), settings.casework)
    if unit and not site.knows(unit):
        raise UserError(f"--unit {unit}: expected one of {', '.join(each.id for each in site.units)}")
    span = period(kind, *days, site)
    os.nice(LOW_PRIORITY)
    with ledger_to_read(settings, ledger) as source:
        rows = FigureSource(source, site).rows()
    wanted = FigureOrder(kind.value, span, unit, lists, ranking=kind is ReportKind.quarterly)
    return json.dumps(figure_report(rows, site, wanted), ensure_ascii=False, indent=2)


def period(kind: ReportKind, from_: str, to: str, site: Workplace) -> FigureSpan:
    """The days that were named, else the last ones that are over. Raises UserError."""
    from models.casework.indicators.span import span_of

    at_s = now_s()
    first, end = last_whole(kind, site.calendar.local_date(at_s))
    if bool(from_) != bool(to):
        raise UserError("--from and --to go together: the first day, and the day after the last one")
    if from_:
        first, end = (_day(name, text) for name, text in (("--from", from_), ("--to", to)))
    if not first < end:
        raise UserError(f"--from {from_} is not before --to {to}; --to is the day after the last one")
    return span_of(first, end, site.calendar.utc_offset_h, at_s)


def last_whole(kind: ReportKind, today: date) -> tuple[date, date]:
    """First day and day after the last of the newest period of this kind that is over."""
    month = today.replace(day=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    ends = {ReportKind.monthly: month, ReportKind.quarterly: quarter}
    end = ends.get(kind, today)
    days = {ReportKind.daily: 1, ReportKind.weekly: 7}.get(kind)
    if days:
        return end - timedelta(days), end
    last = end - timedelta(1)
    return last.replace(day=1, month=last.month - (2 if kind is ReportKind.quarterly else 0)), end


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{option} {text}: expected a day such as 2026-04-01") from None
