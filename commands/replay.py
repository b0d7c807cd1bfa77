"""`run.py replay`: runs recorded watches through the same core as live, on the wall or without screens.

Reading files: ingest. The tick: models/risk. The feeds' names: launch/recorded_feeds.py.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.cli import Shared, WorkError, refuse_useless, say, say_if_first_start
from commands.launch.plan import adapted, inject_feeds, var_folder
from commands.launch.recorded_feeds import feeds_of, no_message, refusals, show_notes
from commands.launch.supervisor import supervise
from commands.outputs import check_outputs
from commands.times import span_s, speed_x
from models.base.clock import iso
from models.base.paths import SITES
from models.base.settings import Settings
from models.messages.observation import END_S
from models.messages.plan import Plan

if TYPE_CHECKING:
    from models.core.ticklog import TickLog


WITH_HEADLESS = dict.fromkeys(("summary", "pictures"), "goes with --headless")
MUCH_OUTSIDE = 0.2  # share of the vessels outside the coast of the site from which it is said
FASTEST_ON_THE_WALL = 3600.0  # `max` on the wall: an hour a second, more than a core can process


@dataclass(frozen=True)
class _ReplayRequest:
    """The arguments of the command."""

    paths: list[Path]
    from_s: float | None
    to_s: float | None
    speed: float
    alerts: Path | None
    summary: Path | None
    pictures: Path | None
    every_s: float


def replay(
    ctx: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Text files, plain or packed, or recordings; each path is one feed."),
    ],
    from_: Annotated[
        str | None, typer.Option("--from", metavar="T", help="Start at this time, e.g. 2014-09-28T16:00Z.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="T", help="End at this time.")] = None,
    speed: Annotated[
        str | None, typer.Option(metavar="N|max", help="Times real time; default 1 on the wall, max with --headless.")
    ] = None,
    headless: Annotated[
        bool, typer.Option("--headless", help="Run without web pages and exit at the end of the input.")
    ] = False,
    alerts: Annotated[
        Path | None, typer.Option(help="Write every change of an alert to this file, JSON lines.")
    ] = None,
    summary: Annotated[
        Path | None, typer.Option(help="With --headless: file for counts and digest, JSON; - is stdout.")
    ] = None,
    pictures: Annotated[Path | None, typer.Option(help="With --headless: file for pictures, JSON lines.")] = None,
    every: Annotated[
        float, typer.Option(min=1, metavar="S", help="With --pictures: seconds between two pictures.")
    ] = 60.0,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port of the web pages.")] = None,
) -> None:
    """Play recordings through the same core as live, with the same pictures and alerts at every speed.

    [bold]Examples[/bold]

      run.py replay watch.nmea.gz --speed 10

      run.py replay north.nmea south.nmea --from 2014-09-28T16:00Z --to 2014-09-28T18:00Z

      run.py replay watch.nmea --headless --alerts alerts.jsonl --summary summary.json
    """
    shared: Shared = ctx.obj
    pace = speed_x(speed or ("max" if headless else "1"))
    refuse_useless(ctx, {} if pictures else {"every": "goes with --pictures"})
    refuse_useless(
        ctx, {"port": "has no effect with --headless, which shows no web pages"} if headless else WITH_HEADLESS
    )
    request = _ReplayRequest(paths, *span_s(from_, to), pace, alerts, summary, pictures, every)
    check_outputs({"--alerts": alerts, "--summary": summary, "--pictures": pictures}, paths)
    if headless:
        say_if_first_start()
        _without_screens(shared.settings(), request)
    else:
        supervise(_plan(shared.settings(), request, port))


def _plan(settings: Settings, request: _ReplayRequest, port: int | None) -> Plan:
    from ingest.sources.files import note_on_times

    feeds = feeds_of(request.paths)
    show_notes([note_on_times(path, feed.kind) for path, feed in feeds.items()])
    return Plan(
        mode="replay",
        var=var_folder(settings),
        settings=adapted(settings, port=port, feeds=[*feeds.values(), *inject_feeds()]),
        speed=min(request.speed, FASTEST_ON_THE_WALL),
        replay_paths={feed.id: (path.resolve(),) for path, feed in feeds.items()},
        from_s=request.from_s,
        to_s=request.to_s,
        alerts_out=request.alerts.resolve() if request.alerts else None,
    )


def _without_screens(settings: Settings, request: _ReplayRequest) -> None:
    from ingest.sources.files import read_batches
    from models.core.replay import run_headless
    from models.risk.state import State
    from models.site.site import load_site

    feeds = feeds_of(request.paths)
    state = State(settings, load_site(SITES / settings.site), tuple(feeds.values()), "replay", request.speed)
    batches = {
        feed.id: read_batches(
            path, feed.id, kind=feed.kind, decoder=feed.decoder, from_s=request.from_s, to_s=request.to_s
        )
        for path, feed in feeds.items()
    }
    with progress() as report:
        result = run_headless(
            state,
            batches,
            speed=request.speed,
            log=_tick_log(request),
            alerts_out=request.alerts,
            pictures_out=request.pictures,
            every_s=request.every_s,
            progress=report,
        )
    _print_summary(result, request.summary)
    notes = list(result["notes"].values())
    if not result["messages"]:
        span = " between --from and --to" if request.from_s or request.to_s else ""
        raise WorkError(no_message(request.paths, span, result["rejects"], notes))
    show_notes(notes)


def _tick_log(request: _ReplayRequest) -> TickLog:
    """The inputs of each tick when it was live, if they were logged beside the recordings."""
    from models.core.ticklog import part_of, read_tick_log

    folders = dict.fromkeys(
        folder for path in request.paths if path.is_dir() for folder in (path.resolve().parent, path)
    )
    from_s, to_s = request.from_s or 0.0, request.to_s or END_S
    whole = {number: logged for folder in folders for number, logged in read_tick_log(folder).items()}
    return part_of(whole, from_s, to_s)


def _print_summary(result: dict[str, Any], summary: Path | None) -> None:
    text = json.dumps(result, ensure_ascii=False, indent=2) + "\n"
    if str(summary) == "-":
        sys.stdout.write(text)
        return
    if summary:
        summary.write_text(text, encoding="utf-8")
    if result["outside_coast"] >= MUCH_OUTSIDE:
        say(
            f"{result['outside_coast']:.0%} of the vessels are outside the coast of the site, where land is not known: "
            "choose their site in config.yaml, or make a coast for them"
        )
    alerts = sum(result["alerts_by_rule"].values())
    say(
        f"{result['messages']:,} messages of {result['vessels']:,} vessels, {alerts:,} alerts; "
        f"{result['ticks']:,} s in {result['wall_s']:.1f} s ({result['speed_x']:,.0f}x)"
        f"{refusals(result['rejects'], result['refused_values'])}"
    )


@contextmanager
def progress() -> Iterator[Any]:
    """The position of the replay; only on a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda t_s: bar.update(task, description=iso(t_s))
