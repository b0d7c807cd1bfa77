"""Parts of the officer's page: order of the queue, card, search, filters; received text never becomes markup."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard.common.theme import NIGHT
from dashboard.common.view_state import ViewState
from dashboard.pages.desk import DeskPage
from dashboard.pages.wall import WallPage
from dashboard.pages.wall_query import wall_query
from dashboard.parts.desk_bar import filters
from dashboard.parts.desk_card import card
from dashboard.parts.desk_model import DeskModel, acknowledged_by, calls, chosen, lined_up
from dashboard.parts.desk_queue import queue, queue_head
from dashboard.parts.desk_search import results
from dashboard.server.app_state import AppState
from dashboard.server.session import Screen
from dashboard.words import WORDS
from models.base.schema import KIND
from models.base.settings import Settings
from models.casework.case import KEEP_CLOSED_S, Book, LedgerEvent
from models.casework.fold import fold
from models.casework.person import LOCAL
from models.messages.picture import AlertView, Picture
from tests.dashboard.pictures import T0, alert, context, craft, feed, picture, site
from tests.models.casework.cases.office import DUTY, Office

EVIL = "<script>x</script>"


def event(seq: int, kind: str, subject: str, actor: str = "李明", **body: Any) -> LedgerEvent:
    return LedgerEvent(seq, T0 - 50 + seq, kind, subject, actor, "一席", body)


def model(shown: Picture, book: Book | None = None, lang: str = "zh", **view_state: Any) -> DeskModel:
    book, asked = book or Book(), ViewState(lang, **view_state)
    filtered = chosen(shown, asked, book, site())
    return DeskModel(context(lang), filtered, book, asked, lined_up(filtered.alerts, book, (), False))


def urgent(number: int, colour: str, urgency: float, **values: Any) -> AlertView:
    return alert(number, colour, urgency=urgency, **values)


def test_an_empty_queue_shows_why_and_silence_is_not_calm() -> None:
    received, silent = picture(feeds=(feed("a"),)), picture(feeds=(feed("a", state="down"),))
    assert "当前没有告警" in queue(model(received)) and "blind" not in queue(model(received))
    html = queue(model(silent))
    assert 'class="quiet blind"' in html and "没有数据，不等于没有船" in html and "当前没有告警" not in html
    assert "blind" not in queue(model(silent, colours=frozenset({"red"})))


def test_alerts_without_an_acknowledgement_come_first_then_the_worse() -> None:
    alerts = (urgent(1, "yellow", 0.9), urgent(2, "red", 0.5), urgent(3, "red", 0.9), urgent(4, "distress", 0.1))
    acknowledged = replace(urgent(5, "red", 1.0), state="acknowledged", acknowledged_by="王芳")
    order = lined_up((*alerts, acknowledged), Book(), (), held=False)
    assert order == ("drift-T4", "drift-T3", "drift-T2", "drift-T1", "drift-T5")


def test_small_changes_move_no_row_and_a_held_queue_keeps_every_row() -> None:
    one, two = urgent(1, "red", 0.71), urgent(2, "red", 0.73)
    before = ("drift-T1", "drift-T2")
    assert lined_up((one, two), Book(), before, held=False) == before
    worse = urgent(3, "distress", 1.0)
    assert lined_up((two, worse), Book(), before, held=True) == (*before, "drift-T3")
    assert lined_up((two, worse), Book(), before, held=False) == ("drift-T3", "drift-T2")


def test_the_book_shows_an_acknowledgement_before_the_core_does() -> None:
    book = fold([event(1, "mark", "drift-T1", mark="acknowledge")])
    assert acknowledged_by(alert(1), book) == "李明"
    assert acknowledged_by(alert(2), book) == ""
    assert acknowledged_by(alert(1, since_s=T0 + 100), book) == ""  # that was an earlier alert of this name
    assert acknowledged_by(alert(1, escalated=2), book) == ""  # the core asks again
    text = queue(model(picture(None, (alert(1),)), book))
    assert "✓ 李明 已确认" in text and 'data-do="acknowledge"' not in text


def test_the_filters_of_one_desk_do_not_affect_another() -> None:
    shown = picture(craft(3, kind=[KIND["fishing"], KIND["merchant"], KIND["merchant"]]))
    shared = context()
    found = []
    for kinds in (frozenset({"merchant"}), frozenset({"fishing"}), frozenset[str]()):
        view_state = ViewState("zh", kinds=kinds, query="HAI YUN")
        found.append(results(DeskModel(shared, chosen(shown, view_state, Book(), site()), Book(), view_state)))
    assert [[f"HAI YUN {row}" in html for row in range(3)] for html in found] == [
        *([False, True, True], [True, False, False], [True, True, True])
    ]


def test_the_areas_of_a_desk_with_filters_are_those_of_every_alert(tmp_path: Path) -> None:
    app = AppState(Settings(), tmp_path, "live")
    shown = picture(None, (alert(1), alert(2, "orange")))
    screen = Screen(1100.0, 900.0, 450.0, 950.0, 16.0)
    desk = DeskPage(app, wall_query({}, app.settings.dashboard), NIGHT, LOCAL)
    desk.view_state = ViewState("zh", colours=frozenset({"orange"}))
    desk.compose(shown, screen)
    wall = WallPage(app, wall_query({}, app.settings.dashboard))
    wall.compose(shown, screen)()
    assert "HAI YUN 0" in wall.panels["triage"].root.text and "HAI YUN 1" in wall.panels["triage"].root.text


@pytest.mark.parametrize(
    ("lang", "within", "age"), [("zh", "确认剩余", "持续 <time"), ("en", "ack within", "age <time")]
)
def test_a_countdown_and_an_age_have_their_labels(lang: str, within: str, age: str) -> None:
    shown = picture(None, (alert(1, due_s=T0 + 60), alert(2, escalated=2, due_s=T0 + 60)))
    text = " ".join(queue(model(shown, lang=lang)).split())
    assert text.count("<time") == 4 and text.count("data-within") == text.count(age) == 2, "the page writes the words"
    assert WORDS["ack_within"][lang == "en"] == within
    assert WORDS["state_open"][lang == "en"] + " <time" not in text


def test_units_are_those_of_the_language() -> None:
    shown = picture(craft(1, beam_m=[12.0], draught_m=[3.0], sog_kn=[6.5]))
    for lang, units in (("zh", (" 节<", " 米<")), ("en", (" kn<", " m<"))):
        html = card(model(shown, lang=lang, craft=1))
        assert all(unit in html for unit in units)


def test_a_row_shows_colour_rule_name_reason_and_status() -> None:
    shown = picture(
        None,
        (
            alert(1, "orange", name=EVIL, due_s=T0 + 60),
            alert(2, state="silenced", silenced_until_s=T0 + 9, silenced_by="王芳"),
        ),
    )
    text = queue(model(shown))
    for expected in (
        "◆",
        "橙",
        "漂航",
        "&lt;script&gt;",
        "漂航 2.1 节",
        f'data-within="{T0 + 60:.0f}"',
        "⊘ 王芳 已消音",
    ):
        assert expected in text
    assert EVIL not in text
    assert "All sea" not in queue_head(model(shown, lang="en")) and "Orange" in queue_head(model(shown, lang="en"))


SILENCED = {"state": "silenced", "silenced_until_s": T0 + 300, "silenced_by": "王芳"}


def test_silenced_alerts_are_between_open_and_acknowledged_ones_and_count_as_open() -> None:
    acknowledged = alert(1, state="acknowledged", acknowledged_by="李明")
    shown = picture(None, (acknowledged, alert(2, **SILENCED), alert(3, "orange")))
    at = model(shown)
    assert at.order == ("drift-T3", "drift-T2", "drift-T1")
    assert 'class="row red silenced"' in queue(at) and 'class="row red seen"' in queue(at)
    left = chosen(shown, ViewState(unseen=True), Book(), site()).alerts
    assert [each.alert_id for each in left] == ["drift-T2", "drift-T3"]


def test_the_newest_valid_mark_can_be_undone_in_the_queue_and_on_the_card() -> None:
    shown = picture(None, (alert(1, state="acknowledged", acknowledged_by="王芳"),))
    marks = [
        event(1, "mark", "drift-T1", "李明", mark="acknowledge"),
        event(2, "mark", "drift-T1", "王芳", mark="true"),
    ]
    both = model(shown, fold(marks), alert="drift-T1", craft=1)
    for html in (queue(both), card(both)):
        assert 'data-undoes="2"' in html and 'data-by="王芳"' in html and 'data-undoes="1"' not in html
    undone = event(3, "undo_mark", "drift-T1", "王芳", mark="undo", undoes=2, undone="true", reason="看错目标")
    one = model(shown, fold([*marks, undone]), alert="drift-T1", craft=1)
    assert 'data-undoes="1"' in queue(one) and "王芳：属实" not in queue(one)
    assert "撤销“判为属实” · 看错目标" in card(one)
    assert "data-undoes" not in queue(model(shown))


def test_an_acknowledgement_that_was_undone_or_is_older_than_the_last_sound_does_not_count() -> None:
    made = event(1, "mark", "drift-T1", mark="acknowledge")
    undone = event(2, "undo_mark", "drift-T1", mark="undo", undoes=1, undone="acknowledge", reason="")
    assert acknowledged_by(alert(1), fold([made])) == "李明" and not calls(alert(1), fold([made]))
    assert acknowledged_by(alert(1), fold([made, undone])) == "" and calls(alert(1), fold([made, undone]))
    assert acknowledged_by(alert(1, sounded_s=T0), fold([made])) == "", "it has called again since"
    assert not calls(alert(1, **SILENCED), Book()), "silenced it makes no sound"


def test_filters_leave_the_requested_rows() -> None:
    vessels = craft(3, kind=[KIND["fishing"], KIND["merchant"], KIND["fishing"]])
    shown = picture(vessels, (alert(1), alert(2, "orange"), alert(3, "yellow", rule="zone")))

    def left(**view_state: Any) -> list[str]:
        return [each.alert_id for each in chosen(shown, ViewState(**view_state), Book(), site()).alerts]

    assert left(kinds=frozenset({"fishing"})) == ["drift-T1", "drift-T3"]
    assert left(colours=frozenset({"orange"})) == ["drift-T2"]
    assert left(rule="zone") == ["drift-T3"]
    assert left(mine=True, actor="李明") == []
    assert len(left(unseen=True)) == 3
    assert left(area="no-such-area") == []
    assert len(chosen(shown, ViewState(kinds=frozenset({"fishing"})), Book(), site()).vessels["mmsi"]) == 2
    assert 'aria-pressed="true"' in filters(model(shown, kinds=frozenset({"fishing"})))
    assert "筛选隐藏" not in queue(model(shown))


def test_a_card_shows_identity_with_its_age_and_notes_about_the_vessel() -> None:
    vessels = craft(2, callsign=b"BHEE6", imo=9_074_729, static_t_s=T0 - 4000, age_s=5.0)
    vessels["name"][0] = EVIL.encode()
    book = fold(
        [
            event(1, "mark", "drift-T1", mark="false", reason="误报<i>"),
            event(2, "note", "mmsi:412000001", text=EVIL),
            event(3, "watch", "412000001", reason="举报"),
            event(4, "mark", "old", mark="true", alert={"mmsi": 412_000_001, "rule": "zone"}),
        ]
    )
    shown = picture(vessels, (alert(1, evidence=("shore:1", "shore:2")),))
    text = card(model(shown, book, craft=1, alert="drift-T1"))
    expected = (
        "BHEE6",
        "9074729",
        "中国",
        "30°00.000′N",
        "age stale",
        "97%",
        "shore:1",
        "李明 (一席)",
        "误报&lt;i&gt;",
        "举报",
        "区域违规",
    )
    assert [each for each in expected if each not in text] == []
    assert EVIL not in text and 'data-mmsi="412000001"' in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_cards_without_a_selection_without_its_vessel_and_without_any_vessel(lang: str) -> None:
    cause = alert(0, rule="reception", track_id=0, mmsi=None, alert_id="reception-1", name="")
    shown = picture(None, (cause,))
    assert "hint" in card(model(shown, lang=lang))
    assert "quiet" in card(model(shown, lang=lang, craft=99))
    assert "30°00.000′N" in card(model(shown, lang=lang, alert="reception-1"))


def office() -> Office:
    """Two cases about the first vessel: one that left the book, one that is open."""
    made = Office()
    first = made.opened()
    made.do(DUTY, "case_assess", first, kind="dark", colour="orange", why="x", items=["YY-1"])
    made.do(DUTY, "case_dismiss", first, why="误报")
    made.wait(KEEP_CLOSED_S + 60)
    second = made.opened()
    made.do(DUTY, "case_assess", second, kind="dark", colour="orange", why="x", items=["YY-1"])
    return made


@pytest.mark.parametrize(
    ("lang", "counts"),
    [
        ("zh", "24 个月内 2 起，同一事项 2 起，首违不罚 0 次"),
        ("en", "2 cases in 24 months, 2 for the same item, 0 waived"),
    ],
)
def test_the_card_counts_the_cases_of_24_months(lang: str, counts: str) -> None:
    made = office()
    assert made.case().target
    shown = picture(craft(1, mmsi=[made.case().target.mmsi]), t_s=made.facts.t_s)
    html = card(model(shown, made.book, lang, craft=int(shown.vessels["track_id"][0])))
    assert counts in html and html.count('class="said" data-key="ZS-') == 2
    assert html.count('data-do="case-show"') == 1, "only the one in the book can be opened here"


def test_a_vessel_without_cases_says_so() -> None:
    made = office()
    shown = picture(craft(1, mmsi=[413_999_999]), t_s=made.facts.t_s)
    html = card(model(replace(shown), made.book, "zh", craft=int(shown.vessels["track_id"][0])))
    assert "24 个月内无案件记录" in html


@pytest.mark.parametrize(
    ("mmsi", "lang", "texts"),
    [
        (413990106, "zh", ("名册", "许可", "供油、海上过驳", "24 个月内检查")),
        (413990106, "en", ("Register", "bunkering, ship-to-ship transfer", "violations")),
        (412990108, "zh", ("编组 shiyi-1",)),
        (412990101, "zh", ("6 次，违法 4 次",)),
    ],
)
def test_the_card_shows_what_the_register_permits(mmsi: int, lang: str, texts: tuple[str, ...]) -> None:
    shown = card(model(picture(craft(1, mmsi=[mmsi])), lang=lang, craft=1))
    assert all(text in shown for text in texts)
    assert "名册" not in card(model(picture(craft(1)), craft=1)), "a vessel that is not in it has no such lines"
