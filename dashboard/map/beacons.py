"""Beacons on the map: net beacons, distress beacons, alerts without a vessel, and places of clues.

A beacon in distress is a circle with a cross after IMO SN.1/Circ.243, larger than anything else on the map; one under
test is small and marked as a test.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.map.levels import alert_levels, without_vessel
from dashboard.map.view import View, mercator
from models.base.schema import KIND, LEVEL, Table
from models.messages.picture import Picture

ACTIVE = 14  # navigational status of an active distress beacon (ITU-R M.1371-5); 15 is a test
CLUE_SHOWN_S = 3600.0


@dataclass(frozen=True)
class Beacons:
    """Columns for the map: `beacons` with `real`, `causes` with `level`; all with x and y in Web Mercator metres."""

    gear: Table
    beacons: Table
    causes: Table
    clues: Table


def marks(picture: Picture, view: View) -> Beacons:
    """Return all marks in the view."""
    vessels = picture.vessels
    x, y = mercator(vessels["lon_deg"], vessels["lat_deg"])
    shown = view.shows(x, y)
    gear = shown & (vessels["kind"] == KIND["gear"])
    beacon = shown & (vessels["kind"] == KIND["distress"])
    real = (vessels["nav_status"] == ACTIVE) | (alert_levels(picture) == LEVEL["distress"])
    return Beacons(
        gear={"x": x[gear], "y": y[gear]},
        beacons={"x": x[beacon], "y": y[beacon], "real": real[beacon]},
        causes=_causes(picture),
        clues=_clues(picture),
    )


def _causes(picture: Picture) -> Table:
    """Return alerts without a vessel, at their own position."""
    about = without_vessel(picture)
    x, y = mercator([each.lon for each in about], [each.lat for each in about])
    return {"x": x, "y": y, "level": np.array([LEVEL[each.colour] for each in about], "u1")}


def _clues(picture: Picture) -> Table:
    about = [
        (each.lon_deg, each.lat_deg)
        for each in picture.clues
        if each.lon_deg is not None and not each.polygon and picture.t_s - each.t_s <= CLUE_SHOWN_S
    ]
    lon, lat = np.array(about, np.float64).reshape(-1, 2).T
    x, y = mercator(lon, lat)
    return {"x": x, "y": y}
