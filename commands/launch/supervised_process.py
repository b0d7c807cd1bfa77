"""A row of the process table with its child process: its restarts with back-off, and its published status."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from commands.launch.child import ChildProcess, how_ended
from commands.launch.process_table import Process
from models.messages.processes import ProcessStatus

FIRST_WAIT_S, LONGEST_WAIT_S = 0.2, 5.0
STEADY_S = 10.0  # after running this long, the next failure starts the back-off from the beginning


@dataclass
class SupervisedProcess:
    """A process of the table, its current run, and when it may restart. Times are machine seconds."""

    process: Process
    child: ChildProcess
    started_s: float = 0.0
    due_s: float = 0.0
    wait_s: float = FIRST_WAIT_S
    done: bool = False
    starts: int = 0
    last_exit: str = ""
    why: str = ""

    def start(self, run_dir: Path, now_s: float) -> None:
        """Start it, or start it again."""
        self.child.start(
            ["-v", "_process", self.process.role, str(run_dir), str(os.getpid()), self.process.feed],
        )
        self.started_s, self.starts = now_s, self.starts + 1

    def take_exit(self, now_s: float) -> int | None:
        """The exit code (negative: the signal) of a run that has just ended; None otherwise."""
        code = self.child.exit_code
        if code is None:
            return None
        if now_s - self.started_s > STEADY_S:
            self.wait_s = FIRST_WAIT_S
        self.child.running, self.done = None, self.process.ends and code == 0
        self.due_s = now_s + self.wait_s
        if not self.done:
            self.last_exit, self.why = how_ended(code), self.child.last_words() if code > 0 else ""
        return code

    def lengthen_wait(self) -> None:
        """Double the wait after each failure, up to a limit."""
        self.wait_s = min(self.wait_s * 2, LONGEST_WAIT_S)

    def status(self, before: ProcessStatus | None, utc_s: float) -> ProcessStatus:
        """Its published status; `since_s` stays as in `before` while state and process are the same."""
        pid = self.child.running.pid if self.child.running else None
        now = ProcessStatus(
            self.process.name,
            self.process.role,
            self._state(),
            pid,
            utc_s,
            max(0, self.starts - 1),
            self.last_exit,
            self.why,
        )
        same = before is not None and (before.state, before.pid) == (now.state, now.pid)
        return replace(now, since_s=before.since_s) if before and same else now

    def _state(self) -> str:
        if self.child.running is None:
            return "ended" if self.done else "waiting"
        ready = self.process.ready
        return "running" if ready is None or ready.exists() else "starting"
