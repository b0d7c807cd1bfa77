"""`run.py bench`: runs the benchmarks and prints them as a table and as JSON, with a description of the machine.

The measurements are in benchmarks/, one file each with `run() -> dict`.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.outputs import check_outputs
from models.base.paths import ROOT
from models.base.settings import UserError

FOLDER = ROOT / "benchmarks"


def bench(
    name: Annotated[str | None, typer.Argument(help="One benchmark; all of them if not given.")] = None,
    out: Annotated[Path | None, typer.Option(help="Also write the figures to this file as JSON.")] = None,
    data: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="For `seas`: the folder of recordings to measure.")
    ] = None,
) -> None:
    """Measure this machine: figures and ratios, never a pass or fail.

    [bold]casework[/bold] start of the desk with 10,000 cases, lists, time of a command

    [bold]decode[/bold]   speed of decoding AIS sentences, compared with pyais

    [bold]history[/bold]  size of a day of 5,000 vessels, and times of queries

    [bold]house[/bold]    number and length of files and functions

    [bold]indicators[/bold] figures of a year's ledger of 20,000 cases, and commands beside a reader

    [bold]ledger[/bold]   time to open a ledger, by its number of events

    [bold]memory[/bold]   growth of memory in a long exercise, with a browser

    [bold]pages[/bold]    cost of many open pages, delay from sentence to pixel

    [bold]replay[/bold]   speed of a headless replay with 1,500 vessels, and with one

    [bold]seas[/bold]     false alerts on recordings of real seas, rule by rule

    [bold]tick[/bold]     duration of a tick with 5,000 to 300,000 vessels

    [bold]ways[/bold]     time to rank the craft for a task, and of a drift cloud

    [bold]Examples[/bold]

      run.py bench

      run.py bench tick --out tick.json
    """
    check_outputs({"--out": out})
    found = benchmarks()
    if name and name not in found:
        raise UserError(f"No benchmark {name}; choose one of {', '.join(found)}")
    if data and name != "seas":
        raise UserError("--data goes with `bench seas`")
    given = {"folder": data} if data else {}
    results = {each: _benchmark(each)(**given) for each in ([name] if name else found)}
    figures = {"machine": machine(), "results": results}
    _print_table(figures)
    text = json.dumps(figures, indent=2)
    typer.echo(text)
    if out:
        out.write_text(text + "\n", encoding="utf-8")


def benchmarks() -> list[str]:
    """The names of all benchmarks, in order."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))


def machine() -> dict[str, str | int]:
    """What the figures depend on; nothing that identifies the machine."""
    return {"cpu": _cpu_model(), "cores": os.cpu_count() or 1, "python": platform.python_version()}


def figure(value: object) -> str:
    """A number in readable form: thousands separated, and small values never shown as 0.000."""
    if isinstance(value, float):
        return f"{value:,.3f}" if value == 0 or abs(value) >= 0.1 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _benchmark(name: str) -> Callable[[], dict[str, Any]]:
    run: Callable[[], dict[str, Any]] = import_module(f"benchmarks.{name}").run
    return run


def _cpu_model() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _print_table(figures: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    about = figures["machine"]
    for name, result in figures["results"].items():
        table = Table(title=f"{name} · {about['cpu']} · {about['cores']} cores · Python {about['python']}")
        table.add_column("figure")
        table.add_column("value", justify="right")
        for key, value in _flat(result):
            table.add_row(key, figure(value))
        Console(stderr=True).print(table)


def _flat(values: dict[str, Any], above: str = "") -> list[tuple[str, Any]]:
    """Each figure with its whole name; lists (single alerts) are left to the JSON."""
    rows: list[tuple[str, Any]] = []
    for key, value in values.items():
        if isinstance(value, list):
            continue
        rows += _flat(value, f"{above}{key}.") if isinstance(value, dict) else [(f"{above}{key}", value)]
    return rows
