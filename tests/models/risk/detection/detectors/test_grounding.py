"""Grounding: steering for land raises an alert minutes before; passing, turning, slowing or berthing does not."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.base.schema import NAN
from models.base.settings import Feed, Settings
from models.base.units import MPS_PER_KN
from models.risk.state import State
from tests.models.sea import ISLAND_M, LAT0, LON0, T0, Message, Ship, Watch, coast, core, site, spoilt, watch, zone

MIDDLE_M = sum(ISLAND_M) / 2
STRANDER = Ship(sog_kn=12.0, cog_deg=90, heading_deg=90, east_m=ISLAND_M[0] - 6000, north_m=MIDDLE_M)
UNTIL_S = 900


def off(metres: float, **changes: object) -> Ship:
    """The same ship, `metres` west of the island at the start."""
    return replace(STRANDER, east_m=ISLAND_M[0] - metres, **changes)


def observe(messages: list[Message], *zones: object, **params: object) -> Watch:
    return watch(core(*zones, detectors={"grounding": params}), messages)


@pytest.mark.parametrize("sog_kn", [5.5, 8.0, 12.0, 20.0])
def test_a_ship_that_steers_for_an_island_raises_an_alert_minutes_before(sog_kn: float) -> None:
    ship, aground_s = off(sog_kn * MPS_PER_KN * UNTIL_S, sog_kn=sog_kn), UNTIL_S
    (raised,) = observe(ship.messages(UNTIL_S)).raised("grounding")
    assert 300 <= T0 + aground_s - raised.t_s <= 480
    assert "kn on course 090° it runs aground in about" in raised.alert.text_en
    assert "航向 090°" in raised.alert.text_zh


def test_it_turns_red_two_minutes_before() -> None:
    watched = observe(STRANDER.messages(UNTIL_S))
    red = [each.t_s for each in watched.changes if each.alert.rule == "grounding" and each.alert.colour == "red"]
    aground_s = T0 + 6000 / (12 * MPS_PER_KN)
    assert red and aground_s - red[0] > 120


PASSES = [off(6000, north_m=ISLAND_M[1] + 400), off(6000, north_m=ISLAND_M[0] - 500), off(6000, cog_deg=270.0)]


@pytest.mark.parametrize("ship", PASSES)
def test_a_ship_that_passes_close_by_raises_none(ship: Ship) -> None:
    assert observe(ship.messages(700)).raised("grounding") == []


NEVER = [
    {"sog_kn": 2.5},
    {"station": "class_b_so"},
    {"length_m": 40.0},
    {"ship_type": 30},
    {"ship_type": 52},
    {"ship_type": 55},
    {"ship_type": 60, "length_m": 70.0},
    {"nav_status": 1},
    {"cog_deg": NAN},
]


@pytest.mark.parametrize("changes", NEVER)
def test_vessels_at_home_near_the_shore_or_too_slow_or_unclear_raise_none(changes: dict) -> None:
    ship = off(1500, **changes)
    assert observe(ship.messages(200)).raised("grounding") == []
    assert observe(off(1500).messages(200)).raised("grounding") != []


@pytest.mark.parametrize("kind", ["fairway", "port", "harbour"])
def test_in_a_fairway_a_port_or_a_harbour_a_straight_line_says_nothing(kind: str) -> None:
    here = zone(ISLAND_M[0] - 8000, ISLAND_M[0], 9000, 2000, kind=kind, alert=False)
    assert observe(STRANDER.messages(600), here).raised("grounding") == []


def bending(turn_deg_s: float) -> list[Message]:
    """Steers for the island and turns away to port from 2.5 km off."""
    reports, ship = [], STRANDER
    east_m, north_m, course = ship.east_m, ship.north_m, 90.0
    for second in range(0, 700, 10):
        place = replace(ship, east_m=east_m, north_m=north_m, cog_deg=course, from_s=float(T0 + second))
        reports.append(place.at(float(T0 + second)))
        if east_m > ISLAND_M[0] - 2500 and course > 0:
            course = max(0.0, course - turn_deg_s * 10)
        east_m += 10 * 12 * MPS_PER_KN * float(np.sin(np.radians(course)))
        north_m += 10 * 12 * MPS_PER_KN * float(np.cos(np.radians(course)))
    return [ship.says(float(T0)), *reports]


def test_a_ship_that_turns_in_time_raises_none() -> None:
    assert observe(bending(0.5)).raised("grounding") == []


def slowing() -> list[Message]:
    """Comes in at 9 knots and lies still 400 m off the island."""
    speed_mps, way_m, reports = 9 * MPS_PER_KN, 0.0, []
    lost_mps2 = speed_mps**2 / 2 / 2000
    for second in range(0, 1300, 10):
        braking = way_m > 1600
        ship = replace(off(4000, sog_kn=speed_mps / MPS_PER_KN), from_s=float(T0 + second))
        reports.append(replace(ship, east_m=ship.east_m + way_m).at(float(T0 + second)))
        way_m += speed_mps * 10
        speed_mps = max(speed_mps - lost_mps2 * 10 * braking, 0.0)
    return [STRANDER.says(float(T0)), *reports]


def test_a_ship_that_slows_down_to_anchor_off_the_island_raises_none() -> None:
    assert observe(slowing()).raised("grounding") == []


def test_one_false_course_raises_none() -> None:
    passing = off(6000, cog_deg=0.0, heading_deg=0.0)
    assert observe(spoilt(passing.messages(300), lambda second: second == 200, cog_deg=90.0)).raised("grounding") == []


def test_charted_shoals_count_where_a_site_knows_depths(tmp_path: Path) -> None:
    shutil.copy(coast(), tmp_path / "coast.npz")
    box = np.array([LON0 - 0.3, LAT0 - 0.3, LON0 + 0.3, LAT0 + 0.3])
    depth_m = np.full((60, 60), 40.0)
    depth_m[28:32, 40:44] = 8.0  # a shoal some 10 km east
    np.savez(tmp_path / "depth.npz", depth_m=depth_m, bbox_deg=box)
    here = replace(site(), coast=tmp_path / "coast.npz")
    counts = []
    for length_m in (200.0, 60.0):  # of 9 m draught, and of less than 3
        ship = Ship(sog_kn=12.0, cog_deg=90, length_m=length_m, every_s=10)
        counts.append(
            len(
                watch(State(Settings(), here, (Feed(id="shore", source="stdin:"),)), ship.messages(1500)).raised(
                    "grounding"
                )
            )
        )
    assert counts == [1, 0]


def test_a_vessel_of_unreported_length_that_goes_as_fast_as_a_ship_raises_an_alert() -> None:
    for sog_kn, counts in ((12.0, 1), (7.0, 0)):
        ship = off(sog_kn * MPS_PER_KN * UNTIL_S, sog_kn=sog_kn)
        unnamed = [each for each in ship.messages(UNTIL_S) if each.position]
        assert len(observe(unnamed).raised("grounding")) == counts
