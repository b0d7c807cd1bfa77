"""Views of the map: projection in both directions, and boxes fitted to screens."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.map.view import bbox_from, degrees, fit, grown, mercator, view_from

LON, LAT = st.floats(-170, 169), st.floats(-80, 79)
PIXELS = st.integers(200, 8000)


@given(LON, LAT)
def test_mercator_there_and_back(lon: float, lat: float) -> None:
    assert np.allclose(degrees(*mercator(lon, lat)), (lon, lat), atol=1e-9)


def test_float32_places_do_not_step_by_a_metre() -> None:
    x, _ = mercator(np.float32([122.5, 122.50001]), np.float32([30.0, 30.0]))
    assert x.dtype == np.float64


@given(LON, LAT, st.floats(0.05, 1), st.floats(0.05, 1), PIXELS, PIXELS)
def test_a_fitted_view_shows_the_whole_box(
    west: float, south: float, width: float, height: float, width_px: int, height_px: int
) -> None:
    view = fit((west, south, west + width, south + height), width_px, height_px)
    x, y = mercator([west, west + width], [south, south + height])
    assert view.shows(x, y, margin_px=1).all()
    assert (view.east_m - view.west_m) / width_px == pytest.approx((view.north_m - view.south_m) / height_px, rel=0.02)


def test_pixels_count_from_the_lower_left_corner() -> None:
    view = fit((121.3, 29.3, 123.6, 31.3), 1100, 700)
    assert np.allclose(view.pixels(view.west_m, view.south_m), (0, 0))
    assert np.allclose(view.metres(*view.pixels(13_600_000, 3_500_000)), (13_600_000, 3_500_000))


def test_a_view_is_named_by_its_key() -> None:
    view = fit((9.5, 55.0, 13.0, 58.2), 1115, 955)
    assert view_from(view.key) == view
    for nonsense in ("", "1,2,3", "a,b,c,d,e,f", "5,0,1,1,10,10", "nan,0,1,1,10,10"):
        assert view_from(nonsense) is None


def test_a_vessel_without_a_position_is_not_shown() -> None:
    view = fit((121.3, 29.3, 123.6, 31.3), 1100, 700)
    assert not view.shows(*mercator([np.nan], [np.nan])).any()


@pytest.mark.parametrize("text", ["", "x", "1,2,3", "2,1,1,2", "-181,0,1,1", "1,1,1.001,2", "nan,0,1,1"])
def test_an_address_that_is_not_a_box_is_refused(text: str) -> None:
    assert bbox_from(text) is None


def test_a_box_grows_but_not_off_the_globe() -> None:
    assert bbox_from("121.3,29.3,123.6,31.3") == (121.3, 29.3, 123.6, 31.3)
    assert np.allclose(grown((10, 20, 20, 30), 0.1), (9, 19, 21, 31))
    assert grown((-179.9, 0, 179.9, 10), 0.5)[0] == -180
