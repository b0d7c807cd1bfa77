"""Anchor drag: going astern out of the circle raises it; swinging, yawing, laying chain and sailing do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.base.schema import NAN
from models.base.units import MPS_PER_KN
from tests.models.fleet import Case, together
from tests.models.sea import ISLAND_M, T0, Message, Ship, Watch, core, spoilt, watch, zone

SWING_M = 180.0
ANCHORED = Ship(nav_status=1, heading_deg=0.0, length_m=150, every_s=180)
DRAGS_AT_S = 1000


def lying(seconds: int, ship: Ship = ANCHORED, turn_deg_s: float = 0.0, yaw_deg: float = 5.0) -> list[Message]:
    """At anchor: the vessel yaws, and swings around its anchor, which lies at (`east_m`, `north_m`)."""
    reports = [ship.says(float(T0 + second)) for second in range(0, seconds, 360)]
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
        reports.append(there.at(float(T0 + second), sog_kn=round(abs(rate) * SWING_M / MPS_PER_KN, 1)))
    return reports


def dragging(seconds: int, ship: Ship = ANCHORED, sog_kn: float = 1.2, first_s: int = 80) -> list[Message]:
    """From DRAGS_AT_S on it goes astern, head to wind; reports come `first_s` later and every three minutes."""
    start = replace(ship, north_m=ship.north_m - SWING_M, sog_kn=sog_kn, cog_deg=180.0, from_s=float(T0 + DRAGS_AT_S))
    return [start.at(float(T0 + DRAGS_AT_S + each)) for each in range(first_s, seconds, ship.every_s)]


def observe(messages: list[Message], *zones: object, until_s: float | None = None, **params: object) -> Watch:
    return watch(core(*zones, detectors={"anchor_drag": params}), messages, until_s)


def leaps(messages: list[Message]) -> list[Message]:
    """One position 440 m to the north, and back again."""
    return [
        replace(each, position=each.position | {"lat_deg": each.position["lat_deg"] + 0.004})
        if each.position and each.rx_s == T0 + 1440
        else each
        for each in messages
    ]


def later(messages: list[Message], seconds: int) -> list[Message]:
    return [replace(each, rx_s=each.rx_s + seconds) for each in messages]


def over_its_anchor(length_m: float) -> list[Message]:
    """Within a quarter of an hour it drifts, still heading north, from one side of its circle to the other."""
    ship = replace(ANCHORED, length_m=length_m)
    lies = lying(DRAGS_AT_S, ship, yaw_deg=185.0)  # it has been all round
    astern = replace(ship, north_m=SWING_M, sog_kn=0.8, cog_deg=180.0, from_s=float(T0 + DRAGS_AT_S))
    return lies + [astern.at(float(T0 + DRAGS_AT_S + each)) for each in range(0, 860, 180)]


def sails(nav_status: int) -> list[Message]:
    sailing = replace(ANCHORED, sog_kn=7.0, cog_deg=0.0, north_m=-SWING_M, nav_status=nav_status, every_s=10)
    return lying(DRAGS_AT_S) + replace(sailing, from_s=float(T0 + DRAGS_AT_S)).messages(600)


def drags(ship: Ship = ANCHORED, seconds: int = 700) -> list[Message]:
    return lying(DRAGS_AT_S, ship) + dragging(seconds, ship)


def without_heading(messages: list[Message]) -> list[Message]:
    return spoilt(messages, lambda _: True, heading_deg=NAN)


def at_once(messages: list[Message], **changes: float) -> list[Message]:
    return spoilt(messages, lambda second: second == 1440, **changes)


MUTE = replace(ANCHORED, length_m=60.0)
DRAGGING = {
    (sog_kn, first_s): lying(DRAGS_AT_S) + dragging(700, sog_kn=sog_kn, first_s=first_s)
    for sog_kn in (0.9, 1.5, 2.5)
    for first_s in (60, 120, 175)
}
# None of these vessels drags: they must raise no alert at all.
SILENT = {
    "swings with the tide": lying(3000, turn_deg_s=0.008),
    "swings with the wind": lying(3000, turn_deg_s=0.2),
    "is set over its anchor by the turning tide, 80 m": over_its_anchor(80.0),
    "is set over its anchor by the turning tide, 150 m": over_its_anchor(150.0),
    "is set over its anchor by the turning tide, 300 m": over_its_anchor(300.0),
    "reports 102.2 kn once": at_once(lying(3000), sog_kn=102.2, cog_deg=180.0),
    "reports no speed once": at_once(lying(3000), sog_kn=NAN, cog_deg=NAN),
    "reports 1.5 kn astern once": at_once(lying(3000), sog_kn=1.5, cog_deg=180.0),
    "has one position elsewhere": leaps(lying(3000)),
    "lays out its chain": dragging(170, replace(ANCHORED, every_s=10), first_s=0),
    "swings without a heading": without_heading(lying(2500, MUTE)),
}
# And these may be anything but an anchor that drags.
OTHERWISE = {
    "weighs anchor and sails": sails(0),
    "sails, still said to be at anchor": sails(1),
    "is class B, which has no status": drags(replace(ANCHORED, station="class_b_so")),
    "is under way by its own word": drags(replace(ANCHORED, nav_status=0)),
    # As where positions are jammed: no anchor gives way at forty knots.
    "leaps miles away and stays": lying(1200) + later(lying(2000, replace(ANCHORED, north_m=9000.0)), 1620),
}
HEADLESS = without_heading(lying(DRAGS_AT_S, MUTE) + dragging(1500, MUTE, sog_kn=2.0))


@pytest.fixture(scope="module")
def cases() -> dict[object, Case]:
    everything = {**DRAGGING, **SILENT, **OTHERWISE, "drags without a heading": HEADLESS}
    return together(core(detectors={"anchor_drag": {}}), everything)


@pytest.mark.parametrize(("sog_kn", "first_s"), DRAGGING)
def test_a_vessel_that_drags_is_found_within_minutes(cases: dict, sog_kn: float, first_s: int) -> None:
    case = cases[sog_kn, first_s]
    (raised,) = case.raised("anchor_drag")
    assert raised.t_s - (T0 + DRAGS_AT_S) <= first_s + 60 or first_s * sog_kn * MPS_PER_KN < 45
    assert raised.t_s - (T0 + DRAGS_AT_S) <= first_s + 240
    assert raised.alert.text_en.startswith(f"moving at {sog_kn:.1f} kn while at anchor, ")
    assert raised.alert.text_zh.startswith("锚泊中以")
    assert {each.alert.colour for each in case.changes} <= {"yellow", "orange"}


@pytest.mark.parametrize("what", SILENT)
def test_no_alert_about_a_vessel_that(cases: dict, what: str) -> None:
    assert cases[what].changes == []


@pytest.mark.parametrize("what", OTHERWISE)
def test_no_anchor_drags_where_one(cases: dict, what: str) -> None:
    assert cases[what].raised("anchor_drag") == []


def test_without_heading_a_place_far_outside_is_enough_in_the_end(cases: dict) -> None:
    assert len(cases["drags without a heading"].raised("anchor_drag")) == 1


@pytest.mark.parametrize("danger", ["island", "cable"])
def test_it_is_red_where_land_or_a_cable_lies_within_half_an_hour(danger: str) -> None:
    near_island = {"east_m": sum(ISLAND_M) / 2, "north_m": ISLAND_M[1] + 1200} if danger == "island" else {}
    cable = zone(-500, -2200, 1000, 1000, kind="cable", alert=False)
    watched = observe(drags(replace(ANCHORED, **near_island), 900), cable)
    (raised,) = watched.raised("anchor_drag")
    assert raised.alert.text_en.endswith("drifting towards danger within 30 min")
    assert "red" in {each.alert.colour for each in watched.changes if each.alert.rule == "anchor_drag"}


def test_one_that_holds_again_far_off_no_longer_drags_and_raises_no_second_alert() -> None:
    drags_s, rests_s = 1500, 4000
    dragged = dragging(drags_s, sog_kn=2.0)
    rest = replace(ANCHORED, north_m=-2 * SWING_M - 2.0 * MPS_PER_KN * drags_s)
    rests = later(lying(rests_s, rest, turn_deg_s=0.02), DRAGS_AT_S + drags_s)
    watched = observe(lying(DRAGS_AT_S) + dragged + rests)
    (raised,) = watched.raised("anchor_drag")
    (cleared,) = [each for each in watched.changes if each.alert.rule == "anchor_drag" and each.event == "clear"]
    assert raised.t_s < T0 + DRAGS_AT_S + drags_s < cleared.t_s < T0 + DRAGS_AT_S + drags_s + 1800
