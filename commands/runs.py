"""Exercises and replays that a page of this run asked for: each a supervisor of its own, with its own folder and port.

What lives here: what there is to choose, starting and ending them. What does not: how page and supervisor speak
(models/runs.py). What is started shares nothing with the run it was asked from: no folder, no port, no ledger.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Annotated

import typer

from commands import lifeline
from commands.door import ROOT
from commands.feeds_of import feeds_of
from commands.plan import Plan, adapted, inject_feeds, read_plan
from commands.ports import free_tcp_port
from models.clock import iso, now_s
from models.runs import CHOICES, RUNS, Choice, Run, Wanted, wanted, write

MOST_RUNS = 3  # at once: each computes a sea of its own
RECORDINGS_SHOWN = 20


@dataclass
class _Started:
    """One that was started and what is known of it."""

    run: Run
    process: subprocess.Popen[bytes]
    said: Path


class Runs:
    """Those of one supervisor, which looks in now and then."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._started: dict[str, _Started] = {}
        self._told: list[Run] = []

    def look(self) -> None:
        """Take what is wanted, see how what was started fares, and tell."""
        for each in wanted(self.plan.run_dir):
            self._stop(each.id) if each.stop else self._start(each)
        for started in self._started.values():
            started.run = _now(started)
        told = [each.run for each in self._started.values()]
        if told != self._told:
            self._told = told
            write(self.plan.run_dir / RUNS, [asdict(run) for run in told])

    def end(self) -> None:
        """End them all."""
        for key in self._started:
            self._stop(key)

    def _start(self, want: Wanted) -> None:
        up = [each for each in self._started.values() if each.process.poll() is None]
        if len(up) >= MOST_RUNS or want.id in self._started:
            return
        from commands.exercise import forget_old

        port = free_tcp_port()
        folder = self.plan.var / "exercise" / f"{iso(now_s())[:19].replace(':', '')}-{want.id}"
        forget_old(folder.parent)
        folder.mkdir(parents=True)
        write(folder / "wanted.json", asdict(want))
        said = folder / "said.txt"
        argv = [
            sys.executable,
            str(ROOT / "run.py"),
            "_run",
            str(self.plan.run_dir),
            str(folder),
            str(port),
            str(os.getpid()),
        ]
        with said.open("wb") as out:
            process = subprocess.Popen(
                argv, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=out, process_group=0
            )
        run = Run(want.id, want.kind, want.name_zh, want.name_en, port, "starting")
        self._started[want.id] = _Started(run, process, said)

    def _stop(self, key: str) -> None:
        started = self._started.get(key)
        if started and started.process.poll() is None:
            started.process.send_signal(signal.SIGTERM)


def _now(started: _Started) -> Run:
    run = asdict(started.run)
    if started.process.poll() is not None:
        lines = started.said.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return Run(**run | {"state": "ended", "why": lines[-1] if started.process.returncode > 0 and lines else ""})
    if started.run.state == "starting" and _serves(started.run.port):
        return Run(**run | {"state": "running"})
    return started.run


def _serves(port: int) -> bool:
    line = HTTPConnection("127.0.0.1", port, timeout=0.2)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        line.close()


def run(
    parent_run: Annotated[Path, typer.Argument()],
    folder: Annotated[Path, typer.Argument()],
    port: Annotated[int, typer.Argument()],
    parent: Annotated[int, typer.Argument(help="Process id of the supervisor that asked: we end with it.")],
) -> None:
    """One exercise or replay that a page asked for; started by a supervisor, not by people."""
    from commands.supervisor import supervise

    lifeline.end_with(parent)
    told = Wanted(**json.loads((folder / "wanted.json").read_text(encoding="utf-8")))
    supervise(plan_of(told, read_plan(parent_run), folder, port))


def plan_of(want: Wanted, asked_by: Plan, folder: Path, port: int) -> Plan:
    """Settings as in the run it was asked from; everything it keeps lies in `folder`."""
    from commands.exercise import steered_plan  # its verb starts a supervisor, which imports this file

    settings = asked_by.settings.model_copy(
        update={"recording": asked_by.settings.recording.model_copy(update={"folder": folder / "recordings"})}
    )
    if want.kind == "scenario":
        return steered_plan(settings, want.what, want.seed or settings.exercise.seed, port, folder)
    feeds = feeds_of([Path(want.what)])
    return Plan(
        mode="replay",
        var=folder,
        settings=adapted(settings, port=port, feeds=[*feeds.values(), *inject_feeds()]),
        replay_paths={feed.id: (path.resolve(),) for path, feed in feeds.items()},
        from_s=want.from_s,
        to_s=want.to_s,
    )


def write_choices(plan: Plan) -> None:
    """What this run offers: every scenario, recordings of real feeds and of exercises, and what it replays itself."""
    from exercises.scenario import known_scenarios, load_scenario

    told = []
    for name in known_scenarios():
        each = load_scenario(name)
        told.append(Choice(f"scenario-{name}", "scenario", name, each.name_zh, each.name_en, 0.0, each.duration_s))
    for number, path in enumerate(_recordings(plan)):
        told.append(Choice(f"recording-{number}", "recording", str(path), path.name, path.name))
    write(plan.run_dir / CHOICES, [asdict(each) for each in told])


def _recordings(plan: Plan) -> list[Path]:
    own = [path for paths in plan.replay_paths.values() for path in paths]
    kept = plan.settings.recording.folder
    live = [kept] if kept.is_dir() and any(kept.iterdir()) and plan.mode == "live" else []
    past = sorted((plan.var / "exercise").glob("????-??-??T??????"), reverse=True)
    named = [ROOT / path for path in plan.settings.exercise.recordings]
    found = [each for path in named for each in (sorted(path.iterdir()) if path.is_dir() else [path]) if path.exists()]
    return [*live, *own, *found, *past][:RECORDINGS_SHOWN]
