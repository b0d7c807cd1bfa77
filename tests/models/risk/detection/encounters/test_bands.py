"""The search by bands: every point within a distance lies in exactly one of the runs around a place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.geo import distance_m
from models.risk.detection.encounters.bands import around, in_bands, offset_m, run

places = st.lists(st.tuples(st.floats(-85, 85), st.floats(-180, 180)), max_size=40)
heights = st.sampled_from([1e-3, 0.03, 1.0, 40.0])


def reached(
    lat: np.ndarray, lon: np.ndarray, high_deg: float, place: tuple[float, float], within_m: float
) -> list[int]:
    """Every point in the runs around a place."""
    bands, order = in_bands(lat, lon, high_deg)
    near = around(bands, *place, within_m)
    spans = [run(bands, near, k)[:2] for k in range(near.runs)]
    return [int(order[j]) for begin, end in spans for j in range(begin, end)]


@settings(max_examples=200)
@given(places, heights, st.floats(-85, 85), st.floats(-180, 180), st.floats(0.01, 500_000))
def test_every_point_within_reach_is_in_one_run(
    points: list[tuple[float, float]], high_deg: float, lat: float, lon: float, within_m: float
) -> None:
    lats, lons = np.array([*points, (lat, lon)]).T
    found = reached(lats, lons, high_deg, (lat, lon), within_m)
    near = np.flatnonzero(distance_m(lats, lons, np.full_like(lats, lat), np.full_like(lons, lon)) < 0.99 * within_m)
    assert set(near.tolist()) <= set(found)
    assert len(found) == len(set(found))


@given(places, heights)
def test_points_are_in_order_of_band_and_longitude(points: list[tuple[float, float]], high_deg: float) -> None:
    lats, lons = np.array(points).reshape(-1, 2).T
    bands, order = in_bands(lats, lons, high_deg)
    assert sorted(order.tolist()) == list(range(len(points)))
    assert (bands.lat_deg == lats[order]).all() and (bands.lon_deg == lons[order]).all()
    keys = list(zip(np.floor(bands.lat_deg / high_deg).tolist(), bands.lon_deg.tolist(), strict=True))
    assert keys == sorted(keys)


@pytest.mark.parametrize("lon", [180.0, -180.0, 179.9999, -179.9999])
def test_a_run_across_the_date_line_measures_the_shorter_way(lon: float) -> None:
    bands, _ = in_bands(np.array([10.0, 10.0]), np.array([179.999, -179.999]), 0.03)
    near = around(bands, 10.0, lon, 5000.0)
    spans = [run(bands, near, k) for k in range(near.runs)]
    found = [(j, from_deg) for begin, end, from_deg in spans for j in range(begin, end)]
    away_m = [offset_m(bands, j, 10.0, from_deg, bands.east_per_deg[j])[0] for j, from_deg in found]
    assert len(away_m) == 2 and max(map(abs, away_m)) < 250


def test_no_points_have_no_runs() -> None:
    assert reached(np.empty(0), np.empty(0), 1.0, (30.0, 122.0), 1e6) == []
