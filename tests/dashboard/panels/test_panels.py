"""Each panel says what the picture holds: its source in columns, its markup in words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.memory import Memory
from dashboard.panels import PANELS, Panel
from dashboard.panels.base import panel
from dashboard.panels.feeds import LAMPS
from dashboard.panels.triage import CARD_REM, HEAD_REM, QUIET_REM, SECTIONS, allot, settle
from models.picture import FEED_STATES, Picture
from models.schema import KIND
from tests.dashboard.pictures import T0, alert, change, context, craft, feed, picture

EVIL = '<img src=x onerror="alert(1)">'


def show(name: str, shown: Picture, lang: str = "zh", memory: Memory | None = None) -> Panel:
    made = PANELS[name](context(lang, memory))
    made.update(shown)
    return made


def text(made: Panel) -> str:
    return str(made.root.text)


def test_every_panel_is_in_the_table_with_root_and_source() -> None:
    assert list(PANELS) == sorted(PANELS)
    for made in (show(name, picture(alerts=(alert(1),))) for name in PANELS):
        assert made.root is not None and made.source.data


def test_two_panels_of_one_name_stop_the_start() -> None:
    with pytest.raises(ValueError, match="two panels are named top"):
        panel("top")(type("Second", (), {}))


@pytest.mark.parametrize("name", [name for name in PANELS if name != "traffic"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_from_the_sea_are_shown_as_text(name: str, lang: str) -> None:
    bad = alert(1, name=EVIL, partner_track_id=2, partner_name=EVIL, text_zh=EVIL, text_en=EVIL)
    shown = text(show(name, picture(alerts=(bad,), changes=(change(bad),), feeds=(feed(EVIL, kind=EVIL),)), lang))
    assert "<img" not in shown
    if name in ("triage", "ticker", "feeds"):
        assert "&lt;img src=x" in shown


# The line at the top


def test_the_top_counts_craft_and_tells_both_times() -> None:
    kinds = [KIND["fishing"]] * 3 + [KIND["law"], KIND["merchant"]]
    data = show("top", picture(craft(5, kind=kinds))).source.data
    assert (data["count_all"], data["count_fishing"], data["count_law"]) == ([5], [3], [1])
    assert (data["utc"], data["local"]) == (["22:13:20"], ["06:13:20"])


@pytest.mark.parametrize(
    ("mode", "speed", "words"),
    [
        ("live", 1.0, "实时 LIVE<"),
        ("replay", 10.0, "回放 REPLAY ×10<"),
        ("replay", float("inf"), "回放 REPLAY ×∞<"),
        ("exercise", 1.0, "演练 EXERCISE<"),
    ],
)
def test_live_and_replay_cannot_be_mistaken(mode: str, speed: float, words: str) -> None:
    shown = text(show("top", picture(mode=mode, speed=speed)))
    assert words in shown and f'class="badge {mode}"' in shown


def test_before_the_first_picture_nothing_is_counted() -> None:
    shown = text(show("top", Picture(tick=0, t_s=T0, mode="live", speed=1.0)))
    assert "舟山海上态势" in shown and "count" not in shown


# Triage


def test_a_card_says_who_why_where_and_since_when() -> None:
    pair = alert(1, partner_track_id=2, partner_name="ZHE PU YU 62017", lon=122.81, lat=30.72, since_s=T0 - 41)
    made = show("triage", picture(alerts=(pair,)))
    data = made.source.data
    assert (data["title"], data["reason"]) == (["HAI YUN 0 × ZHE PU YU 62017"], ["漂航 2.1 节"])
    assert (data["area"], data["age_s"], data["colour"]) == (["嵊山"], [41.0], ["red"])
    assert "00:41" in text(made) and "漂航 97%" in text(made) and "0.90" in text(made)
    assert "adrift at 2.1 kn" in text(show("triage", picture(alerts=(pair,)), "en"))


def test_only_a_red_younger_than_a_minute_flashes() -> None:
    def flashes(colour: str, age_s: float) -> bool:
        return " flash" in text(show("triage", picture(alerts=(alert(1, colour, since_s=T0 - age_s),))))

    assert flashes("red", 59) and flashes("distress", 5)
    assert not flashes("red", 60) and not flashes("orange", 5) and not flashes("yellow", 5)


def test_an_empty_colour_speaks() -> None:
    memory = Memory()
    memory.take(picture(t_s=T0))
    made = show("triage", picture(t_s=T0 + 11_520, alerts=(alert(1, "orange"),)), memory=memory)
    assert "已 3 小时 12 分无红色" in text(made) and "无橙色" not in text(made)
    assert "当前没有告警" in text(show("triage", picture(t_s=T0 + 11_520), memory=memory))


def test_distress_stands_above_red_and_only_when_there_is_any() -> None:
    shown = text(show("triage", picture(alerts=(alert(1), alert(2, "distress")))))
    assert shown.index("遇险") < shown.index("红 立即处置")
    assert "遇险" not in text(show("triage", picture(alerts=(alert(1),))))


def test_what_does_not_fit_is_counted() -> None:
    many = tuple(alert(number, "red" if number <= 20 else "yellow") for number in range(1, 61))
    made = show("triage", picture(craft(60), many))
    shown = made.source.data["colour"]
    assert 4 <= shown.count("red") < 20 and shown.count("yellow") >= 1
    assert f"另有 {20 - shown.count('red')} 条" in text(made) and ">20<" in text(made)


def test_cards_keep_their_place_while_others_come_and_scores_flicker() -> None:
    made = PANELS["triage"](context())
    made.update(picture(craft(9), tuple(alert(number, score=0.91) for number in (1, 2, 3))))
    made.update(picture(craft(9), tuple(alert(number, score=0.93) for number in (9, 3, 2, 1)), tick=2))
    assert made.source.data["alert_id"] == ["drift-T1", "drift-T2", "drift-T3", "drift-T9"]
    made.update(picture(craft(9), tuple(alert(number) for number in (9, 3, 1)), tick=3))
    assert made.source.data["alert_id"] == ["drift-T1", "drift-T3", "drift-T9"]


keys = st.lists(st.integers(0, 20).map(str), unique=True, max_size=12)


@given(keys, keys, st.integers(0, 8))
def test_only_places_that_became_free_are_given_away(shown: list[str], wanted: list[str], room: int) -> None:
    now = settle(shown, wanted, room)
    assert sorted(now) == sorted(wanted[:room])
    stay = [key for key in shown if key in now]
    assert [key for key in now if key in shown] == stay
    if len(now) >= len(shown):
        assert all(now[shown.index(key)] == key for key in stay)


counts = st.fixed_dictionaries({colour: st.integers(0, 70) for colour in SECTIONS})


@given(counts, st.floats(30, 90), st.integers(1, 3))
def test_the_column_is_never_overfilled_and_red_is_served_first(
    wanted: dict[str, int], height: float, across: int
) -> None:
    rooms = allot(wanted, height, across)
    rows = {colour: -(-min(rooms[colour], wanted[colour]) // across) for colour in SECTIONS}
    heads = [colour for colour in SECTIONS if colour != "distress" or wanted[colour]]
    used = sum(HEAD_REM + CARD_REM[each] * rows[each] + QUIET_REM * (not wanted[each]) for each in heads)
    assert used <= max(height, HEAD_REM * len(heads) + QUIET_REM * len(heads)) + 1e-6
    if wanted["red"] and height > 40:
        assert rooms["red"] >= min(wanted["red"], across)


# Sea areas


def test_areas_count_craft_and_alerts_and_the_worst_comes_first() -> None:
    vessels = craft(3, lon_deg=[122.81, 122.81, 122.4], lat_deg=[30.72, 30.73, 29.78], kind=KIND["fishing"])
    data = show("areas", picture(vessels, (alert(3, lon=122.4, lat=29.78),))).source.data
    rows = dict(zip(data["name"], zip(data["craft"], data["red"], strict=True), strict=True))
    assert rows == {"虾峙门": (1, 1), "嵊山": (2, 0)} and data["name"][0] == "虾峙门"


def test_what_lies_in_no_area_is_counted_as_elsewhere() -> None:
    data = show("areas", picture(craft(4, lon_deg=11.0, lat_deg=57.0)), "en").source.data
    assert (data["name"], data["craft"]) == (["Elsewhere"], [4])


def test_a_craft_that_moves_on_does_not_turn_the_order_over() -> None:
    made = PANELS["areas"](context())
    here, there = (122.81, 30.72), (122.35, 30.45)
    for second, sides in enumerate(([here, here, there], [here, there, there])):
        lon, lat = np.array(sides).T
        made.update(picture(craft(3, lon_deg=lon, lat_deg=lat), t_s=T0 + second, tick=second))
        assert made.source.data["name"] == ["嵊山", "衢山"]
    made.update(picture(craft(3, lon_deg=lon, lat_deg=lat), t_s=T0 + 90, tick=90))
    assert made.source.data["name"] == ["衢山", "嵊山"]


# Kinds, feeds, traffic, ticker


def test_kinds_are_counted_under_way_and_all() -> None:
    vessels = craft(3, kind=[KIND["fishing"], KIND["fishing"], KIND["law"]], sog_kn=[0.0, 5.0, np.nan])
    data = show("classes", picture(vessels)).source.data
    assert (data["kind"], data["all"], data["under_way"]) == (["fishing", "law"], [2, 1], [1, 0])


def test_troubled_feeds_come_first_and_say_since_when() -> None:
    feeds = (
        feed("b"),
        feed("a", "late", last_rx_s=T0 - 14),
        feed("c", "silent", last_rx_s=T0 - 1390),
        feed("d", "down"),
    )
    data = show("feeds", picture(feeds=feeds)).source.data
    assert data["id"] == ["d", "c", "a", "b"]
    assert data["text"][1:] == ["静默 23:10", "滞后 00:14", "85 条/秒"]


def test_no_feeds_and_silent_from_the_beginning_are_said() -> None:
    assert "没有数据源" in text(show("feeds", picture(feeds=())))
    assert show("feeds", picture(feeds=(feed(state="silent", last_rx_s=None),))).source.data["text"] == ["尚无数据"]


@pytest.mark.parametrize("state", FEED_STATES)
def test_every_state_of_a_feed_has_a_lamp_and_words(state: str) -> None:
    shown = text(
        show("feeds", picture(feeds=(feed("mast", state, last_rx_s=T0 - 9, note="磁盘将满 / disk nearly full"),)))
    )
    assert LAMPS[state] in shown and "disk nearly full" in shown


def test_many_good_feeds_become_a_number() -> None:
    many = tuple(feed(f"s{number}") for number in range(12))
    assert "另有 5 路正常" in text(show("feeds", picture(feeds=many)))


def test_traffic_is_drawn_over_the_last_minutes() -> None:
    memory = Memory()
    for second in (0, 30, 60):
        memory.take(picture(t_s=T0 + second, feeds=(feed(rate_per_s=40.0 + second),)))
    made = show("traffic", picture(t_s=T0 + 60, feeds=(feed(rate_per_s=100.0),)), memory=memory)
    assert made.source.data["minutes"] == [-1, -0.5, 0] and made.source.data["rate"] == [40, 70, 100]


def test_the_ticker_tells_the_latest_first() -> None:
    changes = (change(alert(1), "raise", T0 - 9), change(alert(2), "clear", T0 - 2))
    made = show("ticker", picture(changes=changes))
    assert (made.source.data["event"], made.source.data["time"]) == (["clear", "raise"], ["06:13:18", "06:13:11"])
    assert "解除" in text(made) and "尚无变化" in text(show("ticker", picture()))


def test_pages_in_one_language_share_the_work() -> None:
    shared = context()
    for _ in range(5):
        PANELS["ticker"](shared).update(picture())
    assert shared.memo.made == 1
