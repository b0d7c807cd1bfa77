"""A distress on the desk in a real browser: alert, case, datum and legs on the map, a leg ticked, the POD grows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from models.base.clock import now_s
from models.messages.picture import Picture
from models.ways.legs_export import GPX
from tests.dashboard.pages.test_desk import at_desk
from tests.dashboard.pictures import alert, craft, picture
from tests.dashboard.serving import Serving, serving, settled

ALERT = "distress-412000001"


def calling(tick: int) -> Picture:
    """A ship in distress, which lies still, with two others near by."""
    t_s = now_s()
    call = alert(1, "distress", alert_id=ALERT, rule="distress", since_s=t_s - 120.0, text_en="calls MAYDAY")
    return picture(craft(3, sog_kn=[0.0, 10.0, 12.0]), (call,), tick=tick, t_s=t_s)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder: Path = tmp_path_factory.mktemp("emergency")
    with serving(folder, mode="live") as made:
        made.feed(calling)
        settled(lambda: made.get("/healthz")[0], lambda status: status == 200)
        yield made


def pod(page: Page) -> float:
    found = re.search(r"reached (\d+)%", page.locator("#case .sar-pod").inner_text())
    assert found
    return float(found[1])


def test_from_the_alert_to_a_searched_leg(server: Serving) -> None:
    with at_desk(server, "?lang=en", "Lin") as page:
        page.locator(f'#queue .row[data-alert="{ALERT}"]').click()
        page.keyboard.press("c")
        section = page.locator("#case-emergency")
        section.wait_for()
        expect(section).to_contain_text("Stream unknown: 0 ± 0.5 kn")
        expect(section).to_contain_text("Wind unknown")
        expect(section).to_contain_text("HAI YUN 1")  # a ship near by, with its MMSI and minutes
        expect(section).to_contain_text("MMSI 412000002")
        page.locator("#search-areas .sar-area.half").first.wait_for(state="attached")
        page.locator("#search-areas .sar-circle").wait_for(state="attached")

        section.locator('[data-do="sar-plan"]').click()
        form = page.locator("#ask form.sar-form")
        form.locator("[name=object]").select_option("raft")
        form.locator("[name=wind_mps]").fill("8")
        form.locator("[name=wind_from_deg]").fill("30")
        form.locator("[name=pattern]").select_option("VS")
        form.locator("button[type=submit]").click()
        form.wait_for(state="hidden")
        expect(section).to_contain_text("sector VS")
        expect(section).to_contain_text("8 m/s (16 kn) from 030°")
        assert section.locator(".sar-legs li").count() == 9 and pod(page) == 0
        page.locator("#search-areas .sar-leg").nth(8).wait_for(state="attached")

        section.locator('[data-do="sar-leg"][data-leg="1"]').click()
        section.locator(".sar-legs li.done").wait_for()
        page.locator("#search-areas .sar-leg.done").wait_for(state="attached")
        assert 0 < pod(page) < 20
        section.locator('[data-do="sar-leg"][data-leg="1"]').click()
        expect(section.locator(".sar-legs li.done")).to_have_count(0)
        assert pod(page) == 0


def test_programs_get_areas_and_legs_as_geojson_and_gpx(server: Serving) -> None:
    case = server.json("/api/cases")["cases"][0]["id"]
    search = server.json(f"/api/cases/{case}/search")
    found = [each["properties"] for each in search["features"]]
    assert {each["what"] for each in found} == {"circle", "outline", "datum", "leg"}
    assert [each["hour"] for each in found if each["what"] == "datum"] == list(range(7))
    status, gpx = server.get(f"/api/cases/{case}/search.gpx")
    assert status == 200 and len(ElementTree.fromstring(gpx).findall(f".//{{{GPX}}}rtept")) == 10
    draft = server.json(f"/api/cases/{case}/search?pattern=PS&draft=1")
    assert draft["draft"] and draft["plan"]["pattern_used"] == "PS"
    assert server.get("/api/cases/ZS-20000101-0001/search")[0] == 404
