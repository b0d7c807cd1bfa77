"""The effect of a call is read from the track: seen in time, not seen, or not to be measured."""

from __future__ import annotations

import numpy as np
import pytest

from models.base.geo import move_deg
from models.base.units import MPS_PER_KN
from models.site.playbooks.effects import _EXPECTATIONS, CallEffect, TrackSlice, effect_of
from models.site.playbooks.vocabulary import EXPECTATIONS

CALL_S = 600.0
STEP_S = 10.0


def track(*legs: tuple[float, float, float], lat: float = 30.0, lon: float = 122.0) -> TrackSlice:
    """A vessel that reports every ten seconds on legs of (seconds, knots, course) from time 0."""
    speed = np.concatenate([np.full(round(seconds / STEP_S), knots) for seconds, knots, _ in legs])
    course = np.concatenate([np.full(round(seconds / STEP_S), degrees) for seconds, _, degrees in legs])
    way = speed * MPS_PER_KN * STEP_S
    east, north = np.cumsum(way * np.sin(np.radians(course))), np.cumsum(way * np.cos(np.radians(course)))
    lats, lons = move_deg(np.full(len(way), lat), np.full(len(way), lon), east, north)
    return TrackSlice(np.arange(len(way)) * STEP_S, lats, lons, speed, course)


def effect(expect: str, *legs: tuple[float, float, float], within_min: float = 10.0) -> CallEffect:
    return effect_of(expect, track(*legs), CALL_S, within_min)


@pytest.mark.parametrize(
    ("expect", "then"),
    [
        ("course_or_speed", (600.0, 10.0, 115.0)),
        ("course_or_speed", (600.0, 6.0, 90.0)),
        ("slows", (600.0, 6.0, 90.0)),
        ("leaves", (600.0, 10.0, 90.0)),
        ("reports_again", (600.0, 10.0, 90.0)),
    ],
)
def test_an_effect_is_seen(expect: str, then: tuple[float, float, float]) -> None:
    found = effect(expect, (610.0, 10.0, 90.0), then)
    assert (found.seen, found.measured) == (True, True)
    assert found.at_s is not None and CALL_S < found.at_s <= CALL_S + 600


@pytest.mark.parametrize("expect", ["course_or_speed", "slows"])
def test_who_goes_on_as_before_shows_no_effect(expect: str) -> None:
    found = effect(expect, (1200.0, 10.0, 90.0))
    assert (found.seen, found.at_s, found.measured) == (False, None, True)


def test_a_trawler_that_hauls_and_steams_off_has_stopped_fishing() -> None:
    assert effect("stops_fishing", (700.0, 3.0, 90.0), (300.0, 0.5, 90.0), (200.0, 8.5, 200.0)).seen


def test_a_trawler_that_only_slows_may_be_hauling() -> None:
    assert not effect("stops_fishing", (700.0, 3.0, 90.0), (600.0, 0.5, 90.0)).seen


def test_an_effect_after_the_time_allowed_does_not_count() -> None:
    legs = (900.0, 10.0, 90.0), (300.0, 10.0, 150.0)
    assert not effect("course_or_speed", *legs, within_min=4).seen
    assert effect("course_or_speed", *legs, within_min=6).seen


def test_a_turn_before_the_call_is_not_its_effect() -> None:
    assert not effect("course_or_speed", (200.0, 10.0, 20.0), (1000.0, 10.0, 90.0)).seen


def test_a_single_odd_report_is_no_effect() -> None:
    assert not effect("course_or_speed", (700.0, 10.0, 90.0), (10.0, 10.0, 200.0), (400.0, 10.0, 90.0)).seen


@pytest.mark.parametrize("expect", EXPECTATIONS)
def test_without_reports_after_the_call_nothing_is_measured(expect: str) -> None:
    found = effect(expect, (600.0, 10.0, 90.0))
    assert (found.seen, found.measured) == (False, False)


def test_two_ships_end_on_are_seen_to_open_their_closest_approach() -> None:
    other = track((1500.0, 10.0, 270.0), lon=122.2)
    turns = effect_of("cpa_opens", track((610.0, 10.0, 90.0), (600.0, 10.0, 150.0)), CALL_S, 5, other=other)
    holds = effect_of("cpa_opens", track((1300.0, 10.0, 90.0)), CALL_S, 5, other=other)
    assert (turns.seen, holds.seen) == (True, False)
    assert turns.value > 0.5


def test_a_closest_approach_that_was_wide_already_has_not_opened() -> None:
    other = track((1500.0, 10.0, 270.0), lat=30.05, lon=122.2)
    assert not effect_of("cpa_opens", track((1300.0, 10.0, 90.0)), CALL_S, 5, other=other).seen


def test_the_closest_approach_needs_the_other_ship() -> None:
    assert not effect("cpa_opens", (1300.0, 10.0, 90.0)).measured


def test_the_threshold_may_be_given() -> None:
    legs = (600.0, 10.0, 90.0), (300.0, 10.0, 90.0)
    assert effect_of("leaves", track(*legs), CALL_S, 10, least=0.5).seen
    assert not effect("leaves", *legs).seen


def test_there_is_a_way_to_measure_every_expectation() -> None:
    assert tuple(_EXPECTATIONS) == EXPECTATIONS
