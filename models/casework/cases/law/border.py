"""A target on its way into another unit's water: whose it will be, and when. The desk offers a transfer, an officer
makes it: nobody is ever without an owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np

from models.base.schema import Table
from models.casework.cases.nouns import Case, CasePlace
from models.casework.cases.routing import unit_at
from models.casework.cases.workplace import Workplace

WITHIN_MIN, STEP_MIN = 20, 1
NM_PER_DEG = 60.0
MOVING_KN = 0.5


@dataclass(frozen=True)
class BorderCrossing:
    """The unit whose water a target enters, in how many minutes at its course and speed, and where."""

    unit: str
    minutes: int
    lon: float
    lat: float


def border_ahead(case: Case, vessels: Table, site: Workplace) -> BorderCrossing | None:
    """Where the target of a case leaves the water of its unit within 20 minutes; None if it does not, or is unknown."""
    row = _row(case, vessels)
    if not case.open or site.owner_at is None or row is None or any(each.state == "offered" for each in case.transfers):
        return None
    for minutes in range(0, WITHIN_MIN + 1, STEP_MIN):
        place = _ahead(row, minutes)
        unit = unit_at(site, place)
        if not site.over(unit, case.unit):
            return BorderCrossing(unit, minutes, place.lon, place.lat)
    return None


def _row(case: Case, vessels: Table) -> Mapping[str, float] | None:
    track = case.target.track_id if case.target else None
    if not track or "track_id" not in vessels:
        return None
    rows = np.flatnonzero(vessels["track_id"] == track)
    names = ("lon_deg", "lat_deg", "sog_kn", "cog_deg")
    return {name: float(vessels[name][rows[0]]) for name in names} if len(rows) else None


def _ahead(row: Mapping[str, float], minutes: int) -> CasePlace:
    """Where a vessel is after so many minutes on its course; where it is now if it does not move."""
    known = np.isfinite(row["sog_kn"]) and np.isfinite(row["cog_deg"]) and row["sog_kn"] >= MOVING_KN
    way_deg = row["sog_kn"] * minutes / 60.0 / NM_PER_DEG if known else 0.0
    course = radians(row["cog_deg"]) if known else 0.0
    east_deg = way_deg * sin(course) / cos(radians(row["lat_deg"]))
    return CasePlace(row["lon_deg"] + east_deg, row["lat_deg"] + way_deg * cos(course))
