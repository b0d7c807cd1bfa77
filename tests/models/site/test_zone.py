"""Zones: inside, distance to the border, time windows and kinds bound; geometry is checked against shapely."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from models.base.schema import KIND
from models.site.zone import ALWAYS, SHIP_KINDS, Shape, Zone

LON0, LAT0 = 122.0, 30.0
angles = st.floats(0, 2 * np.pi, exclude_max=True)
radii = st.floats(0.02, 0.2)
places = st.lists(st.tuples(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3)), min_size=1, max_size=30)


@st.composite
def stars(draw: st.DrawFn) -> shapely.Polygon:
    """A polygon around (LON0, LAT0) with a radius for each angle, sometimes with a hole in the middle."""
    turns = sorted(draw(st.lists(angles, min_size=3, max_size=12, unique=True)))
    ring = [(LON0 + r * np.cos(a), LAT0 + r * np.sin(a)) for a in turns for r in [draw(radii)]]
    polygon = shapely.Polygon(ring)
    hole = shapely.box(LON0 - 0.005, LAT0 - 0.005, LON0 + 0.005, LAT0 + 0.005)
    if draw(st.booleans()) and polygon.contains_properly(hole):
        polygon = shapely.Polygon(ring, [hole.exterior.coords])
    assume(polygon.is_valid and polygon.area > 1e-6)
    return polygon


def shape(polygon: shapely.Polygon) -> Shape:
    rings = tuple(np.array(ring.coords) for ring in (polygon.exterior, *polygon.interiors))
    return Shape(id="s", name_zh="区", name_en="area", rings=rings)


def zone(**changes: object) -> Zone:
    rule: dict = {
        "id": "z",
        "name_zh": "区",
        "name_en": "zone",
        "rings": (np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]),),
        "kind": "no_entry",
        "kinds": SHIP_KINDS,
        "windows": ALWAYS,
        "max_speed_kn": None,
        "max_dwell_s": None,
        "ceiling": "red",
        "alert": True,
        "source": "test",
        "date": "2026-01-01",
        "illustrative": True,
    }
    return Zone(**{**rule, **changes})


def local_s(text: str, utc_offset_h: float = 8) -> float:
    """Return UTC seconds of a local time."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() - utc_offset_h * 3600


@given(stars(), places)
def test_contains_agrees_with_shapely(polygon: shapely.Polygon, offsets: list) -> None:
    lon, lat = np.add(offsets, (LON0, LAT0)).T
    clear = shapely.distance(polygon.boundary, shapely.points(lon, lat)) > 1e-9
    expected = shapely.contains_xy(polygon, lon, lat)
    np.testing.assert_array_equal(shape(polygon).contains(lon, lat)[clear], expected[clear])


@given(stars(), places)
def test_distance_agrees_with_shapely_in_a_local_plane(polygon: shapely.Polygon, offsets: list) -> None:
    lon, lat = np.add(offsets, (LON0, LAT0)).T
    got = shape(polygon).distance_m(lon, lat)
    m_per_deg = 6371008.8 * np.pi / 180
    for x, y, metres in zip(lon, lat, got, strict=True):
        plane = shapely.transform(
            polygon.boundary, lambda p, x=x, y=y: (p - (x, y)) * (m_per_deg * np.cos(np.radians(y)), m_per_deg)
        )
        assert metres == pytest.approx(plane.distance(shapely.Point(0, 0)), abs=1e-3)


def test_one_minute_of_latitude_is_one_nautical_mile_from_the_border() -> None:
    box = shape(shapely.box(122, 30, 123, 31))
    assert box.distance_m(122.5, 30 - 1 / 60) == pytest.approx(1853.2, abs=0.1)
    assert box.distance_m(122.5, 30 + 1 / 60) == pytest.approx(1853.2, abs=0.1)
    assert box.distance_m(122.0, 30.5) == 0


def test_a_hole_is_outside() -> None:
    ring = shape(shapely.box(0, 0, 3, 3) - shapely.box(1, 1, 2, 2))
    assert ring.contains([0.5, 1.5], [0.5, 1.5]).tolist() == [True, False]


def test_two_parts_and_their_box() -> None:
    parts = tuple(np.array(shapely.box(x, 0, x + 1, 1).exterior.coords) for x in (0.0, 5.0))
    both = Shape(id="s", name_zh="区", name_en="area", rings=parts)
    assert both.bbox == (0, 0, 6, 1)
    assert both.contains([0.5, 3.0, 5.5], 0.5).tolist() == [True, False, True]


def test_neighbours_share_no_position_on_their_common_border() -> None:
    west, east = shape(shapely.box(0, 0, 1, 1)), shape(shapely.box(1, 0, 2, 1))
    lat = np.linspace(0.05, 0.95, 19)
    assert (west.contains(1.0, lat) ^ east.contains(1.0, lat)).all()


def test_scalars_tables_and_unknown_positions_keep_their_form() -> None:
    box = shape(shapely.box(122, 30, 123, 31))
    assert box.contains(122.5, 30.5).shape == () and box.contains(122.5, 30.5)
    assert box.contains(np.full((2, 3), 122.5), 30.5).shape == (2, 3)
    assert box.distance_m(np.full((2, 3), 122.5), 30.5).shape == (2, 3)
    assert not box.contains(np.nan, 30.5)
    assert np.isnan(box.distance_m(np.nan, 30.5))
    assert box.contains([], []).shape == box.distance_m([], []).shape == (0,)


@pytest.mark.parametrize(
    ("local", "active"),
    [
        ("2026-05-01 11:59", False),
        ("2026-05-01 12:00", True),
        ("2026-05-01 12:01", True),
        ("2026-07-15 00:00", True),
        ("2026-09-16 11:59:59", True),
        ("2026-09-16 12:00", False),
        ("2027-01-01 00:00", False),
    ],
)
def test_the_moratorium_begins_and_ends_at_noon_local_time(local: str, active: bool) -> None:
    moratorium = zone(windows=(("05-01 12:00", "09-16 12:00"),))
    assert moratorium.active(local_s(local), 8) == active


def test_the_same_time_is_another_local_time_elsewhere() -> None:
    moratorium = zone(windows=(("05-01 12:00", "09-16 12:00"),))
    noon_in_zhoushan_s = local_s("2026-05-01 12:00", 8)
    assert moratorium.active(noon_in_zhoushan_s, 8)
    assert not moratorium.active(noon_in_zhoushan_s, 7.5)


@pytest.mark.parametrize(
    ("local", "active"),
    [
        ("2026-11-30 23:59", False),
        ("2026-12-01 00:00", True),
        ("2026-12-31 23:59", True),
        ("2027-01-01 00:00", True),
        ("2027-02-28 23:59", True),
        ("2027-03-01 00:00", False),
    ],
)
def test_a_winter_window_runs_over_new_year(local: str, active: bool) -> None:
    assert zone(windows=(("12-01 00:00", "03-01 00:00"),)).active(local_s(local), 8) == active


def test_any_of_several_windows_is_enough() -> None:
    twice = zone(windows=(("02-01 00:00", "03-01 00:00"), ("10-01 00:00", "11-01 00:00")))
    assert [twice.active(local_s(f"2026-{month:02}-15 00:00"), 8) for month in (2, 6, 10)] == [True, False, True]


@given(st.floats(-2e9, 4e9), st.floats(-12, 14))
def test_always_is_always(t_s: float, utc_offset_h: float) -> None:
    assert zone().active(t_s, utc_offset_h)


def test_a_rule_binds_the_kinds_it_names() -> None:
    fishing_only = zone(kinds=("fishing",))
    kinds = np.array([KIND["merchant"], KIND["fishing"], KIND["aton"]])
    assert fishing_only.binds(kinds).tolist() == [False, True, False]
    assert zone().binds(kinds).tolist() == [True, True, False]
