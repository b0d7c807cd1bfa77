"""Photographs every page during its own exercise: makes the pictures of docs/screens.md.

    python -m docs.screens.make_screens            # all of it; a few minutes
    python -m docs.screens.make_screens desk-zh    # only pictures with this in their name

The run plays scene.yaml on a free port in its own folder and is paused at the same second each time, so pictures differ
only where pages do. Needs Chromium and a Chinese font; `sh tests/browser.sh` says how to get them.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import URLError
from urllib.request import HTTPCookieProcessor, Request, build_opener

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from benchmarks._running import free_port, wanghai

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SPEED_X, BEGIN_S, SEEN_S, HELD_S = 30, 1768257000, 760, 1115  # the scene's first second; from then on: seconds into it
SILENT_S = 45.0  # what the silence of a feed looks like
BROWSER = build_opener(HTTPCookieProcessor())  # keeps the session
SEEN_RULES, OFFICER = ("zone", "watch"), "duty"
HD, UHD, WIDE = (1920, 1080), (3840, 2160), (7680, 2160)
QUALITY = {HD: 50, UHD: 20, WIDE: 20}  # the whole gallery stays below 7.5 MB
LIGHTS = {
    "wall": ("night", "day", "dusk"),
    "desk": ("night", "day"),
    "sheet": ("night", "day"),
    "exercise": ("night", "day"),
}
ADDRESS = {"wall": "/wall", "desk": "/desk", "sheet": "/desk/handover", "exercise": "/exercise"}
PAINTED = """() => {
  const wall = document.querySelector("#wall")
  if (!wall || !document.querySelector("#map")) return document.fonts.status === "loaded"
  const images = [...document.querySelectorAll(".raster img")]
  const drawn = ["coast", "trails"].every((layer) => document.querySelector(`#${layer} img`))
  return wall.dataset.state === "fresh" && drawn && images.every((each) => each.complete)
}"""


class Shot(NamedTuple):
    """One picture: file name without suffix, address, size, and an action before it is taken."""

    name: str
    address: str
    size: tuple[int, int]
    action: Callable[[Page], object] | None = None


def choose(page: Page) -> None:
    """The second alert of the queue, with its card."""
    page.locator("#queue .row").nth(1).click()
    page.locator("#card .first").wait_for()


def follow(page: Page) -> None:
    """The vessel of the second alert, with its track."""
    choose(page)
    page.locator("#track-button").click()
    page.locator("#track[aria-busy=false] #track-lists section").first.wait_for()
    page.locator("#track-fit").click()


def look_back(page: Page) -> None:
    """Which vessels were in the area shown."""
    page.locator("#was-here-button").click()
    page.locator("[data-do=was-here-view]").click()
    page.locator("#was-here[aria-busy=false] #who-list li").first.wait_for()


def silence(page: Page) -> None:
    """The dialog that silences the second alert."""
    choose(page)
    page.keyboard.press("s")
    page.locator("dialog[open] .chips").wait_for()


def sentences(page: Page) -> None:
    """The raw sentences of the second alert."""
    choose(page)
    page.locator("#card [data-do=evidence]").first.wait_for()
    page.keyboard.press("e")
    page.locator("dialog[open] .sentence").first.wait_for()


ACTIONS: dict[str, Callable[[Page], object]] = {"desk": choose}


def shots() -> Iterator[Shot]:
    """Every page in both languages, palettes and sizes; then single views."""
    for page, lights in LIGHTS.items():
        for lang in ("zh", "en"):
            for light in lights:
                for size in (HD,) if light == "dusk" else (HD, UHD):
                    address = f"{ADDRESS[page]}?lang={lang}&palette={light}"
                    yield Shot(f"{page}-{lang}-{light}-{size[0]}", address, size, ACTIONS.get(page))
    yield Shot("wall-wide-zh-night-7680", "/wall?lang=zh&palette=night", WIDE)
    yield Shot("wall-harbour-zh-night-1920", "/wall?lang=zh&palette=night&bbox=122.27,29.925,122.31,29.945", HD)
    yield Shot("wall-coast-zh-night-1920", "/wall?lang=zh&palette=night&bbox=117,24,129,34", HD)
    yield Shot("wall-reach-en-dusk-1920", "/wall?lang=en&palette=dusk&layer=pressure,density", HD)
    yield Shot("desk-way-zh-night-1920", "/desk?lang=zh&palette=night", HD, follow)
    yield Shot("desk-who-en-day-1920", "/desk?lang=en&palette=day&bbox=122.25,29.88,122.5,30.02", HD, look_back)
    yield Shot("desk-silence-zh-night-1920", "/desk?lang=zh&palette=night", HD, silence)
    yield Shot("desk-sentences-zh-night-1920", "/desk?lang=zh&palette=night", HD, sentences)
    yield Shot("choose-en-day-1920", "/exercise?choose=1&lang=en&palette=day", HD)


def of_a_dead_feed() -> Iterator[Shot]:
    """Live pages without any data."""
    yield Shot("wall-silent-zh-night-1920", "/wall?lang=zh&palette=night", HD)
    yield Shot("desk-silent-en-day-1920", "/desk?lang=en&palette=day", HD)


@contextmanager
def running(*verb: str, feeds: str = "[]") -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`run.py VERB` on a port and in a folder of its own; gives its address, once that answers."""
    port = free_port(socket.SOCK_STREAM)
    at = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder, wanghai(Path(folder), port, *verb, feeds=feeds) as run:
        until(run, lambda: ask(f"{at}/alive")["boot"])
        yield at, run


@contextmanager
def exercise() -> Iterator[str]:
    """The scene, played up to the moment of the pictures and paused there; gives its address."""
    with running("exercise", str(HERE / "scene.yaml"), "--steered") as (at, run):
        until(run, lambda: ask(f"{at}/healthz")["status"] == "ok")
        ask(f"{at}/api/exercise/control", {"do": "speed", "value": SPEED_X})
        until(run, lambda: seconds(at) >= SEEN_S)
        acknowledge(at)
        until(run, lambda: seconds(at) >= HELD_S)
        ask(f"{at}/api/exercise/control", {"do": "pause"})
        yield at


@contextmanager
def dead_feed() -> Iterator[str]:
    """A live run whose only feed is silent, some time after its start."""
    feeds = f"[{{id: station-1, source: 'udp://127.0.0.1:{free_port(socket.SOCK_DGRAM)}'}}]"
    with running("live", feeds=feeds) as (at, run):
        until(run, lambda: ask(f"{at}/api/feeds")["feeds"])
        time.sleep(SILENT_S)
        yield at


def seconds(at: str) -> float:
    """Seconds since the start of the scene."""
    return float(ask(f"{at}/api/exercise/timeline")["t_s"]) - BEGIN_S


def acknowledge(at: str) -> None:
    """Acknowledge some alerts, as an officer on watch would."""
    for alert in ask(f"{at}/api/alerts")["alerts"]:
        if alert["rule"] in SEEN_RULES:
            body = {"kind": "mark", "subject": alert["alert_id"], "body": {"mark": "acknowledge", "reason": ""}}
            ask(f"{at}/api/login", {"account": OFFICER})
            ask(f"{at}/api/commands", {**body, "desk": "一席"})


def ask(address: str, body: dict[str, Any] | None = None) -> Any:
    """JSON from the server; a `body` is posted."""
    data = None if body is None else json.dumps(body).encode()
    with BROWSER.open(Request(address, data, {"Content-Type": "application/json"}), timeout=30) as answer:
        return json.load(answer)


def until(run: subprocess.Popen[bytes], true: Callable[[], bool]) -> None:
    """Wait for the condition while the run is alive."""
    while run.poll() is None:
        try:
            if true():
                return
        except URLError:
            pass
        time.sleep(0.3)
    raise SystemExit("the exercise ended before its pictures were taken")


def photograph(page: Page, at: str, shot: Shot) -> None:
    """Open the page, wait until everything is painted, store the picture compressed."""
    page.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
    page.goto(at + shot.address)
    page.wait_for_function(PAINTED)
    if shot.action:
        shot.action(page)
    page.wait_for_timeout(2500)  # what fades in has no event
    page.wait_for_function(PAINTED)
    picture = Image.open(BytesIO(page.screenshot()))
    picture.convert("RGB").save(HERE / f"{shot.name}.webp", quality=QUALITY[shot.size], method=6)


def main(part: str = "") -> None:
    """The gallery, or the pictures that have `part` in their name."""
    browser_file = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_file, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        page = browser.new_page(reduced_motion="reduce")  # no picture in the middle of an animation
        page.set_default_timeout(60_000)
        for run, wanted in ((exercise, shots()), (dead_feed, of_a_dead_feed())):
            chosen = [shot for shot in wanted if part in shot.name]
            if chosen:
                with run() as at:
                    for shot in chosen:
                        photograph(page, at, shot)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:2])
