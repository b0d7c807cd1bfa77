"""The wall in a real browser: it moves, warns, has two languages, requests no other host, and recovers."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
from tests.dashboard.pictures import alert, change, craft, feed, picture
from tests.dashboard.serving import Serving, serving, settled

EVIL = '<img src=x onerror="window.broken=1">'
HANZI = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")

# All visible text of the page: documents and shadow roots, then the texts on the canvas.
TEXT_JS = """() => {
  const seen = []
  const walk = (node) => {
    if (node.nodeType === 3 && node.parentElement?.checkVisibility()) seen.push(node.textContent)
    if (["STYLE", "SCRIPT"].includes(node.nodeName)) return
    if (node.shadowRoot) walk(node.shadowRoot)
    node.childNodes.forEach(walk)
  }
  walk(document.body)
  for (const model of Bokeh.documents[0]._all_models.values())
    if (model.type === "ColumnDataSource")
      for (const name of ["text", "name", "reason"]) seen.push(...[...(model.data[name] ?? [])].map(String))
  return seen.join("\\n")
}"""
VESSELS_JS = """() => {
  for (const model of Bokeh.documents[0]._all_models.values())
    if (model.type === "ColumnDataSource" && model.data.shape) return [...model.data.y]
}"""
WIDTH_JS = """() => {
  const range = Bokeh.documents[0].roots().find((root) => root.name === "map").x_range
  return range.end - range.start
}"""
# Blocks of the left column that exceed it.
OVERFLOW_JS = """() => {
  const left = document.getElementById("left").getBoundingClientRect()
  return [...document.querySelectorAll("#left > *")].filter((block) => {
    const box = block.getBoundingClientRect()
    return box.width > 0 && (box.right > left.right + 1 || box.bottom > left.bottom + 1)
  }).map((block) => block.id)
}"""
STATE_JS = "() => document.getElementById('wall')?.dataset.state"


def moving(tick: int, *alerts: Any) -> Picture:
    """Return forty vessels on a northerly course, received now."""
    lon, lat = np.linspace(121.6, 123.4, 40), 29.6 + 0.03 * np.arange(40) + 0.0005 * tick
    kinds = np.resize([KIND["fishing"], KIND["merchant"], KIND["law"]], 40)
    changes = tuple(change(each, t_s=now_s()) for each in alerts)
    values = {"feeds": (feed(last_rx_s=now_s()),), "changes": changes, "mode": "exercise"}
    return picture(craft(40, lon_deg=lon, lat_deg=lat, kind=kinds), alerts, tick=tick, t_s=now_s(), **values)


def warning(tick: int) -> Picture:
    return moving(tick, alert(5, since_s=now_s() - 5, name=EVIL), alert(9, "orange"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("wall")) as server:
        yield server


def state(page: Page, wished: str, at_most_s: float = 20.0) -> str:
    return str(settled(lambda: page.evaluate(STATE_JS), lambda value: value == wished, at_most_s))


def test_the_wall_moves_and_warns_and_requests_no_other_host(server: Serving) -> None:
    asked: list[str] = []
    with open_page("about:blank") as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(server.address)
        assert state(page, "waiting") == "waiting"
        server.feed(moving)
        assert state(page, "fresh") == "fresh"
        assert "正在等待" not in page.evaluate(TEXT_JS) and "当前没有告警" in page.evaluate(TEXT_JS)
        before = settled(lambda: page.evaluate(VESSELS_JS), lambda rows: len(rows) == 40)
        after = settled(lambda: page.evaluate(VESSELS_JS), lambda rows: rows != before)
        assert len(before) == len(after) == 40 and all(np.array(after) > np.array(before))

        server.feed(warning)
        card = page.locator("article.card.red")
        card.wait_for()
        assert "flash" in (card.get_attribute("class") or "")
        assert EVIL in card.inner_text() and "漂航 2.1 节" in card.inner_text()
        assert page.evaluate("() => window.broken") is None
        assert "画面时延 p95" in settled(lambda: page.locator("#delay").inner_text(), bool)
        for layer in ("coast", "trails"):
            page.locator(f"#{layer} img").first.wait_for(state="attached")
        assert page.evaluate("() => document.fonts.check('16px \"Wanghai Sans\"', '嵊')")
    assert {urlsplit(url).netloc for url in asked if url.startswith(("http", "ws"))} == {f"127.0.0.1:{server.port}"}
    assert 'wanghai_paint_seconds{quantile="0.5"}' in server.get("/metrics")[1]


def test_the_english_wall_has_no_hanzi(server: Serving) -> None:
    server.feed(warning)
    with open_page(f"{server.address}/wall?lang=en&palette=day&bbox=122,29.6,122.8,30.3") as page:
        assert state(page, "fresh") == "fresh"
        page.locator("article.card.red").wait_for()
        text = page.evaluate(TEXT_JS)
        assert {"Sea areas", "adrift at 2.1 kn", "Xiazhimen"} <= set(text.splitlines())
        assert not HANZI.findall(text)
        assert page.locator("#wall").get_attribute("data-palette") == "day"


def test_silence_is_shown_in_red_and_the_page_recovers_by_itself(server: Serving) -> None:
    server.feed(warning)
    with open_page(f"{server.address}/wall") as page:
        assert state(page, "fresh") == "fresh"
        server.feed(None)  # the core falls silent, the page server lives
        assert state(page, "stale") == "stale"
        assert re.search("画面停滞 [0-9]+ 秒", page.locator("#banner").inner_text())
        assert server.get("/healthz")[0] == 503

        server.kill()
        assert state(page, "cut") == "cut"
        assert "停滞" in page.title() and "连接中断" in page.locator("#banner").inner_text()
        server.feed(warning)
        with page.expect_navigation():
            server.start()
        assert state(page, "fresh") == "fresh"
        page.locator("article.card.red").wait_for()


def test_without_reception_the_wall_does_not_look_calm(server: Serving) -> None:
    server.feed(lambda tick: replace(moving(tick), feeds=(feed(state="silent", last_rx_s=now_s() - 60),)))
    with open_page(f"{server.address}/wall") as page:
        assert state(page, "fresh") == "fresh"
        assert "全部数据源无数据" in settled(lambda: page.locator("#caption").inner_text(), bool)
        page.get_by_text("没有数据，不等于没有船").wait_for()
        assert "当前没有告警" not in page.evaluate(TEXT_JS)


def test_a_tour_does_not_hide_a_loss_of_reception(server: Serving) -> None:
    server.feed(lambda tick: replace(warning(tick), feeds=(feed(state="silent", last_rx_s=now_s() - 60),)))
    with open_page(f"{server.address}/wall?tour=1") as page:
        assert state(page, "fresh") == "fresh"
        assert "全部数据源无数据" in settled(lambda: page.locator("#caption").inner_text(), bool)


def test_a_tour_goes_to_the_red_alert_and_names_its_area(server: Serving) -> None:
    server.feed(warning)
    with open_page(f"{server.address}/wall?tour=1") as page:
        assert state(page, "fresh") == "fresh"
        caption = settled(lambda: page.locator("#caption").inner_text(), bool)
        assert caption.startswith("巡视 1/1") and "漂航 2.1 节" in caption
        wide_m = settled(lambda: page.evaluate(WIDTH_JS), lambda width: 0 < width < 60_000)
        assert 0 < wide_m < 60_000  # the whole site is 250 km wide
        assert page.locator("#wall").get_attribute("data-mode") == "exercise"


def test_a_wide_screen_has_more_panels_and_triage_in_two_columns(server: Serving) -> None:
    server.feed(warning)
    with open_page(f"{server.address}/wall", 2880, 810) as page:
        assert state(page, "fresh") == "fresh"
        page.locator("article.card.red").wait_for()
        assert page.locator("#wall").get_attribute("data-layout") == "wide"
        assert page.locator("#classes").is_visible()
        across = settled(lambda: page.locator(".cards").first.get_attribute("style"), lambda style: "2" in style)
        assert across == "--across:2"
        assert page.evaluate(OVERFLOW_JS) == []


@pytest.mark.parametrize("layer", ["unusual,density", "pressure", "none"])
def test_layers_are_chosen_by_the_address(server: Serving, layer: str) -> None:
    server.feed(warning)
    with open_page(f"{server.address}/wall?lang=en&trail=120&layer={layer}") as page:
        assert state(page, "fresh") == "fresh"
        keys = page.locator(".legend.layers .key").count()
        assert keys == (0 if layer == "none" else len(layer.split(",")))
        image = page.locator("#trails img")
        image.wait_for(state="attached")
        assert "/raster/trails120.png" in (image.get_attribute("src") or "")
        expected = ("density" in layer) * 1
        assert settled(lambda: page.locator("#density img").count(), lambda count: count == expected) == expected
