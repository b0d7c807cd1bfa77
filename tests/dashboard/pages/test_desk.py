"""The desk in a real browser, with the real desk process: find, acknowledge, keys, zones, language, no foreign host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from playwright.sync_api import Page

from models.base.clock import now_s
from models.base.schema import KIND
from models.messages.picture import Picture
from tests.browser import open_page
from tests.dashboard.pages.test_wall import EVIL, HANZI, TEXT_JS
from tests.dashboard.pictures import alert, craft, feed, picture
from tests.dashboard.serving import Serving, serving, settled

BEGAN_S = now_s() - 30.0
STATE_JS = "() => document.getElementById('wall')?.dataset.state"
OFFICER_JS = "([name, desk]) => localStorage.setItem('wanghai.officer', JSON.stringify({name, desk}))"


def traffic(tick: int, *alerts: Any) -> Picture:
    """Return forty vessels, one of them a fishing boat with its own name, and two alerts."""
    lon, lat = np.linspace(121.6, 123.4, 40), 29.6 + 0.03 * np.arange(40) + 0.0002 * tick
    table = craft(40, lon_deg=lon, lat_deg=lat, kind=np.resize([KIND["fishing"], KIND["merchant"]], 40))
    table["name"][7], table["callsign"][7], table["imo"][7] = b"ZHE PU YU 62028", b"BHEE6", 9_074_729
    table["static_t_s"][7], table["age_s"][:] = now_s() - 60, 4.0
    shown = alerts or (
        alert(5, since_s=BEGAN_S, name=EVIL, urgency=0.9),
        alert(9, "orange", since_s=BEGAN_S, urgency=0.5),
    )
    values = {"feeds": (feed(last_rx_s=now_s()),), "mode": "exercise"}
    return picture(table, shown, tick=tick, t_s=now_s(), **values)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("desk")) as server:
        server.feed(traffic)
        yield server


@contextmanager
def at_desk(server: Serving, query: str = "", officer: str = "李明") -> Iterator[Page]:
    """Open a desk with this officer on watch and wait until it shows the picture."""
    with open_page(f"{server.address}/assets/js/lib/morph.js") as page:
        page.evaluate(OFFICER_JS, [officer, "一席"])
        page.goto(f"{server.address}/desk{query}")
        assert settled(lambda: page.evaluate(STATE_JS), lambda value: value == "fresh") == "fresh"
        page.locator("#queue .row").first.wait_for()
        yield page


@contextmanager
def lying_still(server: Serving) -> Iterator[None]:
    """Feed vessels that do not move, so that a place measured on the map is still valid when it is clicked."""
    server.feed(lambda tick: replace(traffic(0), tick=tick))
    try:
        yield
    finally:
        server.feed(traffic)


def row(page: Page, number: int) -> Any:
    return page.locator(f'#queue .row[data-alert="drift-T{number}"]')


def test_a_vessel_is_found_and_its_card_shows_its_own_reports(server: Serving) -> None:
    asked: list[str] = []
    with at_desk(server) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        page.locator("#queue .row").first.wait_for()
        for query in ("浙普渔62028", "412000008", "bhee", "9074729"):
            page.keyboard.press("/")
            page.keyboard.type(query)
            page.locator("#results .hit strong", has_text="ZHE PU YU 62028").wait_for()
            page.keyboard.press("Escape")
        page.locator("#query").fill("pu yu 620")
        page.locator("#results .hit").first.wait_for()
        page.keyboard.press("Enter")
        page.locator("#card h2", has_text="ZHE PU YU 62028").wait_for()
        card = page.locator("#card").inner_text()
        assert {"BHEE6", "9074729"} <= set(card.split()) and "29°" in card and "′N" in card
        assert "craft=T8" in page.url and "bbox=" in page.url
        page.keyboard.press("Escape")
        page.locator("#card .hint").wait_for()
        assert EVIL in row(page, 5).inner_text() and page.evaluate("() => window.broken") is None
        assert row(page, 5).locator("button").first.bounding_box()["height"] >= 32  # type: ignore[index]
    assert {urlsplit(url).netloc for url in asked if url.startswith(("http", "ws"))} == {f"127.0.0.1:{server.port}"}


def test_enter_uses_the_current_query_however_fast_it_is_typed(server: Serving) -> None:
    with at_desk(server) as page:
        page.keyboard.press("/")
        page.keyboard.type("62028")
        page.keyboard.press("Enter")
        page.locator("#card h2", has_text="ZHE PU YU 62028").wait_for()
        page.keyboard.press("/")
        page.keyboard.type("62028")
        page.locator("#results .hit", has_text="ZHE PU YU 62028").wait_for()
        page.locator("#query").fill("hai yun 11")  # the list still shows the other one
        page.keyboard.press("Enter")
        page.locator("#card h2", has_text="HAI YUN 11").wait_for()
        assert page.locator("#query").input_value() == "" and not page.locator("#results").is_visible()


def test_a_closed_list_of_results_stays_closed(server: Serving) -> None:
    with at_desk(server) as page:
        page.locator("#query").fill("hai yun 1")
        page.locator("#results .hit").nth(1).wait_for()
        page.locator("#queue-head").click()
        page.wait_for_timeout(1500)  # pictures come meanwhile
        assert not page.locator("#results").is_visible()
        page.locator("#query").click()
        page.locator("#results .hit").nth(1).wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement === document.querySelectorAll('#results .hit')[1]")


def test_the_queue_works_by_keys_and_another_desk_sees_who_acted(server: Serving) -> None:
    with at_desk(server) as page, second_desk(page, server) as other:
        assert "open" in row(other, 5).get_attribute("class")
        page.keyboard.press("j")
        page.keyboard.press("a")
        row(page, 5).locator(".state.seen", has_text="李明").wait_for()
        row(other, 5).locator(".state.seen", has_text="李明").wait_for()
        assert other.locator("#queue-head .red b").inner_text() == "1"
        assert settled(server.marks, bool)[0].alert_id == "drift-T5"

        page.keyboard.press("j")
        page.keyboard.press("s")
        page.locator("#ask .wrong").wait_for(state="attached")
        page.keyboard.press("Enter")  # no reason, no silence
        assert page.locator("#ask .wrong").inner_text()
        page.locator("#ask .chip-button").first.click()
        page.keyboard.press("Enter")
        page.locator("#ask").wait_for(state="hidden")
        assert [mark.mark for mark in settled(server.marks, bool)] == ["silence"]

        page.keyboard.press("w")
        row(other, 9).locator("em", has_text="李明").wait_for()
        page.keyboard.press("Enter")
        page.locator('#card section.alert[data-alert="drift-T9"]').wait_for()
        page.keyboard.press("n")
        page.keyboard.type("VHF 16 <b>无应答</b>")
        page.locator("#note button").click()
        page.locator("#card .notes .said", has_text="<b>无应答</b>").wait_for()
        assert page.locator("#note-text").input_value() == ""


@contextmanager
def second_desk(page: Page, server: Serving) -> Iterator[Page]:
    """Open another desk in another browser context of the same machine."""
    context = page.context.browser.new_context(viewport={"width": 1920, "height": 1080})  # type: ignore[union-attr]
    other = context.new_page()
    other.goto(f"{server.address}/desk")
    other.locator("#queue .row").first.wait_for()
    yield other
    context.close()


def test_rows_keep_their_places_while_an_officer_works_in_the_queue(server: Serving) -> None:
    worse = alert(20, "distress", since_s=now_s(), urgency=1.0, name="EPIRB")
    kept = alert(9, "orange", since_s=BEGAN_S, urgency=0.5)
    try:
        with at_desk(server) as page:
            keys = "() => [...document.querySelectorAll('#queue .row')].map((row) => row.dataset.alert)"
            before = page.evaluate(keys)
            page.locator("#queue").hover()
            page.wait_for_timeout(300)
            server.feed(lambda tick: traffic(tick, kept, worse))  # one ended, one worse than all came
            page.locator("#news", has_text="EPIRB").wait_for()
            assert page.evaluate(keys) == [*before, "drift-T20"]
            assert "over" in row(page, 5).get_attribute("class")
            assert (page.locator("#sound").get_attribute("data-played") or "").startswith("distress")
            page.mouse.move(960, 540)
            assert settled(lambda: page.evaluate(keys), lambda now: len(now) == 2) == ["drift-T20", "drift-T9"]
    finally:
        server.feed(traffic)


def test_a_zone_is_drawn_checked_and_stored_with_its_author(server: Serving) -> None:
    with at_desk(server) as page:
        page.locator("#zone-new").click()
        for x, y in ((800, 500), (950, 420), (1100, 600)):
            page.mouse.click(x, y)
        page.locator("#zone [type=submit]").click()
        assert page.locator('#zone .wrong[data-for="name_zh"]').inner_text()
        page.locator("#zone [name=name_zh]").fill("临时管制区")
        page.locator("#zone [name=name_en]").fill("Temporary control")
        page.locator("#zone [name=from]").fill("22:00")
        page.locator("#zone [name=to]").fill("04:00")
        page.locator("#zone [name=max_speed_kn]").fill("99")
        page.locator("#zone [type=submit]").click()
        assert "60" in page.locator('#zone .wrong[data-for="max_speed_kn"]').inner_text()
        page.locator("#zone [name=max_speed_kn]").fill("8")
        page.locator("#zone [type=submit]").click()
        page.locator("#zones strong", has_text="临时管制区").wait_for()
        (event,) = server.json("/api/book")["zones"].values()
        rule = event["body"]["feature"]["properties"]["rule"]
        assert (event["actor"], rule["max_speed_kn"], len(rule["windows"])) == ("李明", 8, 366)
        assert rule["windows"][0] == {"from": "01-01 22:00", "to": "01-02 04:00"}

        page.locator('[data-do="zone-edit"]').click()
        assert page.locator("#zone [name=from]").input_value() == "22:00"
        page.locator("#zone [name=max_speed_kn]").fill("9")
        page.locator("#zone [type=submit]").click()
        page.locator("#zone").wait_for(state="hidden")
        page.locator('[data-do="zone-end"]').click()
        page.locator("#ask .chip-button").first.click()
        page.keyboard.press("Enter")
        page.locator("#zones .quiet").wait_for()


def test_a_note_that_does_not_arrive_is_kept_and_sent_when_the_server_answers(server: Serving) -> None:
    with at_desk(server) as page:
        row(page, 9).click()
        page.locator("#note-text").fill("两次呼叫无应答")
        page.route("**/api/commands", lambda route: route.abort())
        page.locator("#note button").click()
        page.locator("#unsent", has_text="待送 1").wait_for()
        page.unroute("**/api/commands")
        page.locator("#card .notes .said", has_text="两次呼叫无应答").wait_for()


def test_the_language_switches_in_place_and_filters_live_in_the_address(server: Serving) -> None:
    with at_desk(server, "?kinds=fishing&colours=red&bbox=121.5,29.5,123.5,31") as page:
        assert settled(page.locator("#queue .row").count, lambda count: count == 1) == 1
        assert "kinds=fishing" in page.url
        page.locator("#language").click()
        page.locator("#queue .row .rule", has_text="Drifting").wait_for()
        page.locator('#queue-head [data-value="red"]').click()
        assert settled(page.locator("#queue .row").count, lambda count: count == 2) == 2
        assert "colours" not in page.url and "lang=en" in page.url
        page.keyboard.press("?")
        page.locator("#ask table").wait_for()
        text = re.sub("中文|李明|一席", "", page.evaluate(TEXT_JS))
        assert not HANZI.findall(text)
        page.keyboard.press("Escape")
        page.locator("#filter-box summary").click()
        page.locator("#filters .clear").click()
        assert settled(lambda: page.url, lambda url: "kinds" not in url)


def test_the_map_follows_a_drag_at_once_and_a_tap_finds_the_vessel(server: Serving) -> None:
    at_js = "() => document.getElementById('figure').style.transform"
    with lying_still(server), at_desk(server) as page:
        page.mouse.move(960, 300)
        page.mouse.down()
        page.mouse.move(1010, 340, steps=4)
        page.mouse.move(1060, 380)
        assert "translate(" in page.evaluate(at_js)  # moved before the server was asked
        page.mouse.up()
        assert settled(lambda: page.evaluate(at_js), lambda moved: moved == "") == ""
        row(page, 5).click()
        page.locator("#card h2").wait_for()
        page.locator('#toolbar [data-do="zoom-to"]').click()
        place_js = """() => { const at = document.querySelector('#overlay .chosen')?.getBoundingClientRect()
          return at && [at.x + at.width / 2, at.y + at.height / 2] }"""
        place = settled(lambda: page.evaluate(place_js), bool)
        page.keyboard.press("Escape")
        page.locator("#card .hint").wait_for()
        page.wait_for_timeout(500)
        page.mouse.click(*place)
        page.locator("#card section.alert").wait_for()
        page.locator("#measure").click()
        page.mouse.click(900, 400)
        page.mouse.click(1000, 400)
        assert re.search(r"[\d.]+ 海里 0(89|90)°", page.locator("#overlay .measure-text").inner_html())


def test_the_watch_is_handed_over_on_a_sheet(server: Serving) -> None:
    with at_desk(server) as page:
        page.goto(f"{server.address}/desk/handover?lang=zh")
        text = page.locator("main").inner_text()
        assert EVIL in text and "交接班记录" in text and page.evaluate("() => window.broken") is None
        page.locator("[name=to]").fill("王芳")
        page.locator("[type=submit]").click()
        page.locator(".done").wait_for()
        page.goto(f"{server.address}/desk/handover?lang=en")
        assert "李明 → 王芳" in page.locator("main").inner_text()
        assert page.locator("#officer").inner_text() == "王芳"
    (event,) = server.json("/api/book")["hand_overs"]
    assert event["actor"] == "李明" and event["body"]["audit"]["hash"]
