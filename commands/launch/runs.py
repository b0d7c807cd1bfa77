"""Exercises and replays that a page of this run asked for: each a supervisor of its own, with its own folder and port.

What lives here: starting and ending them. What does not: what there is to choose (choices.py), how page and supervisor
speak (models/messages/runs.py), the plan of what is started (requested_run.py). It shares nothing with the run it was
asked from: no folder, no port, no ledger.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from commands.launch.exercise_plan import forget_old
from commands.launch.ports import free_tcp_port, healthy
from models.base.clock import iso, now_s
from models.base.paths import ROOT
from models.messages.plan import Plan
from models.messages.runs import RUNS, RunRequest, StartedRun, wanted, write

ENDED_SHOWN = 5
WANTED_FILE = "wanted.json"


@dataclass
class _Started:
    """One that was asked for and what is known of it; without a process it could not be started."""

    run: StartedRun
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def up(self) -> bool:
        return self.process is not None and self.process.poll() is None


class RunManager:
    """Those of one supervisor, which looks in now and then. Nothing that fails here may end the supervisor."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._started: dict[str, _Started] = {}
        self._told: list[StartedRun] = []

    def look(self) -> None:
        """Take what is wanted, see how what was started fares, and tell."""
        for each in wanted(self.plan.run_dir):
            self._stop(each.id) if each.stop else self._start(each)
        for started in self._started.values():
            started.run = _now(started, self.plan.settings.dashboard.address)
        over = [key for key, each in self._started.items() if each.run.state == "ended"]
        for key in over[:-ENDED_SHOWN]:
            del self._started[key]
        told = [each.run for each in self._started.values()]
        if told != self._told:
            with suppress(OSError):  # told at the next look
                write(self.plan.run_dir / RUNS, [asdict(run) for run in told])
                self._told = told

    def end(self) -> None:
        """Ask all of them to end."""
        for key in self._started:
            self._stop(key)

    def wait(self, at_most_s: float) -> None:
        """Until all have ended, which takes with them what they started; whoever has not by then is killed."""
        for process in [each.process for each in self._started.values() if each.process]:
            try:
                process.wait(at_most_s)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, want: RunRequest) -> None:
        if want.id in self._started:
            return
        run = StartedRun(want.id, want.kind, want.name_zh, want.name_en, 0, "ended")
        folder = self.plan.var / "exercise" / f"{iso(now_s())[:19].replace(':', '')}-{want.id}"
        most = self.plan.settings.exercise.most_runs
        if sum(each.up for each in self._started.values()) >= most:
            self._started[want.id] = _Started(replace(run, why=f"no more than {most} at once"), folder)
            return
        try:
            self._started[want.id] = self._begin(want, run, folder)
        except OSError as problem:
            self._started[want.id] = _Started(replace(run, why=str(problem)), folder)

    def _begin(self, want: RunRequest, run: StartedRun, folder: Path) -> _Started:
        in_use = [each.folder for each in self._started.values() if each.up]
        forget_old(folder.parent, [*in_use, self.plan.settings.recording.folder])
        folder.mkdir(parents=True)
        write(folder / WANTED_FILE, asdict(want))
        port = free_tcp_port()
        words = [str(self.plan.run_dir), str(folder), str(port), str(os.getpid())]
        with (folder / "said.txt").open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, str(ROOT / "run.py"), "_run", *words],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                process_group=0,
            )
        return _Started(replace(run, port=port, state="starting"), folder, process)

    def _stop(self, key: str) -> None:
        started = self._started.get(key)
        if started and started.process and started.up:
            started.process.send_signal(signal.SIGTERM)


def _now(started: _Started, address: str) -> StartedRun:
    run, process = started.run, started.process
    if process is None or run.state == "ended":
        return run
    if process.poll() is not None:
        return replace(run, state="ended", why=_last_words(started.folder) if process.returncode > 0 else "")
    if run.state == "starting" and healthy(address, run.port):
        return replace(run, state="running")
    return run


def _last_words(folder: Path) -> str:
    try:
        lines = (folder / "said.txt").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1] if lines else ""
