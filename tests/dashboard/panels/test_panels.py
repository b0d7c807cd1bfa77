"""Each panel shows what the picture holds: in the columns of its source and in its markup."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.common.memory import PictureMemory
from dashboard.panels import PANELS, Panel
from dashboard.panels.base import panel
from dashboard.panels.triage import CARD_REM, HEAD_REM, QUIET_REM, SECTIONS, allot, settle
from models.base.schema import KIND, empty
from models.messages.evaluation import REACH
from models.messages.picture import Picture
from tests.dashboard.pictures import T0, alert, change, context, craft, feed, picture

EVIL = '<img src=x onerror="alert(1)">'


def show(name: str, shown: Picture, lang: str = "zh", memory: PictureMemory | None = None) -> Panel:
    made = PANELS[name](context(lang, memory))
    made.update(shown)
    return made


def text(made: Panel) -> str:
    return str(made.root.text)


def test_every_panel_is_in_the_table_with_root_and_source() -> None:
    assert {"top", "areas", "triage", "feeds", "ticker"} <= set(PANELS)
    for made in (show(name, picture(alerts=(alert(1),))) for name in PANELS):
        assert made.root is not None and made.source.data


def test_two_panels_with_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two panels are named top"):
        panel("top")(type("Second", (), {}))


@pytest.mark.parametrize("name", [name for name in PANELS if name != "traffic"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_received_names_are_shown_as_text(name: str, lang: str) -> None:
    bad = alert(1, name=EVIL, partner_track_id=2, partner_name=EVIL, text_zh=EVIL, text_en=EVIL)
    shown = text(show(name, picture(alerts=(bad,), changes=(change(bad),), feeds=(feed(EVIL, kind=EVIL),)), lang))
    assert "<img" not in shown
    if name in ("triage", "ticker", "feeds"):
        assert "&lt;img src=x" in shown


# The line at the top


def test_the_top_counts_vessels_and_shows_both_times() -> None:
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


@pytest.mark.parametrize(("pace", "words"), [("paused", "‖ 已暂停<"), ("seeks", "» 跳转中<"), ("plays", "×30<")])
def test_a_paused_run_does_not_look_calm(pace: str, words: str) -> None:
    assert f"演练 EXERCISE {words}" in text(show("top", picture(mode="exercise", speed=30.0, pace=pace)))


def test_before_the_first_picture_nothing_is_counted() -> None:
    shown = text(show("top", Picture(tick=0, t_s=T0, mode="live", speed=1.0)))
    assert "舟山海上态势" in shown and "count" not in shown


# Triage


def test_a_card_shows_vessel_reason_place_and_age() -> None:
    pair = alert(1, partner_track_id=2, partner_name="ZHE PU YU 62017", lon=122.81, lat=30.72, since_s=T0 - 41)
    made = show("triage", picture(alerts=(pair,)))
    data = made.source.data
    assert (data["title"], data["reason"]) == (["HAI YUN 0 × ZHE PU YU 62017"], ["漂航 2.1 节"])
    assert (data["area"], data["age_s"], data["colour"]) == (["嵊山"], [41.0], ["red"])
    assert "00:41" in text(made) and "漂航 97%" in text(made) and "0.90" in text(made)
    assert "adrift at 2.1 kn" in text(show("triage", picture(alerts=(pair,)), "en"))


def test_two_names_have_a_line_to_themselves() -> None:
    def first_line(**values: object) -> str:
        card = text(show("triage", picture(alerts=(alert(1, **values),)))).split('<div class="name">')[1]
        return card.split("</div>")[0]

    assert 'class="area"' in first_line()
    assert 'class="area"' not in first_line(partner_track_id=2, partner_name="ZHE PU YU 62017")


def kind_of_card(colour: str, age_s: float, **values: object) -> str:
    """Return the classes of the only card shown."""
    shown = text(show("triage", picture(alerts=(alert(1, colour, since_s=T0 - age_s, **values),))))
    return shown.split('<article class="card ')[1].split('"')[0].removeprefix(colour).strip()


def test_only_cards_without_an_acknowledgement_move() -> None:
    assert kind_of_card("red", 59) == kind_of_card("distress", 900) == "flash"
    assert kind_of_card("red", 60) == "pulse"
    assert kind_of_card("orange", 5) == kind_of_card("yellow", 5) == "open"
    assert kind_of_card("red", 5, state="acknowledged") == "seen"
    assert kind_of_card("red", 5, state="silenced", silenced_until_s=T0 + 60) == "silenced"


def test_a_card_shows_acknowledgement_silence_and_escalation() -> None:
    def status(lang: str = "zh", **values: object) -> str:
        return text(show("triage", picture(alerts=(alert(1, **values),)), lang))

    assert "确认剩余 00:41" in status(due_s=T0 + 41) and "持续" in status(due_s=T0 + 41)
    assert "ack within 00:41" in status("en", due_s=T0 + 41)
    assert "未确认" in status(due_s=None)
    assert "未确认 已升级 2 次" in status(escalated=2, due_s=T0 + 41)
    assert "✓ 李 已确认" in status(state="acknowledged", acknowledged_by="李")
    assert "open, escalated 2×" in status("en", escalated=2)
    assert "✓ 李" in status(state="acknowledged", acknowledged_by="李", colour="yellow")
    silenced = {"state": "silenced", "silenced_until_s": T0 + 120, "silenced_by": "李", "due_s": T0 + 120}
    assert "⊘ 李 已消音 剩余 02:00" in status(**silenced) and "确认" not in status(**silenced)
    assert "⊘ 李" in status(**silenced, colour="yellow")


def test_acknowledged_cards_give_way_to_open_ones() -> None:
    many = tuple(alert(n, "red", state="acknowledged" if n < 9 else "unacknowledged") for n in range(1, 17))
    made = show("triage", picture(craft(16), many))
    assert made.source.data["state"].count("unacknowledged") == len(made.source.data["state"]) > 3


def test_alerts_over_the_budget_are_counted_in_one_line() -> None:
    some = (alert(1, "yellow"), alert(2, "yellow", folded=True), alert(3, "yellow", folded=True))
    made = show("triage", picture(alerts=some, totals={"over_yellow": 2}))
    assert made.source.data["alert_id"] == ["drift-T1"]
    assert "另有 2 起 · 本小时超额 2" in text(made) and ">3<" in text(made)


def test_alerts_that_ended_unseen_are_counted() -> None:
    made = show("triage", picture(rectified=(alert(4, state="rectified"),)))
    assert "已解除·未确认 1 起" in text(made) and "HAI YUN 3" in text(made)
    assert "当前没有告警" not in text(made), "red that nobody has seen is not calm"
    many = picture(rectified=(alert(4, state="rectified"),), totals={"rectified_red": 12_345, "unseen_dropped": 7})
    assert "已解除·未确认 12,345 起" in text(show("triage", many)) and "另有 7 起超出" in text(show("triage", many))


def test_an_alert_without_a_vessel_has_its_own_card() -> None:
    reception = alert(0, "orange", rule="reception", mmsi=None, track_id=0, name="嵊山以东", lon=122.81, lat=30.72)
    made = show("triage", picture(alerts=(reception,)))
    assert 'class="card orange open cause"' in text(made)
    assert made.source.data["title"] == ["接收中断 · 嵊山以东"] and made.source.data["area"] == ["嵊山"]
    assert show("triage", picture(alerts=(reception,)), "en").source.data["title"] == ["Reception lost"]


def test_a_card_shows_how_soon_a_boat_can_arrive() -> None:
    reach = empty(REACH, 2)
    reach["work"][:], reach["minutes"][:] = [b"drift-T1", b"drift-T2"], [12.4, np.nan]
    shown = text(show("triage", picture(alerts=(alert(1), alert(2)), reach=reach)))
    assert shown.count("最近艇") == 1 and "最近艇 12 分" in shown


def test_an_empty_colour_has_a_text() -> None:
    memory = PictureMemory()
    memory.take(picture(t_s=T0))
    made = show("triage", picture(t_s=T0 + 11_520, alerts=(alert(1, "orange"),)), memory=memory)
    assert "已 3 小时 12 分无红色" in text(made) and "无橙色" not in text(made)
    assert "当前没有告警" in text(show("triage", picture(t_s=T0 + 11_520), memory=memory))


def test_distress_is_above_red_and_only_if_there_is_any() -> None:
    shown = text(show("triage", picture(alerts=(alert(1), alert(2, "distress")))))
    assert shown.index("遇险") < shown.index("红 立即处置")
    assert "遇险" not in text(show("triage", picture(alerts=(alert(1),))))


def test_cards_that_do_not_fit_are_counted() -> None:
    many = tuple(alert(number, "red" if number <= 20 else "yellow") for number in range(1, 61))
    made = show("triage", picture(craft(60), many))
    shown = made.source.data["colour"]
    assert 4 <= shown.count("red") < 20 and shown.count("yellow") >= 1
    assert f"另有 {20 - shown.count('red')} 起" in text(made) and ">20<" in text(made)


def test_cards_keep_their_place_while_others_come_and_scores_flicker() -> None:
    made = PANELS["triage"](context())
    made.update(picture(craft(9), tuple(alert(number, score=0.91) for number in (1, 2, 3))))
    made.update(picture(craft(9), tuple(alert(number, score=0.93) for number in (9, 3, 2, 1)), tick=2))
    assert made.source.data["alert_id"] == ["drift-T1", "drift-T2", "drift-T3", "drift-T9"]
    made.update(picture(craft(9), tuple(alert(number) for number in (9, 3, 1)), tick=3))
    assert made.source.data["alert_id"] == ["drift-T1", "drift-T3", "drift-T9"]


keys = st.lists(st.integers(0, 20).map(str), unique=True, max_size=12)


@given(keys, keys, st.integers(0, 8))
def test_new_cards_take_only_free_places(shown: list[str], wanted: list[str], room: int) -> None:
    now = settle(shown, wanted, room)
    assert sorted(now) == sorted(wanted[:room])
    stay = [key for key in shown if key in now]
    assert [key for key in now if key in shown] == stay
    if len(now) >= len(shown):
        assert all(now[shown.index(key)] == key for key in stay)


counts = st.fixed_dictionaries({colour: st.integers(0, 70) for colour in SECTIONS})


@given(counts, st.floats(30, 90), st.integers(1, 3))
def test_the_column_is_never_overfilled_and_red_comes_first(wanted: dict[str, int], height: float, across: int) -> None:
    rooms = allot(wanted, height, across)
    rows = {colour: -(-min(rooms[colour], wanted[colour]) // across) for colour in SECTIONS}
    heads = [colour for colour in SECTIONS if colour != "distress" or wanted[colour]]
    used = sum(HEAD_REM + CARD_REM[each] * rows[each] + QUIET_REM * (not wanted[each]) for each in heads)
    assert used <= max(height, HEAD_REM * len(heads) + QUIET_REM * len(heads)) + 1e-6
    if wanted["red"] and height > 40:
        assert rooms["red"] >= min(wanted["red"], across)


# Kinds, traffic, ticker


def test_kinds_are_counted_under_way_and_all() -> None:
    vessels = craft(3, kind=[KIND["fishing"], KIND["fishing"], KIND["law"]], sog_kn=[0.0, 5.0, np.nan])
    data = show("classes", picture(vessels)).source.data
    assert (data["kind"], data["all"], data["under_way"]) == (["fishing", "law"], [2, 1], [1, 0])


def test_traffic_is_drawn_over_the_last_minutes() -> None:
    memory = PictureMemory()
    for second in (0, 30, 60):
        memory.take(picture(t_s=T0 + second, feeds=(feed(rate_per_s=40.0 + second),)))
    made = show("traffic", picture(t_s=T0 + 60, feeds=(feed(rate_per_s=100.0),)), memory=memory)
    assert made.source.data["minutes"] == [-1, -0.5, 0] and made.source.data["rate"] == [40, 70, 100]


def test_the_ticker_shows_the_latest_first() -> None:
    changes = (change(alert(1), "raise", T0 - 9), change(alert(2), "clear", T0 - 2))
    made = show("ticker", picture(changes=changes))
    assert (made.source.data["event"], made.source.data["time"]) == (["clear", "raise"], ["06:13:18", "06:13:11"])
    assert "解除" in text(made) and "尚无变化" in text(show("ticker", picture()))


def test_pages_in_one_language_share_the_work() -> None:
    shared = context()
    for _ in range(5):
        PANELS["ticker"](shared).update(picture())
    assert shared.memo.made == 1
