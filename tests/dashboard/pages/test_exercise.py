"""The director's page in a real browser: it pauses, steps and moves a replay, and never looks like live work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import OpenerDirector, Request, build_opener

import pytest
from playwright.sync_api import Page

from exercises.play import write_file
from tests.browser import chromium, open_page
from tests.running import ROOT, Running, running, wait_for


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sea") / "sea.nmea"
    write_file("drift", ROOT / "sites" / "zhoushan", 1, path, 20)
    return path


@pytest.fixture(scope="module")
def wall(recording: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("replay"), "replay", str(recording)) as started:
        wait_for("the wall", started.healthy, at_most_s=90)
        wait_for("the index", lambda: timeline(started)["ended"])
        yield started


@pytest.fixture(scope="module")
def page(wall: Running) -> Iterator[Page]:
    chromium()
    with open_page(f"http://127.0.0.1:{wall.port}/exercise?lang=en") as opened:
        opened.locator("#alerts .alert").first.wait_for(timeout=60_000)
        yield opened


def timeline(wall: Running) -> Any:
    return wall.get("/api/exercise/timeline") or {"ended": False, "pace": "", "t_s": 0.0}


def held_at(wall: Running, t_s: float) -> bool:
    now = timeline(wall)
    return bool(now["pace"] == "paused" and now["t_s"] == t_s)


def test_the_page_has_the_colours_of_a_replay(page: Page) -> None:
    assert page.locator("#wall").get_attribute("data-mode") == "replay"
    assert "replay" in (page.locator("#top .badge").get_attribute("class") or "")


def test_the_page_does_not_reveal_the_path_of_the_recording(wall: Running, recording: Path) -> None:
    wait_for("the choices", lambda: (wall.get("/api/exercise/choices") or {}).get("choices"), at_most_s=90)
    offered = wall.get("/api/exercise/choices")["choices"]
    assert recording.name in [each["what"] for each in offered]
    assert str(recording.parent) not in json.dumps(offered)


def test_space_pauses_the_time_and_a_point_is_one_tick(page: Page, wall: Running) -> None:
    page.locator("#toggle").click()
    wait_for("a held tick", lambda: timeline(wall)["pace"] == "paused")
    page.wait_for_selector("#wall[data-pace=paused]")
    at_s = timeline(wall)["t_s"]
    page.locator("#map").press(".")
    wait_for("one tick more", lambda: held_at(wall, at_s + 1))


def test_an_alert_goes_to_a_minute_before_it_was_raised(page: Page, wall: Running) -> None:
    alert = timeline(wall)["raised"][0]
    page.locator(f"[data-alert='{alert[2]}']").click()
    wait_for("the minute before", lambda: held_at(wall, max(alert[0] - 60, timeline(wall)["from_s"])))
    page.locator(f"[data-alert='{alert[2]}'].ahead").wait_for()


def test_a_click_on_the_timeline_goes_there(page: Page, wall: Running) -> None:
    box = page.locator("#timeline").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + 10)
    now = timeline(wall)
    middle_s = (now["from_s"] + now["reached_s"]) / 2
    wait_for("the middle", lambda: abs(timeline(wall)["t_s"] - middle_s) < 5)


def test_an_address_with_a_time_opens_there(page: Page, wall: Running) -> None:
    to_s = timeline(wall)["from_s"] + 333
    page.goto(f"http://127.0.0.1:{wall.port}/exercise?t={to_s:.0f}")
    wait_for("that time", lambda: held_at(wall, to_s))


@pytest.mark.parametrize("body", [{}, {"do": "inject"}, {"do": "seek", "value": "soon"}, {"do": "fly"}])
def test_an_invalid_control_is_refused_with_a_message(wall: Running, body: dict[str, Any]) -> None:
    status, answer = post(wall, "/api/exercise/control", body)
    assert status == 422
    assert answer["error"]


def post(wall: Running, path: str, body: dict[str, Any], browser: OpenerDirector | None = None) -> tuple[int, Any]:
    """Return status and answer; a `browser` keeps the cookie of a session."""
    asked = Request(
        f"http://127.0.0.1:{wall.port}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    try:
        with (browser or build_opener()).open(asked, timeout=30) as answer:
            return int(answer.status), json.load(answer)
    except OSError as refused:
        return int(getattr(refused, "code", 0)), json.load(refused)  # type: ignore[arg-type]
