"""Neighbours: the same as comparing every two, in any order, across the date line, bounded in a crowd."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.geo import distance_m
from models.risk.detection.encounters.neighbours import Points, between, counts, nearest, pairs, points


def scattered(seed: int, n: int = 300, lon_deg: float = 122.5, lat_deg: float = 30.0, reach_m: float = 400.0) -> Points:
    """Vessels scattered over some miles, each with its own reach."""
    rng = np.random.default_rng(seed)
    lon = (lon_deg + rng.normal(0, 0.05, n) + 180.0) % 360.0 - 180.0
    return points(lat_deg + rng.normal(0, 0.05, n), lon, rng.uniform(0, reach_m, n))


lats = st.one_of(st.sampled_from([0.0, 30.0, 30.0001, -71.0]), st.floats(-80, 80))
lons = st.one_of(st.sampled_from([122.0, 122.001, 180.0, -180.0, 179.999, 0.0]), st.floats(-180, 180))
vessels = st.tuples(lats, lons, st.floats(0, 3000) | st.just(200_000.0) | st.just(np.nan))
seas = st.lists(vessels, max_size=30).map(lambda rows: Points(*np.array(rows, dtype="f8").reshape(-1, 3).T))


def every_pair(crowd: Points) -> set[tuple[int, int]]:
    n = len(crowd.lat_deg)
    one, other = np.triu_indices(n, 1)
    apart_m = distance_m(crowd.lat_deg[one], crowd.lon_deg[one], crowd.lat_deg[other], crowd.lon_deg[other])
    near = apart_m <= crowd.reach_m[one] + crowd.reach_m[other]
    return set(zip(one[near].tolist(), other[near].tolist(), strict=True))


@pytest.mark.parametrize("at", [(122.5, 30.0), (180.0, 0.0), (-179.99, 62.0), (0.0, -71.0)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_pairs_are_those_of_a_comparison_of_every_two(seed: int, at: tuple[float, float]) -> None:
    crowd = scattered(seed, lon_deg=at[0], lat_deg=at[1])
    near = pairs(crowd)
    assert set(zip(near.one.tolist(), near.other.tolist(), strict=True)) == every_pair(crowd)
    assert len(near.one) == len(every_pair(crowd)) > 50
    place = (crowd.lat_deg[near.one], crowd.lon_deg[near.one], crowd.lat_deg[near.other], crowd.lon_deg[near.other])
    assert np.allclose(near.range_m, distance_m(*place), atol=0.05)


def test_counts_are_of_the_same_pairs() -> None:
    crowd = scattered(4)
    near = pairs(crowd)
    ends = np.bincount(np.concatenate([near.one, near.other]), minlength=300)
    assert counts(crowd).tolist() == ends.tolist()
    assert counts(crowd, most=2).tolist() == np.minimum(ends, 3).tolist()


def test_a_vessel_in_a_crowd_is_in_no_pair() -> None:
    crowd = scattered(5)
    many = counts(crowd) > 3
    expected = {(one, other) for one, other in every_pair(crowd) if not many[one] and not many[other]}
    near = pairs(crowd, most=3)
    assert set(zip(near.one.tolist(), near.other.tolist(), strict=True)) == expected
    assert expected and many.any()


def test_the_order_of_the_vessels_does_not_matter() -> None:
    crowd, mixed = scattered(6), np.random.default_rng(0).permutation(300)
    again = pairs(Points(*(column[mixed] for column in crowd)), most=4)
    named = {tuple(sorted(pair)) for pair in zip(mixed[again.one].tolist(), mixed[again.other].tolist(), strict=True)}
    near = pairs(crowd, most=4)
    assert named == set(zip(near.one.tolist(), near.other.tolist(), strict=True))


def test_between_two_kinds_only_those_pairs_are_found() -> None:
    crowd = scattered(7)
    few, many = (Points(*(column[part] for column in crowd)) for part in (slice(0, 40), slice(40, None)))
    near = between(few, many)
    found = set(zip(near.one.tolist(), (near.other + 40).tolist(), strict=True))
    assert found == {(one, other) for one, other in every_pair(crowd) if one < 40 <= other}


def test_a_vessel_without_a_position_is_near_no_other_and_there_may_be_no_vessels() -> None:
    nan = float("nan")
    lost = points(np.array([30.0, nan, 30.0]), np.array([122.0, 122.0, nan]), 1000.0)
    assert counts(lost).tolist() == [0, 0, 0]
    nothing = points(np.empty(0), np.empty(0), 5.0)
    assert len(pairs(nothing).one) == len(between(nothing, lost).one) == len(between(lost, nothing).one) == 0


def test_many_at_one_place_are_counted_no_further_than_asked() -> None:
    crowd = points(np.full(50_000, 30.0), np.full(50_000, 122.0), 100.0)
    assert counts(crowd, most=4).tolist() == [5] * 50_000
    assert len(pairs(crowd, most=4).one) == 0


def nearest_of_all(crowd: Points, i: int, group: np.ndarray) -> list[float]:
    """Metres from one to each near one of its group, in order."""
    lat, lon, reach_m = crowd
    apart_m = distance_m(np.full_like(lat, lat[i]), np.full_like(lon, lon[i]), lat, lon)
    near = (apart_m <= reach_m[i] + reach_m) & (group == group[i]) & (np.arange(len(lat)) != i)
    return sorted(apart_m[near].tolist())


@settings(max_examples=150)
@given(seas)
def test_any_crowd_has_the_pairs_and_counts_of_a_comparison_of_every_two(crowd: Points) -> None:
    near = pairs(crowd)
    found = set(zip(near.one.tolist(), near.other.tolist(), strict=True))
    assert len(found) == len(near.one)
    assert all(is_edge(crowd, *pair) for pair in found ^ every_pair(crowd))
    assert (
        counts(crowd).tolist() == np.bincount(np.concatenate([near.one, near.other]), minlength=len(crowd[0])).tolist()
    )
    both = between(crowd, crowd)
    assert {pair for pair in zip(both.one.tolist(), both.other.tolist(), strict=True) if pair[0] < pair[1]} == found


def is_edge(crowd: Points, one: int, other: int) -> bool:
    """Whether a pair is at the edge of the reach, where the mean of cosines and the cosine of the mean may differ."""
    apart_m = float(distance_m(*(column[each] for each in (one, other) for column in crowd[:2])))
    return abs(apart_m - crowd.reach_m[one] - crowd.reach_m[other]) < 1e-3 * apart_m + 0.05


@pytest.mark.parametrize("at", [(122.5, 30.0), (180.0, 0.0), (-179.99, 62.0), (0.0, -71.0)])
@pytest.mark.parametrize("most", [1, 3, 500])
def test_the_nearest_are_those_of_a_sort_by_range(most: int, at: tuple[float, float]) -> None:
    crowd = scattered(8, 200, *at, reach_m=3000.0)
    group = np.random.default_rng(9).integers(0, 3, 200)
    asked = np.arange(0, 200, 3)
    other, range_m = nearest(crowd, asked, most, group)
    assert other.shape == range_m.shape == (len(asked), most)
    for i, found, found_m in zip(asked.tolist(), other, range_m, strict=True):
        expected_m = nearest_of_all(crowd, i, group)[:most]
        assert found_m[: len(expected_m)] == pytest.approx(expected_m, abs=0.05)
        assert np.isinf(found_m[len(expected_m) :]).all() and (found[len(expected_m) :] == -1).all()
        there = found[: len(expected_m)]
        assert i not in there and len(set(there.tolist())) == len(there) and (group[there] == group[i]).all()


def test_a_vessel_without_a_position_has_no_nearest_and_is_none() -> None:
    crowd = points(np.array([30.0, np.nan, 30.001]), np.array([122.0, 122.0, 122.0]), 1000.0)
    other, range_m = nearest(crowd, np.arange(3), 2)
    assert other.tolist() == [[2, -1], [-1, -1], [0, -1]]
    assert np.isfinite(range_m).tolist() == [[True, False], [False, False], [True, False]]
    assert nearest(points(np.empty(0), np.empty(0), 5.0), np.empty(0, dtype=np.int64), 2)[0].shape == (0, 2)
