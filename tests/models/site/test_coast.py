"""The committed coasts and the land mask: known positions, agreement with shapely, clear errors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from models.base.paths import SITES
from models.base.settings import UserError
from models.site.coast import Coast, land_mask, load_coast, on_land

BBOX = (121.3, 29.3, 123.6, 31.3)
LAND = {"Zhoushan island": (122.10, 30.06), "Daishan": (122.17, 30.28), "Ningbo": (121.55, 29.87)}
WATER = {
    "Xiazhimen": (122.28, 29.770),
    "open sea": (123.4, 30.3),
    "Hangzhou bay": (121.5, 30.5),
    "Luotou channel": (122.00, 29.935),
}


@pytest.fixture(scope="module")
def zhoushan() -> Coast:
    return load_coast(SITES / "zhoushan" / "coast.npz")


@pytest.fixture(scope="module")
def mask(zhoushan: Coast) -> np.ndarray:
    return land_mask(zhoushan, BBOX, (2000, 2300))


def polygons(coast: Coast) -> list[shapely.Polygon]:
    rings = [coast.xy_deg[a:b] for a, b in zip(coast.ring_start[:-1], coast.ring_start[1:], strict=True)]
    spans = zip(coast.polygon_start[:-1], coast.polygon_start[1:], strict=True)
    return [shapely.Polygon(rings[a], rings[a + 1 : b]) for a, b in spans]


def test_the_zhoushan_coast_has_its_known_size(zhoushan: Coast) -> None:
    assert zhoushan.bbox == (120.8, 28.8, 124.2, 31.8)
    assert len(zhoushan.polygon_start) - 1 == 1399
    assert len(zhoushan.xy_deg) == 18554 == zhoushan.ring_start[-1]
    assert zhoushan.polygon_start[-1] == len(zhoushan.ring_start) - 1


@pytest.mark.parametrize("site", ["zhoushan", "world"])
def test_every_ring_is_closed_and_inside_the_box(site: str) -> None:
    coast = load_coast(SITES / site / "coast.npz")
    first, last = coast.ring_start[:-1], coast.ring_start[1:] - 1
    assert (coast.xy_deg[first] == coast.xy_deg[last]).all()
    west, south, east, north = coast.bbox
    assert (coast.xy_deg.min(axis=0) >= (west, south)).all() and (coast.xy_deg.max(axis=0) <= (east, north)).all()


@pytest.mark.parametrize("place", LAND)
def test_land_is_land(mask: np.ndarray, place: str) -> None:
    assert on_land(mask, BBOX, *LAND[place])


@pytest.mark.parametrize("place", WATER)
def test_water_is_water(mask: np.ndarray, place: str) -> None:
    assert not on_land(mask, BBOX, *WATER[place])


def test_the_mask_agrees_with_shapely_at_the_cell_centres(zhoushan: Coast) -> None:
    box, shape = (121.9, 29.6, 122.5, 30.1), (50, 60)
    lon = box[0] + (np.arange(60) + 0.5) * 0.01
    lat = box[1] + (np.arange(50) + 0.5) * 0.01
    land = shapely.union_all(polygons(zhoushan))
    expected = shapely.contains_xy(land, *np.meshgrid(lon, lat))
    assert 100 < expected.sum() < 2900
    np.testing.assert_array_equal(land_mask(zhoushan, box, shape), expected)


def test_a_hole_is_water_and_row_0_is_south() -> None:
    outer, hole = shapely.box(0, 0, 3, 3), shapely.box(1, 1, 2, 2)
    xy = np.concatenate([shapely.get_coordinates(outer), shapely.get_coordinates(hole)])
    lake = Coast(xy, np.array([0, 5, 10], np.int32), np.array([0, 2], np.int32), (0, 0, 4, 4))
    drawn = ["".join(".#"[cell] for cell in row) for row in land_mask(lake, (0, 0, 4, 4), (4, 4)).astype(int)]
    assert drawn == ["###.", "#.#.", "###.", "...."]


def test_land_west_of_the_box_does_not_leak_in() -> None:
    xy = shapely.get_coordinates(shapely.box(-2, 0, -1, 1))
    islet = Coast(xy, np.array([0, 5], np.int32), np.array([0, 1], np.int32), (-2, 0, 2, 1))
    assert not land_mask(islet, (0, 0, 2, 1), (4, 8)).any()


def test_outside_the_box_and_unknown_positions_are_not_land(mask: np.ndarray) -> None:
    antipode, beyond_the_pole, unknown = (-57.9, -30.06), (122.1, 91.0), (np.nan, np.nan)
    lon, lat = np.array([antipode, beyond_the_pole, unknown]).T
    assert not on_land(mask, BBOX, lon, lat).any()


@pytest.mark.parametrize(
    ("lon", "lat", "land"),
    [(104.0, 35.0, True), (10.0, 50.0, True), (-57.9, -30.06, True), (150.0, 0.0, False), (-30.0, 40.0, False)],
)
def test_the_world_in_one_mask(lon: float, lat: float, land: bool) -> None:
    whole = (-180.0, -90.0, 180.0, 90.0)
    world = land_mask(load_coast(SITES / "world" / "coast.npz"), whole, (720, 1440))
    assert on_land(world, whole, lon, lat) == land
    assert 0.25 < np.average(world.mean(axis=1), weights=np.cos(np.radians(np.linspace(-90, 90, 720)))) < 0.32


def test_the_error_for_a_missing_or_broken_coast_says_how_to_make_one(tmp_path: Path) -> None:
    broken = tmp_path / "coast.npz"
    broken.write_bytes(b"PK\x03\x04 not a coast")
    for path in (broken, tmp_path / "none.npz"):
        with pytest.raises(UserError, match=r"run\.py coast"):
            load_coast(path)


def test_the_arrays_are_read_only(zhoushan: Coast) -> None:
    with pytest.raises(ValueError, match="read-only"):
        zhoushan.xy_deg[0, 0] = 0.0
