"""Who is near whom: the same answer as from every pair, in any order, across the date line, and bounded in a crowd."""

from __future__ import annotations

import numpy as np
import pytest

from models.base.geo import distance_m
from models.risk.detection.encounters.neighbours import Points, between, counts, pairs, places


def scattered(seed: int, n: int = 300, lon_deg: float = 122.5, lat_deg: float = 30.0, reach_m: float = 400.0) -> Points:
    """Craft strewn over some miles, each with its own reach."""
    rng = np.random.default_rng(seed)
    lon = (lon_deg + rng.normal(0, 0.05, n) + 180.0) % 360.0 - 180.0
    return places(lat_deg + rng.normal(0, 0.05, n), lon, rng.uniform(0, reach_m, n))


def every_pair(crowd: Points) -> set[tuple[int, int]]:
    n = len(crowd.lat_deg)
    one, other = np.triu_indices(n, 1)
    apart_m = distance_m(crowd.lat_deg[one], crowd.lon_deg[one], crowd.lat_deg[other], crowd.lon_deg[other])
    near = apart_m <= crowd.reach_m[one] + crowd.reach_m[other]
    return set(zip(one[near].tolist(), other[near].tolist(), strict=True))


@pytest.mark.parametrize("at", [(122.5, 30.0), (180.0, 0.0), (-179.99, 62.0), (0.0, -71.0)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_pairs_are_those_of_a_look_at_every_pair(seed: int, at: tuple[float, float]) -> None:
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


def test_who_stands_in_a_crowd_is_in_no_pair() -> None:
    crowd = scattered(5)
    many = counts(crowd) > 3
    expected = {(one, other) for one, other in every_pair(crowd) if not many[one] and not many[other]}
    near = pairs(crowd, most=3)
    assert set(zip(near.one.tolist(), near.other.tolist(), strict=True)) == expected
    assert expected and many.any()


def test_the_order_of_the_craft_does_not_matter() -> None:
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


def test_a_craft_without_a_place_is_near_nobody_and_an_empty_sea_is_no_trouble() -> None:
    nan = float("nan")
    lost = places(np.array([30.0, nan, 30.0]), np.array([122.0, 122.0, nan]), 1000.0)
    assert counts(lost).tolist() == [0, 0, 0]
    nobody = places(np.empty(0), np.empty(0), 5.0)
    assert len(pairs(nobody).one) == len(between(nobody, lost).one) == len(between(lost, nobody).one) == 0


def test_many_at_one_place_are_counted_no_further_than_asked() -> None:
    crowd = places(np.full(50_000, 30.0), np.full(50_000, 122.0), 100.0)
    assert counts(crowd, most=4).tolist() == [5] * 50_000
    assert len(pairs(crowd, most=4).one) == 0
