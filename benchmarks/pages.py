"""What a wall and twelve desks cost, and how long a sentence needs to become a pixel in a real browser.

What lives here: the whole of Wanghai beside made traffic, one real Chromium on the wall, viewers without a
screen on the desks, and the same craft the plain DynamicMap way. What does not: any limit; figures are for reading.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import numpy as np

from benchmarks._pages_sea import BEACON_LON_DEG, BOX, Sea, beacon_lat_deg
from benchmarks._pages_viewers import Viewers
from models.clock import monotonic_s
from models.settings import UserError

ROOT = Path(__file__).parents[1]
WARM_S, MEASURED_S = 20.0, 60.0
DESKS, CRAFT = 12, 5_000
TICKS_PER_S = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
# Looks at every frame whether the beacon stands at a new step, and notes when; the note waits for the paint.
WATCH_JS = """([x, ys]) => {
  window.reached = {}
  const near = (a, b) => Math.abs(a - b) < 3
  const look = () => {
    for (const model of Bokeh.documents[0]._all_models.values()) {
      const data = model.data instanceof Map ? Object.fromEntries(model.data) : model.data
      if (!data || !data.shape || !data.angle) continue
      for (let i = 0; i < data.x.length; i++) if (near(data.x[i], x))
        ys.forEach((y, step) => {
          if (near(data.y[i], y) && !(step in window.reached)) {
            window.reached[step] = null
            requestAnimationFrame(() => requestAnimationFrame(() => { window.reached[step] = Date.now() / 1000 }))
          }
        })
    }
    requestAnimationFrame(look)
  }
  look()
}"""


def run(craft: int = CRAFT, desks: int = DESKS) -> dict[str, Any]:
    """Seconds from sentence to pixel, CPU and bytes for ours and for the plain way, and their ratio."""
    if not _chromium():
        return {"left_out": "no Chromium on this machine, or `make test` was never run"}
    ours, plain = _ours(craft, desks), _plain(craft, desks)
    ratios = {name: round(plain[name] / ours[name], 1) for name in ("server_cpu_ms_per_s", "browser_kb_per_s")}
    return {"craft": craft, "desks": desks, "ours": ours, "plain": plain, "plain_over_ours": ratios}


def _ours(craft: int, desks: int) -> dict[str, Any]:
    udp, http = _free(socket.SOCK_DGRAM), _free(socket.SOCK_STREAM)
    with tempfile.TemporaryDirectory() as folder, _wanghai(Path(folder), udp, http) as started:
        sea = Sea(udp, craft)
        sea.start()
        _until_answers(f"http://127.0.0.1:{http}/healthz")
        viewers = Viewers(f"http://127.0.0.1:{http}/wall", desks)
        viewers.start()
        box = ",".join(map(str, BOX))
        try:
            with _browser(f"http://127.0.0.1:{http}/wall?bbox={box}") as (page, received):
                page.evaluate(WATCH_JS, _steps())
                return _measured(_child("wall", started.pid), received, page, viewers) | _to_pixel(page, sea)
        finally:
            viewers.stop()
            sea.stop()


def _plain(craft: int, desks: int) -> dict[str, Any]:
    port = _free(socket.SOCK_STREAM)
    words = [sys.executable, "-m", "benchmarks._pages_plain", str(port), str(craft)]
    server = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_answers(f"http://127.0.0.1:{port}/plain")
        viewers = Viewers(f"http://127.0.0.1:{port}/plain", desks)
        viewers.start()
        try:
            with _browser(f"http://127.0.0.1:{port}/plain") as (page, received):
                return _measured(server.pid, received, page, viewers)
        finally:
            viewers.stop()
    finally:
        server.kill()
        server.wait()


def _measured(pid: int, received: list[int], page: Any, viewers: Viewers) -> dict[str, Any]:
    page.wait_for_timeout(WARM_S * 1000)
    cpu_s, bytes_, seen, began_s = _cpu_s(pid), sum(received), list(viewers.seen), monotonic_s()
    page.wait_for_timeout(MEASURED_S * 1000)
    took_s = monotonic_s() - began_s
    pushes = [now - before for now, before in zip(viewers.seen, seen, strict=True)]
    return {
        "server_cpu_ms_per_s": round((_cpu_s(pid) - cpu_s) / took_s * 1000, 1),
        "browser_kb_per_s": round((sum(received) - bytes_) / took_s / 1000, 1),
        "server_rss_mb": _rss_mb(pid),
        "desk_pushes_per_s": round(min(pushes, default=0) / took_s, 2),
    }


def _to_pixel(page: Any, sea: Sea) -> dict[str, Any]:
    reached = {int(step): at for step, at in page.evaluate("window.reached").items() if at}
    took_s = [at - sea.sent_s[step] for step, at in reached.items() if step in sea.sent_s]
    if not took_s:
        return {"beacon_steps_seen": 0}
    p50, p95 = np.percentile(took_s, [50, 95]).round(2).tolist()
    return {"beacon_steps_seen": len(took_s), "sentence_to_pixel_p50_s": p50, "sentence_to_pixel_p95_s": p95}


def _steps() -> list[Any]:
    """Where the beacon will stand, in the map's metres."""
    lat = np.array([beacon_lat_deg(step) for step in range(400)])
    y_m = 6_378_137.0 * np.log(np.tan(np.pi / 4 + np.radians(lat) / 2))
    return [float(6_378_137.0 * np.radians(BEACON_LON_DEG)), y_m.tolist()]


@contextmanager
def _wanghai(folder: Path, udp: int, http: int) -> Iterator[subprocess.Popen[bytes]]:
    config = folder / "config.yaml"
    config.write_text(
        f"recording: {{folder: {folder}/var/recordings}}\nfeeds: [{{id: bench, source: 'udp://127.0.0.1:{udp}'}}]\n",
        encoding="utf-8",
    )
    words = [sys.executable, "run.py", "--config", str(config), "live", "--port", str(http)]
    started = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield started
    finally:
        started.send_signal(signal.SIGINT)
        started.wait(timeout=30)


@contextmanager
def _browser(address: str) -> Iterator[tuple[Any, list[int]]]:
    """A Chromium page and the bytes it was sent, frame by frame and file by file."""
    from playwright.sync_api import sync_playwright

    received: list[int] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.webSocketFrameReceived", lambda told: received.append(_size(told["response"])))
        line.on("Network.loadingFinished", lambda told: received.append(int(told["encodedDataLength"])))
        page.goto(address, timeout=120_000)
        page.wait_for_function("window.Bokeh?.documents?.length > 0", timeout=120_000)
        try:
            yield page, received
        finally:
            browser.close()


def _chromium() -> str | None:
    if find_spec("playwright") is None:
        return None
    return shutil.which("chromium") or shutil.which("google-chrome")


def _size(frame: dict[str, Any]) -> int:
    text = len(frame["payloadData"])
    return text if frame["opcode"] == 1 else text * 3 // 4  # binary frames are told in base64


def _free(kind: socket.SocketKind) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until_answers(address: str, at_most_s: float = 60.0) -> None:
    until_s = monotonic_s() + at_most_s
    while monotonic_s() < until_s:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise UserError(f"{address} did not answer within {at_most_s:g} s")


def _child(role: str, parent: int) -> int:
    """The process that plays this role in the run of this supervisor."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = (path.parent / "cmdline").read_bytes().split(b"\0")
            mother = int(path.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        if mother == parent and role.encode() in words:
            return int(path.parent.name)
    raise UserError("this benchmark reads /proc, so it runs on Linux only")


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def _rss_mb(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)


if __name__ == "__main__":
    print(run())
