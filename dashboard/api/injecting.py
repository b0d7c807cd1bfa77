"""From a kind and a position on the map to an inject. The kinds: models/messages/injects.py."""

from __future__ import annotations

import numpy as np

from models.base.geo import distance_m
from models.base.schema import SHIP_STATIONS, STATION
from models.base.units import M_PER_NM
from models.messages.injects import KINDS, BaseInject, TargetVessel
from models.messages.picture import Picture

NEAR_NM = 5.0  # a vessel further from the position than this is not selected
SHIPS = [STATION[name] for name in SHIP_STATIONS]


def inject_at(kind: str, lon_deg: float, lat_deg: float, picture: Picture, number: int) -> BaseInject | None:
    """The inject of this kind there; None when it needs a vessel and none is near."""
    made = KINDS[kind]
    target = nearest_vessel(lon_deg, lat_deg, picture) if made.about_vessel else None
    return None if made.about_vessel and target is None else made.placed(number, lat_deg, lon_deg, target)


def nearest_vessel(lon_deg: float, lat_deg: float, picture: Picture) -> TargetVessel | None:
    """The vessel nearest to a position; None when none is within NEAR_NM."""
    vessels = picture.vessels
    ships = np.flatnonzero(np.isin(vessels["station"], SHIPS) & (vessels["mmsi"] > 0))
    away_m = distance_m(np.array(lat_deg), np.array(lon_deg), vessels["lat_deg"][ships], vessels["lon_deg"][ships])
    if not len(ships) or not np.min(away_m) <= NEAR_NM * M_PER_NM:
        return None
    row = ships[int(np.argmin(away_m))]
    name = vessels["name"][row].decode("ascii", "replace")
    return TargetVessel(int(vessels["mmsi"][row]), name, float(vessels["lat_deg"][row]), float(vessels["lon_deg"][row]))
