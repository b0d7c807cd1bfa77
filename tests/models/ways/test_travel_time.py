"""Distances over water: nearly straight on the open sea, round the land elsewhere, never through it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.geo import distance_m
from models.base.paths import SITES
from models.base.units import M_PER_NM
from models.messages.evaluation import Grid
from models.site.coast import land_mask, load_coast
from models.site.site import load_site
from models.ways.travel_time import SPLIT, cell_of, centres, grid_of, seaway, ways_from
from tests.models.sea import site

SITE = load_site(SITES / "zhoushan")
GRID = grid_of(SITE.bbox)
Place = tuple[float, float]


def way_nm(a: Place, b: Place) -> float:
    water = seaway(SITE.coast, GRID)
    assert water
    one, other = water.at(np.array([a[0], b[0]]), np.array([a[1], b[1]])).tolist()
    return float(ways_from(SITE.coast, GRID, one)[other])


def crow_nm(a: Place, b: Place) -> float:
    return float(distance_m(*(np.array(each) for each in (a[1], a[0], b[1], b[0])))) / M_PER_NM


def test_the_grid_of_zhoushan_has_cells_of_two_kilometres() -> None:
    assert Grid(121.3, 29.3, 0.02, 115, 100) == GRID


def test_a_site_as_large_as_the_world_gets_larger_cells() -> None:
    whole = grid_of((-180.0, -80.0, 180.0, 80.0))
    assert whole.rows * whole.columns <= 65_536 and whole.step_deg == pytest.approx(1.28)


@given(st.floats(121.3, 123.59), st.floats(29.3, 31.29))
def test_a_place_lies_in_the_cell_whose_centre_is_next_to_it(lon: float, lat: float) -> None:
    cell = int(cell_of(GRID, np.array([lon]), np.array([lat]))[0])
    lons, lats = centres(GRID)
    assert abs(lons[cell] - lon) <= 0.0100001 and abs(lats[cell] - lat) <= 0.0100001


def test_places_outside_and_unknown_ones_lie_in_no_cell() -> None:
    nan = float("nan")
    assert cell_of(GRID, np.array([121.2, 123.7, 122, nan]), np.array([30, 30, 32, nan])).tolist() == [-1, -1, -1, -1]


@given(st.floats(123.0, 123.58), st.floats(29.35, 30.0), st.floats(123.0, 123.58), st.floats(29.35, 30.0))
def test_on_the_open_sea_the_path_is_nearly_straight(lon0: float, lat0: float, lon1: float, lat1: float) -> None:
    crow, cell_nm = crow_nm((lon0, lat0), (lon1, lat1)), 1.7
    assert crow - cell_nm <= way_nm((lon0, lat0), (lon1, lat1)) <= 1.03 * crow + cell_nm


def test_the_path_past_an_island_goes_round_it() -> None:
    south, north = (122.10, 29.99), (122.10, 30.16)
    assert crow_nm(south, north) < 10.5
    assert 20 < way_nm(south, north) < 30  # Zhoushan island, 20 miles long, lies between


def test_a_narrow_channel_is_open() -> None:
    assert way_nm((121.86, 30.12), (121.95, 30.03)) < 8.5  # through Xihoumen, a mile wide
    assert way_nm((122.45, 29.74), (122.17, 29.83)) < 18.0  # in by Xiazhimen


def test_a_boat_at_its_berth_on_land_can_leave() -> None:
    water = seaway(SITE.coast, GRID)
    assert water
    lon, lat = (np.array([getattr(base, name) for base in SITE.force.bases]) for name in ("lon_deg", "lat_deg"))
    at = water.at(lon, lat)
    assert (distance_m(lat, lon, water.lat_deg[at], water.lon_deg[at]) < 3000).all()


def test_no_step_between_pieces_of_water_crosses_much_land() -> None:
    """Looked at every 100 m; the squares are 270 m and a piece's middle may lie on a small rock."""
    water = seaway(SITE.coast, GRID)
    assert water
    ways = water.ways.tocoo()
    share = np.linspace(0, 1, 30)[:, None]
    lon, lat = (at[ways.row] + share * (at[ways.col] - at[ways.row]) for at in (water.lon_deg, water.lat_deg))
    land = land_mask(load_coast(SITE.coast), SITE.bbox, (GRID.rows * SPLIT, GRID.columns * SPLIT))
    row = ((lat - GRID.south_deg) / GRID.step_deg * SPLIT).astype(int)
    column = ((lon - GRID.west_deg) / GRID.step_deg * SPLIT).astype(int)
    crossed = land[row, column].mean(axis=0)
    assert np.mean(crossed > 0.5) < 0.005
    assert np.average(crossed, weights=ways.data) < 0.02


def test_distances_are_the_same_in_both_directions() -> None:
    water = seaway(SITE.coast, GRID)
    assert water
    picked = np.linspace(0, len(water.lon_deg) - 1, 5).astype(int).tolist()
    there = np.array([[ways_from(SITE.coast, GRID, a)[b] for b in picked] for a in picked])
    assert np.allclose(there, there.T, rtol=1e-5)


def test_the_made_site_is_one_piece_of_water_round_its_island() -> None:
    made = site()
    grid = grid_of(made.bbox)
    water = seaway(made.coast, grid)
    assert water
    assert np.isfinite(ways_from(made.coast, grid, 0)).all()
    assert (water.main < 0).sum() <= 1 and (water.piece >= 0).all()
