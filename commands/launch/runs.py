"""Exercises and replays requested from a page of this run: each has its own supervisor, folder and port.

It shares nothing with the run it was requested from: no folder, no port, no ledger. The catalogue: choices.py. The
files through which page and supervisor communicate: models/messages/runs.py. The plan of such a run: requested_run.py.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from commands.launch.child import ChildProcess
from commands.launch.exercise_plan import forget_old
from commands.launch.ports import free_tcp_port, healthy
from models.base.clock import iso, now_s
from models.base.settings import Settings
from models.messages.plan import Plan
from models.messages.runs import RUNS, RunRequest, StartedRun, requests, write

ENDED_SHOWN = 5
REQUEST_FILE, LOG_FILE = "request.json", "run.log"


@dataclass
class _Started:
    """A requested run and its process; one that could not be started has none."""

    run: StartedRun
    folder: Path
    child: ChildProcess | None = None

    @property
    def up(self) -> bool:
        return self.child is not None and self.child.alive


class RunManager:
    """The runs requested from one supervisor. No failure here ends the supervisor."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._started: dict[str, _Started] = {}
        self._published: list[StartedRun] = []

    def update(self) -> None:
        """Take new requests, check what was started, and publish what changed."""
        for request in requests(self.plan.run_dir):
            self._stop(request.id) if request.stop else self._start(request)
        for started in self._started.values():
            started.run = _now(started, self.plan.settings)
        over = [key for key, each in self._started.items() if each.run.state == "ended"]
        for key in over[:-ENDED_SHOWN]:
            del self._started[key]
        runs = [each.run for each in self._started.values()]
        if runs != self._published:
            with suppress(OSError):  # published at the next update
                write(self.plan.run_dir / RUNS, [asdict(run) for run in runs])
                self._published = runs

    def end(self) -> None:
        """Ask all runs to end."""
        for key in self._started:
            self._stop(key)

    def wait(self, at_most_s: float) -> None:
        """Wait until all have ended, with everything they started; kill those that have not by then."""
        for each in self._started.values():
            if each.child:
                each.child.wait(at_most_s)

    def _start(self, request: RunRequest) -> None:
        if request.id in self._started:
            return
        run = StartedRun(request.id, request.kind, request.name_zh, request.name_en, 0, "ended")
        folder = self.plan.var / "exercise" / f"{iso(now_s())[:19].replace(':', '')}-{request.id}"
        most = self.plan.settings.exercise.most_runs
        if sum(each.up for each in self._started.values()) >= most:
            self._started[request.id] = _Started(replace(run, why=f"no more than {most} at once"), folder)
            return
        try:
            self._started[request.id] = self._launch(request, run, folder)
        except OSError as problem:
            self._started[request.id] = _Started(replace(run, why=str(problem)), folder)

    def _launch(self, request: RunRequest, run: StartedRun, folder: Path) -> _Started:
        in_use = [each.folder for each in self._started.values() if each.up]
        forget_old(folder.parent, [*in_use, self.plan.settings.recording.folder])
        folder.mkdir(parents=True)
        write(folder / REQUEST_FILE, asdict(request))
        port, child = free_tcp_port(), ChildProcess(folder / LOG_FILE)
        child.start(["_run", str(self.plan.run_dir), str(folder), str(port), str(os.getpid())])
        return _Started(replace(run, port=port, state="starting"), folder, child)

    def _stop(self, key: str) -> None:
        started = self._started.get(key)
        if started and started.child:
            started.child.signal(signal.SIGTERM)


def _now(started: _Started, settings: Settings) -> StartedRun:
    run, child = started.run, started.child
    if child is None or run.state == "ended":
        return run
    code = child.exit_code
    if code is not None:
        return replace(run, state="ended", why=child.last_words() if code > 0 else "")
    tls = settings.security.tls is not None
    if run.state == "starting" and healthy(settings.dashboard.address, run.port, tls=tls):
        return replace(run, state="running")
    return run
