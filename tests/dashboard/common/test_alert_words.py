"""Titles, reasons and order of alerts, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.common.alert_words import reason, rule_name, title, worst_first
from dashboard.words import LANGUAGES, say
from models.base.schema import COLOURS, LEVEL
from tests.dashboard.pictures import alert

PAIR: dict[str, Any] = {"partner_track_id": 2, "partner_mmsi": 412_000_002, "partner_name": "ZHE PU YU 62017"}
AREA: dict[str, Any] = {"track_id": 0, "mmsi": None, "rule": "reception"}
TITLES: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({}, "HAI YUN 0", "HAI YUN 0"),
    ({"name": " "}, "412000001", "412000001"),
    ({"name": "", "mmsi": None}, say("zh", "nameless"), say("en", "nameless")),
    (PAIR, "HAI YUN 0 × ZHE PU YU 62017", "HAI YUN 0 × ZHE PU YU 62017"),
    ({**PAIR, "name": ""}, "412000001 × ZHE PU YU 62017", "412000001 × ZHE PU YU 62017"),
    ({**AREA, "name": ""}, rule_name("reception", "zh"), rule_name("reception", "en")),
    ({**AREA, "name": "舟山"}, rule_name("reception", "zh") + " · 舟山", rule_name("reception", "en")),
    ({**AREA, "name": "shore"}, rule_name("reception", "zh") + " · shore", rule_name("reception", "en") + " · shore"),
)


@pytest.mark.parametrize(("values", "chinese", "english"), TITLES)
def test_a_title_names_the_vessels_or_the_place_of_an_alert(values: dict[str, Any], chinese: str, english: str) -> None:
    about = alert(1, **values)
    assert (title(about, "zh"), title(about, "en")) == (chinese, english)


def test_the_reason_is_in_the_language_of_the_page() -> None:
    assert [reason(alert(1), lang) for lang in LANGUAGES] == ["漂航 2.1 节", "adrift at 2.1 kn"]


def test_a_rule_without_words_is_shown_by_its_id() -> None:
    assert [rule_name("of-a-plugin", lang) for lang in LANGUAGES] == ["of-a-plugin"] * 2


@given(st.lists(st.tuples(st.sampled_from(COLOURS[1:]), st.floats(0, 1)), max_size=12))
def test_the_order_is_by_colour_then_score_and_does_not_depend_on_the_input(kinds: list[tuple[str, float]]) -> None:
    alerts = [alert(at, colour, score=score) for at, (colour, score) in enumerate(kinds, 1)]
    ordered = worst_first(alerts)
    assert ordered == worst_first(alerts[::-1])
    keys = [(-LEVEL[each.colour], -each.score) for each in ordered]
    assert keys == sorted(keys)
