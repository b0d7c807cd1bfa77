"""Search patterns: the courses and lengths of IAMSAR, moved along with the drift; their files."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.geo import distance_m, offset_m
from models.base.units import M_PER_NM, MPS_PER_KN
from models.ways.legs_export import GPX, legs_geojson, legs_gpx
from models.ways.outlines import share_inside
from models.ways.patterns import PatternStart, SearchLegs, parallel, rectangle, sector, square
from tests.models.sea import LAT0, LON0, T0

START = PatternStart(LON0, LAT0, float(T0), 10.0)


def from_datum_nm(legs: SearchLegs) -> tuple[np.ndarray, np.ndarray]:
    """Miles east and north of the start of every end of a leg."""
    count = len(legs.lon_deg)
    east_m, north_m = offset_m(np.full(count, LAT0), np.full(count, LON0), legs.lat_deg, legs.lon_deg)
    return east_m / M_PER_NM, north_m / M_PER_NM


def turns_deg(legs: SearchLegs) -> list[float]:
    return (np.diff(legs.course_deg) % 360).tolist()


def test_a_sector_search_turns_by_120_degrees_and_passes_the_datum_straight_on() -> None:
    legs = sector(START, 2.0, 40.0)
    assert turns_deg(legs) == [120, 120, 0, 120, 120, 0, 120, 120]
    assert (legs.length_nm == 2.0).all() and legs.course_deg[0] == 40
    away_nm = np.hypot(*from_datum_nm(legs))
    assert away_nm == pytest.approx([0, 2, 2, 0, 2, 2, 0, 2, 2, 0], abs=0.01)


def test_the_second_sector_search_is_turned_by_30_degrees() -> None:
    legs = sector(START, 2.0, 0.0, times=2)
    assert (legs.course_deg[9:] == (legs.course_deg[:9] + 30) % 360).all()


def test_an_expanding_square_grows_every_second_leg() -> None:
    legs = square(START, 0.5, 350.0, 8)
    assert legs.length_nm.tolist() == [0.5, 0.5, 1, 1, 1.5, 1.5, 2, 2]
    assert turns_deg(legs) == [90.0] * 7 and legs.course_deg[0] == 350


def test_parallel_tracks_lie_a_spacing_apart_and_half_of_it_inside_the_area() -> None:
    legs = parallel(START, 1.0, 6.0, 3.0, 0.0)
    east, north = from_datum_nm(legs)
    assert east == pytest.approx([-1, -1, 0, 0, 1, 1], abs=0.01)
    assert north == pytest.approx([-2.5, 2.5, 2.5, -2.5, -2.5, 2.5], abs=0.01)
    assert legs.course_deg.tolist() == [0, 90, 180, 90, 0] and legs.length_nm.tolist() == [5, 1, 5, 1, 5]


def test_a_narrow_area_is_searched_by_one_track() -> None:
    assert parallel(START, 1.0, 6.0, 0.3, 45.0).length_nm.tolist() == [5.0]


def test_the_legs_lie_in_the_rectangle_that_is_searched() -> None:
    legs, ring = parallel(START, 0.7, 6.0, 3.5, 30.0), rectangle(START, 6.0, 3.5, 30.0)
    assert share_inside(legs.lon_deg, legs.lat_deg, [ring]) == 1.0
    sides_nm = distance_m(ring[:-1, 1], ring[:-1, 0], ring[1:, 1], ring[1:, 0]) / M_PER_NM
    assert sides_nm == pytest.approx([6, 3.5, 6, 3.5], rel=0.01)


@given(st.floats(0, 359), st.floats(-1, 1), st.floats(-1, 1), st.floats(4, 20))
def test_in_the_drifting_water_the_legs_are_those_without_drift(
    course_deg: float, east_mps: float, north_mps: float, speed_kn: float
) -> None:
    start = START._replace(speed_kn=speed_kn)
    still, moved = (
        square(each, 0.4, course_deg, 12) for each in (start, start._replace(east_mps=east_mps, north_mps=north_mps))
    )
    assert (still.t_s == moved.t_s).all()
    assert np.diff(still.t_s) == pytest.approx(still.length_nm * M_PER_NM / (speed_kn * MPS_PER_KN))
    drifted_nm = np.array([east_mps, north_mps])[:, None] * (still.t_s - T0) / M_PER_NM
    assert np.array(from_datum_nm(moved)) - drifted_nm == pytest.approx(np.array(from_datum_nm(still)), abs=0.03)


def test_the_map_gets_one_line_for_each_leg() -> None:
    features = legs_geojson(sector(START, 2.0, 0.0), "ZS-1")["features"]
    assert len(features) == 9
    first, second = (each["geometry"]["coordinates"] for each in features[:2])
    assert first[0] == [LON0, LAT0] and first[1] == second[0]
    assert features[0]["properties"] == {
        **{"name": "ZS-1", "pattern": "VS", "leg": 1, "course_deg": 0.0, "length_nm": 2.0},
        **{"from": "2023-11-14T22:13:20.000Z", "to": "2023-11-14T22:25:20.000Z"},
    }


def test_a_chart_plotter_gets_a_route_with_times() -> None:
    legs = square(START, 0.5, 0.0, 4)
    route = ElementTree.fromstring(legs_gpx(legs, "ZS-1 <渔>")).find(f"{{{GPX}}}rte")
    assert route is not None and route.findtext(f"{{{GPX}}}name") == "ZS-1 <渔> SS"
    points = route.findall(f"{{{GPX}}}rtept")
    assert [float(each.attrib["lat"]) for each in points] == pytest.approx(legs.lat_deg.tolist(), abs=1e-6)
    assert [float(each.attrib["lon"]) for each in points] == pytest.approx(legs.lon_deg.tolist(), abs=1e-6)
    assert points[1].findtext(f"{{{GPX}}}time") == "2023-11-14T22:16:20.000Z"
