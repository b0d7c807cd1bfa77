"""The picture as GeoJSON (RFC 7946): one feature for each vessel. The addresses: routes.py."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from models.base.clock import iso
from models.base.schema import COLOURS, KIND_NAMES, LEVEL, LIFE, STATION_NAMES, take
from models.messages.picture import Picture
from models.site.zone import Bbox

LIFE_NAMES = {code: name for name, code in LIFE.items()}
ROUNDED = {"sog_kn": 1, "cog_deg": 1, "heading_deg": 0, "age_s": 1, "length_m": 0, "beam_m": 0, "risk": 3}


def features(picture: Picture, box: Bbox | None, min_colour: str) -> dict[str, Any]:
    """A FeatureCollection of the vessels with a position, in the box, of at least that colour."""
    lon, lat = picture.vessels["lon_deg"], picture.vessels["lat_deg"]
    wanted = np.isfinite(lon) & np.isfinite(lat) & (picture.vessels["level"] >= LEVEL[min_colour])
    if box is not None:
        west, south, east, north = box
        wanted &= (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    columns = {name: column.tolist() for name, column in take(picture.vessels, np.flatnonzero(wanted)).items()}
    rows = (dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))
    return {
        "type": "FeatureCollection",
        "t": iso(picture.t_s),
        "tick": picture.tick,
        "mode": picture.mode,
        "features": [_feature(row) for row in rows],
    }


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": f"T{row['track_id']}",
        "geometry": {"type": "Point", "coordinates": [round(row["lon_deg"], 6), round(row["lat_deg"], 6)]},
        "properties": {
            "track_id": f"T{row['track_id']}",
            "mmsi": row["mmsi"] or None,
            "name": row["name"].decode("ascii", "replace").strip() or None,
            "station": STATION_NAMES.get(row["station"], "unknown"),
            "kind": KIND_NAMES.get(row["kind"], "unknown"),
            "life": LIFE_NAMES.get(row["life"], "free"),
            "colour": COLOURS[row["level"]],
            "nav_status": row["nav_status"],
            "ship_type": row["ship_type"],
            **{name: _rounded(row[name], digits) for name, digits in ROUNDED.items()},
        },
    }


def _rounded(value: float, digits: int) -> float | None:
    """NaN becomes null, because JSON has no NaN."""
    return None if math.isnan(value) else round(value, digits)
