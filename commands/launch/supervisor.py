"""Starts the processes of a plan, starts again whichever stops, says so, and ends them all together.

What lives here: the watch over the process table and the words about it. What does not: one process's life (child.py),
the table (plan.py) or the work (process.py).
"""

from __future__ import annotations

import signal
from subprocess import TimeoutExpired
from threading import Event

from commands.cli import say
from commands.launch.child import Child, how_ended
from commands.launch.ports import healthy, refuse_taken_port
from commands.launch.process_table import table
from commands.launch.run_folder import run_folder
from commands.launch.runs import RunManager
from models.base.clock import monotonic_s
from models.base.settings import UserError
from models.base.stopping import stop_on_signal
from models.messages.plan import Plan

LOOK_EVERY_S = 0.1
TRIM_EVERY_S = 10.0
RUNS_EVERY_S = 0.5
END_GRACE_S = 3.0
WRONG_USE = 2  # the exit code of a person's mistake: starting again would not mend it


def supervise(plan: Plan) -> None:
    """Run a plan until Ctrl-C or SIGTERM. Raises UserError or WorkError when it cannot start."""
    refuse_taken_port(plan.settings.dashboard.address, plan.settings.dashboard.port)
    nohup = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN  # then it outlives its terminal
    stop = stop_on_signal(signal.SIGINT, signal.SIGTERM, *([] if nohup else [signal.SIGHUP]))
    with run_folder() as folder:
        plan = plan.model_copy(update={"run_dir": folder})
        plan.write()
        Supervisor(plan).run(stop)


class Supervisor:
    """The children of one run."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.children = [Child(row, plan.var / "log" / f"{row.name}.log") for row in table(plan)]
        self.began_s = self.trimmed_s = self.looked_s = monotonic_s()
        self.greeted = False
        self.runs = RunManager(plan)

    def run(self, stop: Event) -> None:
        """Look after every child until told to stop, then end them all."""
        try:
            while not stop.wait(LOOK_EVERY_S):
                for child in self.children:
                    self._look_after(child)
                self._trim_logs()
                self._greet()
                self._look_at_runs()
        finally:
            say("Stopping ...")
            self.runs.end()
            self._end_all()
            self.runs.wait(2 * END_GRACE_S)

    def _look_after(self, child: Child) -> None:
        now_s = monotonic_s()
        code = child.ended(now_s)
        if code is not None and not child.done:
            self.report_exit(child, code)
        if child.running is None and not child.done and now_s >= child.due_s and self._may_start(child):
            child.start(self.plan.run_dir, now_s)

    def report_exit(self, child: Child, code: int) -> None:
        words = child.last_words()
        if code == WRONG_USE and not self.greeted:
            raise UserError(words)
        reason = f": {words}" if code > 0 and words else ""
        say(f"{child.process.name} stopped ({how_ended(code)}{reason}), starting again in {child.wait_s:.1f} s")
        child.lengthen_wait()

    def _may_start(self, child: Child) -> bool:
        before = next((each.process for each in self.children if each.process.name == child.process.after), None)
        return before is None or before.ready is None or before.ready.exists()

    def _trim_logs(self) -> None:
        if monotonic_s() - self.trimmed_s >= TRIM_EVERY_S:
            self.trimmed_s = monotonic_s()
            for child in self.children:
                child.trim_log()

    def _look_at_runs(self) -> None:
        if monotonic_s() - self.looked_s >= RUNS_EVERY_S:
            self.looked_s = monotonic_s()
            self.runs.look()

    def _greet(self) -> None:
        """Once, when the wall answers with fresh pictures."""
        port = self.plan.settings.dashboard.port
        if self.greeted or not healthy(self.plan.settings.dashboard.address, port):
            return
        self.greeted = True
        say(f"望海 Wanghai wall: http://localhost:{port}/wall  (ready after {monotonic_s() - self.began_s:.1f} s)")
        if self.plan.mode == "replay":
            say("After the end of the recording the wall keeps its last picture.")
        say("Ctrl-C ends it.")

    def _end_all(self) -> None:
        """All are asked to end; whoever has not after the grace is killed."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        until_s = monotonic_s() + END_GRACE_S
        for child in self.children:
            if child.running:
                try:
                    child.running.wait(max(0.0, until_s - monotonic_s()))
                except TimeoutExpired:
                    child.running.kill()
                    child.running.wait()
