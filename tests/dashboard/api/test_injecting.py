"""A kind and a place become what is injected: the nearest ship, never a net or a mark, and none when none is near."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.api.injecting import CLONE_OFF_NM, KINDS, LONG_S, NEAR_NM, SPOOFED_NM, told_of
from models.base.geo import distance_m
from models.base.schema import STATION
from models.base.units import M_PER_NM
from tests.dashboard.pictures import craft, picture

ABOUT_A_CRAFT = ("clone", "spoof", "dark")


def sea() -> object:
    """Three ships a tenth of a degree apart; the second is a mark."""
    table = craft(3)
    table["station"][:] = [STATION["class_a"], STATION["aton"], STATION["class_a"]]
    return picture(table)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_how_long_and_where(kind: str) -> None:
    told = told_of(kind, 122.5, 30.0, sea(), 7)
    assert told and (told["kind"], told["number"], told["for_s"]) == (kind, 7, LONG_S[kind])


@pytest.mark.parametrize("kind", ABOUT_A_CRAFT)
def test_the_nearest_ship_is_meant_and_no_mark(kind: str) -> None:
    told = told_of(kind, 122.61, 30.0, sea(), 1)
    assert told and told["mmsi"] == 412_000_003
    assert told_of(kind, 122.5, 30.0 + 1.1 * NEAR_NM / 60, sea(), 1) is None


def test_a_clone_is_well_away_and_a_false_place_as_far_as_it_says() -> None:
    clone, spoof = (told_of(kind, 122.5, 30.0, sea(), 1) for kind in ("clone", "spoof"))
    assert clone and spoof
    at = np.array(30.0), np.array(122.5)
    assert distance_m(*at, clone["lat"], clone["lon"]) / M_PER_NM == pytest.approx(CLONE_OFF_NM, rel=0.01)
    moved = distance_m(*at, 30.0 + spoof["north_deg"], 122.5 + spoof["east_deg"])
    assert moved / M_PER_NM == pytest.approx(SPOOFED_NM, rel=0.01)


def test_beacons_have_numbers_of_their_own() -> None:
    numbers = {told_of("distress", 122.5, 30.0, sea(), number)["mmsi"] for number in range(1, 20)}  # type: ignore[index]
    assert len(numbers) == 19 and all(970_000_000 < each < 971_000_000 for each in numbers)
