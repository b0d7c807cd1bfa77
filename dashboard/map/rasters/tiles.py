"""Raster charts supplied by the user: an MBTiles file (MBTiles 1.3) under everything else on the map.

Rows in MBTiles count from the south, rows in addresses from the north.
"""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tornado.web import HTTPError, RequestHandler

from dashboard.map.view import MERCATOR_RADIUS_M, View
from models.base.settings import UserError

EDGE_M = math.pi * MERCATOR_RADIUS_M  # the world of EPSG:3857 is a square from -EDGE_M to EDGE_M
TILE_PX = 256
FORMATS = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
MOST_TILES = 600  # tiles of one view; more than an 8K screen needs
CACHE_S = 86_400


class Tile(NamedTuple):
    """One tile of a view: its address and its left, top and size in pixels of the screen."""

    zoom: int
    column: int
    row: int
    left_px: float
    top_px: float
    size_px: float


class Tiles:
    """One MBTiles file, opened for each tile, because SQLite connections belong to one thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with closing(self._open()) as file:
                metadata = dict(file.execute("SELECT name, value FROM metadata"))
                low, high = file.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
        except sqlite3.Error as problem:
            raise UserError(f"{path}: not an MBTiles file ({problem}); correct dashboard.mbtiles") from problem
        if low is None:
            raise UserError(f"{path}: holds no tiles; correct dashboard.mbtiles")
        if metadata.get("format") not in FORMATS:
            expected = ", ".join(FORMATS)
            raise UserError(f"{path}: tiles are {metadata.get('format')!r}; only pictures can be shown ({expected})")
        self.media = FORMATS[metadata["format"]]
        self.zooms = range(low, high + 1)
        self.attribution = str(metadata.get("attribution", ""))

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return the image of a tile, or None if there is none."""
        where = "zoom_level = ? AND tile_column = ? AND tile_row = ?"
        with closing(self._open()) as file:
            found = file.execute(f"SELECT tile_data FROM tiles WHERE {where}", (zoom, column, 2**zoom - 1 - row))
            data = found.fetchone()
        return bytes(data[0]) if data else None

    def cover(self, view: View) -> list[Tile]:
        """Return the tiles of a view, at the zoom whose pixels are nearest to those of the screen."""
        wanted = math.log2(2 * EDGE_M / TILE_PX / view.m_per_px)
        zoom = min(max(round(wanted), self.zooms[0]), self.zooms[-1])
        tile_m, last = 2 * EDGE_M / 2**zoom, 2**zoom - 1
        columns = range(*_span(view.west_m + EDGE_M, view.east_m + EDGE_M, tile_m, last))
        rows = range(*_span(EDGE_M - view.north_m, EDGE_M - view.south_m, tile_m, last))
        if len(columns) * len(rows) > MOST_TILES:
            return []  # far outside the zooms of the file
        size_px = tile_m / view.m_per_px
        left_px, top_px = -(view.west_m + EDGE_M) / view.m_per_px, -(EDGE_M - view.north_m) / view.m_per_px
        return [
            Tile(zoom, column, row, left_px + column * size_px, top_px + row * size_px, size_px)
            for row in rows
            for column in columns
        ]

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


class TileHandler(RequestHandler):  # type: ignore[misc]
    """Serves `/tiles/ZOOM/COLUMN/ROW`."""

    def initialize(self, tiles: Tiles | None) -> None:
        """Set the file; called by Tornado with the values of the routing table."""
        self.tiles = tiles

    def get(self, zoom: str, column: str, row: str) -> None:
        """Send the image, or 404 if the file has none."""
        data = self.tiles.tile(int(zoom), int(column), int(row)) if self.tiles and int(zoom) <= 30 else None
        if self.tiles is None or data is None:
            raise HTTPError(404)
        self.set_header("Content-Type", self.tiles.media)
        self.set_header("Cache-Control", f"max-age={CACHE_S}")
        self.finish(data)


def base_address(tiles: Tiles | None, view: View) -> str:
    """Return the tiles for the page: a list of `zoom/column/row left top size`, in pixels."""
    cover = tiles.cover(view) if tiles else []
    return ";".join(
        f"/tiles/{each.zoom}/{each.column}/{each.row} {each.left_px:.2f} {each.top_px:.2f} {each.size_px:.2f}"
        for each in cover
    )


def _span(from_m: float, to_m: float, tile_m: float, last: int) -> tuple[int, int]:
    """Return the first tile and the one after the last, within the world."""
    return max(0, int(from_m // tile_m)), min(last, int(to_m // tile_m)) + 1
