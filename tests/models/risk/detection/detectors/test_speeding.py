"""Speeding: a vessel too fast for a minute raises an alert; a false speed, a jumped fix or a passing gust does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.base.schema import NAN
from tests.models.sea import T0, Message, Ship, Watch, core, spoilt, watch, zone

LIMITED = zone(-9000, -9000, 18_000, 18_000, kind="fairway", max_speed_kn=12.0, alert=False, name_en="the fairway")
SHIP = Ship(sog_kn=15.0, cog_deg=90, east_m=-3000)


def observe(messages: list[Message], *zones: object, **params: object) -> Watch:
    return watch(core(*(zones or (LIMITED,)), detectors={"speeding": params}), messages)


def test_a_ship_too_fast_for_a_minute_raises_one_alert_that_is_only_yellow() -> None:
    watched = observe(SHIP.messages(300))
    (raised,) = watched.raised("speeding")
    assert 80 <= raised.t_s - T0 <= 110, "a leg of 20 s, then a minute"
    assert raised.alert.text_en == "15.0 kn in the fairway, where the limit is 12 kn"
    assert {each.alert.colour for each in watched.changes} == {"yellow"}


@pytest.mark.parametrize("station", ["class_a", "class_b_so", "class_b_cs"])
def test_vessels_that_report_every_half_minute_too(station: str) -> None:
    assert len(observe(replace(SHIP, station=station, every_s=30).messages(400)).raised("speeding")) == 1


@pytest.mark.parametrize("changes", [{"sog_kn": 13.9}, {"sog_kn": NAN}, {"ship_type": 55}, {"north_m": 12_000.0}])
def test_within_the_tolerance_unknown_law_or_elsewhere_is_not(changes: dict) -> None:
    assert observe(replace(SHIP, **changes).messages(300)).changes == []


def test_a_speed_that_is_not_made_good_is_not_believed() -> None:
    slow = replace(SHIP, sog_kn=8.0)
    assert observe(spoilt(slow.messages(300), lambda _: True, sog_kn=18.0)).changes == []


def test_a_gust_of_half_a_minute_is_not() -> None:
    assert observe(spoilt(SHIP.messages(300), lambda second: second % 60 < 10, sog_kn=13.0)).changes == []


def test_the_lowest_limit_counts_and_only_in_force() -> None:
    lower = replace(LIMITED, id="p", kind="port", max_speed_kn=8.0, name_en="the port")
    winter = replace(lower, windows=(("01-01 00:00", "02-01 00:00"),))
    slow = replace(SHIP, sog_kn=11.0)
    assert [len(observe(slow.messages(200), LIMITED, each).raised("speeding")) for each in (lower, winter)] == [1, 0]
