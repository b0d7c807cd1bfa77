"""Distress: one report of an active device is enough; tests stay yellow; calls that belong together are one alert."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyais.encode import encode_dict

from ingest.feeds import make_feed
from ingest.sentences.reader import SentenceReader
from models.base.clock import Tick
from models.base.schema import NAN
from models.messages.observation import ObservationBatch
from models.risk.detection.signals.call_words import ACTIVE, CANCELLED, RELAY, TEST, meaning
from models.risk.engine import step
from tests.models.sea import LAT0, LON0, T0, Message, Ship, Watch, core, nm, tick, watch, zone

SART = Ship(mmsi=970_010_119, nav_status=14, name="")
MOB = replace(SART, mmsi=972_110_300)
EPIRB = replace(SART, mmsi=974_123_456)
CARGO = Ship(mmsi=413_000_123, sog_kn=8, cog_deg=90, heading_deg=90, name="HAI FENG 7")


def text(words: str, mmsi: int = CARGO.mmsi, t_s: float = T0 + 1) -> Message:
    return Message(t_s, mmsi, text=words)


def observe(messages: list[Message], until_s: float = T0 + 30, *zones: object, **params: object) -> Watch:
    return watch(core(*zones, detectors={"distress": params}), messages, until_s)  # type: ignore[arg-type]


@pytest.mark.parametrize(("ship", "what"), [(SART, "AIS-SART"), (MOB, "man overboard beacon"), (EPIRB, "EPIRB")])
def test_one_report_of_an_active_device_is_distress_at_once(ship: Ship, what: str) -> None:
    watched = observe([ship.at(T0 + 1)])
    (raised,) = watched.raised("distress")
    assert raised.t_s <= T0 + 2 and raised.alert.colour == "distress" and raised.alert.score == pytest.approx(1.0)
    assert raised.alert.text_en == f"{what}, received just now"
    assert watched.levels[1] == 4 and watched.raised("distress_test") == []


def test_the_age_of_the_last_message_is_given_in_whole_minutes() -> None:
    watched = observe([SART.at(T0 + 1)], T0 + 200)
    assert watched.picture is not None
    (alert,) = [each for each in watched.picture.alerts if each.rule == "distress"]
    assert (alert.text_zh, alert.text_en) == ("搜救应答器 AIS-SART，3 分钟前收到", "AIS-SART, last received 3 min ago")


def test_it_does_not_fade_while_the_device_is_kept_and_stands_when_it_is_silent_for_long() -> None:
    watched = observe([SART.at(T0 + 1)], T0 + 1_200)
    assert [each for each in watched.changes if each.event == "clear"] == [], "an officer ends it, not its battery"
    assert watched.picture is not None
    (stands,) = watched.picture.alerts
    assert (stands.colour, stands.text_zh) == ("distress", "搜救应答器 AIS-SART，呼叫已停止")
    assert stands.silent_s is not None and T0 + 1_080 <= stands.silent_s <= T0 + 1_130
    assert set(watched.levels[1:1_080]) == {4}


def test_a_device_in_test_is_yellow_and_no_distress() -> None:
    watched = observe([SART.at(T0 + 1, nav_status=15)])
    (raised,) = watched.raised("distress_test")
    assert raised.alert.colour == "yellow" and raised.alert.text_zh.startswith("测试：搜救应答器")
    assert watched.raised("distress") == [] and max(watched.levels) == 1


@pytest.mark.parametrize("says_s", [-1, 0, 3])
def test_a_device_that_is_active_and_says_test_is_in_distress_and_its_text_is_shown(says_s: int) -> None:
    watched = observe([SART.at(T0 + 2), text("SART TEST", SART.mmsi, T0 + 2 + says_s), SART.at(T0 + 9)])
    (raised,) = watched.raised("distress")
    assert watched.raised("distress_test") == [] and raised.t_s <= T0 + 3
    assert watched.picture is not None
    (alert,) = [each for each in watched.picture.alerts if each.rule == "distress"]
    assert "SART TEST" in alert.text_en and "SART TEST" in alert.text_zh


@pytest.mark.parametrize("later_s", [20, 55, 300])
def test_the_text_of_an_earlier_test_does_not_name_the_distress(later_s: int) -> None:
    burst = [SART.at(T0 + 1, nav_status=15), text("SART TEST", SART.mmsi, T0 + 3)]
    active = [SART.at(T0 + later_s), text("SART ACTIVE", SART.mmsi, T0 + later_s + 30)]
    watched = observe(burst + active, T0 + later_s + 100)
    (raised,) = watched.raised("distress")
    assert raised.t_s <= T0 + later_s + 2 and raised.alert.text_en == "AIS-SART, received just now"
    assert watched.picture is not None
    (alert,) = [each for each in watched.picture.alerts if each.rule == "distress"]
    assert "SART ACTIVE" in alert.text_en


def test_in_a_port_a_device_that_has_just_begun_is_yellow_but_one_that_goes_on_is_meant() -> None:
    port = zone(-500, -500, 1_000, 1_000, kind="harbour", alert=False)
    goes_on = [SART.at(T0 + second) for second in range(1, 400, 10)]
    watched = observe(goes_on, T0 + 400, port)
    assert watched.raised("distress_test")[0].t_s <= T0 + 5
    assert [each.t_s for each in watched.raised("distress")] == [T0 + 302]
    assert observe([SART.at(T0 + 1)], T0 + 30, port).raised("distress") == []
    assert len(observe([MOB.at(T0 + 1)], T0 + 30, port).raised("distress")) == 1, "people fall into harbours too"


def test_calls_within_two_miles_and_ten_minutes_are_one_alert() -> None:
    near, far = replace(MOB, east_m=nm(1.5)), replace(EPIRB, east_m=nm(2.5))
    watched = observe([SART.at(T0 + 1), near.at(T0 + 5), far.at(T0 + 9)])
    assert sorted(each.alert.mmsi or 0 for each in watched.raised("distress")) == [SART.mmsi, EPIRB.mmsi]
    assert watched.picture is not None
    (first,) = [each for each in watched.picture.alerts if each.mmsi == SART.mmsi]
    assert "2 callers here" in first.text_en
    late = observe([*[SART.at(T0 + s) for s in range(1, 700, 60)], near.at(T0 + 650)], T0 + 660)
    assert len(late.raised("distress")) == 2, "a call ten minutes later is a new alert"


@pytest.mark.parametrize("words", ["MAYDAY MAYDAY FIRE", "PAN PAN", "PAN-PAN ENGINE", "SART ACTIVE", "mob active"])
def test_a_ship_that_calls_by_text_is_in_distress(words: str) -> None:
    watched = observe([*CARGO.messages(20), text(words, t_s=T0 + 5)])
    (raised,) = watched.raised("distress")
    assert raised.alert.mmsi == CARGO.mmsi and raised.alert.colour == "distress"
    assert words in raised.alert.text_en and raised.t_s <= T0 + 7


@pytest.mark.parametrize(
    "words",
    ["TEST", "SAFETY TEST", "NAV WARNING BUOY ADRIFT", "", "MAYDAYS", "MSG FROM 366999707", "SPAN PANEL", "{} %s"],
)
def test_other_texts_are_nothing(words: str) -> None:
    watched = observe([*CARGO.messages(20), text(words, t_s=T0 + 5)])
    assert watched.raised("distress") == [] and watched.raised("distress_test") == []


def test_a_call_can_be_cancelled() -> None:
    story = [*CARGO.messages(300), text("MAYDAY", t_s=T0 + 5), text("CANCEL MAYDAY FALSE ALARM", t_s=T0 + 60)]
    watched = observe(story, T0 + 300)
    assert [each.event for each in watched.changes if each.event != "update"] == ["raise"], "an officer ends it"
    assert watched.picture is not None and watched.picture.alerts[0].silent_s is not None
    assert watched.picture.alerts[0].text_en.endswith("no longer received")


def test_a_drill_by_text_is_yellow_and_one_announced_from_ashore_is_nothing() -> None:
    drill = observe([*CARGO.messages(20), text("MAYDAY DRILL", t_s=T0 + 5)])
    assert drill.raised("distress") == [] and drill.raised("distress_test")[0].alert.colour == "yellow"
    ashore = observe([text("SAR EXERCISE MAYDAY DRILL", 4_131_234)])
    assert ashore.raised("distress") == [] and ashore.raised("distress_test") == []


SHORE = Ship(mmsi=4_131_234, station="base", name="")


@pytest.mark.parametrize(
    ("sender", "words"),
    [
        (SHORE, "MAYDAY RELAY MV X SINKING"),
        (SHORE, "ALL SHIPS MAN OVERBOARD 3010N 12240E"),
        (CARGO, "MAYDAY RELAY MV X"),
    ],
)
@pytest.mark.parametrize("seen", [True, False])
def test_a_relayed_call_is_distress_at_an_unknown_place_not_at_the_sender(sender: Ship, words: str, seen: bool) -> None:
    story = [*(sender.messages(20) if seen else []), text(words, sender.mmsi, T0 + 15)]
    (raised,) = observe(story).raised("distress")
    assert raised.alert.colour == "distress" and (raised.alert.track_id, raised.alert.mmsi) == (0, sender.mmsi)
    assert raised.alert.text_en == f"distress relayed, place unknown, text “{words}”, received just now"
    assert "转发" in raised.alert.text_zh and "位置不明" in raised.alert.text_zh


NO_FIX = {"lat_deg": NAN, "lon_deg": NAN, "second": 63}


@pytest.mark.parametrize("device", [SART, MOB, EPIRB])
def test_a_device_without_a_fix_is_distress_at_once_and_says_that_its_place_is_unknown(device: Ship) -> None:
    watched = observe([device.at(T0 + 1, **NO_FIX), device.at(T0 + 61, **NO_FIX)], T0 + 100)
    (raised,) = watched.raised("distress")
    assert raised.t_s <= T0 + 2 and raised.alert.colour == "distress" and raised.alert.track_id == 0
    assert raised.alert.text_en.endswith(", place unknown, received just now") and "位置不明" in raised.alert.text_zh
    assert "cleared" not in watched.events()


def test_a_device_that_loses_its_fix_goes_on_calling_from_its_last_place() -> None:
    lost = [SART.at(T0 + second, **NO_FIX) for second in range(60, 1_500, 60)]
    watched = observe([SART.at(T0 + 1), *lost], T0 + 1_500)
    assert next(each.alert.mmsi for each in watched.raised("distress")) == SART.mmsi
    assert watched.picture is not None
    assert [each.mmsi for each in watched.picture.alerts if each.rule == "distress"] == [SART.mmsi]


def test_a_call_without_a_position_is_an_alert_about_no_vessel_until_it_has_one() -> None:
    watched = observe([text("MOB ACTIVE", MOB.mmsi), MOB.at(T0 + 60)], T0 + 200)
    (first,) = watched.raised("distress")
    assert (
        (first.alert.track_id, first.alert.mmsi) == (0, MOB.mmsi)
        and str(MOB.mmsi) in first.alert.name
        and first.alert.colour == "distress"
    )
    assert (round(first.alert.lat, 1), round(first.alert.lon, 1)) == (LAT0, LON0)
    assert watched.picture is not None
    (found,) = (each for each in watched.picture.alerts if each.rule == "distress")
    assert (found.alert_id, found.mmsi, found.colour) == (first.alert.alert_id, MOB.mmsi, "distress")
    assert found.track_id and found.silent_s is None, "the same caller is the same alert"


def test_a_device_heard_again_as_a_new_track_is_the_same_alert_and_sounds() -> None:
    watched = observe([SART.at(T0 + 1), SART.at(T0 + 4000)], T0 + 4010)
    (raised,) = watched.raised("distress")
    assert watched.picture is not None
    (alert,) = (each for each in watched.picture.alerts if each.rule == "distress")
    assert alert.alert_id == raised.alert.alert_id and alert.track_id != raised.alert.track_id
    assert alert.silent_s is None and watched.changes[-1].event == "update"


def test_ships_that_set_status_14_are_no_devices() -> None:
    assert observe(replace(CARGO, nav_status=14).messages(60), T0 + 60).raised("distress") == []


def test_order_of_callers_does_not_matter_and_a_checkpoint_goes_on() -> None:
    story = [SART.at(T0 + 1), replace(MOB, east_m=nm(1)).at(T0 + 1), text("MAYDAY", EPIRB.mmsi, T0 + 1)]
    alerts = [[each.alert.mmsi for each in observe(order).raised("distress")] for order in (story, story[::-1])]
    assert [len(each) for each in alerts] == [2, 2]
    state = core()
    for second in range(1, 4):
        tick(state, T0 + second, story if second == 1 else ())
    again = pickle.loads(pickle.dumps(state))
    assert tick(again, T0 + 4).digest == tick(state, T0 + 4).digest


@given(st.text(max_size=161))
def test_any_text_has_a_meaning_or_none(words: str) -> None:
    assert meaning(words) in (None, CANCELLED, ACTIVE, TEST, RELAY)
    assert meaning(f"{words} MAYDAY {words}") is not None


def test_real_sentences_of_a_device_come_all_the_way() -> None:
    reports = [{"type": 1, "status": 14, "lat": 30.0, "lon": 122.5}, {"type": 14, "text": "SART ACTIVE"}]
    lines = [line.encode() for each in reports for line in encode_dict({"mmsi": 970_010_119, **each}, talker_id="AI")]
    reader = SentenceReader("shore")
    reader.receive_lines(lines, [T0 + 0.5] * len(lines), list(range(len(lines))))
    heard, position, static, rejects, texts, _ = make_feed("ais", "kernel").decode(reader.drain().messages)
    assert rejects == [] and texts["text"].tolist() == [b"SART ACTIVE"]
    batch = ObservationBatch("shore", 0, 1, T0 + 1, heard, position, static, texts)
    state = core()
    step(state, [batch], Tick(T0 + 1, T0 + 1.0))
    (raised,) = [each for each in tick(state, T0 + 2).changes if each.event == "raise"]
    assert raised.alert.rule == "distress" and "SART ACTIVE" in raised.alert.text_en
