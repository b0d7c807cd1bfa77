"""`run.py exercise`: plays a scenario as real sentences through the same chain as live, or writes it to a file.

The plan of its run: launch/exercise_plan.py. The simulator: exercises.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from commands.cli import Shared, refuse_useless, say, say_if_first_start
from commands.launch.exercise_plan import headless_plan, played_plan, steered_plan
from commands.launch.recorded_feeds import clues_beside
from commands.launch.supervisor import supervise
from commands.outputs import check_outputs
from commands.replay import progress
from commands.times import moment_s
from models.base.paths import SITES
from models.base.settings import Settings

MINUTES = 30.0  # written without --minutes
_SHOWN = ("port", "steered")
_WRITTEN = ("start", "truth", "clues")
_HEADLESS = ("headless", "summary")
_GOES_WITH_WRITE = dict.fromkeys(_WRITTEN, "goes with --write FILE")
WITH_WRITE = dict.fromkeys((*_SHOWN, *_HEADLESS), "has no effect with --write, which shows no wall")
WITH_HEADLESS = dict.fromkeys(_SHOWN, "has no effect with --headless, which shows no wall") | _GOES_WITH_WRITE
ON_THE_WALL = {"minutes": "goes with --write FILE or --headless", "summary": "goes with --headless"} | _GOES_WITH_WRITE
WITH_LIST = dict.fromkeys(
    ("scenario", "seed", "write", "minutes", *_SHOWN, *_WRITTEN, *_HEADLESS), "has no effect with --list"
)


def exercise(
    ctx: typer.Context,
    scenario: Annotated[
        str | None, typer.Argument(help="A scenario of exercises/ (see --list) or a .yaml file.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="The same seed gives the same traffic.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port of the web pages.")] = None,
    write: Annotated[
        Path | None, typer.Option(help="Write the sentences to this file instead of showing the wall.")
    ] = None,
    minutes: Annotated[
        float | None,
        typer.Option(min=0.1, help="With --write: duration, default 30. With --headless: only the first minutes."),
    ] = None,
    start: Annotated[
        str | None, typer.Option(help="With --write: start time (UTC); default as in the scenario.")
    ] = None,
    truth: Annotated[
        Path | None, typer.Option(help="With --write: file for the truth (what really happens), for scoring.")
    ] = None,
    clues: Annotated[
        Path | None, typer.Option(help="With --write: file for the clues; default beside the sentences.")
    ] = None,
    steered: Annotated[
        bool, typer.Option("--steered", help="Run in its own time, which /exercise can pause, move and speed up.")
    ] = False,
    headless: Annotated[
        bool, typer.Option("--headless", help="Run it to its end without web pages, with its scripted people.")
    ] = False,
    summary: Annotated[
        Path | None, typer.Option(help="With --headless: file for counts, digests and scores, JSON; - is stdout.")
    ] = None,
    known: Annotated[bool, typer.Option("--list", help="List the scenarios and exit.")] = False,
) -> None:
    """Play a scenario on this machine and show the wall; no other service is needed.

    [bold]Examples[/bold]

      run.py exercise

      run.py exercise zhoushan_morning --seed 7 --port 5007

      run.py exercise --write morning.nmea --minutes 30 --truth morning-truth.jsonl

      run.py exercise drift --steered

      run.py exercise casework_day --headless --summary day.json

      run.py exercise --list
    """
    refuse_useless(ctx, WITH_LIST if known else WITH_WRITE if write else WITH_HEADLESS if headless else ON_THE_WALL)
    if known:
        _list()
        return
    shared: Shared = ctx.obj
    settings = shared.settings()
    scenario = scenario or settings.exercise.scenario
    if scenario.endswith((".yaml", ".yml")):
        scenario = str(Path(scenario).resolve())  # the processes of a run have another working folder
    seed = settings.exercise.seed if seed is None else seed
    if write:
        check_outputs({"--write": write, "--truth": truth, "--clues": clues})
        _write(
            settings,
            scenario,
            seed,
            write,
            minutes or MINUTES,
            moment_s("--start", start) if start else None,
            truth,
            clues,
        )
    elif headless:
        check_outputs({"--summary": summary})
        _without_pages(settings, scenario, seed, minutes, summary)
    else:
        supervise((steered_plan if steered else played_plan)(settings, scenario, seed, port))


def _without_pages(settings: Settings, scenario: str, seed: int, minutes: float | None, summary: Path | None) -> None:
    from commands.headless import run_exercise
    from commands.score_table import print_scores

    say_if_first_start()
    with progress() as report:
        record, sheet = run_exercise(headless_plan(settings, scenario, seed), report, minutes=minutes)
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    if str(summary) == "-":
        sys.stdout.write(text)
        return
    if summary:
        summary.write_text(text, encoding="utf-8")
    cases = record["cases"]
    say(
        f"{cases['opened']} cases, {cases['closed']} of them closed; {record['commands']} commands, "
        f"{record['refused']} refused; {record['ticks']:,} s in {record['wall_s']:.1f} s"
    )
    print_scores(sheet, settings)


def _write(
    settings: Settings,
    scenario: str,
    seed: int,
    out: Path,
    minutes: float,
    start_t_s: float | None,
    truth: Path | None,
    clues: Path | None,
) -> None:
    from exercises.play import write_clues, write_file, write_truth

    site = SITES / settings.site
    count = write_file(scenario, site, seed, out, minutes, start_t_s)
    if truth:
        write_truth(scenario, site, seed, truth, start_t_s, minutes)
    write_clues(scenario, site, seed, clues or clues_beside(out), minutes, start_t_s)
    say(f"{count:,} sentences of {scenario} (seed {seed}, {minutes:g} min) are in {out}")


def _list() -> None:
    """Each scenario by name, with its title."""
    from exercises.scenario.scenario import known_scenarios, load_scenario

    for name in known_scenarios():
        scenario = load_scenario(name)
        say(f"{name:20} {scenario.name_zh}  {scenario.name_en}, {scenario.duration_s / 60:.0f} min")
