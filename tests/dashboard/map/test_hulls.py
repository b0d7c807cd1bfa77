"""Ships in true scale: length, beam, heading and antenna position as reported."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.map.hulls import Hulls, hulls
from dashboard.map.view import View, degrees, fit, mercator
from models.base.geo import haversine_m
from models.base.schema import KIND
from tests.dashboard.pictures import craft, picture

BERTH = fit((122.49, 29.995, 122.51, 30.005), 1100, 900)
SHIP = {"lon_deg": 122.5, "lat_deg": 30.0, "length_m": 200.0, "beam_m": 30.0, "heading_deg": 90.0}


def drawn(view: View = BERTH, **columns: object) -> Hulls:
    return hulls(picture(craft(1, **{**SHIP, **columns})), view)


def extent_m(shape: Hulls) -> tuple[float, float]:
    """Return the extent east-west and north-south."""
    lon, lat = degrees(shape.x[0], shape.y[0])
    wide = haversine_m(30.0, lon.min(), 30.0, lon.max())
    return float(wide), float(haversine_m(lat.min(), 122.5, lat.max(), 122.5))


def test_a_ship_heading_east_has_its_length_and_beam() -> None:
    assert extent_m(drawn()) == (pytest.approx(200, rel=0.01), pytest.approx(30, rel=0.01))
    assert extent_m(drawn(heading_deg=0.0)) == (pytest.approx(30, rel=0.01), pytest.approx(200, rel=0.01))


def test_the_bow_points_along_the_heading_from_the_antenna() -> None:
    shape = drawn(to_bow_m=180.0, to_port_m=10.0)
    bow_lon, bow_lat = degrees(shape.x[0, 2], shape.y[0, 2])
    assert haversine_m(30.0, 122.5, 30.0, float(bow_lon)) == pytest.approx(180, rel=0.01)
    assert bow_lon > 122.5 and bow_lat < 30.0  # it extends more to starboard, which is south


def test_without_the_antennas_place_the_middle_is_assumed() -> None:
    x, y = mercator(122.5, 30.0)
    shape = drawn()
    assert (shape.x[0].min() + shape.x[0].max()) / 2 == pytest.approx(float(x), abs=0.5)
    assert (shape.y[0].min() + shape.y[0].max()) / 2 == pytest.approx(float(y), abs=0.5)


@pytest.mark.parametrize(
    "columns",
    [
        {"length_m": np.nan},
        {"length_m": 2.0},  # too small at this scale
        {"length_m": 900.0},  # a typing error
        {"heading_deg": np.nan, "sog_kn": 0.2},  # at anchor the course is noise
        {"kind": KIND["aton"]},
        {"lon_deg": 123.5},
        {"lat_deg": np.nan},
    ],
)
def test_what_has_no_outline(columns: dict[str, float]) -> None:
    assert not len(drawn(**columns).x)


def test_a_ship_under_way_without_heading_follows_its_course() -> None:
    assert extent_m(drawn(heading_deg=np.nan, cog_deg=90.0))[0] == pytest.approx(200, rel=0.01)


def test_a_beam_that_was_not_sent_is_estimated() -> None:
    assert 20 < extent_m(drawn(beam_m=np.nan))[1] < 60


def test_on_a_wide_view_there_are_only_symbols_and_the_longest_stay_when_there_are_too_many() -> None:
    assert not len(drawn(fit((121, 29, 124, 31), 1100, 900)).x)
    many = picture(craft(5, **{**SHIP, "length_m": [50.0, 300.0, 60.0, 250.0, 70.0]}))
    wide = np.ptp(hulls(many, BERTH, 2).x, axis=1)
    assert len(wide) == 2 and wide.min() > 200
