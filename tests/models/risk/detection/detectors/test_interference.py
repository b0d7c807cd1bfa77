"""Interference: many ships of an area jump, scatter or sail onto land at once. One alert, and none about the ships."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import numpy as np
import pytest

from models.risk.detection.signals.jumps import MOST_ALONE, Jumps, areas
from tests.models.risk.detection.detectors.test_teleport import RULES, SHIP, alone, jump, rules
from tests.models.sea import ISLAND_M, LAT0, LON0, T0, Message, Ship, Watch, nm, watch


def fleet(size: int, **changes: object) -> list[Ship]:
    """Ships two miles apart, which report at odd times."""
    return [
        replace(
            SHIP,
            mmsi=412_000_100 + n,
            north_m=nm(2) * (n % 6),
            east_m=nm(2) * (n // 6),
            from_s=float(T0 + n % 10),
            **changes,  # type: ignore[arg-type]
        )
        for n in range(size)
    ]


def observe(messages: list[list[Message]], until_s: float | None = None) -> Watch:
    return watch(alone(), sorted(chain.from_iterable(messages), key=lambda each: each.rx_s), until_s)


def offset(ships: list[Ship], miles: float = 20, seconds: int = 240) -> list[list[Message]]:
    """They all sail on, but report positions further east."""
    return [jump(each, seconds=seconds, east_m=each.east_m + nm(miles)) for each in ships]


def test_thirty_ships_that_jump_together_are_one_alert_about_no_vessel() -> None:
    watched = observe(offset(fleet(30), seconds=600))
    assert rules(watched) == ["interference"]
    (raised,) = watched.raised("interference")
    assert raised.t_s <= T0 + 120 + 60, "within a minute"
    assert (raised.alert.track_id, raised.alert.mmsi, raised.alert.colour) == (0, None, "orange")
    assert abs(raised.alert.lat - LAT0) < 0.25 and abs(raised.alert.lon - LON0) < 0.25
    assert "GNSS positions are unreliable here" in raised.alert.text_en


def test_it_ends_a_few_minutes_after_the_last_jump() -> None:
    watched = observe(offset(fleet(12), seconds=700))
    (cleared,) = [each for each in watched.changes if each.event == "clear" and each.alert.rule == "interference"]
    assert 300 <= cleared.t_s - (T0 + 130) <= 360


def test_five_ships_are_five_matters_and_six_are_one() -> None:
    assert rules(observe(offset(fleet(MOST_ALONE)))) == ["teleport"] * MOST_ALONE
    assert rules(observe(offset(fleet(MOST_ALONE + 1)))) == ["interference"]


def test_ships_at_anchor_that_report_seldom_raise_no_alert_either() -> None:
    held = [replace(each, sog_kn=0.0, nav_status=1, every_s=180, mmsi=each.mmsi + 500, from_s=T0 - 900.0 + 7 * n)
            for n, each in enumerate(fleet(5))]  # fmt: skip
    late = [jump(each, after_s=1020, seconds=1300, east_m=each.east_m + nm(20)) for each in held]
    assert rules(observe(offset(fleet(10), seconds=1200) + late)) == ["interference"]


def test_ships_that_jump_one_after_the_other_are_not_one_matter() -> None:
    ships = [replace(each, from_s=each.from_s + 100 * n) for n, each in enumerate(fleet(8))]
    assert rules(observe(offset(ships))) == ["teleport"] * 8


def test_ships_that_jump_far_from_each_other_are_not_one_matter() -> None:
    ships = [replace(each, north_m=nm(60) * n) for n, each in enumerate(fleet(8))]
    assert rules(observe(offset(ships))) == ["teleport"] * 8


def test_positions_thrown_about_are_interference_though_none_is_believed() -> None:
    rng = np.random.default_rng(1)
    messages = []
    for ship in fleet(12):
        thrown = [
            replace(ship, east_m=float(rng.uniform(-2e5, 2e5)), north_m=float(rng.uniform(-2e5, 2e5))).at(t_s)
            for t_s in np.arange(ship.from_s + 120, ship.from_s + 200, 10)
        ]
        messages.append(ship.messages(120) + thrown + replace(ship, from_s=ship.from_s + 200).messages(60))
    assert rules(observe(messages)) == ["interference"]


def test_ships_that_sail_onto_land_together_are_interference() -> None:
    low, _ = ISLAND_M
    ships = [
        replace(each, cog_deg=90.0, sog_kn=20.0, east_m=low - 500.0, north_m=low + 700 + 70.0 * n, station="class_a")
        for n, each in enumerate(fleet(8))
    ]
    assert rules(observe([each.messages(240) for each in ships])) == ["interference"]
    assert rules(observe([each.messages(240) for each in ships[:5]])) == []


def test_several_tracks_of_an_mmsi_within_it_raise_no_alert() -> None:
    ghosts = []
    for ship in fleet(10):
        ghost = replace(ship, from_s=ship.from_s + 145, east_m=ship.east_m + nm(20), cog_deg=180.0)
        ghosts.append(ship.messages(600) + ghost.messages(400))
    assert rules(observe(offset(fleet(30), seconds=600)[10:] + ghosts)) == ["interference"]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_ships_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 40
    lat, lon, t_s = rng.uniform(30, 31, n), rng.uniform(122, 123, n), rng.uniform(0, 200, n)
    one = areas(Jumps(np.arange(n), t_s, lat, lon))
    at = rng.permutation(n)
    other = areas(Jumps(at, t_s[at], lat[at], lon[at]))
    assert len(one.vessels) > 0
    assert sorted(zip(*one, strict=True)) == sorted(zip(*other, strict=True))


def test_the_alert_is_about_ships_of_this_rule_alone() -> None:
    assert set(RULES) == {"teleport", "duplicate_mmsi", "interference", "influx"}
