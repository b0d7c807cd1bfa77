"""The plane of an exercise: there and back again, within the tolerance of an exercise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.geometry.plane import Plane
from models.base.geo import haversine_m

PLANE = Plane(122.4, 30.0)
near = st.lists(st.tuples(st.floats(121.6, 123.2), st.floats(29.2, 30.8)), min_size=1, max_size=20)


@given(near)
def test_degrees_come_back(places: list[tuple[float, float]]) -> None:
    lonlat = np.array(places)
    assert PLANE.lonlat(PLANE.places(lonlat)) == pytest.approx(lonlat, abs=1e-9)


@given(near)
def test_distances_are_off_by_two_percent_at_most(places: list[tuple[float, float]]) -> None:
    lonlat = np.array(places)
    flat_m = np.abs(np.diff(PLANE.places(lonlat)))
    round_m = haversine_m(lonlat[:-1, 1], lonlat[:-1, 0], lonlat[1:, 1], lonlat[1:, 0])
    assert (np.abs(flat_m - round_m) <= 0.02 * round_m + 0.01).all()


def test_the_centre_is_zero_east_is_real_and_north_is_imaginary() -> None:
    centre, east, north = PLANE.places(np.array([[122.4, 30.0], [122.5, 30.0], [122.4, 30.1]]))
    assert centre == 0
    assert east.imag == 0 and east.real == pytest.approx(9_629.5, abs=1)  # a tenth of a degree at 30 N
    assert north.real == 0 and north.imag == pytest.approx(11_119.5, abs=1)
