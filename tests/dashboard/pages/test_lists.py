"""The lists in a real browser: what a county sees, a clue from its program to its answer, a hand-over, and tokens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page

from models.base.clock import iso, now_s
from models.casework.access.accounts import Account
from models.casework.access.tokens import Tokens
from models.casework.store import Ledger
from models.messages.clue import Clue
from models.messages.picture import Picture
from tests.browser import MOST_MS, open_page
from tests.dashboard.pages.test_desk import traffic
from tests.dashboard.serving import Serving, serving, settled

DEMO = {
    "city": Account("市值班", "City duty", "city", ("duty", "commander")),
    "shengsi": Account("嵊泗值班", "Shengsi duty", "shengsi", ("duty",)),
    "grid": Account("嵊泗艇长", "Shengsi skipper", "shengsi", ("grid",), "YL-33-0412", "2030-12-31"),
    "putuo": Account("普陀值班", "Putuo duty", "putuo", ("duty",)),
    "hotline": Account("热线接口", "Hotline", "", ("integrator",)),
}
SHENGSI, DAISHAN = {"lon": 122.45, "lat": 30.75}, {"lon": 122.2, "lat": 30.3}
FEED_CLUE = Clue("grid", "g-1", now_s() - 7200, 122.45, 30.75, kind="fishing", text="网格员见三船作业", colour="red")


def sea(tick: int) -> Picture:
    return replace(traffic(tick), clues=(FEED_CLUE,))


def log_in(server: Serving, account: str) -> None:
    server.sign_off()
    assert server.post("/api/login", json.dumps({"account": account}).encode())[0] == 200


def do(server: Serving, kind: str, subject: str = "new", /, **body: Any) -> int:
    status, text = server.post("/api/commands", json.dumps({"kind": kind, "subject": subject, "body": body}).encode())
    assert status == 200, text
    return int(json.loads(text)["seq"])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("lists"), demo=DEMO) as server:
        server.feed(sea)
        assert settled(lambda: server.json("/api/me")["accounts"], bool)
        log_in(server, "city")
        for name, place, colour in (("甲", SHENGSI, "red"), ("乙", DAISHAN, "orange")):
            do(server, "case_open", clues=[f"person:{name}"], place=place, colour=colour, kind="general")
        yield server


@contextmanager
def as_officer(server: Serving, account: str, path: str, width_px: int = 1920) -> Iterator[Page]:
    with open_page(f"{server.address}/assets/js/lib/morph.js", width_px, 844 if width_px < 800 else 1080) as page:
        log = "account => fetch('/api/login', {method: 'POST', body: JSON.stringify({account}),"
        page.evaluate(f"{log} headers: {{'Content-Type': 'application/json'}}}}).then(x => x.status)", account)
        page.goto(f"{server.address}{path}")
        page.set_default_timeout(MOST_MS)
        yield page


def rows(page: Page) -> list[str]:
    return page.locator("#lists .row .name").all_inner_texts()


def test_a_county_sees_its_own_waters_and_no_others(server: Serving) -> None:
    with as_officer(server, "city", "/cases") as city:
        names = rows(city)
        assert len(names) == 2 and names[0].endswith("0001"), "red is due first"
        assert city.locator(".tree a").all_inner_texts()[0].replace("\n", " ").startswith("市直属 2")
    with as_officer(server, "shengsi", "/cases?lang=en", 390) as county:
        assert [name[-4:] for name in rows(county)] == ["0001"]
        assert county.evaluate("document.documentElement.scrollWidth") <= 390, "nothing is wider than the phone"
        county.goto(f"{server.address}/cases?unit=daishan")
        assert rows(county) == [], "whatever it asks for"
    with as_officer(server, "putuo", "/cases") as other:
        assert rows(other) == [] and "没有符合条件的案件" in other.locator(".empty").inner_text()
    log_in(server, "putuo")
    assert "0001" not in server.get("/cases/list?tab=cases&state=live")[1]


def test_a_clue_is_classified_taken_made_a_case_and_answered(server: Serving) -> None:
    with as_officer(server, "city", "/cases?tab=clues") as page:
        row = page.locator(".row[data-key='grid/g-1']")
        row.wait_for()
        assert "late" in (row.get_attribute("class") or "") and row.locator(".stamps .late").count() == 1
        row.locator("[data-do=clue_class]").click()
        form = page.locator("#ask form")
        form.locator("select").nth(0).select_option("moratorium")
        form.locator("select").nth(1).select_option("orange")
        form.locator("select").nth(2).select_option("shengsi")
        form.locator("button.main").click()
        row.locator("[data-do=clue_take]").wait_for()
    with as_officer(server, "shengsi", "/cases?tab=clues&lang=en", 390) as page:
        row = page.locator(".row[data-key='grid/g-1']")
        row.locator("[data-do=clue_take]").click()
        row.locator(".state", has_text="taken").wait_for()
        join = row.locator("[data-do=case_open]:not([data-subject=new])")
        assert join.inner_text().endswith("0001") and "at the same place" in row.inner_text(), "offered, not done"
        row.locator("[data-do=case_open][data-subject=new]").click()
        row.locator("a.name").wait_for()
        assert "/desk?case=ZS-" in (row.locator("a.name").get_attribute("href") or "")
        row.locator("[data-do=clue_answer]").click()
        page.locator("#ask textarea").fill("已派艇核查，感谢")
        page.locator("#ask button.main").click()
        row.wait_for(state="detached")
        page.goto(f"{server.address}/cases?tab=clues&state=answered&lang=en")
        assert row.locator(".stamps .done").count() == 5
        assert "已派艇核查" in row.inner_text()


def test_a_county_hands_a_case_up_and_the_city_takes_it(server: Serving) -> None:
    log_in(server, "city")
    do(server, "case_open", clues=["person:丙"], place=SHENGSI, colour="yellow", kind="general")
    case_id = server.json("/api/cases?colour=yellow")["cases"][0]["id"]
    with as_officer(server, "shengsi", "/cases", 390) as page:
        row = page.locator(".row.yellow")
        row.locator("[data-do=transfer_offer]").click()
        page.locator("#ask textarea").fill("涉及多县")
        page.locator("#ask button.main").click()
        page.locator("#toasts .toast").first.wait_for()
        page.goto(f"{server.address}/cases?tab=between")
        assert page.locator(".row [data-do=transfer_withdraw]").count() == 1
        assert page.locator(".row [data-do=transfer_accept]").count() == 0
    with as_officer(server, "city", "/cases?tab=between") as page:
        assert case_id in page.locator(".row .name").inner_text()
        page.locator(".row [data-do=transfer_accept]").click()
        page.locator(".empty").wait_for()
    log_in(server, "shengsi")
    assert case_id not in server.get("/cases/list")[1], "it is the city's now"


def test_a_skipper_sets_the_readiness_of_an_own_craft_and_takes_charge_aboard(server: Serving) -> None:
    with as_officer(server, "grid", "/cases?tab=forces", 390) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, "nothing is wider than the phone"
        assert page.locator(".row[data-key='hx-0750']").count() == 0, "another county's"
        row = page.locator(".row[data-key='hj-33542']")
        assert all(
            text in row.inner_text() for text in ("海警", "拦截", "15 分钟可出动", "20/20", "位置 嵊泗", "尚无报告")
        )
        row.locator("[data-do=craft_state]").click()
        page.locator("#ask select").select_option("down")
        page.locator("#ask input").nth(0).fill("主机故障")
        page.locator("#ask input").nth(1).fill("2030-05-03 14:30")
        page.locator("#ask button.main").click()
        row.locator(".state", has_text="停航").wait_for()
        assert "主机故障" in row.inner_text() and "05-03 14:30" in row.inner_text()
        row.locator("[data-do=duty_on]").click()
        row.locator("[data-do=duty_off]").wait_for()
        page.locator(".duty [data-do=duty_on]").click()
        page.locator(".duty", has_text="嵊泗艇长").wait_for()
    with as_officer(server, "city", "/cases?tab=forces&state=down&lang=en") as page:
        assert page.locator(".row").count() == 1 and "in charge: Shengsi skipper" in page.locator(".row").inner_text()
    log_in(server, "grid")
    for kind, body in (("craft_state", {"state": "ready"}), ("duty_on", {})):
        sent = json.dumps({"kind": kind, "subject": "hx-0750", "body": body}).encode()
        assert server.post("/api/commands", sent)[0] == 403


def test_an_order_is_planned_and_a_vessel_is_called_from_the_window_of_orders(server: Serving) -> None:
    log_in(server, "city")
    do(server, "case_open", clues=["alert:drift-T9"], kind="collision_watch")
    case = next(each for each in server.json("/api/cases")["cases"] if each["kind"] == "collision_watch")
    body = {"kind": "collision_watch", "colour": "orange", "why": "对遇"}
    sent = {"kind": "case_assess", "subject": case["id"], "version": case["seq"], "body": body}
    assert server.post("/api/commands", json.dumps(sent).encode())[0] == 200
    with as_officer(server, "city", f"/desk?case={case['id']}") as page:
        page.locator("#tabs [data-tab=casework]").click()
        page.locator("#case .act.order_issue").wait_for()
        page.keyboard.press("o")
        page.locator("#ordering .candidate").first.wait_for()
        assert "没有风浪预报" in page.locator("#ordering .sea").inner_text()
        page.locator("#ordering [name=for]").fill("2020-05-03 14:30")
        page.locator("#ordering [name=send]").click()
        page.locator("#ordering .wrong", has_text="晚于现在").wait_for()
        page.locator("#ordering [name=for]").fill(f"{iso(now_s() + 86400 + 8 * 3600)[:10]} 14:30")
        page.locator("#ordering [name=send]").click()
        page.locator("#case .order .state", has_text="已计划").wait_for()
        assert "14:30 出动" in page.locator("#case .order").inner_text()
        page.keyboard.press("o")
        page.locator("#ordering .vhf").click()
        assert "HAI YUN" in page.locator("#ask textarea").input_value()
        page.locator("#ask select").select_option("answered")
        page.locator("#ask [type=submit]").click()
        page.locator("#case-calls .effect").wait_for()
        assert "第 1/3 步" in page.locator("#case-calls .call").inner_text()
        assert page.locator("#case-playbook .done .text", has_text="第一步").count() == 1
        assert page.locator("#case-playbook .vhf_call").count() == 2, "two steps are left"


def test_a_program_sends_a_clue_once_and_reads_its_answer(server: Serving) -> None:
    ledger = Ledger(server.ledger_url)
    token = Tokens(ledger).make("hotline", "12345", ["clues"], 30, now_s())
    ledger.close()
    server.sign_off()
    head = {"Authorization": f"Bearer {token}"}
    clue = {"source": "hotline", "id": "2026/7", "t": iso(now_s()), **SHENGSI, "text": "有人非法采砂"}
    first = server.post("/api/clues", json.dumps(clue).encode(), **head)
    assert first[0] == 200 and json.loads(first[1])["ref"] == "clue:hotline/2026/7"
    assert server.post("/api/clues", json.dumps({**clue, "text": "又"}).encode(), **head) == first
    status, text = server.post(
        "/api/clues", json.dumps({**clue, "lon": 500, "colour": "blue", "x": 1}).encode(), **head
    )
    assert status == 422 and set(json.loads(text)["fields"]) == {"lon", "colour", "x"}
    assert server.ask("/api/cases", None, head)[0] == 403, "a token for clues reads nothing else"
    assert server.post("/api/commands", json.dumps({"kind": "note", "subject": "mmsi:1", "body": {}}).encode(), **head)[
        0
    ] in (401, 403)
    assert server.post("/api/clues", json.dumps(clue).encode(), Authorization="Bearer wh_wrong")[0] == 401
    log_in(server, "shengsi")
    do(server, "clue_answer", "hotline/2026/7", outcome="no_action", text="系持证作业")
    answered = "/api/clues?state=answered&source=hotline"
    listed = settled(lambda: server.json(answered)["clues"], bool)
    assert [each["answer"] for each in listed] == ["系持证作业"]
    server.sign_off()
    status, text = server.ask("/api/clues/hotline/2026/7", None, head)
    assert status == 200 and json.loads(text)["answer"] == "系持证作业"
    assert set(json.loads(text)["times"]) == {"received", "answered"}
    codes = [server.ask("/api/clues/hotline/2026/7", None, head)[0] for _ in range(80)]
    assert 429 in codes, "ten a second, forty at once"


def test_a_measure_of_a_season_is_ticked_by_its_unit_and_taken_back(server: Serving) -> None:
    with as_officer(server, "shengsi", "/cases?tab=seasons&lang=en") as page:
        first = page.locator(".group").first
        assert first.inner_text() == "To do by your unit"
        row = page.locator(".row[data-key$='/shengsi']").first
        key = row.get_attribute("data-key") or ""
        row.locator("[data-do=season_tick]").nth(1).click()
        page.locator("#ask textarea").fill("巡查完毕")
        page.locator("#ask button.main").click()
        page.locator(f".row[data-key='{key}']").wait_for(state="detached")
        page.goto(f"{server.address}/cases?tab=seasons&state=done&lang=en")
        done = page.locator(f".row[data-key='{key}']")
        assert "巡查完毕" in done.inner_text() and "Shengsi duty" in done.inner_text()
        assert page.locator(".season progress").first.evaluate("bar => bar.value") == 1
    with as_officer(server, "putuo", "/cases?tab=seasons&state=done") as other:
        assert rows(other) == [], "not in its scope"
    with as_officer(server, "city", "/cases?tab=seasons&state=done") as page:
        page.locator(f".row[data-key='{key}'] [data-do=season_tick]").click()
        page.locator("#ask textarea").fill("误点")
        page.locator("#ask button.main").click()
        page.locator(f".row[data-key='{key}']").wait_for(state="detached")


def test_an_item_is_found_by_its_words_and_says_what_is_uncertain(server: Serving) -> None:
    with as_officer(server, "city", "/cases?tab=items") as page:
        whole = page.locator(".items tbody tr").count()
        page.locator("#q").fill("电鱼")
        page.locator(".items tbody tr").nth(1).wait_for(state="detached")
        assert 0 < page.locator(".items tbody tr").count() < whole and "q=" in page.url
        page.locator("#q").fill("qqq")
        page.locator(".empty").wait_for()
        page.goto(f"{server.address}/cases?tab=items&q=YY-38&lang=en")
        texts = page.locator(".items .doubt").all_inner_texts()
        assert ("article to be verified" in texts) == ("verified" in page.locator(".note").all_inner_texts()[0])


def test_a_hint_of_a_crime_stands_on_the_list_of_the_police_with_its_article(server: Serving) -> None:
    log_in(server, "city")
    do(server, "case_open", clues=["person:己"], place=SHENGSI, colour="orange", kind="general")
    case_id = server.json("/api/cases?colour=orange&unit=shengsi")["cases"][0]["id"]
    body = {"kind": "general", "colour": "orange", "why": "渔获巨大", "criminal_hint": True}
    asked = {"kind": "case_assess", "subject": case_id, "version": 10**6, "body": body}
    assert server.post("/api/commands", json.dumps(asked).encode())[0] == 200
    with as_officer(server, "shengsi", "/cases?tab=criminal&lang=en") as page:
        row = page.locator(".row")
        assert case_id in row.inner_text() and "The head decides" in row.inner_text()
        assert "art. 5" in row.inner_text() and row.locator(".stamps .next").count() == 1
        page.goto(f"{server.address}/cases?tab=criminal&state=owed&lang=en")
        assert "Nothing is owed" in page.locator(".empty").inner_text()


def test_who_is_not_logged_in_goes_to_the_log_in(server: Serving) -> None:
    server.sign_off()
    assert server.get("/cases/list")[0] in (401, 403)
    with open_page(f"{server.address}/cases?tab=clues") as page:
        assert "/login?next=/cases" in page.url
