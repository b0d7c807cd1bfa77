"""One supervised process: starting it, its log, and the wait before it is started again.

What lives here: a row of the process table come to life. What does not: when to do what (supervisor.py).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from commands.launch.process_table import Process
from models.base.paths import ROOT

FIRST_WAIT_S, LONGEST_WAIT_S = 0.2, 5.0
STEADY_S = 10.0  # ran this long: the next stop is a new trouble, not the old one
LOG_BYTES = 2_000_000
# A process computes on one core of its own; threads that spin in a linear algebra library would take the others'.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass
class Child:
    """A process of the table, its present life, and when it may have its next one."""

    process: Process
    log: Path
    running: subprocess.Popen[bytes] | None = None
    started_s: float = 0.0
    due_s: float = 0.0
    wait_s: float = FIRST_WAIT_S
    done: bool = False

    def start(self, run_dir: Path, now_s: float) -> None:
        """Start it in a process group of its own, so that Ctrl-C reaches only the supervisor."""
        argv = [sys.executable, str(ROOT / "run.py"), "-v", "_process"]
        argv += [self.process.role, str(run_dir), str(os.getpid()), self.process.feed]
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                argv,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
                env={**ONE_THREAD, **os.environ, "PYTHONUNBUFFERED": "1"},
            )
        self.started_s = now_s

    def ended(self, now_s: float) -> int | None:
        """The exit code (negative: the signal) of a life that has just ended; None otherwise."""
        code = self.running.poll() if self.running else None
        if code is None:
            return None
        if now_s - self.started_s > STEADY_S:
            self.wait_s = FIRST_WAIT_S
        self.running, self.done = None, self.process.ends and code == 0
        self.due_s = now_s + self.wait_s
        return code

    def lengthen_wait(self) -> None:
        """Twice the wait after each stop, up to a bound."""
        self.wait_s = min(self.wait_s * 2, LONGEST_WAIT_S)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal when it runs."""
        if self.running and self.running.poll() is None:
            self.running.send_signal(number)

    def trim_log(self) -> None:
        """Keep the log small: what was is kept once more beside it. The process appends, so it need not know."""
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
            os.truncate(self.log, 0)

    def last_words(self) -> str:
        """The last line of its log, empty when there is none."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 4096))
            lines = log.read().decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


def how_ended(code: int) -> str:
    """`signal 9` or `exit 1`, as people say it."""
    return f"signal {-code}" if code < 0 else f"exit {code}"
