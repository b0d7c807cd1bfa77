"""Lanes keep off the land and berths lie along it: tested on a small sea with one island."""

from __future__ import annotations

import numpy as np
import pytest

from exercises.build.make_spots import claims, scatter, shore_heading_deg, thin
from exercises.build.make_ways import SeaGrid, band, survey, way
from exercises.geometry.plane import Plane
from models.site.coast import Coast

BOX = (121.9, 29.9, 122.1, 30.1)
PLANE = Plane(122.0, 30.0)


@pytest.fixture(scope="module")
def grid() -> SeaGrid:
    """An island of four by four kilometres in the middle."""
    corners = PLANE.lonlat(np.array([-2000 - 2000j, 2000 - 2000j, 2000 + 2000j, -2000 + 2000j, -2000 - 2000j]))
    coast = Coast(corners, np.array([0, 5], np.int32), np.array([0, 1], np.int32), BOX)
    return survey(coast, PLANE, BOX, 100.0)


def test_clearance_is_the_distance_from_land(grid):
    assert grid.clearance(np.array([0j, 3000 + 0j, -6000 + 0j])) == pytest.approx([0, 1000, 4000], abs=110)


def test_a_way_goes_round_the_island_with_its_margin(grid):
    found = way(grid, np.array([-6000 + 0j, 6000 + 0j]), 500.0, 1500.0)
    assert (found[0], found[-1]) == (pytest.approx(-6000), pytest.approx(6000))
    assert grid.clearance(found).min() > 400
    assert np.abs(np.diff(found)).sum() < 15_500


def test_a_way_in_open_water_is_straight(grid):
    found = way(grid, np.array([-6000 + 6000j, 6000 + 6000j]), 500.0, 1500.0)
    assert np.abs(found.imag - 6000).max() < 1


def test_a_closed_way_ends_where_it_began_without_a_corner(grid):
    points = np.array([-5000 - 5000j, 5000 - 5000j, 5000 + 5000j, -5000 + 5000j, -5000 - 5000j])
    found = way(grid, points, 500.0, 1500.0)
    course = np.angle(np.diff(found))
    turn = np.abs(np.angle(np.exp(1j * np.diff(course))))
    assert found[0] == pytest.approx(found[-1], abs=1) and turn.max() < np.radians(8)


def test_a_way_to_land_is_refused_in_words(grid):
    with pytest.raises(ValueError, match="no water between"):
        way(grid, np.array([-6000 + 0j, 500 + 300j, 6000 + 0j]), 500.0, 1500.0)


def test_a_band_keeps_to_starboard_both_ways():
    loop = band(np.linspace(0, 10_000j, 201), 800.0)
    straight = (loop[:-1].imag > 100) & (loop[:-1].imag < 9900)
    step = np.diff(loop)[straight].imag
    assert np.abs(loop[:-1][straight].real - 400 * np.sign(step)).max() < 5
    assert abs(loop[0] - loop[-1]) < 60


def test_spots_keep_their_distance_from_lanes_and_from_the_water_ahead(grid):
    lane = band(np.linspace(-5000 - 6000j, -5000 + 2000j, 161), 600.0)
    taken = claims(grid, [(lane, 12.0)])
    beside, ahead, free = -5600 + 0j, -4700 + 4000j, 5000 + 5000j
    assert taken.free(np.array([beside, ahead, free]), 500.0, 400.0).tolist() == [False, False, True]


def test_nets_of_spots_are_even_and_inside(grid):
    net = scatter(np.array([0j]), 1000.0, 100.0)
    assert np.abs(net).max() <= 1000 and len(net) == pytest.approx(np.pi * 100 / 0.866, rel=0.05)
    kept = thin(net, 250.0)
    apart = np.abs(kept[:, None] - kept) + 1e9 * np.eye(len(kept))
    assert apart.min() >= 250


def test_ships_at_a_quay_lie_along_the_shore(grid):
    heading = shore_heading_deg(grid, np.array([2300 + 0j, 0 - 2300j]))
    assert heading % 180 == pytest.approx([0, 90], abs=1)
