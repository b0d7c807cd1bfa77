"""The past on the desk in a real browser: the way of a craft over a period, its stops, and who was in a polygon."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Page

from models.clock import now_s
from models.history.segments import Segments
from tests.dashboard.serving import Serving, serving
from tests.dashboard.test_desk import at_desk, sea
from tests.models.history.ways import rows

AGO_S = 3000.0
NUMBER, OTHER = 8, 9  # tracks; the eighth craft of the sea is ZHE PU YU 62028


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The eighth craft sailed east for ten minutes and lay still for half an hour; the ninth was far off."""
    run_dir = tmp_path_factory.mktemp("past")
    t_s = now_s() - AGO_S + np.arange(0, 2400, 10.0)
    lon = 122.0 + np.minimum(np.arange(240), 60) * 0.0005
    segments = Segments(run_dir / "history", 30)
    segments.add(rows(t_s, np.full(240, 30.0), lon, track_id=NUMBER, name=b"ZHE PU YU 62028"))
    segments.add(rows(t_s, np.full(240, 31.0), np.full(240, 123.4), track_id=OTHER, name=b"FAR OFF"))
    with serving(run_dir) as server:
        server.feed(sea)
        yield server


@pytest.fixture(scope="module")
def page(server: Serving) -> Iterator[Page]:
    with at_desk(server, "?bbox=121.9,29.9,122.2,30.1") as page:
        page.locator("#query").fill("62028")
        page.locator("#results button").first.click()
        page.locator("#card .first").wait_for()
        yield page


def address(page: Page, links: str, kind: str) -> str:
    """Where a file is to be had."""
    return page.locator(f"{links} a", has_text=kind).get_attribute("href") or ""


def test_the_way_of_an_hour_is_drawn_with_its_stop(page: Page) -> None:
    page.locator("#track-button").click()
    page.locator("#track-lists .number", has_text="1").first.wait_for(timeout=20_000)
    assert page.locator("#ways polyline.way").count() == 1
    assert page.locator("#track-lists section").first.locator("li").count() == 1, "it lay still once"
    assert "30 分" in page.locator("#track-lists li").first.inner_text()


def test_it_can_be_taken_along_as_files(page: Page, server: Serving) -> None:
    status, text = server.get(address(page, "#track-files", "CSV"))
    assert status == 200 and text.count("\n") >= 240
    assert len(server.json(address(page, "#track-files", "GeoJSON"))["features"]) == 1


def test_a_time_that_is_none_is_said_beside_the_field(page: Page) -> None:
    page.locator("#track-period input").first.fill("sometime")
    page.locator("#track-period button[type=submit]").click()
    assert "月-日" in page.locator("#track-period .wrong").inner_text()
    page.locator("#track-period .chip-button").first.click()


def test_who_was_here_finds_those_inside_and_nobody_else(page: Page, server: Serving) -> None:
    page.locator("#was-here-button").click()
    box = page.locator("#map").bounding_box()
    assert box
    for right, down in ((0.1, 0.2), (0.9, 0.2), (0.9, 0.8), (0.1, 0.8)):
        page.mouse.click(box["x"] + box["width"] * right, box["y"] + box["height"] * down)
    page.keyboard.press("Enter")
    page.locator("#who-list li").first.wait_for(timeout=20_000)
    assert page.locator("#who-list .name").all_inner_texts() == ["ZHE PU YU 62028"]
    assert "62028" in server.get(address(page, "#who-files", "CSV"))[1]
    page.locator("#who-list button").first.click()
    page.locator("#craft:not([hidden]) #track:not([hidden])").wait_for()


def test_drawing_by_keyboard_and_giving_up(page: Page) -> None:
    page.locator("#map").focus()
    page.keyboard.press("g")
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight"):
        page.keyboard.press(" ")
        page.keyboard.press(key)
    assert page.locator("#overlay .zone-end").count() == 3
    page.keyboard.press("Escape")
    assert page.locator("#overlay .zone-end").count() == 0
    assert not page.locator("#map").get_attribute("data-mode")
