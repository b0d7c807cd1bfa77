"""Collision: two ships on their way into each other's domain raise an alert in time; all others raise none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.base.schema import KIND, NAN
from models.base.units import MPS_PER_KN
from models.risk.detection.encounters.partners import lengths_m
from tests.models.sea import ISLAND_M, T0, Message, Ship, Watch, apart, core, nm, watch, zone

ONE, OTHER = 412_000_001, 412_000_002
MINUTE = 60
AHEAD_S = 300  # from here on both are close enough to raise an alert at once


def pair(seconds: int, mine: Ship, other: Ship, *zones: object, **settings: object) -> Watch:
    """Watch two ships for these seconds."""
    reports = mine.messages(seconds) + replace(other, mmsi=OTHER).messages(seconds)
    return watch(core(*zones, **settings), reports, T0 + seconds)


def meeting(cog_deg: float, in_s: float = AHEAD_S, sog_kn: float = 10, miss_m: float = 0, **changes: object) -> Ship:
    """A ship on a course that brings it to (`miss_m` east of) our start after `in_s`."""
    back_m = sog_kn * MPS_PER_KN * in_s
    place = apart(back_m, cog_deg + 180)
    return Ship(
        mmsi=OTHER,
        east_m=place["east_m"] + miss_m,
        north_m=place["north_m"],
        sog_kn=sog_kn,
        cog_deg=cog_deg,
        **changes,
    )


def northward(in_s: float = AHEAD_S, **changes: object) -> Ship:
    """A ship that goes north and is at our start after `in_s`."""
    return Ship(sog_kn=10, cog_deg=0, north_m=-10 * MPS_PER_KN * in_s, name="NORTHWARD", **changes)


def test_head_on_is_raised_once_well_ahead_goes_red_and_clears_when_past() -> None:
    observed = pair(900, northward(700), meeting(180, 700, name="SOUTHWARD"))
    (raised,) = observed.raised("collision")
    assert 300 <= T0 + 700 - raised.t_s <= 600, "five to ten minutes ahead"
    assert {raised.alert.mmsi, raised.alert.partner_mmsi} == {ONE, OTHER}
    assert {raised.alert.name, raised.alert.partner_name} == {"NORTHWARD", "SOUTHWARD"}
    assert raised.alert.text_en.startswith("head-on: CPA 0.00 NM in ")
    assert raised.alert.text_zh.startswith("对遇：")
    reds = [each.t_s for each in observed.changes if each.alert.colour == "red"]
    assert reds and reds[0] < T0 + 700 - 180
    assert observed.events()[-1] == "clear" and T0 + 700 < observed.changes[-1].t_s < T0 + 700 + 3 * MINUTE
    assert len({each.alert.alert_id for each in observed.changes}) == 1


@pytest.mark.parametrize(("cog_deg", "word"), [(270, "crossing"), (45, "overtaking"), (180, "head-on")])
def test_the_kind_of_encounter_is_named(cog_deg: float, word: str) -> None:
    observed = pair(60, northward(), meeting(cog_deg))
    assert observed.raised("collision")[0].alert.text_en.startswith(word)


def test_both_ships_carry_the_risk_and_its_reasons_add_up() -> None:
    observed = pair(200, northward(), meeting(270))
    assert observed.picture is not None
    assert observed.picture.vessels["risk"].tolist() == pytest.approx([0.95 + 0.05 * 0.03] * 2, abs=1e-2)
    (alert,) = observed.picture.alerts
    assert [each.name for each in alert.factors] == ["collision", "prior"]
    assert sum(each.share for each in alert.factors) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        (northward(), meeting(180, miss_m=nm(1.5))),
        (northward(), Ship(sog_kn=10, cog_deg=0, east_m=800, north_m=-4000)),
        (northward(), Ship(sog_kn=10, cog_deg=180, north_m=-10 * MPS_PER_KN * AHEAD_S - 1500)),
        (Ship(sog_kn=0.3), Ship(sog_kn=0.5, cog_deg=180, north_m=400)),
        (northward(ship_type=30), meeting(180, ship_type=30)),
        (northward(length_m=20), meeting(180, length_m=25)),
        (Ship(sog_kn=3, cog_deg=0, ship_type=52), Ship(sog_kn=1, cog_deg=180, north_m=480, length_m=300)),
        (Ship(sog_kn=3, cog_deg=0, ship_type=55), Ship(sog_kn=1, cog_deg=180, north_m=480, length_m=300)),
        (northward(ship_type=52), meeting(180, ship_type=31)),
        (northward(), Ship(nav_status=5)),
        (northward(), Ship(station="aton")),
        (northward(), Ship(station="base")),
    ],
    ids=[
        "passing a mile and a half off",
        "the same velocity",
        "opening",
        "neither moves",
        "both fish",
        "both small",
        "a tug at work",
        "law at work",
        "tug and tow",
        "a moored ship",
        "a buoy",
        "a base station",
    ],
)
def test_these_are_left_alone(mine: Ship, other: Ship) -> None:
    assert pair(90, mine, other).changes == []


@pytest.mark.parametrize(
    "other",
    [
        Ship(sog_kn=0.0, nav_status=1),
        meeting(270, station="class_b_cs", length_m=40),
        meeting(270, ship_type=30),
        meeting(270, ship_type=52),
        meeting(270, length_m=20),
    ],
    ids=["an anchored ship", "class B", "one fishes", "a tug from afar", "one small"],
)
def test_these_raise_an_alert(other: Ship) -> None:
    assert len(pair(90, northward(), other).raised("collision")) == 1


def test_in_a_fairway_ships_may_pass_closer() -> None:
    """Hulls of 20 m beam: 22 m of water between them worry nobody in a fairway."""
    passing = meeting(180, 180, miss_m=42)
    fairway = zone(-3000, -20_000, 6000, 40_000, kind="fairway", alert=False)
    assert len(pair(170, northward(180), passing).raised("collision")) == 1
    assert pair(170, northward(180), passing, fairway).raised("collision") == []


def test_within_one_harbour_ships_are_left_alone() -> None:
    harbour = zone(-3000, -3000, 6000, 6000, kind="harbour", alert=False)
    assert pair(90, northward(), meeting(270), harbour).changes == []
    small = zone(-3000, -3000, 3100, 6000, kind="harbour", alert=False)
    assert len(pair(90, northward(), meeting(270), small).raised("collision")) == 1, "one is still outside"


def test_the_ways_of_others_show_a_channel() -> None:
    """Where seven others passed in line and nobody beside them, ships meet at 22 m between hulls as in a fairway."""
    before_s = 600
    line = [
        Ship(mmsi=OTHER + 10 + number, sog_kn=12, north_m=-1500.0 - 200 * number, length_m=40) for number in range(7)
    ]
    meet = [replace(each, from_s=float(T0 + before_s)) for each in (northward(180), meeting(180, 180, miss_m=42))]
    both = [each for ship in meet for each in ship.messages(170)]
    for others, raised in ((line, 0), ([], 1)):
        passed = [each for ship in others for each in ship.messages(before_s)]
        observed = watch(core(), [*passed, *both], T0 + before_s + 170)
        pairs = [{each.alert.mmsi, each.alert.partner_mmsi} for each in observed.raised("collision")]
        assert pairs.count({ONE, OTHER}) == raised


def by_the_island(ship: Ship) -> Ship:
    """The same ship half a mile south of the only island."""
    return replace(ship, east_m=ship.east_m + ISLAND_M[0] + 1000, north_m=ship.north_m + ISLAND_M[0] - 900)


def test_in_narrow_water_ships_may_pass_closer_and_later() -> None:
    eastward = replace(meeting(90, 120), mmsi=ONE)
    near = meeting(270, 120)
    passing = replace(near, north_m=42.0)
    for other, narrow, open_sea in ((near, 1, 1), (passing, 0, 1)):
        assert len(pair(110, eastward, other).raised("collision")) == open_sea
        assert len(pair(110, by_the_island(eastward), by_the_island(other)).raised("collision")) == narrow


def test_a_ship_at_a_quay_takes_no_part_but_one_that_lies_in_the_stream_does_whatever_its_status() -> None:
    """A still ship within 250 m of land is alongside, also when it reports to be under way."""
    eastward = by_the_island(replace(meeting(90, 120), mmsi=ONE))
    for aside_m, raised in ((0.0, 1), (-750.0, 0)):
        by = replace(eastward, north_m=eastward.north_m - aside_m)
        lying = replace(by_the_island(Ship(sog_kn=0.2)), north_m=by.north_m)
        assert len(pair(110, by, lying).raised("collision")) == raised


def test_a_position_too_old_for_dead_reckoning_meets_no_ship() -> None:
    both = northward(700).messages(60) + meeting(180, 700).messages(60)
    assert watch(core(), both, T0 + 400).changes == [], "last received ten minutes before they meet"


def test_of_a_crowd_each_ship_has_its_worst_encounter_reported() -> None:
    crowd = [northward().messages(120)]
    for number, course in enumerate((90, 135, 180, 225, 270)):
        crowd.append(replace(meeting(course), mmsi=OTHER + number).messages(120))
    observed = watch(core(), [each for ship in crowd for each in ship], T0 + 120)
    assert observed.picture is not None
    concerned = {each for alert in observed.picture.alerts for each in (alert.mmsi, alert.partner_mmsi)}
    assert concerned == {ONE, *range(OTHER, OTHER + 5)}
    assert len(observed.raised("collision")) < 15, "not every pair of six ships"


def test_an_unreported_length_is_the_usual_one_of_its_kind() -> None:
    kinds = np.array([KIND["merchant"], KIND["fishing"], KIND["unknown"], KIND["merchant"]], "u1")
    assert lengths_m(np.array([NAN, 0.0, NAN, 99.0]), kinds).tolist() == [120, 35, 40, 99]


def test_parameters_are_settings() -> None:
    def raised(**params: object) -> list[float]:
        observed = pair(250, northward(600), meeting(180, 600), detectors={"collision": params})
        return [each.t_s for each in observed.raised("collision")]

    assert len(raised()) == 1
    assert raised(full_s=150.0) == []
    assert raised(enabled=False) == []


def test_a_ship_in_a_turn_is_not_judged_by_its_present_course_unless_it_is_near() -> None:
    """She reports a course that leads into the other's way, but has come to it only now, and goes on turning."""
    other = meeting(180, 450)
    far = northward(450)
    turning = [far.at(T0 + t_s, cog_deg=(90.0 if t_s < 60 else 0.0)) for t_s in range(0, 90, 10)]
    statics = [far.says(float(T0))]
    observed = watch(core(), [*statics, *turning, *other.messages(90)])
    assert observed.raised("collision") == []


def test_small_vessels_that_never_reported_their_length_raise_no_alerts_about_each_other() -> None:
    boats = [
        replace(each, station="class_b_cs", length_m=0.0, ship_type=37) for each in (northward(300), meeting(180, 300))
    ]
    assert pair(250, *boats).raised("collision") == []


def test_a_pass_inside_a_domain_but_clear_of_the_hull_is_no_alert() -> None:
    """A ship of 150 m at 10 kn has a domain of some 450 m to starboard, and 10 m of hull."""
    by = {miss_m: pair(400, northward(420), meeting(180, 420, miss_m=miss_m)) for miss_m in (40.0, 100.0, 440.0)}
    assert [len(observed.raised("collision")) for observed in by.values()] == [1, 0, 0]


def test_a_ship_that_lies_is_given_more_room_and_less_time() -> None:
    """One at anchor may swing; whoever passes it turns away late."""
    lying = Ship(sog_kn=0.1, nav_status=1, heading_deg=0.0, every_s=60)
    by = {aside_m: pair(400, northward(400), replace(lying, east_m=aside_m)) for aside_m in (0.0, 60.0, 90.0)}
    assert [len(observed.raised("collision")) for observed in by.values()] == [1, 1, 0]
    assert T0 + 400 - by[0.0].raised("collision")[0].t_s < 260


def test_lengths_and_beams_decide_not_antennas() -> None:
    """Crossing 120 m ahead of the antenna of a ship that reports 100 m of hull before it, or only 20."""
    crossing = meeting(270, 240, every_s=5, length_m=40)
    for ahead_m, raised in ((20.0, 0), (100.0, 1)):
        one = replace(northward(240, every_s=5), north_m=-10 * MPS_PER_KN * 240 - 120)
        reports = [one.says(float(T0), to_bow_m=ahead_m, to_stern_m=150 - ahead_m)]
        reports += [each for each in one.messages(235) if each.position] + crossing.messages(235)
        assert len(watch(core(), reports).raised("collision")) == raised, ahead_m


def going_round(seconds: int, deg_per_s: float, speed_kn: float = 8.0) -> list[Message]:
    """All reports of a ship that circles and is at our start, bound north, after `seconds`."""
    mps, rate = speed_kn * MPS_PER_KN, np.radians(deg_per_s)
    radius_m = mps / rate
    reports = []
    for t_s in range(0, seconds, 10):
        course = rate * t_s
        place = Ship(east_m=radius_m * (1 - np.cos(course)), north_m=radius_m * np.sin(course), from_s=float(T0 + t_s))
        reports.append(place.at(T0 + t_s, cog_deg=float(np.degrees(course) % 360), sog_kn=speed_kn))
    return [Ship().says(float(T0)), *reports]


def test_a_ship_that_circles_is_judged_along_its_turn() -> None:
    """Nine degrees a minute: in three and a half minutes it will not be where it pointed after five."""
    for deg_per_s, place, count in ((0.15, (1086.0, 1737.0), 0), (0.0001, (0.0, 2400.0), 1)):
        ahead = Ship(mmsi=OTHER, nav_status=1, east_m=place[0], north_m=place[1])
        observed = watch(core(), [*going_round(600, deg_per_s), *ahead.messages(600)])
        assert len(observed.raised("collision")) == count


def test_in_a_fairway_less_time_is_given() -> None:
    fairway = zone(-6000, -20_000, 12_000, 40_000, kind="fairway", alert=False)
    first = [
        pair(700, northward(700), meeting(180, 700), *zones).raised("collision")[0].t_s for zones in ((), (fairway,))
    ]
    assert T0 + 700 - first[0] > 300
    assert 60 < T0 + 700 - first[1] < 130


def test_a_vessel_that_has_just_jumped_is_given_a_minute() -> None:
    """Where many jump together it is jamming, and that takes most of a minute to show."""
    far = replace(northward(300), east_m=nm(6))
    jumps = far.messages(100) + [each for each in northward(300).messages(200) if each.rx_s >= T0 + 100]
    observed = watch(core(detectors={"teleport": {"enabled": False}}), [*jumps, *meeting(180).messages(200)], T0 + 200)
    assert [each.t_s - T0 >= 155 for each in observed.raised("collision")] == [True]


@pytest.mark.parametrize(("reports", "count"), [({"sog_kn": 10.0}, 0), ({}, 1)])
def test_a_ship_whose_position_is_frozen_meets_no_ship(reports: dict[str, float], count: int) -> None:
    """It reports 10 kn, but its positions stand still: nobody knows where it is. One that lies there is in the way."""
    lies, comes = Ship(cog_deg=180), replace(northward(500), mmsi=OTHER)  # heard after 200 s
    far = [Ship(mmsi=412_000_100 + n, east_m=nm(20), north_m=nm(2 * n), sog_kn=12, cog_deg=90) for n in range(3)]
    traffic = [each for ship in far for each in ship.messages(500)]
    traffic += [each for each in comes.messages(500) if each.rx_s >= T0 + 200]
    observed = watch(core(), [*lies.messages(500, **reports), *traffic], T0 + 500)
    assert len(observed.raised("collision")) == count
