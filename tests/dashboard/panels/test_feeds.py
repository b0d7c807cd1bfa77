"""Lamps of the feeds; without data no page may look as if there were no ships."""

from __future__ import annotations

import pytest

from dashboard.panels import PANELS, Panel
from dashboard.panels.feeds import LAMPS
from models.messages.picture import FEED_STATES, FeedHealth, Picture
from tests.dashboard.pictures import T0, alert, context, feed, picture


def show(name: str, shown: Picture, lang: str = "zh") -> Panel:
    made = PANELS[name](context(lang))
    made.update(shown)
    return made


def text(made: Panel) -> str:
    return str(made.root.text)


def test_feeds_with_problems_come_first_with_the_time_of_failure() -> None:
    feeds = (
        feed("b"),
        feed("a", "late", last_rx_s=T0 - 14),
        feed("c", "silent", last_rx_s=T0 - 1390),
        feed("d", "down"),
    )
    data = show("feeds", picture(feeds=feeds)).source.data
    assert data["id"] == ["d", "c", "a", "b"]
    assert data["text"][1:] == ["05:50 起无数据 23:10", "06:13 起滞后 00:14", "85 条/秒"]


def test_a_wrong_clock_of_a_feed_is_shown_with_its_offset() -> None:
    feeds = (feed("a", offset_s=18.4), feed("b", offset_s=-7.0, note="x"), feed("c", offset_s=1.2), feed("d"))
    assert show("feeds", picture(feeds=feeds)).source.data["text"] == [
        *("85 条/秒 · 时钟差 +18 秒", "85 条/秒 · 时钟差 -7 秒 · x", "85 条/秒", "85 条/秒")
    ]
    assert "clock off by +18 s" in show("feeds", picture(feeds=feeds), "en").source.data["text"][0]


@pytest.mark.parametrize(
    "feeds", [(), (feed("a", "silent"), feed("b", "down")), (feed("a", "down"), feed("r", kind="report"))]
)
def test_without_reception_the_picture_is_never_shown_as_calm(feeds: tuple[FeedHealth, ...]) -> None:
    shown = text(show("triage", picture(feeds=feeds)))
    assert "没有数据，不等于没有船" in shown and "无数据，无法判断" in shown
    assert "当前没有告警" not in shown and "✓" not in shown and "已 0 秒无" not in shown


def test_calm_with_partial_reception_is_shown_as_partial() -> None:
    shown = text(show("triage", picture(feeds=(feed("a"), feed("b", "silent"))), "en"))
    assert "No alerts" in shown and "Silent feeds: 1" in shown
    assert "Silent" not in text(show("triage", picture(feeds=(feed("a"), feed("b", "ended"))), "en"))


def test_alerts_beyond_those_that_a_picture_carries_are_counted() -> None:
    shown = text(show("triage", picture(alerts=(alert(1),), totals={"alerts_red": 40, "alerts_orange": 7})))
    assert "<b>40</b>" in shown and "另有 39 起" in shown
    assert "<b>7</b>" in shown and "无橙色" not in shown


def test_no_feeds_and_feeds_silent_from_the_beginning_are_shown() -> None:
    assert "没有数据源" in text(show("feeds", picture(feeds=())))
    assert show("feeds", picture(feeds=(feed(state="silent", last_rx_s=None),))).source.data["text"] == ["尚无数据"]


@pytest.mark.parametrize("state", FEED_STATES)
def test_every_state_of_a_feed_has_a_lamp_and_words(state: str) -> None:
    shown = text(
        show("feeds", picture(feeds=(feed("mast", state, last_rx_s=T0 - 9, note="磁盘将满 / disk nearly full"),)))
    )
    assert LAMPS[state] in shown and "disk nearly full" in shown


def test_reports_are_counted_and_never_late() -> None:
    assert show("feeds", picture(feeds=(feed("clues", kind="report", messages=3),))).source.data["text"] == ["3 条"]


def test_postponed_work_is_shown() -> None:
    assert "次要检测降频 2 档" in text(show("feeds", picture(totals={"spared": 2})))
    assert "放缓" not in text(show("feeds", picture(totals={"spared": 0})))


def test_many_good_feeds_become_a_number() -> None:
    many = tuple(feed(f"s{number}") for number in range(12))
    assert "另有 5 路正常" in text(show("feeds", picture(feeds=many)))
