"""Membership: in which zones vessels are, as each zone itself computes it, and narrow water along the coast."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.geo import move_deg
from models.base.schema import NAN, Column
from models.base.settings import TrackingSettings, UserError
from models.risk.detection.waters.waters import NARROW_M, Waters
from models.risk.detection.waters.zone_membership import ZoneMembership, ZoneMemory
from models.tracking.table import TrackTable
from tests.models.sea import ISLAND_M, LAT0, LON0, T0, Ship, batch, coast, zone

ZONES = (zone(-500, -500, 1000, 1000), zone(0, 0, 3000, 200, alert=False), zone(-9000, 4000, 500, 5000))
WATERS = Waters(coast())
spots = st.lists(st.tuples(st.floats(-10_000, 10_000), st.floats(-10_000, 10_000)), min_size=1, max_size=20)
MARGIN_M = 300.0  # a cell and its diagonal


@given(spots)
def test_membership_is_what_each_zone_says(places: list[tuple[float, float]]) -> None:
    tracks, looked = TrackTable(TrackingSettings()), ZoneMembership(ZONES, WATERS)
    tracks.follow(looked.memory)
    looked.memory.grow(1024)
    fleet = [Ship(mmsi=1 + n, east_m=east, north_m=north).at(T0) for n, (east, north) in enumerate(places)]
    looked.renew(tracks, tracks.apply(batch(T0, fleet), 0))
    inside = looked.memory.used(tracks.n)["inside"]
    for number, each in enumerate(ZONES):
        assert inside[:, number].tolist() == each.contains(tracks["lon_deg"], tracks["lat_deg"]).tolist()


def test_only_vessels_that_have_just_reported_are_updated() -> None:
    tracks, looked = TrackTable(TrackingSettings()), ZoneMembership(ZONES, WATERS)
    tracks.follow(looked.memory)
    looked.memory.grow(1024)
    rows = tracks.apply(batch(T0, [Ship(mmsi=1).at(T0), Ship(mmsi=2).at(T0)]), 0)
    looked.renew(tracks, rows)
    tracks.apply(batch(T0 + 99, [Ship(mmsi=n, east_m=2000).at(T0 + 99) for n in (1, 2)]), 0)
    looked.renew(tracks, rows[:1])
    assert looked.memory.used(2)["inside"][:, 0].tolist() == [False, True]
    looked.renew(tracks, rows[:0])
    assert looked.memory.used(2)["inside"][:, 0].tolist() == [False, True]


def test_without_zones_no_vessel_is_inside() -> None:
    looked = ZoneMembership((), WATERS)
    looked.memory.grow(8)
    assert looked.memory.used(8)["inside"].shape == (8, 0)


@given(st.floats(-8000, 8000), st.floats(-8000, 8000))
def test_water_is_narrow_within_a_mile_of_the_island(beyond_east_m: float, beyond_north_m: float) -> None:
    low, high = ISLAND_M
    east, north = high + beyond_east_m, high + beyond_north_m
    off_m = np.hypot(max(low - east, 0, east - high), max(low - north, 0, north - high))
    lat, lon = (np.array([each], dtype=float) for each in move_deg(LAT0, LON0, east, north))
    if off_m < NARROW_M - MARGIN_M:
        assert WATERS.narrow(lon, lat).tolist() == [True]
    if off_m > NARROW_M + MARGIN_M:
        assert WATERS.narrow(lon, lat).tolist() == [False]


@pytest.mark.parametrize(
    ("lon", "lat"), [(NAN, NAN), (0.0, 0.0), (LON0 + 5, LAT0), (LON0, LAT0 - 5), (LON0 + 0.3, LAT0)]
)
def test_outside_the_coast_box_or_nowhere_no_water_is_narrow(lon: float, lat: float) -> None:
    assert WATERS.narrow(np.array([lon]), np.array([lat])).tolist() == [False]


def test_a_missing_coast_says_how_to_make_one() -> None:
    with pytest.raises(UserError, match=r"run\.py coast"):
        Waters(coast().with_name("none.npz"))


def test_memory_grows_and_clears_with_the_rows() -> None:
    memory = ZoneMemory((Column("a", "f4", NAN, "", ""),), (Column("b", "u1", 7, "", ""),), width=3)
    memory.grow(2)
    memory.used(2)["a"][:] = [1, 2]
    memory.used(2)["b"][1, 2] = 9
    memory.grow(4)
    assert memory.used(4)["a"][:2].tolist() == [1, 2] and np.isnan(memory.used(4)["a"][2:]).all()
    assert memory.used(4)["b"].tolist() == [[7, 7, 7], [7, 7, 9], [7, 7, 7], [7, 7, 7]]
    memory.clear(np.array([1]))
    assert np.isnan(memory.used(4)["a"][1]) and memory.used(4)["b"][1].tolist() == [7, 7, 7]
