"""Duplicate MMSI: two vessels under one number are two smooth tracks and one alert about the pair."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.base.geo import distance_m
from tests.models.risk.detection.detectors.test_teleport import alone, rules
from tests.models.sea import T0, Message, Ship, Watch, core, nm, run, watch

ONE = Ship(sog_kn=10, cog_deg=0, name="ONE")
OTHER = replace(ONE, sog_kn=14, cog_deg=180, east_m=nm(20), name="OTHER", from_s=T0 + 5.0)


def observe(*ships: Ship, seconds: int = 300, until_s: float | None = None) -> Watch:
    return watch(alone(), [each for ship in ships for each in ship.messages(seconds)], until_s)


def test_a_pair_raises_one_alert_that_names_both() -> None:
    watched = observe(ONE, OTHER, seconds=1200)
    assert rules(watched) == ["duplicate_mmsi"]
    (raised,) = watched.raised("duplicate_mmsi")
    assert raised.t_s <= T0 + 90
    assert (raised.alert.colour, raised.alert.mmsi, raised.alert.partner_mmsi) == ("orange", ONE.mmsi, ONE.mmsi)
    assert (raised.alert.track_id, raised.alert.partner_track_id) == (1, 2)
    assert raised.alert.text_en == f"MMSI {ONE.mmsi} is used by two vessels 20 NM apart"
    assert raised.alert.text_zh == f"MMSI {ONE.mmsi} 两船同时使用，相距 20 海里"


def test_in_the_picture_each_is_smooth() -> None:
    places: dict[int, list[tuple[float, float]]] = {}
    for picture in run(alone(), ONE.messages(600) + OTHER.messages(600)):
        vessels = picture.vessels
        for track, lat, lon in zip(*(vessels[n].tolist() for n in ("track_id", "lat_deg", "lon_deg")), strict=True):
            places.setdefault(track, []).append((lat, lon))
    assert sorted(places) == [1, 2]
    for path in places.values():
        lat, lon = np.array(path).T
        assert distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:]).max() < 80


def test_three_are_two_pairs() -> None:
    third = replace(ONE, east_m=nm(40), from_s=T0 + 3.0)
    assert rules(observe(ONE, OTHER, third, seconds=600)) == ["duplicate_mmsi"] * 2


@pytest.mark.parametrize("apart_nm", [1, 4.5])
def test_nearer_than_five_miles_it_may_be_a_bad_receiver(apart_nm: float) -> None:
    assert rules(observe(ONE, replace(ONE, east_m=nm(apart_nm), from_s=T0 + 5.0), seconds=600)) == []


def test_two_vessels_of_one_number_side_by_side_are_no_collision() -> None:
    across = replace(ONE, sog_kn=10, cog_deg=270, east_m=nm(1.5), north_m=nm(1.5), from_s=T0 + 5.0)
    watched = watch(core(), ONE.messages(300) + across.messages(300))
    assert watched.raised("collision") == []


@pytest.mark.parametrize(
    "change", [{"station": "aton", "mmsi": 994_121_001}, {"station": "base", "mmsi": 4_121_001}, {"mmsi": 970_412_001}]
)
def test_what_is_no_ship_raises_no_alert(change: dict[str, object]) -> None:
    assert rules(observe(replace(ONE, **change), replace(OTHER, **change))) == []


def test_one_that_fell_silent_and_one_that_goes_on_are_no_pair() -> None:
    ships = ONE.messages(100) + replace(OTHER, from_s=T0 + 110.0).messages(600)
    assert "duplicate_mmsi" not in rules(watch(alone(), ships))


def test_late_copies_make_no_second_vessel() -> None:
    reports: list[Message] = ONE.messages(1800)
    late = [replace(each, rx_s=each.rx_s + 1017.3, payload=each.heard(0)["payload_hash"]) for each in reports]
    assert rules(watch(alone(), sorted(reports + late, key=lambda each: each.rx_s))) == []
