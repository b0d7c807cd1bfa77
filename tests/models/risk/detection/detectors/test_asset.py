"""Asset: lingering over a cable or under a bridge raises one alert; crossing, berthing or working there none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.models.sea import ISLAND_M, T0, Message, Ship, Watch, core, watch, zone

CABLE = zone(-3000, -3000, 6000, 6000, kind="cable", max_dwell_s=200.0, name_en="the cable")
SLOW = Ship(sog_kn=1.5, cog_deg=90, east_m=-500)


def observe(messages: list[Message], *zones: object, **params: object) -> Watch:
    return watch(core(*(zones or (CABLE,)), detectors={"asset": params}), messages)


def test_a_ship_slow_over_a_cable_raises_one_alert_of_this_rule_alone() -> None:
    watched = observe(SLOW.messages(500))
    (raised,) = watched.raised("asset")
    assert 245 <= raised.t_s - T0 <= 275
    assert raised.alert.text_en == "slow or stopped over the cable for 4 min at 1.5 kn"
    assert raised.alert.text_zh.startswith("慢速或停留于禁区")
    assert raised.alert.colour in ("yellow", "orange")
    assert watched.raised("zone") == []


def test_at_anchor_over_a_cable_two_minutes_are_enough() -> None:
    anchored = Ship(sog_kn=0.1, nav_status=1)
    (raised,) = observe(anchored.messages(400), replace(CABLE, max_dwell_s=900.0)).raised("asset")
    assert 150 <= raised.t_s - T0 <= 185


@pytest.mark.parametrize(
    "changes", [{"sog_kn": 6.0}, {"ship_type": 52}, {"ship_type": 55}, {"east_m": 9000.0}, {"station": "aton"}]
)
def test_a_vessel_that_crosses_tows_or_is_elsewhere_raises_none(changes: dict) -> None:
    assert observe(replace(SLOW, **changes).messages(500)).changes == []


@pytest.mark.parametrize(("nav_status", "count"), [(0, 0), (5, 0), (1, 1)])
def test_alongside_where_the_cable_lands_is_not_unless_at_anchor(nav_status: int, count: int) -> None:
    landing = zone(ISLAND_M[0] - 2000, ISLAND_M[0], 3000, 2000, kind="cable", max_dwell_s=200.0)
    moored = Ship(sog_kn=0.0, nav_status=nav_status, east_m=ISLAND_M[0] - 120, north_m=ISLAND_M[0] + 1000)
    assert len(observe(moored.messages(500), landing).raised("asset")) == count


BRIDGE = zone(-3000, -3000, 6000, 6000, kind="bridge", max_dwell_s=200.0, name_en="the bridge")
SIDE = zone(0, 500, 200, 2500, kind="bridge_side", id="side", name_en="the side spans")


def test_lingering_at_a_bridge_is_and_passing_under_it_is_not() -> None:
    assert len(observe(SLOW.messages(500), BRIDGE).raised("asset")) == 1
    assert observe(replace(SLOW, sog_kn=8.0).messages(500), BRIDGE).changes == []


@pytest.mark.parametrize(("north_m", "count"), [(1500.0, 1), (0.0, 0)])
def test_a_course_beside_the_navigable_span_raises_an_alert_before_the_bridge(north_m: float, count: int) -> None:
    ship = Ship(sog_kn=8.0, cog_deg=90, east_m=-2500, north_m=north_m)
    raised = observe(ship.messages(600), BRIDGE, SIDE).raised("asset")
    assert len(raised) == count
    for each in raised:
        assert 60 <= 2500 / (8 * 0.5144) - (each.t_s - T0) <= 150, "minutes before it is there"
        assert each.alert.text_en.startswith("heading for the side spans")


def test_at_an_intake_being_there_is_enough() -> None:
    intake = replace(CABLE, kind="intake", max_dwell_s=None, name_en="the intake")
    fast = Ship(sog_kn=7.0, cog_deg=90, east_m=-2500)
    assert len(observe(fast.messages(300), intake).raised("asset")) == 1
    passing = replace(fast, sog_kn=14.0, east_m=2700)
    assert observe(passing.messages(300), intake).changes == []
