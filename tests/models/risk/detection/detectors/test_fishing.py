"""Fishing: long fishing in closed water raises an alert; passage, shelter, open season and other trades do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from models.base.schema import NAN
from tests.models.sea import T0, Message, Ship, Watch, core, spoilt, watch, zone

QUICK = {"on_s": 60.0, "full_s": 240.0}  # the same rule in a fifteenth of the time
CLOSED = zone(-9000, -9000, 18_000, 18_000, kind="moratorium", kinds=("fishing",), name_en="the closed ground")
BOAT = Ship(sog_kn=3.2, cog_deg=40, ship_type=30, station="class_b_cs", length_m=34, name="ZHE PU YU 1")


def observe(messages: list[Message], *zones: object, **params: object) -> Watch:
    return watch(core(*(zones or (CLOSED,)), detectors={"fishing": {**QUICK, **params}}), messages)


def towing(seconds: int = 400, **changes: object) -> list[Message]:
    return replace(BOAT, **changes).messages(seconds)


def test_a_boat_that_tows_in_closed_water_raises_one_alert_of_this_rule_alone() -> None:
    watched = observe(towing())
    (raised,) = watched.raised("fishing")
    assert 195 <= raised.t_s - T0 <= 240, "evidence of 0.8 after 204 s"
    assert raised.alert.text_en == "apparently fishing in the closed ground for 4 min at 3.2 kn"
    assert raised.alert.text_zh.startswith("在禁区内疑似捕捞")
    assert watched.raised("zone") == []


def test_after_an_hour_it_is_red() -> None:
    colours = {each.alert.colour for each in observe(towing(700)).changes}
    assert "red" in colours


def test_nets_towed_to_and_fro_are_sooner_clear_than_a_straight_course() -> None:
    def winding(second: float) -> bool:
        return second % 120 >= 60

    straight = observe(towing(1600), on_s=300.0, full_s=2400.0).raised("fishing")
    to_and_fro = observe(spoilt(towing(2000), winding, cog_deg=220.0), on_s=300.0, full_s=2400.0).raised("fishing")
    assert straight == [] and len(to_and_fro) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"sog_kn": 0.3},
        {"sog_kn": 7.5},
        {"sog_kn": NAN},
        {"ship_type": 70},
        {"ship_type": 55},
        {"ship_type": 55, "nav_status": 7},
        {"east_m": 12_000.0},
    ],
)
def test_a_vessel_that_drifts_passes_is_of_another_trade_or_elsewhere_raises_none(changes: dict) -> None:
    assert observe(towing(400, **changes)).changes == []


def test_a_vessel_that_reports_fishing_counts_as_fishing() -> None:
    assert len(observe(towing(400, ship_type=70, station="class_a", nav_status=7)).raised("fishing")) == 1


@pytest.mark.parametrize("kind", ["port", "harbour", "anchorage"])
def test_slow_boats_in_shelter_are_not_fishing(kind: str) -> None:
    assert observe(towing(), CLOSED, zone(-9000, -9000, 18_000, 18_000, kind=kind, alert=False, id="h")).changes == []


@pytest.mark.parametrize(
    ("moment", "count"), [("2026-05-01T11:40", 0), ("2026-05-01T12:00", 1), ("2026-09-16T12:00", 0)]
)
def test_the_season_is_data(moment: str, count: int) -> None:
    season = replace(CLOSED, windows=(("05-01 12:00", "09-16 12:00"),))
    from_s = datetime.fromisoformat(moment + "+08:00").timestamp()
    assert len(observe(towing(400, from_s=from_s), season).raised("fishing")) == count


def test_water_closed_to_some_gear_gives_no_evidence_while_the_gear_is_unknown() -> None:
    assert observe(towing(), replace(CLOSED, gears=("trawl",))).changes == []


def test_passage_costs_the_timer_twice_its_time() -> None:
    steaming = replace(BOAT, sog_kn=8.0, from_s=float(T0 + 150)).messages(100)
    again = replace(BOAT, from_s=float(T0 + 250)).messages(100)
    assert observe(towing(150) + steaming + again).changes == []


def test_of_a_fleet_in_any_order_those_in_closed_water_raise_alerts() -> None:
    fleet = [replace(BOAT, mmsi=412_000_100 + n, north_m=-6000.0 + 3000 * n) for n in range(7)]
    messages = [each for boat in fleet for each in boat.messages(300)]
    found = [
        sorted(each.alert.mmsi or 0 for each in observe(order).raised("fishing"))
        for order in (messages, messages[::-1])
    ]
    assert found[0] == found[1] == [412_000_100 + n for n in range(5)]
