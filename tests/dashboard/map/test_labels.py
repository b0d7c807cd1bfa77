"""Labels do not overlap, have the right text, and keep their places."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from dashboard.common.alert_words import worst_first
from dashboard.common.theme import Sizes
from dashboard.map.callouts import YELLOW_OF_RULE, Callouts, callouts
from dashboard.map.labels import Box, LabelRequest, Placed, leader, place
from dashboard.map.measure import cut, width_em
from dashboard.map.view import fit, mercator
from models.base.paths import ASSETS
from models.base.schema import LEVEL
from models.messages.picture import Picture
from tests.dashboard.pictures import BOX, alert, craft, picture

ROOM: Box = (0.0, 0.0, 1115.0, 900.0)
CLOSED: tuple[Box, ...] = ((0.0, 0.0, 600.0, 50.0),)
VIEW = fit(BOX, 1115, 955)
SIZES = Sizes(16)
FONT = ASSETS / "fonts" / "wanghai-sans.woff2"

requests = st.lists(
    st.builds(
        LabelRequest,
        key=st.uuids().map(str),
        x_px=st.floats(0, 1115),
        y_px=st.floats(0, 900),
        width_px=st.floats(30, 320),
        height_px=st.floats(14, 60),
    ),
    max_size=40,
)


def apart(a: Box, b: Box) -> bool:
    return a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


@given(requests)
def test_labels_never_overlap_and_stay_inside_the_room(wanted: list[LabelRequest]) -> None:
    boxes = [each.box for each in place(wanted, ROOM, CLOSED, 20.0, {})]
    assert all(apart(a, b) for a, b in combinations([*boxes, *CLOSED], 2))
    for left, bottom, right, top in boxes:
        assert left >= 0 and bottom >= 0 and right <= ROOM[2] and top <= ROOM[3]


@given(requests)
def test_a_label_keeps_its_place_while_nothing_moves(wanted: list[LabelRequest]) -> None:
    first = place(wanted, ROOM, CLOSED, 20.0, {})
    again = place(wanted, ROOM, CLOSED, 20.0, {each.request.key: each.choice for each in first})
    assert [each.box for each in again] == [each.box for each in first]


def test_the_first_request_is_placed_first() -> None:
    crowd = [LabelRequest(str(number), 500.0, 450.0, 200.0, 40.0) for number in range(60)]
    placed = place(crowd, ROOM, (), 20.0, {})
    assert [each.request.key for each in placed] == [str(number) for number in range(len(placed))]
    assert 5 < len(placed) < 60


def test_the_leader_ends_at_the_nearest_border() -> None:
    (placed,) = place([LabelRequest("a", 300.0, 300.0, 100.0, 40.0)], ROOM, (), 20.0, {})
    x, y = leader(placed)
    assert placed.box[0] <= x <= placed.box[2] and placed.box[1] <= y <= placed.box[3]
    assert abs(x - 300) + abs(y - 300) < 60


def labels(shown: Picture, lang: str = "zh", most: int = 30) -> Callouts:
    return callouts(shown, VIEW, lang, SIZES, most, {})


def test_a_label_names_vessel_and_reason_in_the_language_of_the_page() -> None:
    shown = picture(alerts=(alert(1),))
    assert (labels(shown).texts["name"], labels(shown).texts["reason"]) == (["HAI YUN 0"], ["漂航 2.1 节"])
    assert labels(shown, "en").texts["reason"] == ["adrift at 2.1 kn"]


def test_yellow_labels_have_one_short_line() -> None:
    texts = labels(picture(alerts=(alert(1, "yellow"),))).texts
    assert (texts["name"], texts["reason"]) == ([""], ["▲ HAI YUN 0 漂航"])


def test_a_vessel_has_one_label_with_its_worst_alert() -> None:
    two = (alert(1, "yellow", alert_id="a"), alert(1, "red", alert_id="b", text_zh="走锚 310 米"))
    assert labels(picture(alerts=two)).texts["reason"] == ["走锚 310 米"]


def test_only_the_worst_get_labels() -> None:
    many = tuple(alert(number, "red" if number < 3 else "yellow") for number in range(1, 9))
    shown = labels(picture(craft(8), many), most=2)
    assert shown.texts["name"] == ["HAI YUN 0", "HAI YUN 1"]
    assert [each.colour for each in worst_first(many)] == ["red"] * 2 + ["yellow"] * 6


def test_each_rule_gets_few_yellow_labels_and_every_red_one_stays() -> None:
    many = tuple(alert(number, "red" if number > 12 else "yellow") for number in range(1, 18))
    lon, lat = np.linspace(121.5, 123.3, 17), np.linspace(29.5, 31.0, 17)
    shown = labels(picture(craft(17, lon_deg=lon, lat_deg=lat), many))
    assert sorted(shown.boxes["level"].tolist()) == [LEVEL["yellow"]] * YELLOW_OF_RULE + [LEVEL["red"]] * 5


def test_a_label_of_low_weight_is_left_out_rather_than_placed_far_away() -> None:
    def placed(may_go_far: bool) -> list[Placed]:
        crowd = [LabelRequest(str(number), 500.0, 450.0, 200.0, 40.0, may_go_far) for number in range(60)]
        return place(crowd, ROOM, (), 20.0, {})

    def longest(found: list[Placed]) -> float:
        ends = np.array([leader(each) for each in found])
        return float(np.hypot(*(ends - (500.0, 450.0)).T).max())

    assert 0 < len(placed(False)) < len(placed(True))
    assert longest(placed(False)) < 60 < longest(placed(True))


def test_a_previous_place_that_is_now_too_far_is_dropped() -> None:
    (again,) = place([LabelRequest("a", 500.0, 450.0, 100.0, 20.0, False)], ROOM, (), 20.0, {"a": 31})
    assert again.choice < 16


def test_a_label_follows_the_vessel_and_not_the_place_of_its_alert() -> None:
    shown = labels(picture(craft(1, lon_deg=122.9), (alert(1, lon=121.5),)))
    x, _ = mercator(122.9, 30.0)
    assert abs(float(shown.boxes["x"][0]) - float(x)) < 40 * VIEW.m_per_px


def test_an_alert_without_its_vessel_is_labelled_at_its_own_place() -> None:
    assert labels(picture(alerts=(alert(77, lon=122.0),))).texts["name"] == ["HAI YUN 76"]
    assert not labels(picture(alerts=(alert(77, lon=11.0),))).texts["name"]


def test_widths_are_those_of_the_font() -> None:
    font = TTFont(FONT)
    glyphs, advances = font.getBestCmap(), font["hmtx"]
    for text in (
        "ATLANTIC HARMONY × ZHE PU YU 62017",
        "交叉相遇：5 分钟后最近 0.02 海里",
        "in Dongji reserve for 2 min · 83°",
    ):
        true_em = sum(advances[glyphs[ord(character)]][0] for character in text) / 1000
        assert true_em * 0.999 <= width_em(text) <= true_em * 1.08, text


@given(st.text(max_size=60), st.floats(1, 30))
def test_a_cut_text_fits(text: str, most_em: float) -> None:
    assert width_em(cut(text, most_em)) <= most_em or most_em < 1


@pytest.mark.parametrize(
    ("text", "most_em", "cut_text"), [("舟山海上态势", 6, "舟山海上态势"), ("舟山海上态势", 4, "舟山海…")]
)
def test_a_long_text_ends_with_an_ellipsis(text: str, most_em: float, cut_text: str) -> None:
    assert cut(text, most_em) == cut_text


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(1, 4)), min_size=1, max_size=60))
def test_no_label_covers_a_symbol_worse_than_its_own(symbols: list[tuple[int, int, int]]) -> None:
    worst_first = sorted(symbols, key=lambda each: -each[2])
    requests = [LabelRequest(f"a{n}", x, y, 120.0, 30.0, level=level) for n, (x, y, level) in enumerate(worst_first)]
    placed = place(requests, (0, 0, 1000, 1000), [], 20.0, {}, np.array(symbols, dtype=float))
    for each in placed:
        left, bottom, right, top = each.box
        worse = [(x, y) for x, y, level in symbols if level > each.request.level]
        assert not any(left <= x <= right and bottom <= y <= top for x, y in worse)
