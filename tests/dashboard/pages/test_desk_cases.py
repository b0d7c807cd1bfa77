"""A case from its alert to its closing, by three officers in three browsers, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page

from models.casework.access.accounts import Account
from tests.browser import MOST_MS, open_page
from tests.dashboard.pages.test_desk import row, traffic
from tests.dashboard.serving import Serving, serving, settled

DEMO = {
    "commander": Account("林指挥", "Lin", "city", ("commander",)),
    "duty": Account("陈值班", "Chen", "city", ("duty",)),
    "grid": Account("海巡艇长", "Skipper", "city", ("grid",), "YL-33-0412", "2030-12-31"),
    "county": Account("岱山值班", "Daishan", "daishan", ("duty",)),
}


@pytest.fixture(params=["sqlite", "postgres"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    url = request.getfixturevalue("postgres").new_url() if request.param == "postgres" else ""
    with serving(tmp_path_factory.mktemp("cases"), demo=DEMO, ledger_url=url) as server:
        server.feed(traffic)
        assert settled(lambda: server.json("/api/me")["accounts"], bool)
        yield server


@contextmanager
def officers(server: Serving, *names: str) -> Iterator[list[Page]]:
    """Open a desk for each account, in a browser context of its own."""
    with open_page(f"{server.address}/assets/js/lib/morph.js") as first:
        browser = first.context.browser
        assert browser
        pages = []
        for name in names:
            page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
            page.set_default_timeout(MOST_MS)
            page.goto(f"{server.address}/desk")
            page.locator(f"[data-account={name}]").click()
            page.locator("#queue .row").first.wait_for()
            page.locator("#who", has_text=DEMO[name].name_zh).wait_for()
            pages.append(page)
        yield pages


def has_step(page: Page, state: str, step: str) -> None:
    """Wait until a step of the state line is in this state."""
    page.locator(f"#case .step.{state}", has_text=step).wait_for()


def show_case(page: Page) -> None:
    row(page, 9).locator(".case-chip").click()
    page.locator("#case .case-head").wait_for()


def move(page: Page, kind: str, **fields: str) -> None:
    """Make a move by its button; `fields` are texts and choices of its form by the word of the field."""
    page.locator(f'#case .acts [data-kind="{kind}"]').first.click()
    for word, text in fields.items():
        field = page.locator("#ask label", has_text=word).locator("input, textarea, select").first
        (field.select_option if field.evaluate("it => it.tagName") == "SELECT" else field.fill)(text)
    if page.locator("#ask form.move").count():
        page.locator("#ask [type=submit]").click()
        page.locator("#ask form.move").wait_for(state="hidden")


def test_a_case_goes_from_its_alert_to_its_closing(server: Serving) -> None:
    with officers(server, "duty", "commander", "grid") as (duty, commander, grid):
        row(duty, 9).locator("strong").click()
        duty.keyboard.press("c")
        duty.locator("#case .case-head .state", has_text="待研判").wait_for()
        assert duty.locator('#case [data-kind="order_issue"]').count() == 0, "not legal before it is assessed"
        has_step(duty, "running", "研判")
        show_case(commander)
        _refuses_a_stale_assessment(duty, commander)
        has_step(duty, "done", "研判")

        _keeps_the_text_of_an_order(commander, "跟踪监视，勿登临")
        commander.locator('#case [data-kind="order_issue"]').click()  # three clicks: order, craft, send
        commander.locator("#ordering .candidate").nth(1).click()
        name = commander.locator("#ordering .candidate.chosen b").inner_text()
        assert "约" in commander.locator("#ordering [name=text]").input_value()
        assert commander.locator("#order-ways .chosen").count() == 1
        commander.locator("#ordering [name=send]").click()
        commander.locator("#case .order b", has_text=name).wait_for()
        has_step(commander, "running", "签收")

        show_case(grid)
        assert grid.locator('#case [data-kind="case_assess"]').count() == 0, "not for a grid officer"
        for kind, state in (("order_ack", "已签收"), ("order_under_way", "已出发"), ("order_on_scene", "已到场")):
            move(grid, kind)
            grid.locator("#case .order .state", has_text=state).wait_for()
        has_step(duty, "done", "到场")
        row(duty, 9).locator(".case-chip", has_text="0001").wait_for()
        grid.locator('#case .acts [data-kind="order_report"]').first.click()
        grid.locator("#ask [type=submit]").click()
        grid.locator("#ask .wrong", has_text="结果").wait_for()  # nothing is found until somebody says so
        grid.keyboard.press("Escape")
        report = {"结果": "violation", "备注": "查明机器故障，已修复", "证据缺项的理由": "尚在整理"}
        move(grid, "order_report", **report)
        duty.locator("#case .case-head .state", has_text="待审核").wait_for()
        _keeps_what_was_typed(duty, "处置得当")
        duty.locator("#case .case-head .state", has_text="已结案").wait_for()
        for step in ("研判", "派单", "签收", "出发", "到场", "处置", "结案"):
            has_step(duty, "done", step)
        line = duty.locator("#case-timeline").inner_text()
        assert all(name in line for name in ("陈值班", "林指挥", "海巡艇长"))
    _programs_see_it_in_their_scope(server)


def _keeps_what_was_typed(page: Page, why: str) -> None:
    """An address with a case opens on the case; a form that was being filled in outlives the page and is then sent."""
    for _ in range(2):
        page.reload()
        page.locator('#case .acts [data-kind="review"]').click()
        if page.locator("#ask .draft").count() == 0:
            page.locator("#ask textarea").fill(why)
    assert page.locator("#ask .draft").is_visible() and page.locator("#ask textarea").input_value() == why
    page.locator("#ask select").first.press("Control+Enter")
    page.locator("#ask form.move").wait_for(state="hidden")
    assert page.evaluate("() => Object.keys(sessionStorage).filter((key) => key.startsWith('wanghai.form'))") == []


def _keeps_the_text_of_an_order(page: Page, text: str) -> None:
    """An order that was being written outlives the page; without its draft the text follows the craft again."""
    window = page.locator("#ordering")
    page.locator('#case [data-kind="order_issue"]').click()
    window.locator("[name=text]").fill(text)
    page.reload()
    show_case(page)
    page.locator('#case [data-kind="order_issue"]').click()
    window.locator(".draft").wait_for()
    assert window.locator("[name=text]").input_value() == text
    window.locator(".draft button").click()
    window.locator(".candidate").first.wait_for()
    assert window.locator(".draft").count() == 0
    window.locator(".close").click()


def _refuses_a_stale_assessment(duty: Page, commander: Page) -> None:
    """Two open the same form; the second is told who changed what, keeps the text, and may send it again."""
    for page, why in ((duty, "值班员的判断"), (commander, "指挥长的判断")):
        page.keyboard.press("i")
        page.locator("#ask textarea").first.fill(why)
    commander.locator("#ask [type=submit]").click()
    duty.locator("#case-assessment", has_text="指挥长的判断").wait_for()
    duty.locator("#ask [type=submit]").click()
    duty.locator("#ask .wrong", has_text="林指挥").wait_for()
    assert "研判" in duty.locator("#ask .wrong").inner_text()
    assert duty.locator("#ask textarea").first.input_value() == "值班员的判断"
    assert "已研判" in duty.locator("#ask .changed").inner_text()
    duty.locator("#ask [type=submit]").click()
    duty.locator("#case-assessment", has_text="值班员的判断").wait_for()


def _programs_see_it_in_their_scope(server: Serving) -> None:
    server.post("/api/login", b'{"account": "commander"}')
    cases = server.json("/api/cases?state=closed")
    assert [each["state"] for each in cases["cases"]] == ["closed"] and cases["next"] is None
    case_id = cases["cases"][0]["id"]
    events = server.json(f"/api/cases/{case_id}/timeline")["events"]
    kinds = [each["kind"] for each in events]
    assert kinds[0] == "case_open" and kinds[-1] == "review" and kinds.count("case_assess") == 2
    assert server.json(f"/api/cases/{case_id}")["orders"][0]["report"]["result"] == "violation"
    server.sign_off()
    server.post("/api/login", b'{"account": "county"}')
    assert server.json("/api/cases")["cases"] == []
    assert server.get(f"/api/cases/{case_id}")[0] == 404
