"""A complete Wanghai beside a test: started as users start it, observed from outside, always ended."""

from __future__ import annotations

import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from models.base.paths import ROOT

# Below the ports of outgoing connections on Linux (32768 and up), which may be taken between the check and the use.
FIRST_PORT, PORTS = 12_000, 20_000
_offset = itertools.count(os.getpid() * 101)


def free_port() -> int:
    """Return a port that is free for TCP and UDP, and that this process does not return again."""
    for at in itertools.islice(_offset, PORTS):
        port = FIRST_PORT + at % PORTS
        try:
            with socket.create_server(("127.0.0.1", port)), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                probe.bind(("127.0.0.1", port))
                return port
        except OSError:
            continue
    raise AssertionError("no free port")


def wait_for(what: str, true: Callable[[], Any], at_most_s: float = 60.0) -> Any:
    """Return the first true answer; asks repeatedly, and fails with a message after the time limit."""
    until_s = time.monotonic() + at_most_s
    while time.monotonic() < until_s:
        answer = true()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {at_most_s:g} s")


@dataclass
class Running:
    """One running supervisor, observed from outside."""

    port: int
    folder: Path
    supervisor: psutil.Process

    @property
    def said(self) -> str:
        return (self.folder / "output.txt").read_text(encoding="utf-8")

    def roles(self) -> dict[str, psutil.Process]:
        """Return its living processes by role: ingestor, core, wall, player."""
        found = {}
        for child in self.supervisor.children():
            with suppress(psutil.Error, ValueError):  # it may end meanwhile
                words = child.cmdline()
                found[words[words.index("_process") + 1]] = child
        return found

    def kill(self, role: str) -> None:
        """Kill the process of a role and wait until it has been restarted."""
        killed = self.roles()[role]
        killed.kill()
        wait_for(f"a new {role}", lambda: self.roles().get(role, killed).pid != killed.pid)

    def sockets(self) -> list[Path]:
        return list(Path(tempfile.gettempdir()).glob(f"wanghai-{self.supervisor.pid}-*"))

    def get(self, path: str) -> Any:
        """Return the JSON at a path, or None while there is no successful answer."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return json.load(answer)
        except (URLError, OSError, ValueError):
            return None

    def healthy(self) -> bool:
        return self.get("/healthz") is not None

    def end(self, with_signal: int = signal.SIGINT) -> int:
        """Send a signal, wait for the end, and return the exit code."""
        self.supervisor.send_signal(with_signal)
        return int(self.supervisor.wait(timeout=60))


@contextmanager
def running(folder: Path, *arguments: str, settings: str = "") -> Iterator[Running]:
    """Run `run.py ARGUMENTS` with all its files in `folder`, on its own port."""
    port = free_port()
    config = folder / "config.yaml"
    config.write_text(
        f"recording: {{folder: {folder}/var/recordings}}\ndashboard: {{port: {port}}}\n{settings}", encoding="utf-8"
    )
    argv = [sys.executable, str(ROOT / "run.py"), "--config", str(config), *arguments]
    with (folder / "output.txt").open("wb") as log:
        started = subprocess.Popen(argv, stdout=log, stderr=log, start_new_session=True)
    run = Running(port, folder, psutil.Process(started.pid))
    try:
        yield run
    finally:
        left = [*run.supervisor.children(recursive=True)] if run.supervisor.is_running() else []
        for process in [run.supervisor, *left]:
            if process.is_running():
                os.kill(process.pid, signal.SIGKILL)
        started.wait()
