"""Tiles of a user's chart are placed correctly on the map."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.map.rasters.tiles import EDGE_M, Tiles
from dashboard.map.view import fit, mercator
from models.base.settings import UserError

PNG = b"\x89PNG\r\n\x1a\n..."


def mbtiles(path: Path, tiles: dict[tuple[int, int, int], bytes], **metadata: str) -> Path:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        file.execute("CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
        file.executemany("INSERT INTO metadata VALUES (?, ?)", metadata.items())
        file.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", [(*key, data) for key, data in tiles.items()])
    return path


@pytest.fixture
def world(tmp_path: Path) -> Tiles:
    """Return zooms 0 to 12; the north-western tile of zoom 1 is row 1 in the file, which counts from the south."""
    made = mbtiles(tmp_path / "w.mbtiles", {(0, 0, 0): PNG, (1, 0, 1): b"nw", (12, 0, 0): PNG}, format="png")
    return Tiles(made)


def test_rows_of_addresses_count_from_the_north(world: Tiles) -> None:
    assert world.tile(1, 0, 0) == b"nw"
    assert world.tile(1, 0, 1) is None


@given(lon=st.floats(-179, 178), lat=st.floats(-80, 79), width_deg=st.floats(0.02, 90), width_px=st.integers(300, 4000))
def test_tiles_cover_the_view_and_touch_it(lon: float, lat: float, width_deg: float, width_px: int) -> None:
    tiles = Tiles.__new__(Tiles)
    tiles.zooms = range(19)
    view = fit((lon, lat, min(lon + width_deg, 179.9), min(lat + width_deg / 2, 80.0)), width_px, 900)
    cover = tiles.cover(view)
    assert cover
    assert all(tile.left_px < view.width_px and tile.left_px + tile.size_px > -1 for tile in cover)
    assert 128 <= cover[0].size_px <= 512 or cover[0].zoom in (0, 18)
    inside = (view.west_m > -EDGE_M, view.east_m < EDGE_M, view.south_m > -EDGE_M, view.north_m < EDGE_M)
    if all(inside):
        assert min(tile.left_px for tile in cover) <= 0.01
        assert max(tile.left_px + tile.size_px for tile in cover) >= view.width_px - 0.01
        assert min(tile.top_px for tile in cover) <= 0.01
        assert max(tile.top_px + tile.size_px for tile in cover) >= view.height_px - 0.01


def test_a_place_lies_on_its_tile(world: Tiles) -> None:
    view = fit((121.0, 29.0, 124.0, 31.0), 1000, 800)
    x, y = mercator(122.2, 30.0)
    px, py = (float(x) - view.west_m) / view.m_per_px, (view.north_m - float(y)) / view.m_per_px
    (tile,) = [t for t in world.cover(view) if 0 <= px - t.left_px < t.size_px and 0 <= py - t.top_px < t.size_px]
    assert tile.column == int((122.2 + 180) / 360 * 2**tile.zoom)


@pytest.mark.parametrize(
    ("tiles", "metadata", "message"),
    [
        ({}, {"format": "png"}, "holds no tiles"),
        ({(0, 0, 0): b""}, {"format": "pbf"}, "only pictures"),
    ],
)
def test_a_file_that_cannot_be_shown_is_refused_with_a_message(
    tmp_path: Path, tiles: dict[tuple[int, int, int], bytes], metadata: dict[str, str], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        Tiles(mbtiles(tmp_path / "bad.mbtiles", tiles, **metadata))


def test_another_kind_of_file_is_refused_with_a_message(tmp_path: Path) -> None:
    (tmp_path / "x.mbtiles").write_text("not a database" * 100)
    with pytest.raises(UserError, match="not an MBTiles file"):
        Tiles(tmp_path / "x.mbtiles")
    with pytest.raises(UserError, match="not an MBTiles file"):
        Tiles(tmp_path / "none.mbtiles")
