"""Teleport: a ship that is suddenly where it cannot be raises one alert; outliers and others' faults do not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.base.schema import NAN
from models.risk.detection.detector import detectors
from models.risk.state import State
from tests.models.sea import ISLAND_M, T0, Message, Ship, Watch, core, nm, watch

SHIP = Ship(sog_kn=12, cog_deg=0, heading_deg=0)
FAR = {"east_m": nm(15)}
RULES = ("teleport", "duplicate_mmsi", "interference", "influx")


def jump(ship: Ship = SHIP, after_s: int = 120, seconds: int = 300, gap_s: int = 0, **to: Any) -> list[Message]:
    """Sails, and is then elsewhere."""
    there = replace(ship, from_s=ship.from_s + after_s + gap_s, **(to or FAR))
    return ship.messages(after_s) + there.messages(seconds)


def alone(**params: object) -> State:
    """A core that asks only what is new here; the other rules have tests of their own."""
    others = {each.rule: {"enabled": False} for each in detectors() if each.rule not in RULES}
    return core(detectors={**others, "teleport": params})


def observe(messages: list[Message], until_s: float | None = None, **params: object) -> Watch:
    return watch(alone(**params), messages, until_s)


def rules(watched: Watch) -> list[str]:
    return sorted(each.alert.rule for each in watched.changes if each.event == "raise" and each.alert.rule in RULES)


def test_a_jump_raises_one_alert_that_stands_for_hours() -> None:
    watched = observe(jump(), until_s=T0 + 1500)
    assert rules(watched) == ["teleport"]
    (raised,) = watched.raised("teleport")
    assert T0 + 180 <= raised.t_s <= T0 + 190, "not before it is clear that no others jumped with it"
    assert (raised.alert.colour, raised.alert.partner_mmsi) == ("orange", None)
    assert raised.alert.text_en.startswith("position jumped 15.0 NM, which would need 54")
    assert raised.alert.text_zh.startswith("船位跳变 15.0 海里，需航速 54")
    assert "clear" not in watched.events()


def test_it_is_over_when_it_has_faded() -> None:
    watched = observe(jump(seconds=900), release_s=60.0, quiet_s=60.0)
    assert [event for event in watched.events() if event != "update"] == ["raise", "clear"]


def test_an_outlier_is_no_jump() -> None:
    for count in (1, 2):
        wrong = [replace(SHIP, **FAR).at(T0 + 125.0 + 10 * n) for n in range(count)]
        assert rules(observe(SHIP.messages(400) + wrong)) == []


NEVER: list[dict[str, Any]] = [
    {"station": "aircraft", "mmsi": 111_412_001},
    {"station": "aton", "mmsi": 994_121_001},
    {"mmsi": 972_412_001},
    {"station": "class_b_cs", "mmsi": 123_456_789, "sog_kn": 0.5, "length_m": 0.0, "ship_type": 0},
]


@pytest.mark.parametrize("change", NEVER)
def test_what_is_no_ship_may_jump(change: dict[str, Any]) -> None:
    assert rules(observe(jump(replace(SHIP, **change)))) == []


def test_a_place_entered_by_hand_is_no_jump() -> None:
    messages = [
        replace(each, position=each.position | {"second": 61}) if each.position and each.rx_s >= T0 + 120 else each
        for each in jump()
    ]
    assert rules(observe(messages)) == []


def test_nor_is_the_jump_of_a_vessel_hardly_known() -> None:
    assert rules(observe(jump(after_s=30))) == []


def test_a_late_copy_harms_nothing() -> None:
    raises = SHIP.messages(1500)
    late = [replace(each, rx_s=each.rx_s + 1017.3, payload=each.heard(0)["payload_hash"]) for each in raises[:40]]
    assert rules(observe(sorted(raises + late, key=lambda each: each.rx_s))) == []


def back(minutes: int, miles: float, ship: Ship = SHIP) -> list[Message]:
    """Falls silent for these minutes and is back these miles further on."""
    return jump(ship, gap_s=60 * minutes, seconds=200, north_m=nm(miles))


@pytest.mark.parametrize(
    ("minutes", "miles", "raises"), [(20, 4, False), (20, 12, False), (20, 14, True), (20, 18, True), (5, 4, False)]
)
def test_a_ship_back_from_silence_may_be_as_far_as_its_kind_can_go(minutes: int, miles: float, raises: bool) -> None:
    # 1.5 times 25 kn for 20 min are 12.5 NM, 60 kn are 20.
    watched = observe(back(minutes, miles))
    assert rules(watched) == ["teleport"] * raises
    assert [each.alert.colour for each in watched.raised("teleport")] == ["yellow"] * raises


def test_a_fishing_boat_cannot_go_so_far_and_a_ferry_further() -> None:
    assert rules(observe(back(20, 9, replace(SHIP, ship_type=30)))) == ["teleport"]
    assert rules(observe(back(20, 14, replace(SHIP, ship_type=40)))) == []


def test_across_land_there_is_no_allowance() -> None:
    low, high = ISLAND_M
    west = replace(SHIP, cog_deg=90.0, sog_kn=1.0, east_m=low - 4000, north_m=(low + high) / 2)
    for north_m, raises in ((west.north_m, True), (low - 5000, False)):
        start = replace(west, north_m=north_m)
        to = {"east_m": start.east_m + nm(6), "north_m": north_m}
        watched = observe(jump(start, gap_s=720, seconds=200, **to))  # 27 kn made good
        assert rules(watched) == ["teleport"] * raises


def test_without_speed_course_or_heading_it_is_the_same() -> None:
    for name in ("sog_kn", "cog_deg", "heading_deg"):
        messages = [replace(each, position=each.position | {name: NAN}) if each.position else each for each in jump()]
        assert rules(observe(messages)) == ["teleport"]
