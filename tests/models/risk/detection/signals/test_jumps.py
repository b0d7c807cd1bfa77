"""Jumps together: up to five vessels that jump are single cases; more in one minute and area are one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.geo import haversine_m
from models.risk.detection.signals.jumps import CELL_DEG, MARGIN_M, MOST_ALONE, TOGETHER_S, JumpAreas, Jumps, areas

T0 = 1_700_000_000.0
MANY = MOST_ALONE + 1


def jumped(lat_deg, lon_deg, t_s) -> Jumps:
    count = len(lat_deg)
    return Jumps(np.arange(count), T0 + np.asarray(t_s, "f8"), np.asarray(lat_deg, "f8"), np.asarray(lon_deg, "f8"))


def here(count: int, lat_deg: float = 30.1, lon_deg: float = 122.6, over_s: float = 50.0) -> Jumps:
    """Vessels within a mile, evenly over `over_s`."""
    spread = np.linspace(0, 0.01, count)
    return jumped(lat_deg + spread, lon_deg + spread, np.linspace(0, over_s, count))


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        (here(0), 0),
        (here(MOST_ALONE), 0),
        (here(MANY), 1),
        (here(MANY, over_s=TOGETHER_S), 1),
        (here(MANY, over_s=TOGETHER_S * 10), 0),  # one after the other
        (jumped([30.1] * 3 + [35.0] * 3, [122.6] * 6, [0] * 6), 0),  # three here, three far off
        (jumped([30.1] * MANY + [35.0] * MANY, [122.6] * 2 * MANY, [0] * 2 * MANY), 2),
        (jumped(30.01 + CELL_DEG * np.arange(MANY), [122.6] * MANY, [0] * MANY), 1),  # cells that touch are one area
        (jumped(30.01 + 2 * CELL_DEG * np.arange(MANY), [122.6] * MANY, [0] * MANY), 0),
    ],
)
def test_an_area_needs_more_than_five_in_a_minute_side_by_side(moved: Jumps, expected: int) -> None:
    assert len(areas(moved).vessels) == expected


def test_an_area_counts_its_vessels_and_says_when_the_last_one_jumped() -> None:
    found = areas(here(9, over_s=40.0))
    assert found.vessels.tolist() == [9] and found.last_s.tolist() == [T0 + 40.0]


def test_an_area_holds_its_places_and_five_miles_around() -> None:
    moved = here(MANY)
    found = areas(moved)
    assert found.hold(moved.lat_deg, moved.lon_deg).all()
    near, far = (found.lat_deg + (MARGIN_M + found.radius_m) * share / 111_195 for share in (0.98, 1.02))
    assert found.hold(near, found.lon_deg).all() and not found.hold(far, found.lon_deg).any()


def test_no_area_holds_nothing() -> None:
    none = areas(here(2))
    assert isinstance(none, JumpAreas)
    assert none.hold(np.array([30.1, 31.0]), np.array([122.6, 122.6])).tolist() == [False, False]


places = st.lists(st.tuples(st.floats(29, 31), st.floats(121, 124), st.floats(0, 300)), max_size=40)


@given(places)
def test_areas_lie_apart_hold_their_vessels_and_no_order_matters(jumped_at: list[tuple[float, float, float]]) -> None:
    moved = jumped(*np.array(jumped_at, "f8").reshape(-1, 3).T)
    found = areas(moved)
    assert (found.vessels > MOST_ALONE).all() and found.vessels.sum() <= len(jumped_at)
    assert (found.last_s <= T0 + 300).all() and (found.radius_m >= 0).all()
    for lat, lon, radius_m, vessels in zip(found.lat_deg, found.lon_deg, found.radius_m, found.vessels, strict=True):
        assert (haversine_m(moved.lat_deg, moved.lon_deg, lat, lon) <= radius_m + 1).sum() >= vessels
    turned = areas(Jumps(*(column[::-1] for column in moved)))
    assert sorted(found.vessels.tolist()) == sorted(turned.vessels.tolist())
