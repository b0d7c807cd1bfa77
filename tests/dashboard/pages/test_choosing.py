"""An exercise chosen on the page in a real browser: a separate run that is steered, extended, scored and ended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

import psutil
import pytest
from playwright.sync_api import Page

from tests.browser import chromium, open_page
from tests.dashboard.pages.test_exercise import post
from tests.running import Running, free_port, running, wait_for


@pytest.fixture(scope="module")
def asked_from(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A live wall without traffic: a chosen exercise must not affect it."""
    chromium()
    feeds = f"feeds: [{{id: station-1, source: 'udp://127.0.0.1:{free_port()}'}}]\n"
    with running(tmp_path_factory.mktemp("live"), "live", settings=feeds) as wall:
        wait_for("the choices", lambda: (wall.get("/api/exercise/choices") or {}).get("choices"), at_most_s=90)
        yield wall


@pytest.fixture(scope="module")
def chosen(asked_from: Running) -> Iterator[tuple[Page, Running, list[str]]]:
    """The page of the run started by a click on a scenario, that run, and the hosts it requested."""
    with open_page(f"http://127.0.0.1:{asked_from.port}/exercise?choose=1&lang=en") as page:
        hosts: list[str] = []
        page.on("request", lambda request: hosts.append(urlsplit(request.url).netloc.partition(":")[0]))
        page.locator("[data-w=ex_scenarios_access]", has_text="brings accounts of its own").wait_for()
        page.locator("[data-w=ex_recordings_access]", has_text="A replay has no accounts").wait_for()
        page.locator("[data-choice='scenario-collision']").click()
        page.wait_for_url("**/exercise?lang=en&home=*", timeout=240_000)
        page.locator("#truth .event").first.wait_for(timeout=240_000)
        port = urlsplit(page.url).port or 0
        yield page, Running(port, asked_from.folder, asked_from.supervisor), hosts


def timeline(run: Running) -> Any:
    return run.get("/api/exercise/timeline") or {"ended": False, "truth": [], "t_s": 0.0, "pace": ""}


def test_it_bears_the_colours_of_an_exercise_and_lives_apart(chosen: tuple[Page, Running, list[str]]) -> None:
    page, run, _ = chosen
    assert page.locator("#wall").get_attribute("data-mode") == "exercise"
    folders = list((run.folder / "var" / "exercise").glob("*"))
    assert len(folders) == 1 and (folders[0] / "recordings").parent == folders[0]


def test_its_time_can_be_paused_moved_and_accelerated(chosen: tuple[Page, Running, list[str]]) -> None:
    _, run, _ = chosen
    wait_for("the end of the run ahead", lambda: timeline(run)["ended"], at_most_s=90)
    begin_s = timeline(run)["from_s"]
    assert post(run, "/api/exercise/control", {"do": "pause"})[0] == 202
    assert post(run, "/api/exercise/control", {"do": "seek", "value": begin_s + 200})[0] == 202
    wait_for("that moment", lambda: timeline(run)["t_s"] == begin_s + 200 and timeline(run)["pace"] == "paused")
    assert post(run, "/api/exercise/control", {"do": "speed", "value": 3600})[0] == 202
    wait_for("its speed", lambda: timeline(run)["speed"] == 3600)


def test_an_injected_beacon_is_found_and_counts_as_true(chosen: tuple[Page, Running, list[str]]) -> None:
    page, run, _ = chosen
    page.locator("#inject-box summary").click()
    page.locator("#inject-list button", has_text="Distress").click()
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.72, box["y"] + box["height"] * 0.45)
    page.locator("#toasts", has_text="Injected: Distress beacon").wait_for()

    def found() -> list[Any]:
        return [each for each in timeline(run)["truth"] if each[4] == "distress" and each[3]]

    wait_for("the call for help, found", lambda: timeline(run)["ended"] and found(), at_most_s=90)
    assert found()[0][3] - found()[0][0] < 30


def test_the_score_is_shown_at_the_end(chosen: tuple[Page, Running, list[str]]) -> None:
    page, run, _ = chosen
    wait_for("the end of the run ahead", lambda: timeline(run)["ended"], at_most_s=90)
    post(run, "/api/exercise/control", {"do": "seek", "value": timeline(run)["reached_s"]})
    page.locator("#score", has_text="Recall").wait_for(timeout=90_000)


def test_no_request_leaves_the_host(chosen: tuple[Page, Running, list[str]]) -> None:
    assert {each for each in chosen[2] if each} == {"127.0.0.1"}, "a picture within the page itself has no host"


def test_commands_of_an_exercise_are_not_in_the_ledger_of_the_watch(
    chosen: tuple[Page, Running, list[str]], asked_from: Running
) -> None:
    _, run, _ = chosen
    browser = build_opener(HTTPCookieProcessor())
    assert post(run, "/api/login", {"account": "duty"}, browser)[0] == 200
    command = {"kind": "note", "subject": "mmsi:412000001", "desk": "", "body": {"text": "演练"}}
    assert post(run, "/api/commands", command, browser)[0] == 200
    book = f"http://127.0.0.1:{run.port}/api/book"
    wait_for("the note", lambda: json.load(browser.open(book, timeout=10))["notes"])
    assert asked_from.get("/api/book")["notes"] == {}


def test_invalid_choices_are_refused_in_both_languages(asked_from: Running) -> None:
    for body in ({"choice": "atlantis"}, {"choice": "scenario-drift", "seed": -1}, {"stop": "nobody"}):
        status, answer = post(asked_from, "/api/exercise/runs", body)
        assert status in (404, 422) and answer["error_zh"] and answer["error_en"]


def test_ending_it_from_the_page_leaves_nothing(chosen: tuple[Page, Running, list[str]], asked_from: Running) -> None:
    (run,) = asked_from.get("/api/exercise/choices")["runs"]
    theirs = [each for each in asked_from.supervisor.children(recursive=True) if "_run" in each.cmdline()]
    theirs += [child for each in theirs for child in each.children(recursive=True)]
    assert len(theirs) > 5
    assert post(asked_from, "/api/exercise/runs", {"stop": run["id"]})[0] == 202
    wait_for("its end", lambda: asked_from.get("/api/exercise/choices")["runs"][0]["state"] == "ended")
    assert psutil.wait_procs(theirs, timeout=60)[1] == []
    assert asked_from.healthy()
