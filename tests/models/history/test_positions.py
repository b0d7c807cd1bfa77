"""Of each vessel the history stores as many positions as its trail needs, and no more."""

from __future__ import annotations

import numpy as np
import pytest

from models.base.geo import distance_m
from models.base.schema import KIND
from models.history.positions import Thinning, packed
from tests.models.history.ways import T0, picture, sailing


def kept(pictures: list) -> np.ndarray:
    thinning = Thinning()
    return np.concatenate([thinning.take(each) for each in pictures])


def test_a_moving_vessel_is_stored_every_ten_seconds() -> None:
    t_s = kept([sailing(T0 + n) for n in range(61)])["t_ms"] / 1000 - T0
    assert t_s.tolist() == [0, 10, 20, 30, 40, 50, 60]


def test_a_still_vessel_is_stored_every_three_minutes() -> None:
    t_s = kept([sailing(T0 + n, sog_kn=0.1) for n in range(0, 541, 3)])["t_ms"] / 1000 - T0
    assert t_s.tolist() == [0, 180, 360, 540]


def test_a_turn_is_stored_sooner() -> None:
    straight = [sailing(T0 + n) for n in range(5)]
    turned = [sailing(T0 + n, cog_deg=120.0) for n in range(5, 9)]
    assert 5 in (kept(straight + turned)["t_ms"] / 1000 - T0).tolist()


def test_a_silent_vessel_is_not_stored() -> None:
    assert not len(kept([sailing(T0, age_s=[30.0])]))


def test_a_fast_replay_stores_positions_from_between_two_pictures() -> None:
    assert len(kept([sailing(T0), sailing(T0 + 20, age_s=[12.0])])) == 2


def test_another_mmsi_on_a_track_is_stored_at_once() -> None:
    first, second = sailing(T0), sailing(T0 + 1)
    second.vessels["mmsi"][:] = 999_000_001
    assert kept([first, second])["mmsi"].tolist() == [412_000_001, 999_000_001]


def test_a_replay_that_goes_back_gives_the_same_rows() -> None:
    pictures = [sailing(T0 + n) for n in range(0, 61, 5)]
    twice = kept(pictures + pictures)
    assert np.array_equal(twice[: len(twice) // 2], twice[len(twice) // 2 :])


def test_the_order_of_vessels_in_a_picture_does_not_matter() -> None:
    def some(order: list[int]) -> np.ndarray:
        columns = {"track_id": [7, 3, 9], "mmsi": [1, 2, 3], "sog_kn": [5, 0, 9], "lat_deg": [30, 31, 32]}
        return kept([picture(T0 + n, **{k: [v[i] for i in order] for k, v in columns.items()}) for n in range(30)])

    assert np.array_equal(some([0, 1, 2]), some([2, 0, 1]))


def test_stored_values_are_accurate_enough_for_a_map() -> None:
    row = packed(sailing(T0 + 77, kind=[KIND["fishing"]], risk=[0.456]).vessels, T0 + 77)[0]
    there = sailing(T0 + 77).vessels
    away_m = distance_m(row["lat_e6"] / 1e6, row["lon_e6"] / 1e6, there["lat_deg"][0], there["lon_deg"][0])
    assert away_m < 0.2
    assert (row["sog_dkn"], row["cog_ddeg"], row["kind"], row["risk_pc"]) == (100, 900, KIND["fishing"], 46)


@pytest.mark.parametrize("column", ["sog_kn", "cog_deg"])
def test_an_unknown_value_stays_unknown(column: str) -> None:
    row = packed(picture(T0, **{"track_id": [1], column: [np.nan]}).vessels, T0)[0]
    assert 65_535 in (row["sog_dkn"], row["cog_ddeg"])
