"""Anchor drag: a ship that goes astern out of her circle is told of; who swings, yaws, lays chain or sails is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.base.schema import NAN
from models.base.units import MPS_PER_KN
from tests.models.sea import ISLAND_M, T0, Message, Ship, Watch, core, spoilt, watch, zone

SWING_M = 180.0
ANCHORED = Ship(nav_status=1, heading_deg=0.0, length_m=150, every_s=180)
DRAGS_AT_S = 1000


def lying(seconds: int, ship: Ship = ANCHORED, turn_deg_s: float = 0.0, yaw_deg: float = 5.0) -> list[Message]:
    """At anchor: the ship yaws, and swings around her anchor, which lies at (`east_m`, `north_m`)."""
    said = [ship.says(float(T0 + second)) for second in range(0, seconds, 360)]
    for second in range(0, seconds, ship.every_s):
        heading = turn_deg_s * second + yaw_deg * np.sin(second / 95)
        rate = np.radians(turn_deg_s + yaw_deg * np.cos(second / 95) / 95)
        astern = np.radians(heading + 180)
        there = replace(
            ship,
            east_m=ship.east_m + SWING_M * float(np.sin(astern)),
            north_m=ship.north_m + SWING_M * float(np.cos(astern)),
            heading_deg=float(heading % 360),
            cog_deg=float((heading - 90 * np.sign(rate)) % 360),
            from_s=float(T0 + second),
        )
        said.append(there.at(float(T0 + second), sog_kn=round(abs(rate) * SWING_M / MPS_PER_KN, 1)))
    return said


def dragging(seconds: int, ship: Ship = ANCHORED, sog_kn: float = 1.2, first_s: int = 80) -> list[Message]:
    """From DRAGS_AT_S on she goes astern, head to wind; heard `first_s` later and every three minutes."""
    start = replace(ship, north_m=ship.north_m - SWING_M, sog_kn=sog_kn, cog_deg=180.0, from_s=float(T0 + DRAGS_AT_S))
    return [start.at(float(T0 + DRAGS_AT_S + each)) for each in range(first_s, seconds, ship.every_s)]


def seen(messages: list[Message], *zones: object, until_s: float | None = None, **params: object) -> Watch:
    return watch(core(*zones, detectors={"anchor_drag": params}), messages, until_s)


@pytest.mark.parametrize("first_s", [60, 120, 175])
@pytest.mark.parametrize("sog_kn", [0.9, 1.5, 2.5])
def test_a_ship_that_drags_is_told_of_within_minutes(first_s: int, sog_kn: float) -> None:
    watched = seen(lying(DRAGS_AT_S) + dragging(700, sog_kn=sog_kn, first_s=first_s))
    (raised,) = watched.raised("anchor_drag")
    assert raised.t_s - (T0 + DRAGS_AT_S) <= first_s + 60 or first_s * sog_kn * MPS_PER_KN < 45
    assert raised.t_s - (T0 + DRAGS_AT_S) <= first_s + 240
    assert raised.alert.text_en.startswith(f"at anchor, making {sog_kn:.1f} kn, ")
    assert raised.alert.text_zh.startswith("锚泊中以")
    assert {each.alert.colour for each in watched.changes} <= {"yellow", "orange"}


@pytest.mark.parametrize("danger", ["island", "cable"])
def test_it_is_red_where_land_or_a_cable_lies_within_half_an_hour(danger: str) -> None:
    near_island = {"east_m": sum(ISLAND_M) / 2, "north_m": ISLAND_M[1] + 1200} if danger == "island" else {}
    ship = replace(ANCHORED, **near_island)
    cable = zone(-500, -2200, 1000, 1000, kind="cable", alert=False)
    watched = seen(lying(DRAGS_AT_S, ship) + dragging(900, ship), cable)
    (raised,) = watched.raised("anchor_drag")
    assert raised.alert.text_en.endswith("danger within half an hour")
    assert "red" in {each.alert.colour for each in watched.changes if each.alert.rule == "anchor_drag"}


@pytest.mark.parametrize("turn_deg_s", [0.008, 0.2])
def test_who_swings_with_tide_or_wind_is_not(turn_deg_s: float) -> None:
    assert seen(lying(3000, turn_deg_s=turn_deg_s)).changes == []


@pytest.mark.parametrize("length_m", [80.0, 150.0, 300.0])
def test_the_tide_that_turns_and_sets_her_astern_over_her_anchor_is_not(length_m: float) -> None:
    """Within a quarter of an hour she drifts, still heading north, from one side of her circle to the other."""
    ship = replace(ANCHORED, length_m=length_m)
    lies = lying(DRAGS_AT_S, ship, yaw_deg=185.0)  # she has been all round
    astern = replace(ship, north_m=SWING_M, sog_kn=0.8, cog_deg=180.0, from_s=float(T0 + DRAGS_AT_S))
    over = [astern.at(float(T0 + DRAGS_AT_S + each)) for each in range(0, 860, 180)]
    assert seen(lies + over).changes == []


def test_one_impossible_speed_at_anchor_is_not() -> None:
    for sog_kn, cog_deg in ((102.2, 180.0), (NAN, NAN), (1.5, 180.0)):
        messages = spoilt(lying(3000), lambda second: second == 1440, sog_kn=sog_kn, cog_deg=cog_deg)
        assert seen(messages).changes == []


def test_a_jumped_fix_is_not() -> None:
    messages = lying(3000)
    jumped = [
        replace(each, position=each.position | {"lat_deg": each.position["lat_deg"] + 0.004})
        if each.position and each.rx_s == T0 + 1440
        else each
        for each in messages
    ]
    assert seen(jumped).changes == []


def test_who_lays_out_her_chain_is_not() -> None:
    laying = dragging(170, replace(ANCHORED, every_s=10), first_s=0)
    assert seen(laying, until_s=T0 + DRAGS_AT_S + 500).changes == []


def test_who_weighs_anchor_and_sails_is_not_with_or_without_changing_her_status() -> None:
    for nav_status in (0, 1):
        sailing = replace(ANCHORED, sog_kn=7.0, cog_deg=0.0, north_m=-SWING_M, nav_status=nav_status, every_s=10)
        sails = replace(sailing, from_s=float(T0 + DRAGS_AT_S))
        assert seen(lying(DRAGS_AT_S) + sails.messages(600)).raised("anchor_drag") == []


def test_without_heading_a_place_far_outside_tells_in_the_end() -> None:
    mute = replace(ANCHORED, length_m=60.0)
    messages = spoilt(lying(DRAGS_AT_S, mute) + dragging(1500, mute, sog_kn=2.0), lambda _: True, heading_deg=NAN)
    assert len(seen(messages).raised("anchor_drag")) == 1
    assert seen(spoilt(lying(2500, mute), lambda _: True, heading_deg=NAN)).changes == []


@pytest.mark.parametrize("changes", [{"station": "class_b_so"}, {"nav_status": 0}])
def test_who_is_not_at_anchor_by_her_own_word_is_not(changes: dict) -> None:
    ship = replace(ANCHORED, **changes)
    assert seen(lying(DRAGS_AT_S, ship) + dragging(700, ship)).raised("anchor_drag") == []


def test_who_holds_again_far_off_is_no_longer_told_of_and_not_once_more() -> None:
    drags_s, rests_s = 1500, 4000
    dragged = dragging(drags_s, sog_kn=2.0)
    rest = replace(ANCHORED, north_m=-2 * SWING_M - 2.0 * MPS_PER_KN * drags_s)
    rests = [replace(each, rx_s=each.rx_s + DRAGS_AT_S + drags_s) for each in lying(rests_s, rest, turn_deg_s=0.02)]
    watched = seen(lying(DRAGS_AT_S) + dragged + rests)
    (raised,) = watched.raised("anchor_drag")
    (cleared,) = [each for each in watched.changes if each.alert.rule == "anchor_drag" and each.event == "clear"]
    assert raised.t_s < T0 + DRAGS_AT_S + drags_s < cleared.t_s < T0 + DRAGS_AT_S + drags_s + 1800


def test_a_position_that_leaps_miles_away_and_stays_there_is_not() -> None:
    """As where positions are jammed: no anchor gives way at forty knots."""
    away = [replace(each, rx_s=each.rx_s + 1620) for each in lying(2000, replace(ANCHORED, north_m=9000.0))]
    assert seen(lying(1200) + away).raised("anchor_drag") == []
