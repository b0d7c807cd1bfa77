"""Processes that a benchmark measures: a complete Wanghai and a real Chromium, with CPU and memory from the system."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from models.base.clock import monotonic_s
from models.base.paths import ROOT
from models.base.settings import UserError

TICKS_PER_S = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@contextmanager
def wanghai(folder: Path, http: int, *verb: str, feeds: str = "[]") -> Iterator[subprocess.Popen[bytes]]:
    """Run `run.py VERB` with its files in `folder` and its pages on `port`."""
    config = folder / "config.yaml"
    config.write_text(f"recording: {{folder: {folder}/var/recordings}}\nfeeds: {feeds}\n", encoding="utf-8")
    words = [sys.executable, "run.py", "--config", str(config), *verb, "--port", str(http)]
    started = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield started
    finally:
        started.send_signal(signal.SIGINT)
        started.wait(timeout=30)


@contextmanager
def browser(address: str) -> Iterator[tuple[Any, list[int]]]:
    """Open a Chromium page and record the bytes it receives, by frame and by file."""
    from playwright.sync_api import sync_playwright

    received: list[int] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.webSocketFrameReceived", lambda event: received.append(_size(event["response"])))
        line.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
        page.goto(address, timeout=120_000)
        page.wait_for_function("window.Bokeh?.documents?.length > 0", timeout=120_000)
        try:
            yield page, received
        finally:
            browser.close()


def chromium() -> str | None:
    """Start the browser, if Chromium and Playwright are installed."""
    if find_spec("playwright") is None:
        return None
    return shutil.which("chromium") or shutil.which("google-chrome")


def _size(frame: dict[str, Any]) -> int:
    text = len(frame["payloadData"])
    return text if frame["opcode"] == 1 else text * 3 // 4  # binary frames arrive as base64


def free_port(kind: socket.SocketKind) -> int:
    """Return a free loopback port."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_answers(address: str, at_most_s: float = 60.0) -> None:
    """Wait for a successful answer. Raises UserError after the time limit."""
    until_s = monotonic_s() + at_most_s
    while monotonic_s() < until_s:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise UserError(f"{address} did not answer within {at_most_s:g} s")


def process_of(role: str, parent: int) -> int:
    """Return the process id of a role in the run of this supervisor."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = (path.parent / "cmdline").read_bytes().split(b"\0")
            mother = int(path.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        if mother == parent and role.encode() in words:
            return int(path.parent.name)
    raise UserError("this benchmark reads /proc, so it runs on Linux only")


def cpu_s(pid: int) -> float:
    """Return the CPU time a process has used, seconds of one core."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def rss_mb(pid: int) -> int:
    """Return the resident memory of a process, MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
