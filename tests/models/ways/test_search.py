"""Search: sweep widths of the tables, probability of detection and spacing, area, first circle, ships near by."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ways.search import (
    SWEEP_NM,
    VISIBILITY_NM,
    cumulative_pod,
    first_radius_nm,
    near,
    pod,
    sea_grade,
    searched_nm2,
    spacing_nm,
    sweep_width_nm,
)

NAN = float("nan")


@pytest.mark.parametrize(
    ("what", "visibility_nm", "large", "sea", "expected_nm"),
    [
        ("person", 10, False, 0, 0.3),
        ("person", 10, True, 0, 0.5),
        ("person", 10, True, 1, 0.25),
        ("person", 30, True, 2, 0.125),
        ("raft", 10, False, 0, 3.1),
        ("raft", 10, True, 0, 4.0),
        ("raft", 4, False, 0, 1.95),  # between 1.7 at 3 miles and 2.2 at 5
        ("fishing_vessel", 5, True, 2, 5.1 * 0.9),
        ("skiff", 0.2, False, 0, 0.4),
    ],
)
def test_the_sweep_width_is_that_of_the_table(
    what: str, visibility_nm: float, large: bool, sea: int, expected_nm: float
) -> None:
    assert sweep_width_nm(what, visibility_nm, large, sea) == pytest.approx(expected_nm)


def test_better_visibility_and_a_larger_craft_never_see_less() -> None:
    for small, large in SWEEP_NM.values():
        assert len(small) == len(large) == len(VISIBILITY_NM)
        assert all(np.diff(small) >= 0) and all(np.diff(large) >= 0) and (np.array(large) >= small).all()


@pytest.mark.parametrize(
    ("wind_kn", "waves_m", "grade"),
    [(10, 0.5, 0), (15, 1.0, 0), (16, 0.5, 1), (10, 1.2, 1), (26, 0, 2), (5, 2.0, 2), (NAN, NAN, 0), (30, NAN, 2)],
)
def test_the_sea_is_graded_by_the_worse_of_wind_and_waves(wind_kn: float, waves_m: float, grade: int) -> None:
    assert sea_grade(wind_kn, waves_m) == grade


@pytest.mark.parametrize(
    ("sweep", "spacing", "expected"), [(1, 1, 0.798), (1, 2, 0.455), (2, 1, 0.985), (0.3, 0.3, 0.798)]
)
def test_the_probability_of_detection(sweep: float, spacing: float, expected: float) -> None:
    assert pod(sweep, spacing) == pytest.approx(expected, abs=0.001)


def test_a_spacing_of_the_sweep_width_finds_four_of_five() -> None:
    assert spacing_nm(0.5, 0.798) == pytest.approx(0.5, rel=0.002)


@given(st.floats(0.05, 20), st.floats(0.01, 0.99))
def test_spacing_and_probability_are_inverse(sweep: float, wanted: float) -> None:
    assert pod(sweep, spacing_nm(sweep, wanted)) == pytest.approx(wanted, abs=1e-9)


def test_the_area_searched() -> None:
    assert searched_nm2(0.5, 10, 2) == 10.0
    assert searched_nm2(0.5, 10, 2, craft=3) == 30.0


def test_searches_add_up() -> None:
    assert cumulative_pod() == 0.0
    assert cumulative_pod(0.8) == pytest.approx(0.8)
    assert cumulative_pod(0.8, 0.5) == pytest.approx(0.9)


def test_the_first_circle() -> None:
    assert first_radius_nm(0.1, 0.1, 2.0) == pytest.approx(1.1 * 0.8)


def test_ships_near_by_are_named_the_nearest_first() -> None:
    lon, lat = np.array([122.5, 122.5, 122.5, 122.5, NAN]), np.array([30.15, 30.05, 30.2, 29.99, NAN])
    rows, miles = near(lon, lat, (122.5, 30.0))
    assert rows.tolist() == [3, 1, 0]
    assert miles == pytest.approx([0.6, 3.0, 9.0], rel=0.01)
