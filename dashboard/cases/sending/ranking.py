"""Who can be sent, as the order window and `GET /api/dispatch` show it: the ranking of models/ways/dispatch.py from the
newest picture, with the orders that bind a craft and the text that the play-book gives to the order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.cases.sending.sea_conditions import SeaConditions
from models.base.settings import PressureSettings
from models.casework.case import Book
from models.casework.cases.nouns import Case, Order
from models.casework.cases.readiness import craft_readiness
from models.messages.picture import Picture
from models.risk.regional.leaving import leaving
from models.risk.regional.what_if import load_of
from models.site.force import Force
from models.site.playbooks.forms import NeedsForm
from models.site.site import Site
from models.ways.dispatch import Candidate, CraftPlaces, DispatchState, ranking
from models.ways.intercept import MovingTarget
from models.ways.reasons import DispatchWeather, TaskNeeds
from models.ways.travel_time import grid_of

UNKNOWN_SEA = SeaConditions()


@dataclass(frozen=True)
class DispatchAim:
    """What somebody is sent to: a place, moving or not, its track or 0, and the case or an empty text."""

    lon_deg: float
    lat_deg: float
    course_deg: float = float("nan")
    speed_kn: float = 0.0
    track_id: int = 0
    mmsi: int = 0
    case: str = ""


def aim_of_track(picture: Picture, track_id: int, case: str = "") -> DispatchAim | None:
    """Return a vessel of the picture as the aim; None if it is not there."""
    vessels = picture.vessels
    rows = np.flatnonzero(vessels["track_id"] == track_id) if track_id else np.empty(0, int)
    if not len(rows):
        return None
    names = ("lon_deg", "lat_deg", "cog_deg", "sog_kn")
    lon, lat, course, speed = (float(vessels[name][rows[0]]) for name in names)
    return DispatchAim(lon, lat, course, speed, track_id, int(vessels["mmsi"][rows[0]]), case)


def aim_of_case(picture: Picture, case: Case) -> DispatchAim | None:
    """Return the target of a case where it is now, else the place of the case; None if neither is known."""
    target, place = case.target, case.place
    seen = aim_of_track(picture, target.track_id or 0, case.id) if target else None
    if seen or place is None:
        return seen
    mmsi = (target.mmsi or 0) if target else 0
    return DispatchAim(place.lon, place.lat, mmsi=mmsi, case=case.id)


def ranked(
    picture: Picture,
    book: Book,
    site: Site,
    pressure: PressureSettings,
    aim: DispatchAim,
    needs: NeedsForm,
    sea: SeaConditions = UNKNOWN_SEA,
) -> list[Candidate]:
    """Return all craft for the aim, best first."""
    now = DispatchState(
        picture.t_s,
        places_of(picture, site.force),
        craft_readiness(book, picture.t_s),
        DispatchWeather(
            sea.forecast.wind_mps,
            sea.forecast.wave_m,
            _slower(picture, site.force, pressure.speed_share),
            sea.depth_m,
        ),
    )
    target = MovingTarget(aim.lon_deg, aim.lat_deg, aim.course_deg, aim.speed_kn if aim.speed_kn > 0 else 0.0)
    asks = TaskNeeds(frozenset(needs.powers), int(needs.officers), int(needs.boats), float(needs.hours_h))
    load = load_of(picture)
    leaves = leaving(load, pressure, aim.case) if load is not None else None
    return ranking(site.force, site.coast, grid_of(site.bbox), target, asks, now, pressure.speed_share, leaves)


def live_orders(book: Book) -> list[tuple[Case, Order]]:
    """Return all orders that bind a unit, with their cases."""
    return [(case, each) for case in book.cases.values() if case.open for each in case.orders if each.live]


def orders_on(book: Book, aim: DispatchAim) -> list[tuple[Case, Order]]:
    """Return the live orders of any unit that are about the same vessel or case."""
    return [(case, order) for case, order in live_orders(book) if case.id == aim.case or _same(case, aim)]


def _same(case: Case, aim: DispatchAim) -> bool:
    target = case.target
    if target is None:
        return False
    return bool((aim.mmsi and target.mmsi == aim.mmsi) or (aim.track_id and target.track_id == aim.track_id))


def places_of(picture: Picture, force: Force) -> CraftPlaces:
    """Return where the craft are by the picture; without its table of force, at their bases."""
    table = picture.force
    if len(table["unit"]) == len(force.craft):
        return CraftPlaces(table["lon_deg"].astype("f8"), table["lat_deg"].astype("f8"), table["out"].astype(bool))
    bases = [force.bases[each.base] for each in force.craft]
    lon, lat = (np.array([getattr(each, name) for each in bases]) for name in ("lon_deg", "lat_deg"))
    return CraftPlaces(lon, lat, np.zeros(len(bases), bool))


def _slower(picture: Picture, force: Force, speed_share: float) -> float:
    """Return by which factor weather slows the craft, as the core has it in the speeds of its table."""
    speeds = picture.force["speed_kn"]
    if len(speeds) != len(force.craft) or not len(speeds):
        return 1.0
    best = np.array([each.speed_kn for each in force.craft]) * speed_share
    return float(np.clip(np.nanmedian(speeds / best), 0.05, 1.0))
