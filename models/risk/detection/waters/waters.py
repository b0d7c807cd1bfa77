"""Waters: distance to land, places ashore, narrow water, and depth where the site provides it.

Looks up rasters that are made once from the site's coast (models/site/coast.py). A site may give depths in `depth.npz`
beside its coast (`depth_m` (rows, columns), NaN where unknown, row 0 in the south; `bbox_deg`); none is shipped, so the
rules about depth work by land alone.
"""

from __future__ import annotations

import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.ndimage import distance_transform_edt

from models.base.compiled import compiled
from models.base.disk_cache import cached
from models.base.settings import UserError
from models.base.units import EARTH_RADIUS_M
from models.site.coast import Bbox, Coast, land_mask, load_coast

NARROW_M = 1852.0  # land nearer than a mile
CELL_M = 100.0  # the coast itself is accurate to about 50 m
MOST_CELLS = 12_000_000  # a larger box gets larger cells
ASHORE_M = 300.0  # no error of the coast line or of a fix puts a vessel this far inland
LAND = "land1"  # name in the disk cache; change the number when `_away_m` gives other values
FAR_M = 32_000  # distances are kept as i2; beyond this they are clipped
DEPTH_FILE = "depth.npz"


class WaterRaster(NamedTuple):
    """Values over a box, row 0 in the south."""

    bbox: Bbox
    values: np.ndarray


NO_DEPTH = WaterRaster((0.0, 0.0, 0.0, 0.0), np.empty((0, 0), dtype="f4"))


class Waters:
    """Land and depths in the coast box of a site; there is no land outside it. A checkpoint keeps only the path."""

    def __init__(self, coast_file: Path) -> None:
        self.coast_file = coast_file
        self._open()

    def __getstate__(self) -> dict[str, Path]:
        return {"coast_file": self.coast_file}

    def __setstate__(self, state: dict[str, Path]) -> None:
        self.coast_file = state["coast_file"]
        self._open()

    @property
    def has_depth(self) -> bool:
        """Whether the site provides depths."""
        return self._depth is not None

    def to_land_m(self, lon_deg: np.ndarray, lat_deg: np.ndarray) -> np.ndarray:
        """Metres to the nearest land, accurate to about 100 m; negative ashore; infinite where no coast is known."""
        return _look_up(self._land, lon_deg, lat_deg, np.inf)

    def narrow(self, lon_deg: np.ndarray, lat_deg: np.ndarray) -> np.ndarray:
        """Mask of the places that have land within a mile."""
        narrow: np.ndarray = self.to_land_m(lon_deg, lat_deg) < NARROW_M
        return narrow

    def ashore(self, lon_deg: np.ndarray, lat_deg: np.ndarray, by_m: float = ASHORE_M) -> np.ndarray:
        """Mask of the places at least `by_m` inland, where no vessel can be."""
        ashore: np.ndarray = self.to_land_m(lon_deg, lat_deg) < -by_m
        return ashore

    def depth_m(self, lon_deg: np.ndarray, lat_deg: np.ndarray) -> np.ndarray:
        """Charted depth in metres; NaN where it is not known."""
        if self._depth is None:
            return np.full(np.shape(lon_deg), np.nan)
        return _look_up(self._depth, lon_deg, lat_deg, np.nan)

    @property
    def land(self) -> WaterRaster:
        """Metres to the nearest land, over the coast box."""
        return self._land

    @property
    def depth(self) -> WaterRaster:
        """Charted metres of water; no rows where the site has none."""
        return self._depth or NO_DEPTH

    def covered(self, lon_deg: np.ndarray, lat_deg: np.ndarray) -> np.ndarray:
        """Mask of the places inside the coast box; of others nothing is known."""
        west, south, east, north = self._land.bbox
        return np.asarray((lon_deg >= west) & (lon_deg < east) & (lat_deg >= south) & (lat_deg < north))

    def _open(self) -> None:
        self._land = _land_raster(self.coast_file)
        self._depth = _depth_raster(self.coast_file.with_name(DEPTH_FILE))


def _look_up(raster: WaterRaster, lon_deg: np.ndarray, lat_deg: np.ndarray, outside: float) -> np.ndarray:
    """The value at each place as f4, in the shape of the places; `outside` beyond the box and where a place is NaN."""
    lat, lon = np.asarray(lat_deg, dtype="f8"), np.asarray(lon_deg, dtype="f8")
    return _values_at(raster.values, raster.bbox, lat.ravel(), lon.ravel(), outside).reshape(lat.shape)


@compiled
def _values_at(values: Any, box: Any, lat_deg: np.ndarray, lon_deg: np.ndarray, outside: float) -> np.ndarray:
    found = np.empty(len(lat_deg), dtype=np.float32)
    for one in range(len(lat_deg)):
        found[one] = value_at(values, box, lat_deg[one], lon_deg[one], outside)
    return found


@compiled
def value_at(values: Any, box: Any, lat: float, lon: float, outside: float) -> float:
    """The value of a raster at a place; `outside` beyond the box."""
    west, south, east, north = box
    rows, columns = values.shape
    row, column = (lat - south) * (rows / (north - south)), (lon - west) * (columns / (east - west))
    if not (0.0 <= row < rows and 0.0 <= column < columns):
        return outside
    return float(values[int(row), int(column)])


@lru_cache(maxsize=2)
def _land_raster(coast_file: Path) -> WaterRaster:
    """Metres to the nearest land, positive at sea and negative ashore; cached on disk, since it takes seconds."""
    coast = load_coast(coast_file)
    west, south, east, north = coast.bbox
    per_deg_m = np.pi * EARTH_RADIUS_M / 180
    high_m = (north - south) * per_deg_m
    wide_m = (east - west) * per_deg_m * np.cos(np.radians((south + north) / 2))
    cell_m = max(CELL_M, float(np.sqrt(high_m * wide_m / MOST_CELLS)))
    rows, columns = max(1, round(high_m / cell_m)), max(1, round(wide_m / cell_m))
    cell = (high_m / rows, wide_m / columns)
    return WaterRaster(
        coast.bbox, cached(coast_file, f"{LAND}-{rows}x{columns}", lambda: _away_m(coast, rows, columns, cell))
    )


def _away_m(coast: Coast, rows: int, columns: int, cell_m: tuple[float, float]) -> np.ndarray:
    inland = land_mask(coast, coast.bbox, (rows, columns))
    land = inland | _shores(coast, rows, columns)
    if not land.any():
        return np.full((rows, columns), FAR_M, dtype="i2")
    away_m = _distance_m(~land, cell_m) - _distance_m(inland, cell_m)
    return np.clip(away_m, -FAR_M, FAR_M).astype("i2")


def _distance_m(mask: np.ndarray, cell_m: tuple[float, float]) -> np.ndarray:
    """Metres from each cell of the mask to the nearest cell outside it."""
    if mask.all():
        return np.full(mask.shape, float(FAR_M), dtype="f4")
    return distance_transform_edt(mask, sampling=cell_m).astype("f4")


def _shores(coast: Coast, rows: int, columns: int) -> np.ndarray:
    """Cells with a corner of the coast, so that rocks too small to cover the centre of a cell are land too."""
    west, south, east, north = coast.bbox
    row = np.floor((coast.xy_deg[:, 1] - south) / (north - south) * rows).astype(np.int64)
    column = np.floor((coast.xy_deg[:, 0] - west) / (east - west) * columns).astype(np.int64)
    shores = np.zeros((rows, columns), dtype=bool)
    within = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
    shores[row[within], column[within]] = True
    return shores


@lru_cache(maxsize=2)
def _depth_raster(path: Path) -> WaterRaster | None:
    """The depths of a site, if it has any. Raises UserError."""
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as file:
            west, south, east, north = (float(each) for each in file["bbox_deg"])
            depth_m = np.asarray(file["depth_m"], dtype="f4")
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as problem:
        raise UserError(f"{path}: no readable depths ({problem}); expected arrays depth_m and bbox_deg") from problem
    if depth_m.ndim != 2 or not depth_m.size or not (west < east and south < north):
        raise UserError(f"{path}: expected depth_m (rows, columns) and bbox_deg (west, south, east, north)")
    return WaterRaster((west, south, east, north), depth_m)
