"""Cut a coastline out of a land-polygon source. The verb is `run.py coast`; no process of a running wall imports this.

The default source is the OpenStreetMap land inside the `roaring-landmask` wheel (code MIT, data ODbL 1.0; see
NOTICE.md beside this file). Others: any polygon file GDAL reads, or an S-57 cell (layer LNDARE).
models/site/coast.py reads the result at run time; dashboard/map draws it.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.base.settings import UserError

Bbox = tuple[float, float, float, float]
Shapes = NDArray[np.object_]  # shapely geometries

UNITS_PER_DEG = 100_000  # 1e-5 deg is about 1 m, far below the 50 m to which the source is simplified
KM_PER_DEG = 6371.0088 * np.pi / 180
S57_OPTIONS = "UPDATES=APPLY,SPLIT_MULTIPOINT=ON,ADD_SOUNDG_DEPTH=ON,LNAM_REFS=ON,RECODE_BY_DSSI=ON"


def osm_land() -> Shapes:
    """Return all land polygons of the wheel, as an array of shapely polygons (about 1 GB of memory)."""
    import shapely

    try:
        import roaring_landmask as wheel
    except ImportError:
        raise UserError("the land of the earth is not installed; `run.py coast` fetches it") from None
    land: Shapes = shapely.get_parts(shapely.from_wkb(wheel.Shapes.wkb(wheel.LandmaskProvider.Osm)))
    return land


def need_tools() -> None:
    """Raise UserError if pyogrio or shapely is missing; only the test environment has them."""
    missing = [name for name in ("pyogrio", "shapely") if find_spec(name) is None]
    if missing:
        how = ".venv/bin/python -m pip install --require-hashes -r requirements-test.txt"
        raise UserError(f"{' and '.join(missing)} missing; install with: {how}")


def land_layer(source: Path) -> str:
    """Return the layer that holds land: LNDARE in an S-57 cell, else the first layer with polygons."""
    import pyogrio

    try:
        layers = pyogrio.list_layers(source)
    except pyogrio.errors.DataSourceError as problem:
        why = "GDAL cannot read it (encrypted S-63 and S-101 charts cannot be read; S-57 can)"
        raise UserError(f"{source}: {why}") from problem
    polygons = [name for name, kind in layers if kind is None or "Polygon" in kind or name == "LNDARE"]
    if not polygons:
        raise UserError(f"{source}: no layer with polygons, only {[name for name, _ in layers]}")
    return "LNDARE" if "LNDARE" in polygons else polygons[0]


def source_land(source: Path) -> Shapes:
    """Return the polygons of a file, in degrees WGS 84."""
    os.environ["OGR_S57_OPTIONS"] = S57_OPTIONS  # GDAL reads this when it opens the file
    import pyogrio
    import shapely

    layer = land_layer(source)
    meta, _, geometry, _ = pyogrio.raw.read(source, layer=layer, columns=[])
    if meta["crs"] not in (None, "EPSG:4326", "OGC:CRS84"):
        raise UserError(f"{source}: coordinates are {meta['crs']}; convert to EPSG:4326 first")
    return only_polygons(shapely.from_wkb(geometry))


def only_polygons(shapes: Shapes) -> Shapes:
    """Return the polygons among mixed shapes; an intersection may also yield lines and points at the box's edge."""
    import shapely

    parts: Shapes = shapely.get_parts(shapely.get_parts(shapes))
    polygons: Shapes = parts[(shapely.get_type_id(parts) == 3) & ~shapely.is_empty(parts)]
    return polygons


def area_km2(polygons: Shapes) -> NDArray[np.float64]:
    """Return the area on a cylinder through the middle of each polygon: accurate enough to drop islets."""
    import shapely

    south, north = shapely.bounds(polygons)[:, [1, 3]].T
    km2: NDArray[np.float64] = shapely.area(polygons) * KM_PER_DEG**2 * np.cos(np.radians((south + north) / 2))
    return km2


def large(polygons: Shapes, min_area_km2: float) -> Shapes:
    """Return the polygons of at least this area."""
    return polygons[area_km2(polygons) >= min_area_km2]


def clip(polygons: Shapes, bbox: Bbox, simplify_deg: float, min_area_km2: float) -> Shapes:
    """Return the land inside the box, without small islands and without detail below the tolerance."""
    import shapely

    west, south, east, north = bbox
    bounds = shapely.bounds(polygons).T
    near = (bounds[0] <= east) & (bounds[2] >= west) & (bounds[1] <= north) & (bounds[3] >= south)
    land = large(polygons[near], min_area_km2)
    if simplify_deg:  # simplified neighbours overlap: merge them, then smooth the seams
        merged = shapely.union_all(shapely.make_valid(shapely.simplify(land, simplify_deg)))
        land = large(shapely.get_parts(shapely.simplify(merged, simplify_deg)), min_area_km2)
    return only_polygons(shapely.intersection(land, shapely.box(*bbox)))


def ring_units(ring: Any) -> NDArray[np.int32]:
    """Return one closed ring in 1e-5 deg, without the repeated points that rounding produces."""
    import shapely

    xy: NDArray[np.int32] = np.rint(shapely.get_coordinates(ring) * UNITS_PER_DEG).astype(np.int32)
    moved = np.r_[True, (xy[1:] != xy[:-1]).any(axis=1)]
    return xy[moved]


def pack(polygons: Shapes, bbox: Bbox) -> dict[str, NDArray[np.int32]]:
    """Return polygons as flat arrays: vertices, start of each ring, first ring of each polygon (outer first)."""
    rings: list[NDArray[np.int32]] = []
    polygon_start = [0]
    for polygon in polygons:
        outer, *holes = (ring_units(ring) for ring in (polygon.exterior, *polygon.interiors))
        if len(outer) < 4:  # smaller than the resolution
            continue
        rings += [outer, *(hole for hole in holes if len(hole) >= 4)]
        polygon_start.append(len(rings))
    return {
        "xy": np.concatenate(rings) if rings else np.empty((0, 2), np.int32),
        "ring_start": np.cumsum([0, *map(len, rings)], dtype=np.int32),
        "polygon_start": np.array(polygon_start, np.int32),
        "bbox": np.rint(np.array(bbox) * UNITS_PER_DEG).astype(np.int32),
        "scale": np.array(UNITS_PER_DEG, np.int32),
    }


def write_npz(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write a compressed npz whose bytes depend on the arrays only; numpy's own writer adds the time of day."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in arrays.items():
            data = io.BytesIO()
            np.lib.format.write_array(data, array, allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            archive.writestr(entry, data.getvalue(), zipfile.ZIP_DEFLATED, compresslevel=9)


def cut_coast(
    land: Shapes, bbox: Bbox, out: Path, simplify_deg: float = 0.0, min_area_km2: float = 0.0
) -> tuple[int, int]:
    """Write the coast inside a box to a small npz file; returns the numbers of polygons and of vertices."""
    arrays = pack(clip(land, bbox, simplify_deg, min_area_km2), bbox)
    write_npz(out, arrays)
    return len(arrays["polygon_start"]) - 1, len(arrays["xy"])
