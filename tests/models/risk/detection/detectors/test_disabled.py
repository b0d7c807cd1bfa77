"""Disabled: a ship that was under way and reports being aground or not under command raises an alert; others none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.base.schema import NAN
from models.site.zone import Zone
from tests.models.sea import ISLAND_M, T0, Message, Ship, Watch, core, spoilt, watch, zone

SHIP = Ship(sog_kn=9, cog_deg=90, heading_deg=90, name="HAI FENG 7")
HASTY = {"full_s": 60.0}


def story(before: dict[str, object], after: dict[str, object], seconds: int = 240) -> list[Message]:
    """Sails for a minute, then reports something else from where it is."""
    first = replace(SHIP, **before)
    place = first.at(T0 + 60).position or {}
    there = {"lat0_deg": place["lat_deg"], "lon0_deg": place["lon_deg"], "east_m": 0.0, "north_m": 0.0}
    return first.messages(60) + replace(first, from_s=float(T0 + 60), **there, **after).messages(seconds)


def observe(messages: list[Message], *zones: Zone) -> Watch:
    return watch(core(*zones, detectors={"disabled": HASTY}), messages)


NUC = {"nav_status": 2, "sog_kn": 1.5}
AGROUND = {"nav_status": 6, "sog_kn": 0.0}


@pytest.mark.parametrize(
    ("after", "words"),
    [(NUC, "reports that it is not under command, 1.5 kn"), (AGROUND, "reports that it is aground, 0.0 kn")],
)
def test_a_ship_that_was_under_way_and_reports_it_raises_an_alert(after: dict[str, object], words: str) -> None:
    (raised,) = observe(story({}, after)).raised("disabled")
    assert raised.alert.colour == "orange" and raised.alert.text_en.startswith(words)
    assert T0 + 120 <= raised.t_s <= T0 + 140


NEVER = [
    ({"sog_kn": 0.0}, {"nav_status": 2, "sog_kn": 1.5}),
    ({"sog_kn": 0.0}, AGROUND),
    ({"nav_status": 2}, NUC),
    ({"nav_status": 6}, AGROUND),
    ({}, {"nav_status": 2, "sog_kn": 9.0}),
    ({}, {"nav_status": 2, "sog_kn": 0.0}),
    ({}, {"nav_status": 6, "sog_kn": 5.0}),
    ({}, {"nav_status": 2, "sog_kn": NAN}),
    ({}, {"nav_status": 0, "sog_kn": 1.5}),
    ({"station": "class_b_cs"}, NUC),
    ({"mmsi": 970_010_119}, NUC),
]


@pytest.mark.parametrize(("before", "after"), NEVER)
def test_forgotten_and_impossible_statuses_are_not(before: dict[str, object], after: dict[str, object]) -> None:
    assert observe(story(before, after)).raised("disabled") == []


@pytest.mark.parametrize("kind", ["harbour", "port", "anchorage"])
def test_not_where_ships_lie(kind: str) -> None:
    there = zone(-2_000, -2_000, 6_000, 4_000, kind=kind, alert=False)
    assert observe(story({}, NUC), there).raised("disabled") == []


def test_not_at_a_shore() -> None:
    shore = {"east_m": ISLAND_M[0] - 500.0, "north_m": (ISLAND_M[0] + ISLAND_M[1]) / 2}
    assert observe(story({**shore}, NUC)).raised("disabled") == []


def test_a_few_reports_set_by_mistake_are_not_enough() -> None:
    slips = spoilt(SHIP.messages(240), lambda second: 100 <= second < 130, nav_status=2, sog_kn=1.0)
    assert observe(slips).raised("disabled") == []


def test_it_ends_when_the_ship_sails_on() -> None:
    stops = story({}, NUC, 150)
    on = replace(SHIP, from_s=float(T0 + 210), east_m=400.0).messages(900)
    changes = [each for each in observe(stops + on).changes if each.alert.rule == "disabled"]
    assert [each.event for each in changes if each.event != "update"] == ["raise", "clear"]
