"""The case view as markup: what stands in it, for whom, and the clocks of its steps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboard.cases.case_desk import CaseDesk, case_of, holders
from dashboard.cases.clock_steps import most_pressing, steps_of
from dashboard.cases.timelines import case_id, with_events
from dashboard.cases.view.case_view import case_part
from dashboard.cases.work_line import work_line
from dashboard.common.english_names import english_names, in_english
from dashboard.common.masking import events_shown_to, shown_to
from dashboard.common.view_state import ViewState
from dashboard.parts.desk_model import DeskModel
from models.base.settings import CaseworkSettings
from models.casework.access.accounts import Account
from models.casework.case import Book, LedgerEvent
from models.casework.cases.nouns import (
    Assessment,
    Case,
    ClueRef,
    Evidence,
    LastMove,
    Order,
    Pause,
    Report,
    Review,
    Target,
)
from models.casework.cases.papers import Thread, ThreadAnswer
from models.casework.cases.site_workplace import workplace_of
from models.casework.person import Person
from tests.dashboard.pictures import T0, context, picture, site

CASE = "ZS-20231114-0012"
PLACE = workplace_of(site(), CaseworkSettings())
DUTY = Person("陈值班", "duty", "city", ("duty",))
CHIEF = Person("林指挥", "chief", "city", ("commander",))
ORDER = Order(
    *(f"{CASE}/O1", 3, "林指挥", "city", "board", {"zh": "赴东极登临检查", "en": "board it"}),
    craft="hj-33426",
    meet={"lon": 122.6, "lat": 30.1, "t": T0 + 1080, "minutes": 18.0, "way_nm": 9.1},
    times={"issued": T0 - 30},
)


def a_case(**values: Any) -> Case:
    usual: dict[str, Any] = {
        **{"id": CASE, "seq": 3, "kind": "moratorium", "colour": "orange", "unit": "putuo", "by": "李明"},
        **{"last": LastMove("case_open", "李明", T0 - 100), "target": Target(5, 412_000_005, "<b>SHIYI YU")},
        "clues": (ClueRef("alert:drift-T5", "ais", T0 - 200, T0 - 200, {"rule": "drift", "text_zh": "漂航"}),),
        "times": {"opened": T0 - 100, "sensor": T0 - 200},
    }
    return Case(**{**usual, **values})


def assessed(**values: Any) -> Case:
    made = Assessment(
        "moratorium", "orange", "拒答", "李明", T0 - 60, limits_s={"order": 1800.0, "ack": 60.0, "move": 3600.0}
    )
    times = {"opened": T0 - 100, "assessed": T0 - 60}
    return a_case(**{"stage": "assessed", "state": "assessed", "assessment": made, "times": times, **values})


def shown(
    case: Case,
    person: Person = DUTY,
    lang: str = "zh",
    chosen: str = CASE,
    events: tuple[LedgerEvent, ...] = (),
    pace: str = "live",
) -> str:
    desk = CaseDesk(person, PLACE, {CASE: events})
    view_state, book = ViewState(lang, case=chosen), Book(cases={case.id: case})
    return case_part(DeskModel(context(lang), picture(pace=pace), book, view_state, casework=desk))


def test_a_case_shows_its_head_its_steps_and_only_the_moves_that_are_legal() -> None:
    html = shown(a_case())
    assert all(text in html for text in (CASE, "休渔期违法捕捞", "&lt;b&gt;SHIYI YU", "待研判"))
    assert 'data-kind="case_assess"' in html and 'data-kind="order_issue"' not in html
    html = shown(assessed())
    assert 'data-kind="order_issue"' in html and 'data-kind="case_reopen"' not in html


def test_english_pages_name_officers_in_english_and_the_chinese_ones_as_the_ledger_does() -> None:
    accounts = {
        "li": LedgerEvent(
            1, T0, "account_add", "li", "console", "", Account("李明", "Li Ming", roles=("duty",)).body()
        ),
        "lin": LedgerEvent(2, T0, "account_add", "lin", "console", "", Account("林指挥", roles=("commander",)).body()),
    }
    said = tuple(LedgerEvent(at, T0, "note", CASE, who, "", {"text": "x"}) for at, who in ((4, "李明"), (5, "林指挥")))
    answer = ThreadAnswer("city", "李明", "there", (), T0)
    thread = Thread(f"{CASE}/S1", 6, "putuo", ("city",), "assistance", "where?", "李明", T0, (answer,))
    evidence = Evidence(f"{CASE}/E1", 7, "ab" * 32, 1, "image/jpeg", "李明", "photo", T0)
    case = assessed(threads=(thread,), evidence=(evidence,), reviews=(Review("centre", "return", "why", "李明", T0),))

    def page(lang: str) -> str:
        book = Book(cases={CASE: case}, accounts=accounts)
        names = english_names(book)
        desk = CaseDesk(DUTY, PLACE, {CASE: said})
        named, view_state = replace(context(lang), names=lambda: names), ViewState(lang, case=CASE)
        return case_part(DeskModel(named, picture(), book, view_state, casework=desk))

    assert "李明" in page("zh") and "Li Ming" not in page("zh")
    english = page("en")
    assert english.count("Li Ming") >= 6 and "李明" not in english, "head, assessment, time line, papers"
    assert "林指挥" in english, "an account without an English name"
    assert (
        in_english("李明 changed it at 12:00", english_names(Book(accounts=accounts))) == "Li Ming changed it at 12:00"
    )


def test_a_step_is_done_running_late_or_paused() -> None:
    case = assessed(
        orders=(ORDER,), state="ordered", times={"opened": T0 - 100, "assessed": T0 - 60, "ordered": T0 - 30}
    )
    states = {each.name: each.state for each in steps_of(case, PLACE.limits_min, T0)}
    assert (states["assess"], states["order"], states["ack"], states["report"]) == (
        "done",
        "done",
        "running",
        "waiting",
    )
    late = {each.name: each.state for each in steps_of(case, PLACE.limits_min, T0 + 60)}
    assert late["ack"] == "late"
    worst = most_pressing(case, PLACE.limits_min, T0 + 60)
    assert worst and worst.name == "ack" and worst.share == pytest.approx(1.5)
    paused = replace(case, pauses=(Pause(T0 - 10, "weather", "李明"),))
    assert {each.name: each.state for each in steps_of(paused, PLACE.limits_min, T0)}["move"] == "paused"


def test_who_is_on_it_is_said_with_the_minutes_left_and_the_next_clock() -> None:
    case = assessed(
        orders=(replace(ORDER, state="under_way", times={"issued": T0, "under_way": T0}),), state="under_way"
    )
    line = work_line(context(), case, CaseDesk(DUTY, PLACE), T0)
    assert line.text == "海警33426 已出发 18′" and not line.late and "到场" in line.clock


def test_a_case_is_seen_in_its_unit_above_it_and_where_it_is_shared() -> None:
    putuo, dinghai, city = (CaseDesk(Person("x", "x", unit, ("duty",)), PLACE) for unit in ("putuo", "dinghai", "city"))
    case = a_case()
    assert putuo.may_see(case) and city.may_see(case) and not dinghai.may_see(case)
    sent = replace(case, orders=(replace(ORDER, to="dinghai"),))
    assert dinghai.may_see(sent) and not dinghai.may_see(replace(sent, sensitive=True))
    assert "不在本账户" in shown(case, Person("x", "x", "dinghai", ("duty",)))


def test_a_case_is_found_by_the_alert_that_it_holds_while_it_is_open() -> None:
    case = a_case()
    book = Book(cases={CASE: case})
    assert case_of(book, "alert:drift-T5") is case and holders(book).keys() == {"alert:drift-T5"}
    closed = Book(cases={CASE: replace(case, stage="closed", state="closed")})
    assert case_of(closed, "alert:drift-T5") is None and case_of(closed, CASE) is not None
    assert CASE in shown(case, chosen="alert:drift-T5")


@pytest.mark.parametrize(
    ("kind", "subject", "about"),
    [
        ("case_assess", CASE, CASE),
        ("order_ack", f"{CASE}/O1", CASE),
        ("note", f"case:{CASE}", CASE),
        ("note", "mmsi:412000005", ""),
        ("mark", "drift-T5", ""),
        ("hand_over", "2023-11-14T08:00Z", ""),
    ],
)
def test_the_time_line_takes_what_is_about_a_case(kind: str, subject: str, about: str) -> None:
    event = LedgerEvent(1, T0, kind, subject, "李明", "", {"why": "x", "case": {"id": "long"}})
    assert case_id(event) == about
    lines = with_events({}, [event])
    assert list(lines) == ([about] if about else [])
    assert all("case" not in each.body for events in lines.values() for each in events)


@pytest.mark.parametrize(("pace", "later"), [("live", True), ("plays", False), ("paused", False)])
def test_in_a_run_that_was_set_back_the_time_line_ends_at_the_time_shown(pace: str, later: bool) -> None:
    events = tuple(
        LedgerEvent(seq, t_s, "note", f"case:{CASE}", "李明", "", {"text": text})
        for seq, (t_s, text) in enumerate(((T0 - 10, "先前"), (T0 + 10, "此后")), 1)
    )
    html = shown(a_case(), events=events, pace=pace)
    assert "先前" in html and ("此后" in html) == later


def test_the_time_line_says_what_was_sent_late_and_when_it_was_done() -> None:
    made = {"made": T0 - 700.4, "unit": "putuo", "role": "grid", "account": "g", "via": "field"}
    late = LedgerEvent(1, T0 - 10, "order_ack", f"{CASE}/O1", "艇长", "", {"_by": made})
    html = shown(a_case(), events=(late, replace(late, seq=2, body={"_by": {**made, "made": T0 - 11}})))
    assert html.count("补报") == 1 and f'data-at="{int(T0 - 700)}"' in html


def test_who_reads_masked_sees_what_was_done_and_not_to_whom() -> None:
    watcher = Person("x", "x", "", ("oversight",))
    book = shown_to(watcher, Book(cases={CASE: assessed(orders=(ORDER,))}), PLACE)
    case = book.cases[CASE]
    assert case.state == "assessed" and case.orders[0].state == "issued"
    hidden = ("SHIYI", "412000005", "登临", "拒答")
    assert not [each for each in hidden if each in repr(case)]
    said = LedgerEvent(1, T0, "case_assess", CASE, "李明", "", {"why": "拒答", "colour": "red"})
    assert [each.body["why"] for each in events_shown_to(watcher, (said,))] == ["•••"]


def test_what_was_found_of_each_item_stands_on_the_order_and_in_the_review() -> None:
    said = ({"code": "YY-38", "finding": "found", "outcome": "filed"}, {"code": "YY-38G", "finding": "not_checked"})
    report = Report("violation", "海巡艇长", T0, T0, items=said)
    order = replace(ORDER, state="reported", report=report)
    case = assessed(stage="disposed", state="disposed", orders=(order,))
    for lang, found in (("zh", "查实 · 立案查处"), ("en", "found · filed")):
        html = shown(case, Person("陈", "duty", "city", ("duty",)), lang)
        assert html.count(found) == 2, "on the order, and among the values of the button of the review"


def test_a_move_that_will_be_refused_says_so_before_its_form() -> None:
    red = assessed(colour="red")
    for_duty, for_chief = shown(red), shown(red, CHIEF)
    assert for_duty.count('data-barred="此事须由指挥长决定：') == 2, "order and dismiss"
    assert "data-barred" in for_chief and 'data-barred="此' not in for_chief
    assert 'data-barred="a commander' not in shown(red, CHIEF, "en")
    assert "only a commander decides this: a red case" in shown(red, DUTY, "en")
    report = Report("violation", "艇长", T0, T0)
    done = replace(ORDER, state="reported", by=CHIEF.name, report=report)
    own = assessed(stage="disposed", state="disposed", colour="orange", orders=(done,))
    assert "不得自行审核" in shown(own, CHIEF) and "不得自行审核" not in shown(own)


def test_the_other_vessel_of_an_encounter_is_named() -> None:
    frozen = {"partner_track_id": 999, "partner_mmsi": 412_000_777, "partner_name": "<i>ZHE PU YU"}
    html = shown(a_case(clues=(ClueRef("alert:collision-T5-999", "ais", T0, T0, frozen),)))
    assert "另一船" in html and "&lt;i&gt;ZHE PU YU · MMSI 412000777" in html
    assert "另一船" not in shown(a_case())
