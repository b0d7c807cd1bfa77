"""`run.py score`: measures how well the detectors did in an exercise.

It reads the two files and prints the table. Matching and counting: exercises/scoring/score.py.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from models.base.settings import UserError

if TYPE_CHECKING:
    from rich.table import Table

NONE = "–"
COLUMNS = (
    "rule", "events", "found", "recall", "alarms", "true", "prec.", "false/kvh", "delay", "p90", "expl.",
)  # fmt: skip


def score(
    ctx: typer.Context,
    alerts: Annotated[Path, typer.Argument(help="What `replay --headless --alerts FILE` wrote.")],
    truth: Annotated[Path, typer.Argument(help="What `exercise --write … --truth FILE` wrote.")],
    hours: Annotated[
        float | None, typer.Option(min=0.001, help="Duration in hours; default as in the truth file.")
    ] = None,
    vessel_hours: Annotated[
        float | None,
        typer.Option(min=0.001, help="Hours on the air of all vessels together; default as in the truth file."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print all figures, each miss and each false alarm, as JSON.")
    ] = False,
) -> None:
    """Compare alerts with the truth of an exercise: recall, precision and delay of every rule.

    [bold]Examples[/bold]

      run.py exercise --write watch.nmea --minutes 60 --truth truth.jsonl

      run.py replay watch.nmea --headless --alerts alerts.jsonl

      run.py score alerts.jsonl truth.jsonl
    """
    report = _report(alerts, truth, hours, vessel_hours)
    if as_json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
        return
    from rich.console import Console

    console = Console()
    console.print(_table(report), soft_wrap=not console.is_terminal)
    console.print(_summary(report), highlight=False, soft_wrap=True)


def _report(alerts: Path, truth: Path, hours: float | None, vessel_hours: float | None) -> dict[str, Any]:
    from exercises.scoring.score import alarms_of, events_of
    from exercises.scoring.score import score as compare

    lines = list(_records(truth, "truth; `run.py exercise --write … --truth FILE` makes one"))
    about = lines.pop(0)["exercise"] if lines and "exercise" in lines[0] else {}
    wrong = (KeyError, ValueError, TypeError, AttributeError)
    try:
        events = events_of(lines)
    except wrong as problem:
        raise UserError(f"{truth}: not a truth file ({problem!r}); did you mean `run.py score ALERTS TRUTH`?") from None
    try:
        alarms = alarms_of(_records(alerts, "alerts; `run.py replay … --headless --alerts FILE` makes one"))
    except wrong as problem:
        raise UserError(f"{alerts}: not a file of alerts ({problem!r}); `run.py score ALERTS TRUTH`") from None
    hours = hours or about.get("duration_s", 0) / 3600 or None
    report = compare(events, alarms, vessel_hours or about.get("vessel_hours"), hours)
    return {"exercise": about, **report}


def _records(path: Path, what: str) -> Iterator[Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "not text"
        raise UserError(f"{path}: cannot be read ({reason}); expected {what}") from None
    for number, line in enumerate(text.splitlines(), 1):
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if not isinstance(record, dict):
            raise UserError(f"{path} line {number}: not a JSON object; expected {what}")
        yield record


def _table(report: dict[str, Any]) -> Table:
    from rich.table import Table

    table = Table(*COLUMNS, box=None, padding=(0, 1, 0, 0), header_style="bold", pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for rule, row in report["rules"].items():
        table.add_row(rule, *_cells(row))
    table.add_row("[bold]all[/bold]", *_cells({"delay_median_s": None, "delay_p90_s": None} | report["total"]))
    return table


def _cells(row: dict[str, Any]) -> list[str]:
    shown = (
        ("events", "d"), ("found", "d"), ("recall", ".2f"), ("alarms", "d"), ("true", "d"), ("precision", ".2f"),
        ("false_per_1000_vessel_hours", ".2f"), ("delay_median_s", ".0f"), ("delay_p90_s", ".0f"), ("explained", ".2f"),
    )  # fmt: skip
    return [NONE if row[name] is None else format(row[name], form) for name, form in shown]


def _summary(report: dict[str, Any]) -> str:
    """The lines beside the table: warnings ahead of time, colours, the watch."""
    parts = ["kvh: 1,000 vessel-hours; delays in seconds; expl.: the rule is among the first three reasons"]
    ahead = report["rules"].get("collision", {}).get("warned_ahead_median_s")
    if ahead is not None:
        parts.append(f"collisions warned of {ahead:.0f} s ahead (median)")
    if report["total"]["false_per_watch"] is not None:
        parts.append(f"{report['total']['false_per_watch']:g} false alarms in a watch of 12 h")
    for wanted, got in report["total"]["colours"].items():
        parts.append(f"{wanted} events became {', '.join(f'{n} {colour}' for colour, n in sorted(got.items()))}")
    return "; ".join(parts) + "."
