"""A child process: `run.py` with other arguments, and its log. It is used by supervised_process.py and runs.py.

The lines of every log in var/log are written by `log`, and `trim` cuts a log.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from models.base.clock import iso, now_s
from models.base.paths import ROOT

LOG_BYTES = 2_000_000
LAST_BYTES = 4096  # at the end of the log, searched for its last line
# A process computes on one core of its own; threads that spin in a linear algebra library would take the others'.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass
class ChildProcess:
    """One `run.py` process with its log file; it may be started again after it has ended."""

    log: Path
    running: subprocess.Popen[bytes] | None = None

    def start(self, arguments: Sequence[str]) -> None:
        """Start it in a process group of its own, so that Ctrl-C reaches only the supervisor. Raises OSError."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, str(ROOT / "run.py"), *arguments],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
                env={**ONE_THREAD, **os.environ, "PYTHONUNBUFFERED": "1"},
            )

    @property
    def alive(self) -> bool:
        """Return whether it has started and not ended."""
        return self.running is not None and self.running.poll() is None

    @property
    def exit_code(self) -> int | None:
        """Its exit code (negative: the signal); None while it runs, and before its first start."""
        return self.running.poll() if self.running else None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal if it is running."""
        if self.running and self.alive:
            self.running.send_signal(number)

    def wait(self, at_most_s: float) -> None:
        """Wait until it has ended; kill it after `at_most_s`."""
        if not self.running:
            return
        try:
            self.running.wait(at_most_s)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait()

    def last_words(self) -> str:
        """The last line of its log, empty when there is none."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - LAST_BYTES))
            lines = log.read().decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


def how_ended(code: int) -> str:
    """`signal 9` or `exit 1`, for messages."""
    return f"signal {-code}" if code < 0 else f"exit {code}"


def log(text: str, *files: Path) -> None:
    """Append a line with the UTC time to these files; without one to stderr, which is the log of a child process.

    A full disk never stops the work.
    """
    line = f"{iso(now_s())} {text}\n"
    with suppress(OSError):
        if not files:
            sys.stderr.write(line)
        for file in files:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a", encoding="utf-8") as opened:
                opened.write(line)


def trim(file: Path) -> None:
    """Keep a log small: the old part is kept once beside it. Its writers append, so they are not affected."""
    if file.exists() and file.stat().st_size > LOG_BYTES:
        shutil.copyfile(file, file.with_suffix(".log.1"))
        os.truncate(file, 0)
