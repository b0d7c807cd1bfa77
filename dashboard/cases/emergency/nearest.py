"""Who can help first: the nearest craft of any unit, and the ships within ten miles with the minutes they need."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.cases.sending.ranking import DispatchAim, ranked
from dashboard.common.theme import KINDS
from models.base.schema import KIND, LIFE, among
from models.base.settings import PressureSettings
from models.casework.case import Book
from models.messages.picture import Picture
from models.site.playbooks.forms import NeedsForm
from models.site.site import Site
from models.ways.dispatch import Candidate
from models.ways.search import near

MOST_CRAFT, MOST_SHIPS = 5, 8
LEAST_KN = 8.0  # what any ship is taken to make; a faster one keeps its speed
MOORED_KN, START_MIN = 0.5, 20.0  # a ship that lies still has to get under way first
HELPING = among(KIND[name] for name in KINDS if name not in ("aton", "base", "aircraft", "gear", "distress"))
RECEIVED = ("confirmed", "tentative")


@dataclass(frozen=True)
class NearShip:
    """A ship that may be asked to help."""

    track_id: int
    name: str
    mmsi: int
    kind: str
    minutes: float
    away_nm: float


def near_ships(picture: Picture, lon: float, lat: float, without: int = 0) -> list[NearShip]:
    """Return the ships within ten miles, soonest there first; straight ways, so the minutes are the least."""
    vessels = picture.vessels
    rows, away_nm = near(vessels["lon_deg"], vessels["lat_deg"], (lon, lat))
    life = np.isin(vessels["life"][rows], [LIFE[each] for each in RECEIVED])
    kept = HELPING[vessels["kind"][rows]] & life & (vessels["track_id"][rows] != without)
    found = [_ship(picture, row, away) for row, away in zip(rows[kept].tolist(), away_nm[kept].tolist(), strict=True)]
    return sorted(found, key=lambda each: each.minutes)


def _ship(picture: Picture, row: int, away_nm: float) -> NearShip:
    vessels = picture.vessels
    speed_kn = float(vessels["sog_kn"][row])
    start_min = 0.0 if speed_kn >= MOORED_KN else START_MIN
    minutes = start_min + away_nm / max(LEAST_KN, speed_kn if np.isfinite(speed_kn) else 0.0) * 60.0
    name = bytes(vessels["name"][row]).decode("utf-8", "replace").strip()
    kind = KINDS[int(vessels["kind"][row])]
    return NearShip(int(vessels["track_id"][row]), name, int(vessels["mmsi"][row]), kind, minutes, away_nm)


def near_craft(
    picture: Picture, book: Book, site: Site, pressure: PressureSettings, aim: DispatchAim, needs: NeedsForm
) -> list[Candidate]:
    """Return the craft of any unit that can be there first."""
    found = [each for each in ranked(picture, book, site, pressure, aim, needs) if np.isfinite(each.minutes)]
    return sorted(found, key=lambda each: each.minutes)[:MOST_CRAFT]
