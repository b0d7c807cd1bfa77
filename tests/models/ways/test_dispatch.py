"""Who can be sent: every craft is listed, grey with its reasons, and the order of the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from models.base.paths import SITES
from models.site.force import Base, Craft, Force
from models.site.site import load_site
from models.ways.dispatch import Candidate, CraftPlaces, DispatchState, LeftBehind, in_order, ranking
from models.ways.intercept import MovingTarget
from models.ways.reasons import REASONS, CraftReadiness, DispatchWeather, TaskNeeds
from models.ways.travel_time import grid_of
from tests.models.sea import LAT0, LON0, T0, site
from tests.models.ways.test_intercept import place, target

MADE = site()
BOARDING = TaskNeeds(frozenset({"board"}), officers=2)
HERE = target(speed_kn=0.0)
STILL, MOVING = HERE, target(90.0, 8.0)
BASES = (Base("near", "近", "Near", *place(-5, 0)), Base("far", "远", "Far", *place(-20, 0)))


def craft(id_: str = "a", base: int = 0, **changes: Any) -> Craft:
    return replace(Craft(id_, "艇", "boat", 0, base, None, 20.0, 10, 10, officers=10, turnout_min=0.0), **changes)


def ranked(
    *craft_: Craft,
    at: MovingTarget = STILL,
    needs: TaskNeeds = BOARDING,
    ready: CraftReadiness | None = None,
    weather: DispatchWeather | None = None,
    leaves: Callable[[int], LeftBehind] | None = None,
) -> list[Candidate]:
    """The ranking of craft at their bases."""
    force = Force("示意", "illustrative", BASES, craft_)
    lon, lat = (np.array([getattr(BASES[each.base], name) for each in craft_]) for name in ("lon_deg", "lat_deg"))
    places = CraftPlaces(lon, lat, np.zeros(len(craft_), bool))
    now = DispatchState(float(T0), places, ready or CraftReadiness(), weather or DispatchWeather())
    return ranking(force, MADE.coast, grid_of(MADE.bbox), at, needs, now, 1.0, leaves)


WHY: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("down", {}, {"ready": CraftReadiness({"a": "down"})}),
    ("off", {}, {"ready": CraftReadiness({"a": "off"})}),
    ("ashore", {"kind": "team"}, {}),
    ("powers", {"powers": frozenset({"rescue"})}, {}),
    ("stop", {"powers": frozenset({"board"})}, {"at": MOVING}),
    ("officers", {"officers": 1}, {}),
    ("officers", {}, {"ready": CraftReadiness({"a": "short"}, {"a": 1})}),
    ("wind", {"wind_max_mps": 13.0}, {"weather": DispatchWeather(wind_mps=14.0)}),
    ("wave", {"wave_max_m": 2.0}, {"weather": DispatchWeather(wave_m=2.5)}),
    ("draught", {"draught_m": 2.0}, {"weather": DispatchWeather(depth_m=lambda lon, lat: 0 * lon + 2.4)}),
    ("cannot_overtake", {"speed_kn": 7.0}, {"at": MOVING}),
    ("endurance", {"endurance_h": 1.9}, {}),  # a quarter of an hour there, 1.5 on the spot, a quarter back
    ("engaged", {}, {"ready": CraftReadiness(engaged={"a": "ZS-9/1"})}),
]


@pytest.mark.parametrize(("reason", "boat", "given"), WHY)
def test_a_craft_that_cannot_be_sent_is_grey_with_its_reason(
    reason: str, boat: dict[str, Any], given: dict[str, Any]
) -> None:
    (found,) = ranked(craft(**boat), **given)
    assert found.reasons == (reason,) and not found.fit


def test_every_reason_is_tried_above_but_no_way() -> None:
    assert {reason for reason, _, _ in WHY} == set(REASONS) - {"no_way"}


@pytest.mark.parametrize(
    ("powers", "needs", "at"),
    [
        ({"board"}, BOARDING, STILL),  # at anchor: nobody is stopped
        ({"board", "stop"}, BOARDING, MOVING),
        ({"board", "fishery"}, TaskNeeds(frozenset({"board", "fishery"})), MOVING),  # a fishing vessel
        ({"board"}, replace(BOARDING, exception=True), MOVING),  # waiting would be grave
        ({"rescue"}, TaskNeeds(frozenset({"rescue"})), MOVING),
        (set(), TaskNeeds(), MOVING),
    ],
)
def test_who_may_stop_a_ship_under_way(powers: set[str], needs: TaskNeeds, at: MovingTarget) -> None:
    (found,) = ranked(craft(powers=frozenset(powers)), at=at, needs=needs)
    assert found.fit


@pytest.mark.parametrize(
    ("boat", "weather"),
    [
        ({"endurance_h": 2.1}, DispatchWeather()),
        ({"wind_max_mps": 14.0}, DispatchWeather(wind_mps=14.0)),
        ({"draught_m": 1.9}, DispatchWeather(depth_m=lambda lon, lat: 0 * lon + 2.4)),
        ({"draught_m": 9.0}, DispatchWeather(depth_m=lambda lon, lat: np.nan * lon)),  # the depth is not known
    ],
)
def test_what_is_just_enough_or_unknown_is_no_reason(boat: dict[str, Any], weather: DispatchWeather) -> None:
    assert ranked(craft(**boat), weather=weather)[0].fit


def test_a_candidate_says_when_where_and_how() -> None:
    (found,) = ranked(craft())
    assert found.minutes == pytest.approx(15, rel=0.05) and found.way_nm == pytest.approx(5, rel=0.05)
    assert found.meet_t_s == pytest.approx(T0 + 60 * found.minutes)
    assert (found.lon_deg, found.lat_deg) == (LON0, LAT0) and found.line[-1].tolist() == [LON0, LAT0]


def test_bad_weather_makes_all_slower() -> None:
    assert ranked(craft(), weather=DispatchWeather(slower=0.5))[0].minutes == pytest.approx(30, rel=0.05)


def test_a_craft_at_sea_needs_no_time_to_turn_out() -> None:
    force = Force("示意", "illustrative", BASES, (craft(turnout_min=20.0), craft("b", turnout_min=20.0)))
    lon, lat = (np.array([each, each]) for each in place(-5, 0))
    now = DispatchState(float(T0), CraftPlaces(lon, lat, np.array([False, True])))
    first, second = ranking(force, MADE.coast, grid_of(MADE.bbox), STILL, BOARDING, now, 1.0)
    assert (first.id, second.id) == ("b", "a") and second.minutes - first.minutes == pytest.approx(20)


def test_the_quickest_is_first_the_engaged_come_later_and_the_grey_last() -> None:
    boats = [craft("far", 1), craft("near"), craft("busy"), craft("weak", officers=1)]
    found = ranked(*boats, ready=CraftReadiness(engaged={"busy": "ZS-9/1"}))
    assert [each.id for each in found] == ["near", "far", "busy", "weak"]
    assert found[2].may_leave and found[2].order == "ZS-9/1"


@pytest.mark.parametrize(
    ("minutes", "bare", "expected"),
    [
        ((10, 14, 20), (1, 0, 0), "bac"),  # within five minutes: the one that leaves no red work bare
        ((10, 16, 20), (1, 0, 0), "abc"),
        ((10, 14, 18), (1, 1, 0), "acb"),  # b is in the tie of a, then c in that of b
    ],
)
def test_of_those_within_five_minutes_the_one_that_leaves_least_is_first(
    minutes: tuple[float, ...], bare: tuple[int, ...], expected: str
) -> None:
    (one,) = ranked(craft())
    found = [
        replace(one, craft=row, id=id_, minutes=float(minutes[row]), left=LeftBehind(0.5, 0.5, bare[row]))
        for row, id_ in enumerate("abc")
    ]
    assert "".join(each.id for each in in_order(found)) == expected


def test_less_pressure_decides_between_craft_that_leave_no_red_work() -> None:
    leaves = {0: LeftBehind(0.5, 0.9, 0), 1: LeftBehind(0.5, 0.6, 0)}
    found = ranked(
        craft("a"), craft("b"), craft("down"), ready=CraftReadiness({"down": "down"}), leaves=leaves.__getitem__
    )
    assert [each.id for each in found] == ["b", "a", "down"] and found[2].left is None


def test_a_site_without_craft_has_nobody_to_send() -> None:
    assert ranked() == []


def test_all_48_craft_of_zhoushan_are_listed_for_a_trawler_under_way() -> None:
    zhoushan = load_site(SITES / "zhoushan")
    force = zhoushan.force
    bases = [force.bases[each.base] for each in force.craft]
    lon, lat = (np.array([getattr(each, name) for each in bases]) for name in ("lon_deg", "lat_deg"))
    now = DispatchState(float(T0), CraftPlaces(lon, lat, np.zeros(len(bases), bool)))
    needs = TaskNeeds(frozenset({"board", "fishery"}), 2)
    found = ranking(force, zhoushan.coast, grid_of(zhoushan.bbox), MovingTarget(122.7, 29.9, 20.0, 6.0), needs, now)
    assert sorted(each.craft for each in found) == list(range(48))
    assert {force.craft[each.craft].agency for each in found if each.fit} == {"fishery"}
    assert all("powers" in each.reasons for each in found if force.craft[each.craft].agency == "msa")
