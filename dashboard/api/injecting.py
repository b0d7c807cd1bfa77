"""What a director may add to an exercise: a kind and a place on the map become what is injected.

What lives here: the kinds, and the nearest craft they are about. What does not: what comes of them
(exercises/director/injects.py, ingest/tampering.py) and from when on they hold, which the core says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from models.base.geo import distance_m, move_deg
from models.base.schema import SHIP_STATIONS, STATION
from models.base.units import M_PER_NM
from models.messages.picture import Picture

Told = dict[str, Any]
NEAR_NM = 5.0  # a craft further away than this was not meant
FIRST_BEACON = 970_119_000  # ITU-R M.585: 970 is a search and rescue transmitter
SPOOFED_NM, CLONE_OFF_NM = 8.0, 20.0
FOG_NM, OUTAGE_NM = 8.0, 15.0
LONG_S = {"distress": 1800.0, "clone": 2400.0, "spoof": 1200.0, "dark": 3600.0, "fog": 7200.0, "outage": 900.0}
SHIPS = [STATION[name] for name in SHIP_STATIONS]
FOG_TEXT = "演练：浓雾 / exercise: dense fog"


def told_of(kind: str, lon: float, lat: float, picture: Picture, number: int) -> Told | None:
    """What is injected there; None when it is about a craft and none is near."""
    about = KINDS[kind](lon, lat, picture, number)
    return None if about is None else {"kind": kind, "number": number, "for_s": LONG_S[kind], **about}


def _distress(lon: float, lat: float, _: Picture, number: int) -> Told:
    return {"lon": lon, "lat": lat, "mmsi": FIRST_BEACON + number, "name": "SART"}


def _clone(lon: float, lat: float, picture: Picture, _: int) -> Told | None:
    """A second ship with her number, well away from her and on a course of her own."""
    craft = _nearest(lon, lat, picture)
    if craft is None:
        return None
    south, east = move_deg(np.array(craft["lat"]), np.array(craft["lon"]), *_moved(CLONE_OFF_NM, 107.0))
    return {"mmsi": craft["mmsi"], "name": craft["name"], "lat": float(south), "lon": float(east), "course_deg": 10.0}


def _spoof(lon: float, lat: float, picture: Picture, _: int) -> Told | None:
    craft = _nearest(lon, lat, picture)
    if craft is None:
        return None
    north, east = move_deg(np.array(craft["lat"]), np.array(craft["lon"]), *_moved(SPOOFED_NM, 45.0))
    return craft | {"north_deg": float(north - craft["lat"]), "east_deg": float(east - craft["lon"])}


def _dark(lon: float, lat: float, picture: Picture, _: int) -> Told | None:
    return _nearest(lon, lat, picture)


def _moved(by_nm: float, towards_deg: float) -> tuple[np.ndarray, np.ndarray]:
    """Metres east and north."""
    by_m, towards = by_nm * M_PER_NM, np.radians(towards_deg)
    return np.array(by_m * np.sin(towards)), np.array(by_m * np.cos(towards))


def _fog(lon: float, lat: float, _: Picture, __: int) -> Told:
    bearings = np.radians(np.arange(0, 360, 30))
    reach_m = FOG_NM * M_PER_NM
    lats, lons = move_deg(np.full(12, lat), np.full(12, lon), reach_m * np.sin(bearings), reach_m * np.cos(bearings))
    corners = [[round(x, 5), round(y, 5)] for x, y in zip(lons.tolist(), lats.tolist(), strict=True)]
    return {"lon": lon, "lat": lat, "polygon": corners, "text": FOG_TEXT}


def _outage(lon: float, lat: float, _: Picture, __: int) -> Told:
    return {"lon": lon, "lat": lat, "range_nm": OUTAGE_NM}


def _nearest(lon: float, lat: float, picture: Picture) -> Told | None:
    """The ship meant by a place: its number, name and where it is."""
    vessels = picture.vessels
    ships = np.flatnonzero(np.isin(vessels["station"], SHIPS) & (vessels["mmsi"] > 0))
    away_m = distance_m(np.array(lat), np.array(lon), vessels["lat_deg"][ships], vessels["lon_deg"][ships])
    if not len(ships) or not np.min(away_m) <= NEAR_NM * M_PER_NM:
        return None
    row = ships[int(np.argmin(away_m))]
    return {
        "mmsi": int(vessels["mmsi"][row]),
        "name": vessels["name"][row].decode("ascii", "replace"),
        "lat": float(vessels["lat_deg"][row]),
        "lon": float(vessels["lon_deg"][row]),
    }


KINDS: dict[str, Callable[[float, float, Picture, int], Told | None]] = {
    "distress": _distress,
    "clone": _clone,
    "spoof": _spoof,
    "dark": _dark,
    "fog": _fog,
    "outage": _outage,
}
