"""Log-in in a real browser: two officers in two browsers, what each may do, and one who is thrown out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page

from models.base.clock import now_s
from models.casework.access.accounts import Account
from models.casework.access.direct import command, console, write
from models.casework.access.passwords import hashed
from models.casework.access.vault import Vault
from models.casework.store import Ledger
from tests.browser import MOST_MS, open_page
from tests.dashboard.pages.test_desk import traffic
from tests.dashboard.serving import Serving, serving, settled

PASSWORD = "correct horse battery"
DEMO = {
    "duty": Account("陈值班", "Chen", "putuo", ("duty",)),
    "grid": Account("嵊山网格", "Shengshan", "city", ("grid",)),
    "director": Account("导调", "Director", "", ("director",)),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("login"), demo=DEMO) as server:
        server.feed(traffic)
        assert settled(lambda: server.json("/api/me")["accounts"], bool)
        ledger = Ledger(server.ledger_url)
        Vault(ledger).set("duty", now_s(), password=hashed(PASSWORD))
        ledger.close()
        yield server


@contextmanager
def two_browsers(server: Serving) -> Iterator[tuple[Page, Page]]:
    with open_page(f"{server.address}/desk") as first:
        assert first.context.browser
        second = first.context.browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        second.set_default_timeout(MOST_MS)
        second.goto(f"{server.address}/desk?lang=en")
        yield first, second


def test_two_officers_log_in_and_one_is_thrown_out(server: Serving) -> None:
    with two_browsers(server) as (duty, grid):
        assert "/login?next=/desk" in duty.url and "仅供演练" in duty.locator("#demo").inner_text()
        duty.locator("#log-in [name=account]").fill("duty")
        duty.locator("#log-in [name=password]").fill("wrong wrong wrong")
        duty.locator("#log-in button").click()
        duty.locator("#log-in .wrong", has_text="不正确").wait_for()
        duty.wait_for_timeout(1100)
        duty.locator("#log-in [name=password]").fill(PASSWORD)
        duty.locator("#log-in button").click()
        duty.locator("#queue .row").first.wait_for()
        duty.locator("#who", has_text="陈值班 · 普陀 · 值班员").wait_for()
        assert "For the exercise only" in grid.locator("#demo").inner_text()
        grid.locator("[data-account=grid]").click()
        grid.locator("#queue .row").first.wait_for()
        grid.locator("#who", has_text="Grid officer").wait_for()
        duty.keyboard.press("j")
        duty.keyboard.press("a")
        marks = settled(lambda: _marks(server), len)
        assert [each["actor"] for each in marks] == ["陈值班"] and marks[0]["body"]["_by"]["account"] == "duty"
        grid.keyboard.press("j")
        grid.keyboard.press("a")
        grid.locator("#toasts", has_text="may not do this").wait_for()
        assert len(_marks(server)) == 1
        ledger, by = Ledger(server.ledger_url), console("root")
        write(ledger, command("account_disable", "grid", by, reason="test"), by, now_s())
        ledger.close()
        grid.wait_for_url("**/login?next=**")
        grid.locator("#log-in").wait_for()
        assert duty.locator("#queue .row").first.is_visible()


def _marks(server: Serving) -> list[dict[str, object]]:
    """What is marked, as an officer reads it."""
    server.post("/api/login", b'{"account": "duty"}')
    book = server.json("/api/book")
    return [each for events in book["marks"].values() for each in events]


def test_the_director_gets_no_desk_and_the_wall_opens_without_a_log_in(server: Serving) -> None:
    with open_page(f"{server.address}/wall") as page:
        page.locator("#who", has_text="演练观摩").wait_for()
        page.goto(f"{server.address}/desk")
        page.locator("[data-account=director]").click()
        page.locator("#notice", has_text="不能打开 /desk").wait_for()
        page.locator("#log-out").click()
        page.locator("#demo").wait_for()


@pytest.mark.parametrize(("lang", "palette"), [("zh", "night"), ("en", "day")])
def test_the_log_in_fits_a_phone(server: Serving, lang: str, palette: str) -> None:
    with open_page(f"{server.address}/login?lang={lang}&palette={palette}", 390, 844) as page:
        page.locator("#demo-list button").first.wait_for()
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        box = page.locator("#demo-list button").first.bounding_box()
        assert box and box["height"] >= 44
