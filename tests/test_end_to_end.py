"""The whole system: `run.py exercise`, real processes, a real browser. One run for all tests.

The tests build on each other, so their order in this file matters.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener, urlopen

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from commands.launch.exercise_plan import PAST
from models.base.clock import parse_iso
from tests.browser import chromium, open_page
from tests.dashboard.pages.test_exercise import post
from tests.running import ROOT, Running, running, wait_for

VESSELS = 2_000
# The source of the map that holds all vessels: the sum of their positions changes when any of them moves.
PLACES_JS = """() => Bokeh.documents.flatMap(each => [...each._all_models.values()])
  .filter(each => each.type === 'ColumnDataSource' && each.data.shape && each.data.angle)
  .map(each => [...each.data.x].reduce((sum, x_m) => sum + x_m, 0))[0]"""


@pytest.fixture(scope="module")
def wall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("exercise"), "exercise") as started:
        wait_for("the wall", started.healthy, at_most_s=90)
        yield started


@pytest.fixture(scope="module")
def page(wall: Running) -> Iterator[Page]:
    chromium()
    with open_page(f"http://127.0.0.1:{wall.port}/wall?lang=en") as opened:
        yield opened


def test_the_terminal_names_the_wall(wall: Running) -> None:
    wait_for("the address", lambda: f"望海 Wanghai wall: http://localhost:{wall.port}/wall" in wall.said)
    assert "Traceback" not in wall.said


def test_a_browser_shows_the_whole_picture(page: Page) -> None:
    wait_for("two thousand vessels", lambda: _counted(page) >= VESSELS, at_most_s=90)
    assert "exercise" in page.locator("header .badge").first.get_attribute("class")


def test_vessels_move(page: Page) -> None:
    before = wait_for("the map", lambda: _places(page))
    wait_for("vessels elsewhere", lambda: _places(page) not in (None, before))


def test_a_red_alert_with_its_reason_is_shown_within_two_minutes(page: Page) -> None:
    card = page.locator("article.card.red").first
    card.wait_for(timeout=120_000)
    assert card.locator(".name").inner_text().strip()
    assert card.locator(".why").inner_text().strip()


@pytest.fixture(scope="module")
def officer(wall: Running) -> OpenerDirector:
    """A browser without pages, logged in as the duty officer of the exercise."""
    browser = build_opener(HTTPCookieProcessor())
    assert post(wall, "/api/login", {"account": "duty"}, browser)[0] == 200
    return browser


def test_an_alert_leads_to_its_sentences(wall: Running, officer: OpenerDirector) -> None:
    resting = [each for each in _json(wall, "/api/alerts")["alerts"] if each["evidence"]]
    assert resting
    for shown in resting:
        about = [mmsi for mmsi in (shown["mmsi"], shown["partner_mmsi"]) if mmsi]
        asked = f"refs={','.join(shown['evidence'])}&mmsi={','.join(map(str, about))}"
        answer = wait_for("its sentences", lambda asked=asked: _whole(officer, wall, asked))
        assert answer["sentences"] and not answer["missing"]
        assert {each["fields"]["mmsi"] for each in answer["sentences"]} <= set(about)


def test_one_key_opens_the_replay_of_an_alert_beside_the_watch(wall: Running, page: Page) -> None:
    shown = next(each for each in _json(wall, "/api/alerts")["alerts"] if each["colour"] == "red")
    before_s = parse_iso(shown["since"]) - 60
    assert page.context.browser
    desk = page.context.browser.new_page()
    assert desk.request.post(f"http://127.0.0.1:{wall.port}/api/login", data={"account": "duty"}).ok
    desk.goto(f"http://127.0.0.1:{wall.port}/desk?lang=en&alert={shown['alert_id']}&craft={shown['track_id']}")
    desk.locator("#card [data-do=replay]").first.wait_for()
    with desk.expect_popup() as opened:
        desk.keyboard.press("p")
    replay = opened.value
    replay.wait_for_url("**/exercise?lang=en&home=*", timeout=120_000)
    replay.locator("#wall[data-mode=replay]").wait_for()
    run = Running(urlsplit(replay.url).port or 0, wall.folder, wall.supervisor)
    wait_for("that moment", lambda: _is_just_after(run, before_s))
    assert wait_for("the alert, found again", lambda: _raised(run, parse_iso(shown["since"])), at_most_s=60)
    for opened_here in (replay, desk):
        opened_here.close()
    _end_runs(wall)


@pytest.mark.parametrize("role", ["ingestor", "core", "wall", "player"])
def test_killed_processes_restart_with_the_picture_and_the_page(wall: Running, page: Page, role: str) -> None:
    wall.kill(role)
    wait_for("fresh pictures", wall.healthy)
    before = _utc(page)
    wait_for("the page's clock", lambda: _utc(page) not in ("", before))
    wait_for("the whole picture", lambda: _counted(page) >= VESSELS)
    assert "stopped (signal 9)" in wall.said


def test_the_exercise_is_recorded_apart_from_real_feeds(wall: Running) -> None:
    var = wall.folder / "var"
    assert any(each.stat().st_size for each in (var / "exercise").rglob("*") if each.is_file())
    assert not (var / "recordings").exists()


def test_ctrl_c_ends_it_all(wall: Running) -> None:
    children, folders = wall.supervisor.children(), wall.sockets()
    assert wall.end() == 0
    assert not any(child.is_running() for child in children)
    assert not any(Path(folder).exists() for folder in folders)


def test_a_replay_of_the_recording_gives_the_same_pictures_and_alerts(wall: Running) -> None:
    (recording,) = (wall.folder / "var" / "exercise").glob(PAST)
    replayed = wall.folder / "replayed.jsonl"
    argv = [sys.executable, str(ROOT / "run.py"), "replay", str(recording), "--headless"]
    argv += ["--alerts", str(replayed), "--summary", "-"]
    done = subprocess.run(argv, check=True, capture_output=True, timeout=120)
    summary = json.loads(done.stdout)
    assert summary["ticks_logged"] > 0
    assert summary["ticks_differing"] == 0
    # A replay ends with the last message; the watch ran a second or two longer without messages until it was stopped.
    live = {change for change in _changes(recording / "alerts.jsonl") if change[0] <= summary["last_t"]}
    assert live
    assert _changes(replayed) == live


def _raised(run: Running, since_s: float) -> list[Any]:
    """Return red alerts that the replay raised near a time; its ticks may fall on other seconds than the watch's."""
    raised = _json(run, "/api/exercise/timeline")["raised"]
    return [each for each in raised if each[1] == "red" and abs(each[0] - since_s) < 20]


def _is_just_after(run: Running, t_s: float) -> bool:
    """Return whether the replay is just after a moment, or after the begin of a younger watch."""
    timeline = _json(run, "/api/exercise/timeline")
    begin_s = max(t_s, timeline["from_s"] or math.inf)
    return bool(begin_s <= timeline["t_s"] < begin_s + 20)


def _end_runs(wall: Running) -> None:
    for run in _json(wall, "/api/exercise/choices")["runs"]:
        post(wall, "/api/exercise/runs", {"stop": run["id"]})
    wait_for("its end", lambda: all(each["state"] == "ended" for each in _json(wall, "/api/exercise/choices")["runs"]))


def _whole(officer: OpenerDirector, wall: Running, asked: str) -> Any:
    """Return the answer, None while an ingestor is too busy for one: it says so."""
    try:
        with officer.open(f"http://127.0.0.1:{wall.port}/api/sentences?{asked}", timeout=30) as found:
            return json.load(found)
    except HTTPError as busy:
        assert busy.code == 503 and json.load(busy)["silent"]
        return None


def _json(wall: Running, path: str) -> Any:
    with urlopen(f"http://127.0.0.1:{wall.port}{path}", timeout=30) as answer:
        return json.loads(answer.read())


def _changes(alerts: Path) -> set[tuple[str, str, str, str]]:
    """Return the changes with their times; a killed core may have written a change twice."""
    records = [json.loads(line) for line in alerts.read_text(encoding="utf-8").splitlines()]
    return {(each["t"], each["event"], each["alert_id"], each["colour"]) for each in records}


def _counted(page: Page) -> int:
    """Return the number of vessels in the header."""
    return int(_text(page, "header .count.all b").replace(",", "") or 0)


def _utc(page: Page) -> str:
    return _text(page, "header .clock:nth-child(1) b")


def _text(page: Page, selector: str) -> str:
    """Return the text of an element; empty while the page is not loaded."""
    found = page.locator(selector)
    with suppress(PlaywrightError):  # the page is reloading
        return found.first.inner_text() if found.count() else ""
    return ""


def _places(page: Page) -> float | None:
    """Return a number that changes when any vessel on the map moves; None while the page is not loaded."""
    with suppress(PlaywrightError):
        return float(page.evaluate(PLACES_JS) or 0.0) or None
    return None
