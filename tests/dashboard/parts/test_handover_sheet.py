"""The hand-over sheet lists open alerts and actions since the last one, and every name on it stays text."""

from __future__ import annotations

from dataclasses import fields
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.common.theme import NIGHT
from dashboard.pages.handover import sheet_page
from dashboard.parts.handover_sheet import HandOverSheet, SheetForm, handover_sheet
from dashboard.words import LANGUAGES
from models.casework.case import Book, LedgerEvent
from models.casework.fold import fold
from models.messages.picture import Picture
from tests.dashboard.pictures import T0, alert, craft, feed, picture, site

EVIL = "<script>'x' & \"y\"</script>"
TABLES = ("notes", "marks", "zones", "watched", "feeds", "before")


def event(seq: int, kind: str, subject: str, actor: str = "李明", **body: Any) -> LedgerEvent:
    return LedgerEvent(seq, T0 - 50 + seq, kind, subject, actor, "一席", body)


def busy(name: str) -> Book:
    """Return a book in which every text of an officer is `name`."""
    zone = {"properties": {"id": "z1", "name_zh": name, "name_en": name, "kind": "no_entry"}}
    about = {"rule": "drift", "name": name, "mmsi": 412_000_001}
    return fold(
        [
            event(1, "hand_over", "w", name, to=name, text=name, audit={"seq": 1, "hash": "ab" * 32}),
            event(2, "note", "mmsi:412000001", name, text=name),
            event(3, "mark", "drift-T1", name, mark="false", reason=name, alert=about),
            event(4, "zone", "z1", name, feature=zone),
            event(5, "watch", "412000001", name, name=name, reason=name),
        ]
    )


def shown(name: str) -> Picture:
    hostile = alert(1, name=name, text_zh=name, text_en=name)
    totals = {"alerts_red": 3189}
    return picture(craft(3), (hostile, alert(2, "yellow")), feeds=(feed(name),), mode="exercise", totals=totals)


class Elements(HTMLParser):
    """Counts elements and collects text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.kinds: dict[str, int] = {}
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.kinds[tag] = self.kinds.get(tag, 0) + 1

    def handle_data(self, data: str) -> None:
        self.text += data


def page(name: str, lang: str) -> Elements:
    app: Any = SimpleNamespace(site=site())
    return Elements(sheet_page(app, shown(name), busy(name), lang, NIGHT.css()))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hostile_name_adds_no_element(lang: str) -> None:
    assert page(EVIL, lang).kinds == page("MIN TAI 7", lang).kinds
    assert page(EVIL, lang).text.count(EVIL) == page("MIN TAI 7", lang).text.count("MIN TAI 7")


@pytest.mark.parametrize(
    ("lang", "heads"), [("zh", "数据源状态距上次收到流量时钟"), ("en", "FeedStateLast message agoRateClock")]
)
def test_every_column_has_a_head(lang: str, heads: str) -> None:
    assert heads in "".join(page("X", lang).text.split("\n")).replace("  ", "")


def test_the_rate_of_a_feed_has_the_unit_of_the_language() -> None:
    rates = {lang: handover_sheet(site(), shown("X"), busy("X"), lang).feeds[0][3] for lang in LANGUAGES}
    assert rates["zh"].endswith("条/秒") and rates["en"].endswith("/s")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_its_row(table: str) -> None:
    assert len(getattr(handover_sheet(site(), shown("X"), busy("X"), "zh"), table)) == 1


@pytest.mark.parametrize("field", [each.name for each in fields(HandOverSheet)])
def test_every_value_of_the_sheet_is_filled(field: str) -> None:
    assert getattr(handover_sheet(site(), shown("X"), busy("X"), "en"), field)


def test_only_events_after_the_last_hand_over_are_listed() -> None:
    later = fold([event(6, "hand_over", "w", to="王芳", text="")], busy("X"))
    sheet = handover_sheet(site(), shown("X"), later, "zh")
    assert (sheet.notes, sheet.marks) == ([], []) and len(sheet.before) == 2 and len(sheet.zones) == 1


def test_the_worst_alert_comes_first_and_the_unseen_are_counted() -> None:
    acknowledged = alert(3, "distress", state="acknowledged", acknowledged_by="李明")
    sheet = handover_sheet(site(), picture(None, (alert(2, "yellow"), alert(1), acknowledged)), Book(), "en")
    assert [each.colour for each in sheet.open] == ["distress", "red", "yellow"]
    assert {each.colour: (each.count, each.unseen) for each in sheet.counts} == {
        "distress": (1, 0),
        "red": (1, 1),
        "orange": (0, 0),
        "yellow": (1, 1),
    }


def test_alerts_that_ended_unacknowledged_and_those_not_carried_are_counted() -> None:
    over = alert(4, state="rectified", cleared_s=T0 - 60, ending="gone")
    totals = {"alerts_red": 3189, "open_red": 3000, "rectified_red": 51}
    sheet = handover_sheet(site(), picture(None, (alert(1),), rectified=(over,), totals=totals), Book(), "en")
    (red,) = (each for each in sheet.counts if each.colour == "red")
    assert (red.count, red.unseen, red.cleared) == (3189, 3000, 51)
    assert sheet.open_note == "2 of 3,240 listed"
    assert sheet.open[-1].status == "Cleared, unacknowledged · track lost · 06:12:20"


def test_a_distress_that_fell_silent_says_since_when_and_that_it_stands() -> None:
    silent = alert(1, "distress", silent_s=T0 - 60, state="acknowledged", acknowledged_by="李明")
    sheet = handover_sheet(site(), picture(None, (silent,)), Book(), "en")
    assert sheet.open[0].status == "✓ 李明 · call stopped, stands until ended (06:12:20)"


def test_an_alert_titled_by_its_mmsi_does_not_repeat_it() -> None:
    sheet = handover_sheet(site(), picture(None, (alert(1), alert(2, name=""))), Book(), "zh")
    assert [each.mmsi for each in sheet.open] == ["412000001", ""]


def test_times_are_local_to_the_site() -> None:
    clock = SheetForm(8.0, "zh", {})
    assert (clock.utc(T0), clock.local_time(T0)) == ("2023-11-14 22:13:20", "06:13:20")
