"""Photographs every page during an exercise of its own, into docs/screens: the gallery of docs/screens.md made anew.

    python docs/screens/make_screens.py            # all of it; a few minutes
    python docs/screens/make_screens.py wall       # only pictures whose name begins so

What lives here: which pictures there are, the run beside them, the camera. What does not: the sea (scene.yaml).
The run has a free port and a folder of its own, and is held at the same second each time, so pictures differ only where
pages do. Needs Chromium and a Chinese font; `sh tests/browser.sh` says how to get them.
"""

from __future__ import annotations

import json
import shutil
import signal
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
from urllib.request import Request, urlopen

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SPEED_X, BEGIN_S, SEEN_S, HELD_S = 30, 1768257000, 760, 1115  # the scene's first second; from then on: seconds into it
SEEN_RULES, OFFICER = ("zone", "watch"), {"actor": "王海", "desk": "一席"}
HD, UHD, WIDE = (1920, 1080), (3840, 2160), (7680, 2160)
QUALITY = {HD: 55, UHD: 42, WIDE: 40}  # the whole gallery stays below 6 MB
LIGHTS = {
    "wall": ("night", "day", "dusk"),
    "desk": ("night", "day"),
    "sheet": ("night", "day"),
    "exercise": ("night", "day"),
}
GIVEN_LARGE, LARGE = ("wall", "desk", "sheet"), (("zh", "night"), ("en", "day"))  # these on a large screen too
ADDRESS = {"wall": "/wall", "desk": "/desk", "sheet": "/desk/handover", "exercise": "/exercise"}
PAINTED = """() => {
  const wall = document.querySelector("#wall")
  if (!wall) return document.fonts.status === "loaded"
  const images = [...document.querySelectorAll(".raster img")]
  return wall.dataset.state === "fresh" && document.querySelector("#coast img") && images.every((each) => each.complete)
}"""


class Shot(NamedTuple):
    """One picture: its file without ending, what is asked for, how large, and what is done before it is taken."""

    name: str
    address: str
    size: tuple[int, int]
    deed: Callable[[Page], object] | None = None


def choose(page: Page) -> None:
    """The second alert of the queue, with its card."""
    page.locator("#queue .row").nth(1).click()
    page.locator("#card .first").wait_for()


DEEDS: dict[str, Callable[[Page], object]] = {"desk": choose}


def shots() -> Iterator[Shot]:
    """Every page in both languages and its lights, some at both sizes; then what a single picture shows best."""
    for page, lights in LIGHTS.items():
        for lang in ("zh", "en"):
            for light in lights:
                for size in (HD, UHD) if page in GIVEN_LARGE and (lang, light) in LARGE else (HD,):
                    address = f"{ADDRESS[page]}?lang={lang}&palette={light}"
                    yield Shot(f"{page}-{lang}-{light}-{size[0]}", address, size, DEEDS.get(page))
    yield Shot("wall-wide-zh-night-7680", "/wall?lang=zh&palette=night", WIDE)
    yield Shot("wall-harbour-zh-night-1920", "/wall?lang=zh&palette=night&bbox=122.27,29.925,122.31,29.945", HD)
    yield Shot("wall-coast-zh-night-1920", "/wall?lang=zh&palette=night&bbox=117,24,129,34", HD)
    yield Shot("wall-reach-en-dusk-1920", "/wall?lang=en&palette=dusk&layer=pressure,density", HD)


@contextmanager
def exercise() -> Iterator[str]:
    """The scene, played up to the moment of the pictures and held there; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yaml"
        kept = (ROOT / "config.yaml").read_text(encoding="utf-8")
        config.write_text(kept.replace("var/recordings", f"{folder}/recordings"), encoding="utf-8")
        words = ["--config", str(config), "exercise", str(HERE / "scene.yaml"), "--steered", "--port", str(port)]
        run = subprocess.Popen([sys.executable, str(ROOT / "run.py"), *words], stdout=subprocess.DEVNULL)
        at = f"http://127.0.0.1:{port}"
        try:
            until(run, lambda: ask(f"{at}/healthz")["status"] == "ok")
            ask(f"{at}/api/exercise/control", {"do": "speed", "value": SPEED_X})
            until(run, lambda: seconds(at) >= SEEN_S)
            acknowledge(at)
            until(run, lambda: seconds(at) >= HELD_S)
            ask(f"{at}/api/exercise/control", {"do": "pause"})
            yield at
        finally:
            run.send_signal(signal.SIGINT)
            run.wait()


def seconds(at: str) -> float:
    """How far the scene is."""
    return float(ask(f"{at}/api/exercise/timeline")["t_s"]) - BEGIN_S


def acknowledge(at: str) -> None:
    """Somebody is on watch: a part of the alerts has been seen."""
    for alert in ask(f"{at}/api/alerts")["alerts"]:
        if alert["rule"] in SEEN_RULES:
            body = {"kind": "mark", "subject": alert["alert_id"], "body": {"mark": "acknowledge", "reason": ""}}
            ask(f"{at}/api/commands", {**body, **OFFICER})


def ask(address: str, told: dict[str, Any] | None = None) -> Any:
    """JSON from the pages; with `told`, posted."""
    data = None if told is None else json.dumps(told).encode()
    with urlopen(Request(address, data, {"Content-Type": "application/json"}), timeout=30) as answer:
        return json.load(answer)


def until(run: subprocess.Popen[bytes], true: Callable[[], bool]) -> None:
    """Wait for it as long as the run lives."""
    while run.poll() is None:
        try:
            if true():
                return
        except URLError:
            pass
        time.sleep(0.3)
    raise SystemExit("the exercise ended before its pictures were taken")


def photograph(page: Page, at: str, shot: Shot) -> None:
    """Open, wait until everything is painted, store small."""
    page.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
    page.goto(at + shot.address)
    page.wait_for_function(PAINTED)
    if shot.deed:
        shot.deed(page)
    page.wait_for_timeout(2500)  # what fades in has no event
    page.wait_for_function(PAINTED)
    picture = Image.open(BytesIO(page.screenshot()))
    picture.convert("RGB").save(HERE / f"{shot.name}.webp", quality=QUALITY[shot.size], method=6)


def main(prefix: str = "") -> None:
    """The gallery, or the part of it whose names begin with `prefix`."""
    browser_file = next(filter(None, map(shutil.which, BROWSERS)), None)
    with exercise() as at, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_file, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        page = browser.new_page(reduced_motion="reduce")  # nothing caught in the middle of a flash
        page.set_default_timeout(60_000)
        for shot in shots():
            if shot.name.startswith(prefix):
                photograph(page, at, shot)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:2])
