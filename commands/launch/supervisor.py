"""Starts the processes of a plan, restarts those that stop, reports and publishes their state, and ends them together.

The table of processes: process_table.py. Restarts of one: supervised_process.py. The work: process.py.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from threading import Event

from commands.cli import say, say_if_first_start, version_number
from commands.launch.child import ChildProcess, log, trim
from commands.launch.ports import healthy, refuse_taken_port
from commands.launch.process_table import table
from commands.launch.run_folder import run_folder
from commands.launch.runs import RunManager
from commands.launch.supervised_process import SupervisedProcess
from models.base.clock import monotonic_s, now_s
from models.base.settings import UserError
from models.base.stopping import stop_on_signal
from models.messages.plan import Plan
from models.messages.processes import ProcessStatus, write_processes

CHECK_EVERY_S = 0.1
TRIM_EVERY_S = 10.0
RUNS_EVERY_S = 0.5
END_GRACE_S = 3.0
WRONG_USE = 2  # the exit code of wrong use: a restart would not help


def supervise(plan: Plan) -> None:
    """Run a plan until Ctrl-C or SIGTERM. Raises UserError or WorkError when it cannot start."""
    refuse_taken_port(plan.settings.dashboard.address, plan.settings.dashboard.port)
    nohup = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN  # then it continues without its terminal
    stop = stop_on_signal(signal.SIGINT, signal.SIGTERM, *([] if nohup else [signal.SIGHUP]))
    with run_folder() as folder:
        plan = plan.model_copy(update={"run_dir": folder})
        plan.write()
        Supervisor(plan).run(stop)


class Supervisor:
    """The processes of one run."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        logs = plan.var / "log"
        self.log = logs / "supervisor.log"
        self.processes = [SupervisedProcess(row, ChildProcess(logs / f"{row.name}.log")) for row in table(plan)]
        self.began_s = self.trimmed_s = self.runs_updated_s = monotonic_s()
        self.greeted = False
        self.runs = RunManager(plan)
        self.published: list[ProcessStatus] = []

    def run(self, stop: Event) -> None:
        """Supervise every process until `stop`, then end them all."""
        say_if_first_start()
        log(f"supervisor of {self.plan.mode}: started, process {os.getpid()}, Wanghai {version_number()}", self.log)
        try:
            while not stop.wait(CHECK_EVERY_S):
                for each in self.processes:
                    self._supervise(each)
                self._publish()
                self._trim_logs()
                self._greet()
                self._update_runs()
        finally:
            say("Stopping ...")
            log(f"supervisor of {self.plan.mode}: stopping, {'as asked' if stop.is_set() else 'it failed'}", self.log)
            self.runs.end()
            self._end_all()
            self.runs.wait(2 * END_GRACE_S)

    def _supervise(self, each: SupervisedProcess) -> None:
        machine_s = monotonic_s()
        code = each.take_exit(machine_s)
        if code is not None and not each.done:
            self.report_exit(each, code)
        if each.child.running is None and not each.done and machine_s >= each.due_s and self._may_start(each):
            each.start(self.plan.run_dir, machine_s)

    def report_exit(self, each: SupervisedProcess, code: int) -> None:
        """Report what stopped and when it starts again. Raises UserError if the run's first start was wrong use."""
        if code == WRONG_USE and not self.greeted:
            raise UserError(each.why)
        reason = f": {each.why}" if each.why else ""
        report = f"{each.process.name} stopped ({each.last_exit}{reason}), starting again in {each.wait_s:.1f} s"
        say(report)
        log(report, self.log, each.child.log)
        each.lengthen_wait()

    def _may_start(self, each: SupervisedProcess) -> bool:
        before = next((other.process for other in self.processes if other.process.name == each.process.after), None)
        return before is None or before.ready is None or before.ready.exists()

    def _publish(self) -> None:
        """Write the status of all processes into the run folder whenever it changes."""
        before = {status.name: status for status in self.published}
        statuses = [each.status(before.get(each.process.name), now_s()) for each in self.processes]
        if statuses != self.published:
            with suppress(OSError):  # a full disk must not end the run; it is written at the next check
                write_processes(self.plan.run_dir, statuses)
                self.published = statuses

    def _trim_logs(self) -> None:
        if monotonic_s() - self.trimmed_s >= TRIM_EVERY_S:
            self.trimmed_s = monotonic_s()
            for file in (self.log, *(each.child.log for each in self.processes)):
                trim(file)

    def _update_runs(self) -> None:
        if monotonic_s() - self.runs_updated_s >= RUNS_EVERY_S:
            self.runs_updated_s = monotonic_s()
            self.runs.update()

    def _greet(self) -> None:
        """Print the address once, when the wall is served with fresh pictures."""
        board, tls = self.plan.settings.dashboard, self.plan.settings.security.tls is not None
        port, scheme = board.port, "https" if tls else "http"
        if self.greeted or not healthy(board.address, port, tls=tls):
            return
        self.greeted = True
        say(f"望海 Wanghai wall: {scheme}://localhost:{port}/wall  (ready after {monotonic_s() - self.began_s:.1f} s)")
        if self.plan.mode == "replay":
            say("At the end of the recording the wall keeps its last picture.")
        say("Press Ctrl-C to stop.")

    def _end_all(self) -> None:
        """Ask all processes to end; kill those still running after the grace period."""
        for each in self.processes:
            each.child.signal(signal.SIGTERM)
        until_s = monotonic_s() + END_GRACE_S
        for each in self.processes:
            each.child.wait(max(0.0, until_s - monotonic_s()))
