"""Benchmark of the pages: the cost of a wall with a few and with twelve desks, and the delay from sentence to pixel.

It runs a complete Wanghai with synthetic traffic, one real Chromium on the wall, viewers without a screen on the
desks, and the same vessels in a plain DynamicMap.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._running import (
    browser,
    chromium,
    cpu_s,
    free_port,
    process_of,
    rss_mb,
    until_answers,
    wanghai,
)
from benchmarks.page_load.traffic import BEACON_LON_DEG, BOX, TrafficFeed, beacon_lat_deg
from benchmarks.page_load.viewers import Viewers
from models.base.clock import monotonic_s
from models.base.paths import ROOT

WARM_S, MEASURED_S = 20.0, 60.0
FEW_DESKS, DESKS, VESSELS = 3, 12, 5_000
FEED = "udp://127.0.0.1:{}"
# Checks at every frame whether the beacon is at a new step, and records the time after the next paint.
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


def run(vessels: int = VESSELS, few: int = FEW_DESKS, desks: int = DESKS) -> dict[str, Any]:
    """Measure seconds from sentence to pixel, CPU and bytes, for our pages and for the plain page, and their ratio."""
    if not chromium():
        return {"left_out": "no Chromium on this machine, or `make test` was never run"}
    ours, plain = _ours(vessels, desks), _plain(vessels, desks)
    ratios = {name: round(plain[name] / ours[name], 1) for name in ("server_cpu_ms_per_s", "browser_kb_per_s")}
    return {
        "vessels": vessels,
        f"wall_and_{few}_desks_in_browsers": _ours(vessels, 0, few),
        f"wall_and_{desks}_desks": ours,
        f"plain_wall_and_{desks}": plain,
        "plain_over_ours": ratios,
    }


def _ours(vessels: int, desks: int, seen_desks: int = 0) -> dict[str, Any]:
    """Measure our pages with a number of desks without a screen, and a number of windows in the wall's browser."""
    udp, http = free_port(socket.SOCK_DGRAM), free_port(socket.SOCK_STREAM)
    with (
        tempfile.TemporaryDirectory() as folder,
        wanghai(Path(folder), http, "live", feeds=f"[{{id: bench, source: '{FEED.format(udp)}'}}]") as started,
    ):
        traffic = TrafficFeed(udp, vessels)
        traffic.start()
        until_answers(f"http://127.0.0.1:{http}/healthz")
        viewers = Viewers(f"http://127.0.0.1:{http}/desk", desks)
        viewers.start()
        box = ",".join(map(str, BOX))
        try:
            with browser(f"http://127.0.0.1:{http}/wall?bbox={box}") as (page, received):
                for _ in range(seen_desks):
                    page.context.browser.new_page(viewport=page.viewport_size).goto(f"http://127.0.0.1:{http}/desk")
                page.evaluate(WATCH_JS, _steps())
                return _measured(process_of("wall", started.pid), received, page, viewers) | _to_pixel(page, traffic)
        finally:
            viewers.stop()
            traffic.stop()


def _plain(vessels: int, desks: int) -> dict[str, Any]:
    port = free_port(socket.SOCK_STREAM)
    words = [sys.executable, "-m", "benchmarks.page_load.plain", str(port), str(vessels)]
    server = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until_answers(f"http://127.0.0.1:{port}/plain")
        viewers = Viewers(f"http://127.0.0.1:{port}/plain", desks)
        viewers.start()
        try:
            with browser(f"http://127.0.0.1:{port}/plain") as (page, received):
                return _measured(server.pid, received, page, viewers)
        finally:
            viewers.stop()
    finally:
        server.kill()
        server.wait()


def _measured(pid: int, received: list[int], page: Any, viewers: Viewers) -> dict[str, Any]:
    page.wait_for_timeout(WARM_S * 1000)
    used_s, bytes_, acknowledged, began_s = cpu_s(pid), sum(received), list(viewers.acknowledged), monotonic_s()
    page.wait_for_timeout(MEASURED_S * 1000)
    took_s = monotonic_s() - began_s
    pushes = [now - before for now, before in zip(viewers.acknowledged, acknowledged, strict=True)]
    return {
        "server_cpu_ms_per_s": round((cpu_s(pid) - used_s) / took_s * 1000, 1),
        "browser_kb_per_s": round((sum(received) - bytes_) / took_s / 1000, 1),
        "server_rss_mb": rss_mb(pid),
        **({"desk_pushes_per_s": round(min(pushes) / took_s, 2)} if pushes else {}),
    }


def _to_pixel(page: Any, traffic: TrafficFeed) -> dict[str, Any]:
    reached = {int(step): at for step, at in page.evaluate("window.reached").items() if at}
    took_s = [at - traffic.sent_s[step] for step, at in reached.items() if step in traffic.sent_s]
    if not took_s:
        return {"beacon_steps_seen": 0}
    p50, p95 = np.percentile(took_s, [50, 95]).round(2).tolist()
    return {"beacon_steps_seen": len(took_s), "sentence_to_pixel_p50_s": p50, "sentence_to_pixel_p95_s": p95}


def _steps() -> list[Any]:
    """Return the positions of the beacon, in metres of the map."""
    lat = np.array([beacon_lat_deg(step) for step in range(400)])
    y_m = 6_378_137.0 * np.log(np.tan(np.pi / 4 + np.radians(lat) / 2))
    return [float(6_378_137.0 * np.radians(BEACON_LON_DEG)), y_m.tolist()]


if __name__ == "__main__":
    print(run())
