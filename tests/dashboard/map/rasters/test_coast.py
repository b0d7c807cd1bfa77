"""The coast raster: land at its place, smooth edges, the fine coast near the site and the coarse one beyond."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.common.theme import NIGHT, rgb
from dashboard.map.rasters.coast import STEPS, colours, draw, project
from dashboard.map.view import View, fit, mercator
from models.site.coast import Coast, load_coast
from tests.dashboard.pictures import BOX, SITES

FULL = STEPS - 1


def square(west: float, south: float, east: float, north: float, bbox: tuple[float, float, float, float]) -> Coast:
    ring = np.array([(west, south), (east, south), (east, north), (west, north), (west, south)])
    return project(Coast(ring, np.array([0, 5], np.int32), np.array([0, 1], np.int32), bbox))


def at(indices: np.ndarray, view: View, lon: float, lat: float) -> tuple[int, int]:
    """Return land and shore at a place, in sixteenths."""
    x, y = view.pixels(*mercator(lon, lat))
    return divmod(int(indices[view.height_px - 1 - int(y), int(x)]), STEPS)


@pytest.fixture(scope="module")
def coasts() -> tuple[Coast, Coast]:
    return project(load_coast(SITES / "zhoushan" / "coast.npz")), project(load_coast(SITES / "world" / "coast.npz"))


def test_land_is_land_and_sea_is_sea(coasts: tuple[Coast, Coast]) -> None:
    view = fit(BOX, 600, 500)
    indices = draw(view, *coasts)
    assert indices.shape == (500, 600)
    assert at(indices, view, 122.13, 30.06) == (FULL, 0)  # Zhoushan Island
    assert at(indices, view, 123.2, 30.3) == (0, 0)  # the open sea
    assert at(indices, view, 121.4, 29.8)[0] == FULL  # the mainland


def test_far_away_the_world_coast_is_drawn(coasts: tuple[Coast, Coast]) -> None:
    view = fit((9.5, 55.0, 13.0, 58.2), 300, 300)
    indices = draw(view, *coasts)
    assert at(indices, view, 9.6, 56.2)[0] == FULL  # Jutland
    assert at(indices, view, 11.3, 56.8) == (0, 0)  # the Kattegat


def test_the_fine_coast_wins_where_it_reaches() -> None:
    site = square(1.0, 1.0, 2.0, 2.0, (0.0, 0.0, 3.0, 3.0))
    world = square(2.0, 1.0, 5.0, 2.0, (-180.0, -85.0, 180.0, 85.0))
    view = fit((0.0, 0.0, 6.0, 3.0), 600, 300)
    indices = draw(view, site, world)
    assert at(indices, view, 1.5, 1.5)[0] == FULL
    assert at(indices, view, 2.5, 1.5)[0] == 0
    assert at(indices, view, 4.0, 1.5)[0] == FULL


def test_edges_are_smooth_and_lined() -> None:
    site = square(0.997, 1.0, 2.0, 2.0, (0.0, 0.0, 3.0, 3.0))
    view = fit((0.0, 0.0, 3.0, 3.0), 301, 301)
    land, shore = np.divmod(draw(view, site, square(-9, -9, -8, -8, (-180.0, -85.0, 180.0, 85.0))), STEPS)
    assert ((land > 0) & (land < FULL)).any()
    assert (shore[(land > 0) & (land < FULL)] > 0).all()
    assert shore[0, 0] == 0


def test_strips_join_without_a_seam() -> None:
    """The screen is drawn strip by strip; a straight shore must look the same in all of them."""
    site = square(1.0, -1.0, 2.0, 4.0, (-1.0, -2.0, 4.0, 5.0))
    view = fit((0.5, 0.5, 2.5, 2.5), 700, 700)
    indices = draw(view, site, site)
    assert (indices == indices[0]).all()


def test_the_palette_goes_from_clear_sea_to_land() -> None:
    table = colours(NIGHT)
    assert table.shape == (256, 4)
    assert table[0, 3] == 0
    assert tuple(table[FULL * STEPS]) == (*rgb(NIGHT.land), 255)
