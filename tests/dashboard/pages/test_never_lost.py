"""Nothing that matters is lost, in a real browser: marks, cleared alerts, the map's edge, notes, commands, counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page

from models.base.clock import now_s
from models.messages.picture import AlertView, Picture
from tests.browser import MOST_MS, open_page
from tests.dashboard.pages.test_desk import BEGAN_S, OFFICER_JS, STATE_JS, row
from tests.dashboard.pages.test_wall import HANZI, TEXT_JS
from tests.dashboard.pictures import alert, craft, feed, picture
from tests.dashboard.serving import Serving, serving, settled

FLOOD = {"alerts_distress": 1, "alerts_red": 51, "alerts_orange": 114, "alerts_yellow": 23_024}
FLOOD |= {"open_red": 40, "rectified_red": 12, "over_red": 45}
FITS_JS = """() => [...document.querySelectorAll('#queue-head .count')]
  .every((each) => each.scrollWidth <= each.clientWidth)"""
HREF_JS = "() => location.href"
RED, ORANGE = alert(1, since_s=BEGAN_S, urgency=0.9), alert(2, "orange", since_s=BEGAN_S, urgency=0.5)


def scene(*alerts: AlertView, **values: Any) -> Any:
    """Return what makes the picture of a tick: three vessels that lie still and these alerts."""
    usual: dict[str, Any] = {"feeds": (feed(last_rx_s=now_s()),), "mode": "exercise", "alerts": alerts or (RED, ORANGE)}

    def make(tick: int) -> Picture:
        return picture(craft(3), **{**usual, **values}, tick=tick, t_s=now_s())

    return make


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("lost")) as server:
        yield server


@pytest.fixture(scope="module")
def browser_page(server: Serving) -> Iterator[Page]:
    """One browser for all tests of this file: starting one takes long."""
    server.feed(scene())
    with open_page(f"{server.address}/assets/js/lib/morph.js") as first:
        context = first.context.browser.new_context(viewport={"width": 1920, "height": 1080})  # type: ignore[union-attr]
        page = context.new_page()
        page.set_default_timeout(MOST_MS)
        page.goto(first.url)
        yield page


@contextmanager
def desk(server: Serving, page: Page, make: Any = None, query: str = "", officer: str = "李明") -> Iterator[Page]:
    """Open a desk that shows the picture; what it kept in the browser is removed at the end."""
    server.feed(make or scene())
    server.marks()
    page.evaluate(OFFICER_JS, [officer, "一席"])
    page.goto(f"{server.address}/desk{query}")
    assert settled(lambda: page.evaluate(STATE_JS), lambda value: value == "fresh") == "fresh"
    page.locator("#queue .row").first.wait_for()
    try:
        yield page
    finally:
        page.unroute_all()
        page.evaluate("() => localStorage.clear()")
        page.keyboard.press("Escape")


def book_marks(server: Serving, alert_id: str) -> list[tuple[str, str, str]]:
    events = server.json("/api/book")["marks"].get(alert_id, [])
    return [(each["body"]["mark"], each["actor"], each["body"]["reason"]) for each in events]


def test_marks_are_undone_by_the_officer_and_by_another_with_a_reason(server: Serving, browser_page: Page) -> None:
    orange = alert(7, "orange", since_s=BEGAN_S)
    with desk(server, browser_page, scene(orange)) as page:
        for key, answer in (("a", ""), ("s", "已联系"), ("f", "")):
            page.keyboard.press("j")
            page.keyboard.press(key)
            if answer:
                page.locator("#ask input").fill(answer)
                page.keyboard.press("Enter")
            row(page, 7).locator(".act.undo").wait_for()
            page.keyboard.press("u")
            page.locator(".toast", has_text="已撤销").last.wait_for()
            row(page, 7).locator(".act.undo").wait_for(state="detached")
        page.keyboard.press("f")
        row(page, 7).locator(".act.undo").wait_for()
    with desk(server, browser_page, scene(orange), officer="王芳") as page:
        page.keyboard.press("j")
        page.keyboard.press("u")
        page.locator("#ask input").fill("看错船")
        page.keyboard.press("Enter")
        row(page, 7).locator(".act.undo").wait_for(state="detached")
    marks = book_marks(server, orange.alert_id)
    assert [mark for mark, *_ in marks] == ["acknowledge", "undo", "silence", "undo", "false", "undo", "false", "undo"]
    assert marks[-1] == ("undo", "王芳", "看错船"), "each is a row of its own"


def test_false_on_red_asks_once_and_on_orange_not(server: Serving, browser_page: Page) -> None:
    with desk(server, browser_page) as page:
        page.keyboard.press("j")
        page.keyboard.press("f")
        page.locator("#ask h2", has_text="确定判为误报").wait_for()
        page.keyboard.press("Escape")
        page.locator("#ask").wait_for(state="hidden")
        assert book_marks(server, RED.alert_id) == []
        page.keyboard.press("f")
        page.locator("#ask h2").wait_for()
        page.keyboard.press("Enter")
        assert settled(lambda: book_marks(server, RED.alert_id), bool) == [("false", "李明", "")]
        page.keyboard.press("j")
        page.keyboard.press("f")
        assert settled(lambda: book_marks(server, ORANGE.alert_id), bool) == [("false", "李明", "")]
        assert not page.locator("#ask").is_visible()


def test_cleared_red_stands_in_the_queue_until_somebody_acknowledges_it(server: Serving, browser_page: Page) -> None:
    over = alert(3, state="rectified", since_s=BEGAN_S - 9000, cleared_s=BEGAN_S - 8000, ending="gone")
    with desk(server, browser_page, scene(ORANGE, rectified=(over,))) as page:
        row(page, 3).locator(".state.cleared", has_text="已解除·未确认 · 目标已丢失").wait_for()
        row(page, 3).locator(".act.acknowledge").click()
        row(page, 3).locator(".state.seen", has_text="李明").wait_for()
        sheet = server.get("/desk/handover?lang=zh")[1]
        assert "已解除·未确认 · 目标已丢失" in sheet or "✓ 李明 已确认" in sheet


def test_a_silent_distress_stands_and_an_officer_ends_it_with_a_reason(server: Serving, browser_page: Page) -> None:
    silent = alert(8, "distress", since_s=BEGAN_S - 9000, silent_s=now_s() - 7200, lon=122.6, name="EPIRB")
    with desk(server, browser_page, scene(silent)) as page:
        row(page, 8).locator(".silent", has_text="呼叫已停止").wait_for()
        assert row(page, 8).locator("time.left").last.inner_text().startswith("2:0")
        row(page, 8).click()
        page.locator("#card .act.end").wait_for()
        page.keyboard.press("x")
        page.locator("#ask h2", has_text="结束遇险").wait_for()
        page.keyboard.press("Enter")
        assert page.locator("#ask .wrong").inner_text(), "not without a reason"
        page.locator("#ask .chip-button").first.click()
        page.keyboard.press("Enter")
        assert settled(lambda: book_marks(server, silent.alert_id), bool) == [("end", "李明", "已获救")]


def test_what_is_outside_the_map_is_said_at_its_edge_and_reached_by_click_and_key(
    server: Serving, browser_page: Page
) -> None:
    far, worse = alert(4, lon=126.0, lat=30.0), alert(5, "distress", lon=122.5, lat=34.0)
    with desk(server, browser_page, scene(RED, far, worse), "?bbox=122,29.5,123,30.5") as page:
        marks = page.locator("#edges .edge")
        settled(marks.count, lambda count: count == 2)
        assert [each.get_attribute("class") for each in marks.all()] == ["edge distress", "edge red"]
        assert "海里" in marks.last.inner_text() and "图外东" in (marks.last.get_attribute("aria-label") or "")
        marks.last.click()
        assert settled(marks.count, lambda count: count == 2) == 2, "now what was in the middle is outside"
        assert "bbox=125" in settled(lambda: page.evaluate(HREF_JS), lambda url: "bbox=125" in url)
        page.locator("#map").focus()
        page.keyboard.press("v")
        assert ",34." in settled(lambda: page.evaluate(HREF_JS), lambda url: ",34." in url)
    wall = browser_page
    wall.goto(f"{server.address}/?bbox=122,29.5,123,30.5")
    wall.locator("#edges .edge.red").first.wait_for()
    hidden = wall.locator("#edges .edge.distress").count
    assert settled(hidden, lambda count: count == 0) == 0, "the wall shows distress itself, in turn if it is far away"
    server.feed(scene(RED, far))
    alone = wall.locator("#edges .edge").count
    assert settled(alone, lambda count: count == 1) == 1
    wall.locator('#edges .edge[data-lon="126"]').focus()
    wall.keyboard.press("Enter")
    wall.wait_for_url("**bbox=125.6**")


def choose(page: Page, number: int) -> None:
    row(page, number).click()
    page.locator(f'#card .first[data-mmsi="41200000{number}"]').wait_for()


def notes(server: Serving) -> dict[str, list[str]]:
    book = server.json("/api/book")["notes"]
    return {subject: [each["body"]["text"] for each in events] for subject, events in book.items()}


def test_a_note_stays_with_the_vessel_it_was_begun_for(server: Serving, browser_page: Page) -> None:
    with desk(server, browser_page) as page:
        choose(page, 1)
        page.locator("#note-text").fill("甲船无应答")
        choose(page, 2)
        assert settled(page.locator("#note-text").input_value, lambda text: text == "") == ""
        page.locator("#note-text").fill("乙船已停车")
        page.wait_for_timeout(1000)  # pictures come meanwhile
        page.reload()
        choose(page, 1)
        assert settled(page.locator("#note-text").input_value, bool) == "甲船无应答", "a draft survives a reload"
        assert "HAI YUN 0" in page.locator("#note-for").inner_text()
        server.feed(scene(ORANGE))  # the alert ends while the officer writes
        page.locator("#note button").click()
        assert settled(lambda: notes(server), bool) == {"mmsi:412000001": ["甲船无应答"]}
        server.feed(scene())
        choose(page, 2)
        assert settled(page.locator("#note-text").input_value, bool) == "乙船已停车"


def test_two_tabs_share_a_draft_and_file_it_on_its_vessel(server: Serving, browser_page: Page) -> None:
    with desk(server, browser_page) as page:
        other = page.context.new_page()
        other.goto(f"{server.address}/desk")
        other.locator("#queue .row").first.wait_for()
        choose(page, 2)
        page.locator("#note-text").fill("两页同写")
        choose(other, 1)
        assert other.locator("#note-text").input_value() == ""
        choose(other, 2)
        assert settled(other.locator("#note-text").input_value, bool) == "两页同写"
        other.locator("#note button").click()
        assert settled(lambda: notes(server).get("mmsi:412000002"), bool) == ["两页同写"]
        other.close()


def test_commands_without_an_answer_survive_a_reload_and_are_executed_once(server: Serving, browser_page: Page) -> None:
    sixth = alert(6, "orange", since_s=BEGAN_S)
    with desk(server, browser_page, scene(sixth)) as page:
        page.route("**/api/commands", lambda route: route.abort())
        page.keyboard.press("j")
        page.keyboard.press("w")
        page.locator(".toast", has_text="已保存在本机").wait_for()
        choose(page, 6)
        page.locator("#note-text").fill("断网期间")
        page.locator("#note button").click()
        page.locator("#unsent", has_text="待送 2").wait_for()
        page.reload()
        page.locator("#unsent", has_text="待送 2").wait_for()
        page.unroute("**/api/commands")
        page.locator(".toast", has_text="已补送").wait_for()
        assert settled(page.locator("#unsent").inner_text, lambda text: not text) == ""
        assert book_marks(server, sixth.alert_id) == [("known", "李明", "")]
        assert notes(server)["mmsi:412000006"] == ["断网期间"]


def test_counts_are_the_same_everywhere_beyond_what_a_picture_carries(server: Serving, browser_page: Page) -> None:
    worst = (alert(1, "distress", since_s=BEGAN_S), RED, ORANGE)
    with desk(server, browser_page, scene(*worst, totals=FLOOD)) as page:
        counts = [text.replace(",", "") for text in page.locator("#queue-head .count b").all_inner_texts()]
        assert counts == ["1", "51", "114", "23024"]
        assert "3 / 共" in page.locator("#queue .notes").inner_text()
        assert "已解除·未确认 12 起" in page.locator("#queue-head .cleared").inner_text()
        assert page.evaluate(FITS_JS), "five digits fit their place"
        metrics = server.get("/metrics")[1]
        assert 'wanghai_alerts{colour="yellow"} 23024.0' in metrics
        counted = server.json("/api/alerts")["counts"]
        assert (counted["standing"]["yellow"], counted["rectified"]["red"]) == (23_024, 12)
        sheet = server.get("/desk/handover?lang=en")[1]
        assert "23,024" in sheet and "3 of 23,202 listed" in sheet
    browser_page.goto(f"{server.address}/?lang=en")
    heads = browser_page.locator("#right .head b")
    heads.first.wait_for()
    assert [text.replace(",", "") for text in heads.all_inner_texts()] == ["1", "51", "114", "23024"]


def test_an_overdue_alert_says_by_how_much_and_english_is_english(server: Serving, browser_page: Page) -> None:
    late = alert(9, since_s=BEGAN_S, due_s=now_s() - 71, name="LATE")
    gone = alert(3, state="rectified", name="GONE", cleared_s=BEGAN_S, ending="faded")
    silent = replace(alert(2, "distress", name="EPIRB", lon=130.0), silent_s=now_s() - 700)
    with desk(server, browser_page, scene(late, silent, rectified=(gone,)), "?lang=en") as page:
        assert "overdue by 01:" in settled(row(page, 9).locator("time.left").inner_text, bool)
        choose(page, 9)
        text = page.evaluate(TEXT_JS).replace("中文", "").replace("李明", "").replace("一席", "")
        assert not HANZI.findall(text)
