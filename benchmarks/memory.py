"""Benchmark of memory growth: a long exercise played fast, with a wall and a desk open in a real Chromium.

It measures every process, the whole browser and the heaps of both pages. `growth` compares the last third with the
middle third, because the first third fills trails and caches.
"""

from __future__ import annotations

import socket
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._running import browser, chromium, free_port, process_of, rss_mb, until_answers, wanghai
from exercises.play import write_file
from models.base.paths import SITES

SCENARIO, SITE, SEED = "zhoushan_morning", "zhoushan", 1
MINUTES, SPEED = 45.0, 5.0  # five pictures per second: the load of 45 min at one per second
LOOK_EVERY_S = 6.0
ROLES = ("core", "wall", "desk", "historian")
PAGES = ("/wall", "/desk")


def run(minutes: float = MINUTES, speed: float = SPEED) -> dict[str, Any]:
    """Measure megabytes of each process and page over an exercise of this many minutes."""
    if not chromium():
        return {"left_out": "no Chromium on this machine, or `make test` was never run"}
    http = free_port(socket.SOCK_STREAM)
    with tempfile.TemporaryDirectory() as folder:
        recording = Path(folder) / "sea.nmea"
        write_file(SCENARIO, SITES / SITE, SEED, recording, minutes)
        with wanghai(Path(folder), http, "replay", str(recording), "--speed", f"{speed:g}") as started:
            address = f"http://127.0.0.1:{http}"
            until_answers(f"{address}/healthz")
            pids = {role: process_of(role, started.pid) for role in ROLES}
            with browser(address + PAGES[0]) as (page, _):
                other = page.context.browser.new_page(viewport=page.viewport_size)
                other.goto(address + PAGES[1], timeout=120_000)
                looks = _samples(pids, dict(zip(PAGES, (page, other), strict=True)), minutes * 60 / speed)
    return {"minutes": minutes, "speed": speed, "mb": {name: _thirds(mb) for name, mb in looks.items()}}


def _samples(pids: dict[str, int], pages: dict[str, Any], for_s: float) -> dict[str, list[float]]:
    first = next(iter(pages.values()))
    chief = first.context.browser.new_browser_cdp_session()
    lines = {name: page.context.new_cdp_session(page) for name, page in pages.items()}
    samples: dict[str, list[float]] = {name: [] for name in (*pids, "browser", *pages)}
    for _ in range(int(for_s / LOOK_EVERY_S)):
        first.wait_for_timeout(LOOK_EVERY_S * 1000)
        processes = chief.send("SystemInfo.getProcessInfo")["processInfo"]
        samples["browser"].append(sum(rss_mb(int(each["id"])) for each in processes))
        for role, pid in pids.items():
            samples[role].append(rss_mb(pid))
        for name, line in lines.items():
            line.send("HeapProfiler.collectGarbage")
            samples[name].append(line.send("Runtime.getHeapUsage")["usedSize"] / 1e6)
    return samples


def _thirds(mb: list[float]) -> dict[str, float]:
    first, middle, last = (float(np.median(part)) for part in np.array_split(np.array(mb), 3))
    return {
        "first_third": round(first, 1),
        "middle_third": round(middle, 1),
        "last_third": round(last, 1),
        "growth": round(last / middle - 1, 3),
    }


if __name__ == "__main__":
    print(run())
