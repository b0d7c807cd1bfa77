"""Lane: fishing vessels that linger in a fairway, and merchant ships at a fishing-warning area, step by step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.base.schema import NAN
from models.risk.detection.detector import detectors
from tests.models.sea import T0, Message, Ship, Watch, core, watch, zone

ALONE = {each.rule: {"enabled": False} for each in detectors() if each.rule != "lane"}
HASTY = {"on_s": 20.0, "full_s": 100.0, "quiet_s": 60.0}
FAIRWAY = zone(-2000, -20_000, 4000, 40_000, kind="fairway", alert=False, name_en="the fairway", name_zh="航道")
AREA = zone(-3000, -3000, 6000, 6000, kind="fishing_warning", alert=False, name_en="the grounds", name_zh="警示区")
BOAT = Ship(mmsi=412_000_030, ship_type=30, length_m=35.0, sog_kn=2.0, cog_deg=0.0, name="ZHE YU 1")
SHIP = Ship(mmsi=412_000_070, ship_type=70, sog_kn=14.0, cog_deg=0.0, north_m=-5000.0)


def observe(messages: list[Message], *zones: Any, **params: float) -> Watch:
    return watch(core(*zones, detectors=ALONE | {"lane": HASTY | params}), messages)


def test_ten_minutes_of_fishing_in_a_fairway_raise_an_alert() -> None:
    watched = watch(core(FAIRWAY, detectors=ALONE), replace(BOAT, every_s=30).messages(700))
    (raised,) = watched.raised("lane")
    assert T0 + 600 <= raised.t_s <= T0 + 640
    assert (raised.alert.colour, raised.alert.text_en) == ("yellow", "the fairway: lingering at 2.0 kn for 10 min")
    assert raised.alert.text_zh == "航道：滞留，2.0 节，已 10 分钟"


def test_with_a_ship_about_to_pass_the_alert_comes_sooner_and_is_stronger() -> None:
    raised = observe(BOAT.messages(130) + SHIP.messages(130), FAIRWAY).raised("lane")
    alone = observe(BOAT.messages(130), FAIRWAY).raised("lane")
    assert [each.alert.mmsi for each in raised] == [BOAT.mmsi]
    assert raised[0].t_s + 20 <= alone[0].t_s
    assert "risk of collision" in raised[0].alert.text_en


@pytest.mark.parametrize(
    "ship", [{"east_m": 1000.0}, {"cog_deg": 180.0}, {"nav_status": 1, "sog_kn": 0.2}, {"north_m": -15_000.0}]
)
def test_a_ship_that_passes_clear_leaves_or_lies_still_makes_no_risk(ship: dict[str, Any]) -> None:
    raised = observe(BOAT.messages(130) + replace(SHIP, **ship).messages(130), FAIRWAY).raised("lane")
    assert ["lingering" in each.alert.text_en for each in raised] == [True]


NEVER = [
    {"sog_kn": 6.0},  # crossing
    {"sog_kn": NAN},
    {"ship_type": 70},
    {"ship_type": 55},
    {"ship_type": 52},
    {"east_m": 2300.0},
    {"nav_status": 5},
]


def test_of_many_in_or_near_a_fairway_only_the_fishing_raises_an_alert() -> None:
    fleet = [replace(BOAT, mmsi=BOAT.mmsi + n, north_m=1500.0 * n, **each) for n, each in enumerate([{}, *NEVER])]
    watched = observe([each for boat in fleet for each in boat.messages(150)], FAIRWAY)
    assert [each.alert.mmsi for each in watched.raised("lane")] == [BOAT.mmsi]


def test_a_harbour_beside_a_fairway_is_no_fairway_and_without_zones_nothing_is_evaluated() -> None:
    harbour = zone(-500, -500, 1000, 2000, kind="harbour", alert=False)
    assert observe(BOAT.messages(150), FAIRWAY, harbour).raised("lane") == []
    assert observe(BOAT.messages(150)).raised("lane") == []


def test_a_vessel_that_leaves_loses_the_time_twice_as_fast() -> None:
    crossing = replace(BOAT, sog_kn=3.0, cog_deg=90.0, east_m=1900.0)  # out again after 65 s
    assert observe(crossing.messages(300), FAIRWAY).raised("lane") == []


def test_a_merchant_ship_is_warned_in_three_steps_and_only_the_last_is_an_alert() -> None:
    ship = replace(SHIP, sog_kn=20.0, north_m=-6500.0)
    empty = watch(core(AREA, detectors=ALONE), ship.messages(500))
    assert empty.raised("lane") == []
    assert max(empty.levels) == 0
    assert empty.picture is not None and empty.picture.vessels["risk"].max() > 0.25
    boat = replace(BOAT, north_m=2000.0)
    (raised,) = watch(core(AREA, detectors=ALONE), ship.messages(500) + boat.messages(500)).raised("lane")
    assert (raised.alert.mmsi, raised.alert.text_en) == (ship.mmsi, "the grounds: risk of collision at 20.0 kn")
    assert raised.t_s > T0 + 3500 / 10.3, "not before it is inside"


def test_a_ship_that_passes_the_area_or_comes_out_of_it_is_not_warned() -> None:
    beside = replace(SHIP, east_m=4500.0, north_m=-4000.0)
    leaving = replace(SHIP, mmsi=SHIP.mmsi + 1, north_m=-3500.0, cog_deg=180.0)
    watched = watch(core(AREA, detectors=ALONE), beside.messages(200) + leaving.messages(200))
    assert watched.picture is not None
    assert watched.picture.vessels["risk"].max() < 0.04


def test_the_ring_is_a_little_risk_for_ships_that_head_in() -> None:
    coming = replace(SHIP, north_m=-6000.0, sog_kn=8.0)
    watched = watch(core(AREA, detectors=ALONE), coming.messages(60))
    assert watched.picture is not None
    assert watched.picture.vessels["risk"].max() > 0.1


def test_a_net_that_reports_as_a_boat_is_no_boat_before_it_has_gone_faster_than_a_net() -> None:
    net = replace(BOAT, station="class_b_cs", length_m=0.0, sog_kn=0.6)
    assert observe(net.messages(130), FAIRWAY).raised("lane") == []
    came = [net.at(T0 + second, sog_kn=7.0) for second in (0, 10, 20)]
    stays = [each for each in net.messages(160) if each.rx_s > T0 + 25]
    assert observe([net.says(float(T0)), *came, *stays], FAIRWAY).raised("lane")
