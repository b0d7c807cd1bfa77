"""Invented vessels have identities of the right form, each its own."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from exercises.scenario.vessel_class import VESSEL_CLASSES
from exercises.simulator.identity import identities, imo_number, number_fleet
from models.base.kinds import kind_of
from models.base.schema import KIND, STATION


def rows(simulator, station: str) -> np.ndarray:
    return simulator.fleet["station"] == STATION[station]


@pytest.mark.parametrize("known", [9074729, 9321483, 9305611, 1234567])
def test_the_check_digit_is_that_of_real_imo_numbers(known):
    assert imo_number(known // 10) == known


def test_every_vessel_has_its_own_number_and_name(simulator):
    fleet = simulator.fleet
    assert max(Counter(fleet["mmsi"].tolist()).values()) == 1
    names = Counter(name for name in fleet["name"].tolist() if name)
    assert max(names.values()) == 1


def test_no_invented_vessel_has_the_number_of_a_known_one():
    fleets = [identities("cargo", 40, None, np.random.default_rng(1)) for _ in range(2)]
    for fleet in fleets:
        fleet["mid"][:] = 412
    number_fleet(fleets[0], np.random.default_rng(2))
    known = fleets[0]["mmsi"][:9].tolist()
    number_fleet(fleets[1], np.random.default_rng(2), [*known, known[0] + 1])
    numbers = fleets[1]["mmsi"].tolist()
    assert not {*known, known[0] + 1} & {*numbers} and len({*numbers}) == 40
    same = fleets[0]["mmsi"] == fleets[1]["mmsi"]
    assert same[9:].all(), "without a clash the drawn number is kept"


def test_numbers_have_the_form_of_their_station(simulator):
    mmsi = simulator.fleet["mmsi"]
    assert set((mmsi[rows(simulator, "aton")] // 10**4).tolist()) == {99412}
    assert set((mmsi[rows(simulator, "base")] // 10**4).tolist()) == {412}
    assert set((mmsi[rows(simulator, "aircraft")] // 10**3).tolist()) == {111412}
    ships = mmsi[rows(simulator, "class_a") | rows(simulator, "class_b_cs") | rows(simulator, "class_b_so")]
    assert ships.min() >= 229_000_000 and ships.max() < 700_000_000
    assert np.isin(ships // 10**6, (412, 413, 414)).mean() > 0.7


def test_the_fleet_is_what_a_morning_off_zhoushan_needs(simulator):
    kind = Counter(kind_of(*(simulator.fleet[name] for name in ("station", "ship_type", "mmsi"))).tolist())
    count = {name: kind[code] for name, code in KIND.items()}
    assert sum(kind.values()) >= 2200
    assert count["merchant"] >= 950 and count["fishing"] >= 950 and count["passenger"] == 60
    assert count["law"] == 48 and count["pleasure"] == 40 and count["service"] >= 60
    assert count["aton"] == 60 and count["base"] == 12 and count["aircraft"] == 1


def test_sizes_are_those_of_the_class_and_fit_the_message(simulator):
    fleet = simulator.fleet
    assert fleet["to_bow"].max() < 511 and fleet["to_port"].max() < 63
    length = fleet["to_bow"] + fleet["to_stern"]
    kind = kind_of(fleet["station"], fleet["ship_type"], fleet["mmsi"])
    fishing = length[kind == KIND["fishing"]]
    assert fishing.min() >= 23 and fishing.max() <= 47
    assert length[kind == KIND["merchant"]].max() > 300


def test_fishing_vessels_are_mostly_class_b(simulator):
    fishing = kind_of(*(simulator.fleet[name] for name in ("station", "ship_type", "mmsi"))) == KIND["fishing"]
    assert 0.6 < (simulator.fleet["station"][fishing] != STATION["class_a"]).mean() < 0.9


@pytest.mark.parametrize("sort", VESSEL_CLASSES)
def test_every_class_can_be_made(sort):
    table = identities(sort, 40, None, np.random.default_rng(1))
    low, high = VESSEL_CLASSES[sort].length_m
    length = table["to_bow"] + table["to_stern"]
    assert ((length >= low - 1) & (length <= high + 1)).all()
    assert all(len(name) <= 20 for name in table["name"].tolist())
