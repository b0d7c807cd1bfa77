"""Made motion of vessels for the tests of the history: pictures tick by tick, and trails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from models.base.geo import move_deg
from models.base.schema import VESSEL, empty
from models.history.positions import POSITIONS
from models.history.trail import Trail, trail_of
from models.messages.picture import Picture

T0 = 1_700_000_000.0
MPS_PER_KN = 1852 / 3600


def picture(t_s: float, **columns: Any) -> Picture:
    """Return a picture of vessels whose columns are given as lists."""
    n = len(columns["track_id"])
    vessels = empty(VESSEL, n)
    for name, values in {"age_s": [0.5] * n, "lat_deg": [30.0] * n, "lon_deg": [122.5] * n, **columns}.items():
        vessels[name] = np.asarray(values, dtype=vessels[name].dtype)
    return Picture(int(t_s), t_s, "live", 1.0, vessels=vessels)


def sailing(t_s: float, *, sog_kn: float = 10.0, cog_deg: float = 90.0, track_id: int = 1, **more: Any) -> Picture:
    """Return a picture of a vessel that left 30 N 122.5 E at T0."""
    way_m = sog_kn * MPS_PER_KN * (t_s - T0)
    lat, lon = move_deg(30.0, 122.5, way_m * np.sin(np.radians(cog_deg)), way_m * np.cos(np.radians(cog_deg)))
    columns = {"track_id": [track_id], "mmsi": [412_000_000 + track_id], "sog_kn": [sog_kn], "cog_deg": [cog_deg]}
    return picture(t_s, **columns, lat_deg=[lat], lon_deg=[lon], **more)


def rows(t_s: np.ndarray, lat: Any, lon: Any, *, track_id: int = 1, name: bytes = b"A") -> np.ndarray:
    """Return rows of POSITIONS."""
    made = np.zeros(len(t_s), POSITIONS)
    made["t_ms"], made["track_id"], made["mmsi"] = np.rint(t_s * 1000), track_id, 412_000_000 + track_id
    made["lat_e6"], made["lon_e6"], made["name"] = np.rint(np.asarray(lat) * 1e6), np.rint(np.asarray(lon) * 1e6), name
    return made


def trail(t_s: np.ndarray, lat: Any, lon: Any, **more: Any) -> Trail:
    """Return a trail of these positions."""
    made = rows(t_s, lat, lon, **more)
    columns: Mapping[str, np.ndarray] = {name: made[name] for name in POSITIONS.names or ()}
    return trail_of({**columns, "name": np.array(["A"] * len(made), object)})
