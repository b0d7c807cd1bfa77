"""History on the desk in a real browser: the track of a vessel over a period, its stops, and who was in a polygon."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import numpy as np
import pytest
from playwright.sync_api import Page

from models.base.clock import now_s
from models.history.segments import Segments
from tests.dashboard.pages.test_desk import at_desk, traffic
from tests.dashboard.pictures import site
from tests.dashboard.serving import Serving, serving, settled
from tests.models.history.ways import rows

AGO_S = 3060.0  # its last position is over ten minutes old, which the page reports, and all lie within the last hour
NUMBER, BESIDE, GONE, FAR = 8, 12, 900, 9  # tracks; the eighth vessel is ZHE PU YU 62028
ANSWERED = "#track[aria-busy=false] #track-lists section"


@pytest.fixture(scope="module")
def began_s() -> float:
    """Return the begin of the history: a whole minute, because periods are written in minutes."""
    return (now_s() - AGO_S) // 60 * 60


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, began_s: float) -> Iterator[Serving]:
    """The eighth vessel sailed east for ten minutes and stopped for half an hour, with the twelfth beside it at the
    end; a vessel that has left the picture passed by; the ninth was far off."""
    run_dir = tmp_path_factory.mktemp("past")
    t_s = began_s + np.arange(0, 2400, 10.0)
    lon = 122.0 + np.minimum(np.arange(240), 60) * 0.0005
    segments = Segments(run_dir / "history", 30)
    segments.add(rows(t_s, np.full(240, 30.0), lon, track_id=NUMBER, name=b"ZHE PU YU 62028"))
    segments.add(rows(t_s[-60:], np.full(60, 30.001), np.full(60, lon[-1]), track_id=BESIDE, name=b"HAI YUN 11"))
    segments.add(rows(t_s[30:60], np.full(30, 30.005), lon[30:60], track_id=GONE, name=b"PASSED BY"))
    segments.add(rows(t_s, np.full(240, 31.0), np.full(240, 123.4), track_id=FAR, name=b"FAR OFF"))
    with serving(run_dir) as server:
        server.feed(traffic)
        yield server


@pytest.fixture(scope="module")
def page(server: Serving) -> Iterator[Page]:
    with at_desk(server, "?bbox=121.9,29.9,122.2,30.1") as page:
        page.locator("#query").fill("62028")
        page.locator("#results button").first.click()
        page.locator("#card .first").wait_for()
        page.locator("#track-button").click()
        page.locator(ANSWERED).first.wait_for(timeout=60_000)
        yield page


def address(page: Page, links: str, kind: str) -> str:
    """Return the address of a file."""
    return page.locator(f"{links} a", has_text=kind).get_attribute("href") or ""


def local(t_s: float) -> str:
    """Format a time as an officer of the site writes it."""
    return f"{datetime.fromtimestamp(t_s + site().utc_offset_h * 3600, UTC):%Y-%m-%d %H:%M}"


def ask(page: Page, host: str, from_s: float, to_s: float) -> None:
    """Fill in from and to, and submit."""
    for field, t_s in zip(page.locator(f"{host} input").all(), (from_s, to_s), strict=True):
        field.fill(local(t_s))
    page.locator(f"{host} [type=submit]").click()


def status(page: Page, where: str, like: str) -> str:
    """Wait for a status text and return it."""
    return str(settled(page.locator(where).inner_text, lambda text: like in text))


def test_the_address_keeps_the_shown_track_and_its_period(page: Page, server: Serving, began_s: float) -> None:
    assert settled(lambda: page.evaluate("location.search"), lambda search: "way=1" in search).count("way=1") == 1
    span = [local(t_s).replace(" ", "T") for t_s in (began_s, began_s + 3000)]
    assert page.context.browser
    with closing(page.context.browser.new_page()) as other:
        other.goto(f"{server.address}/desk?craft=T{NUMBER}&way={','.join(span)}")
        other.locator(ANSWERED).first.wait_for(timeout=60_000)
        assert [each.input_value().replace(" ", "T") for each in other.locator("#track-period input").all()] == span
        assert other.locator("#ways polyline.way").count() == 1


def test_the_track_of_an_hour_is_drawn_with_its_stop(page: Page) -> None:
    assert page.locator("#ways polyline.way").count() == 1
    stops = page.locator("#track-lists section").first
    assert stops.locator("li").count() == 1, "it lay still once"
    assert "30 分" in stops.inner_text()
    assert page.locator("#ways .stop").count() == 1
    stops.locator("li button").click()
    assert page.locator("#ways .looked").count() == 1


def test_the_track_can_be_downloaded(page: Page, server: Serving) -> None:
    status, text = server.get(address(page, "#track-files", "CSV"))
    assert status == 200 and text.count("\n") >= 240
    assert len(server.json(address(page, "#track-files", "GeoJSON"))["features"]) == 1


def test_a_history_that_has_stopped_shows_its_end(page: Page) -> None:
    assert "历史航迹止于" in status(page, "#track-status", "止于")


def test_an_invalid_time_is_reported_beside_the_field(page: Page) -> None:
    page.locator("#track-period input").first.fill("sometime")
    page.locator("#track-period button[type=submit]").click()
    assert "月-日" in page.locator("#track-period .wrong").inner_text()


def test_a_period_is_requested_from_and_to(page: Page, server: Serving, began_s: float) -> None:
    ask(page, "#track-period", began_s - 60, began_s + 480)
    assert settled(page.locator("#ways .stop").count, lambda count: count == 0) == 0, "it was sailing then"
    (line,) = server.json(address(page, "#track-files", "GeoJSON"))["features"]
    assert len(line["properties"]["times"]) == 49, "every ten seconds of eight minutes, both ends included"
    ask(page, "#track-period", began_s - 7200, began_s - 3600)
    assert "没有航迹" in status(page, "#track-status", "没有航迹")
    assert page.locator("#ways polyline").count() == 0 and page.locator("#track-files a").count() == 0
    page.locator("#track-period .chip-button").first.click()
    page.locator(ANSWERED).first.wait_for()


def test_an_encountered_vessel_is_one_click_away(page: Page, began_s: float) -> None:
    ask(page, "#track-period", began_s, began_s + 2400)
    page.locator(ANSWERED).first.wait_for()
    met = page.locator("#track-lists section").nth(1)
    assert "111 米" in met.inner_text()
    met.locator("button.tool", has_text="HAI YUN 11").click()
    page.locator("#card h2", has_text="HAI YUN 11").wait_for()
    page.locator("#track-name", has_text="HAI YUN 11").wait_for()
    page.locator(ANSWERED).first.wait_for()
    assert page.locator("#ways polyline.way").count() == 1


def test_who_was_here_finds_exactly_the_vessels_inside(page: Page, server: Serving) -> None:
    page.locator("#track-fit").click()
    page.locator("#was-here-button").click()
    box = page.locator("#map").bounding_box()
    assert box
    for right, down in ((0.1, 0.2), (0.9, 0.2), (0.9, 0.8), (0.1, 0.8)):
        page.mouse.click(box["x"] + box["width"] * right, box["y"] + box["height"] * down)
    page.keyboard.press("Enter")
    page.locator("#who-list li").first.wait_for(timeout=60_000)
    assert sorted(page.locator("#who-list .name").all_inner_texts()) == ["HAI YUN 11", "PASSED BY", "ZHE PU YU 62028"]
    assert "3 艘" in page.locator("#who-status").inner_text()
    assert "62028" in server.get(address(page, "#who-files", "CSV"))[1]
    assert len(server.json(address(page, "#who-files", "GeoJSON"))["features"]) == 4, "the polygon, and three craft"


def test_a_vessel_that_has_left_the_picture_still_has_a_track(page: Page) -> None:
    page.locator("#who-list button", has_text="PASSED BY").click()
    page.locator("#craft:not([hidden]) #track-name", has_text="已不在画面中").wait_for()
    page.locator(ANSWERED).first.wait_for()
    assert page.locator("#ways polyline.way").count() == 1
    page.keyboard.press("Escape")
    page.locator("#track").wait_for(state="hidden")
    assert page.locator("#ways polyline").count() == 0


def test_no_vessels_and_no_history_have_different_messages(page: Page, server: Serving, began_s: float) -> None:
    page.locator('#tabs [data-tab="was-here"]').click()
    ask(page, "#who-period", began_s - 7200, began_s - 3600)
    assert "无过往船舶" in status(page, "#who-status", "无过往船舶")
    history = server.run_dir / "history"
    aside = history.rename(history.with_name("aside"))
    try:
        page.locator("#who-period .chip-button").first.click()
        assert "没有历史航迹" in status(page, "#who-status", "没有历史航迹")
    finally:
        aside.rename(history)


def test_drawing_by_keyboard_and_cancelling(page: Page) -> None:
    page.locator("#map").focus()
    page.keyboard.press("g")
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight"):
        page.keyboard.press(" ")
        page.keyboard.press(key)
    assert page.locator("#overlay .zone-end").count() == 3
    page.keyboard.press("Escape")
    assert page.locator("#overlay .zone-end").count() == 0
    assert not page.locator("#map").get_attribute("data-mode")
