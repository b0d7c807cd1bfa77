"""Read GeoJSON (RFC 7946) that people edit by hand: features one by one, rings and points checked.

The properties are checked in models/site/features.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.base.settings import UserError

Ring = NDArray[np.float64]


class Feature(NamedTuple):
    """Unchecked properties and geometry of a feature; `where` names file and feature in errors."""

    properties: dict[str, Any]
    geometry: Any
    where: str


def read_features(path: Path) -> Iterator[Feature]:
    """Yield the features of a file. Raises UserError."""
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise UserError(f"{path}: cannot be read ({problem.strerror}); a site needs this file") from problem
    except ValueError as problem:
        raise UserError(f"{path}: not JSON ({problem})") from problem
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        raise UserError(f"{path}: expected a GeoJSON FeatureCollection with a list of features")
    for number, feature in enumerate(features, start=1):
        yield parts_of(feature, f"{path}: feature {number}")


def parts_of(feature: Any, where: str) -> Feature:
    """Return properties and geometry of a feature. Raises UserError."""
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise UserError(f"{where}: expected a GeoJSON Feature with properties")
    properties = feature["properties"]
    where = f"{where} ({properties.get('id') or properties.get('name_zh') or 'without a name'})"
    return Feature(properties, feature.get("geometry"), where)


def point(geometry: Any, where: str) -> tuple[float, float]:
    """Return longitude and latitude of a Point. Raises UserError."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        raise UserError(f"{where}: key geometry: expected a Point")
    lon, lat = _positions([geometry.get("coordinates")], where)[0].tolist()
    return lon, lat


def rings(geometry: Any, where: str) -> tuple[Ring, ...]:
    """Return all rings of a Polygon or MultiPolygon, outer ones and holes; the even-odd rule separates them."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not geometry.get("coordinates"):
        raise UserError(f"{where}: key geometry: expected a Polygon or MultiPolygon with coordinates")
    polygons = [geometry["coordinates"]] if kind == "Polygon" else geometry["coordinates"]
    return tuple(_ring(ring, where) for polygon in polygons for ring in polygon)


def _ring(positions: Any, where: str) -> Ring:
    ring = _positions(positions, where)
    if len(ring) < 4 or (ring[0] != ring[-1]).any():
        raise UserError(f"{where}: key coordinates: a ring needs at least four positions, the last equal to the first")
    return ring


def _positions(positions: Any, where: str) -> Ring:
    """Return (n, 2) longitude and latitude, read-only."""
    try:
        array = np.array(positions, np.float64)
        good = array.ndim == 2 and array.shape[1] == 2 and (np.abs(array) <= (180, 90)).all()
    except (TypeError, ValueError):
        good = False
    if not good:
        raise UserError(f"{where}: key coordinates: expected [longitude, latitude] in degrees, in this order")
    array.flags.writeable = False
    return array
