"""Dispatch: who can be sent to a vessel or a place, when it is there, and why not.

Every craft is listed, those that cannot be sent with their reasons. Order: the quickest first; of craft that arrive
within TIE_MIN of each other the one that leaves least uncovered; craft that are on an order last. Ways and intercepts:
intercept.py; reasons: reasons.py; what a craft leaves: models/risk/regional/leaving.py.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from models.base.schema import Table
from models.messages.evaluation import Grid
from models.site.force import Craft, Force
from models.ways.intercept import Interceptors, Intercepts, MovingTarget, intercepts
from models.ways.reasons import CraftReadiness, DispatchWeather, TaskNeeds, officers_aboard, reasons_of
from models.ways.travel_time import land, seaway

TIE_MIN = 5.0


class CraftPlaces(NamedTuple):
    """Where each craft is, (m,) in the order of the force, and whether it is at sea already; FORCE has these."""

    lon_deg: np.ndarray
    lat_deg: np.ndarray
    out: np.ndarray


@dataclass(frozen=True)
class DispatchState:
    """What is known of the craft and the weather at `t_s`."""

    t_s: float
    places: CraftPlaces
    ready: CraftReadiness = field(default_factory=CraftReadiness)
    weather: DispatchWeather = field(default_factory=DispatchWeather)


class LeftBehind(NamedTuple):
    """What a craft leaves: pressure EP of its unit before and after, and red work that no boat reaches any more."""

    pressure_before: float
    pressure_after: float
    bare_red: int

    @property
    def cost(self) -> tuple[float, float]:
        """The higher, the worse."""
        return float(self.bare_red), self.pressure_after - self.pressure_before


NOTHING_LEFT = LeftBehind(0.0, 0.0, 0)


@dataclass(frozen=True)
class Candidate:
    """One craft for the task; `craft` is its row in the force. Empty `reasons`: it can be sent.

    NaN where it meets nothing. `line` is its way, longitude and latitude (points, 2). `order` is the one it is on.
    """

    craft: int
    id: str
    minutes: float
    range_min: float
    way_nm: float
    lon_deg: float
    lat_deg: float
    meet_t_s: float
    line: np.ndarray
    reasons: tuple[str, ...]
    officers: int
    order: str = ""
    left: LeftBehind | None = None

    @property
    def fit(self) -> bool:
        """Whether it can be sent without anything else being changed."""
        return not self.reasons

    @property
    def may_leave(self) -> bool:
        """Whether only the order it is on keeps it."""
        return self.reasons == ("engaged",)


def ranking(
    force: Force,
    coast: Path,
    grid: Grid,
    target: MovingTarget,
    needs: TaskNeeds,
    now: DispatchState,
    speed_share: float = 0.7,
    leaves: Callable[[int], LeftBehind] | None = None,
) -> list[Candidate]:
    """All craft of a force for a task, best first; empty if the site has no water.

    `speed_share` is the planning speed over the best speed; `leaves` is asked for each craft that could be sent.
    """
    water = seaway(coast, grid)
    if water is None or not force.craft:
        return []
    fleet = fleet_of(force, now.places, speed_share * now.weather.slower)
    met = intercepts(water, land(coast, grid), target, fleet)
    why = reasons_of(force.craft, met, fleet, target, needs, now.ready, now.weather)
    officers = officers_aboard(force.craft, now.ready).tolist()
    found = [_candidate(row, force.craft[row], met, now, why[row], officers[row]) for row in range(len(why))]
    if leaves is not None:
        found = [_with_left(each, leaves) for each in found]
    return in_order(found)


def places_of(force_rows: Table) -> CraftPlaces:
    """The places of all craft from the table FORCE of a picture: at their AIS position, else at their base."""
    return CraftPlaces(force_rows["lon_deg"], force_rows["lat_deg"], force_rows["out"])


def fleet_of(force: Force, places: CraftPlaces, speed_share: float) -> Interceptors:
    """The columns that intercept needs; a craft at sea needs no time to turn out."""
    bases = [force.bases[each.base] for each in force.craft]
    turnout_min = np.array([each.turnout_min for each in force.craft])
    return Interceptors(
        places.lon_deg,
        places.lat_deg,
        np.array([each.lon_deg for each in bases]),
        np.array([each.lat_deg for each in bases]),
        np.array([each.speed_kn for each in force.craft]) * speed_share,
        np.where(places.out, 0.0, turnout_min),
        np.array([each.kind == "drone" for each in force.craft]),
    )


def in_order(found: Collection[Candidate]) -> list[Candidate]:
    """Candidates best first: those that can be sent, those on an order, the others; each by minutes and what it leaves.

    Of those within TIE_MIN of the quickest that is left, the one that leaves least comes first.
    """
    ordered: list[Candidate] = []
    for group in ("fit", "engaged", "grey"):
        waiting = sorted((each for each in found if _group(each) == group), key=_minutes)
        while waiting:
            limit_min = _minutes(waiting[0])[0] + TIE_MIN
            tie = [each for each in waiting if _minutes(each)[0] <= limit_min]
            best = min(tie, key=lambda each: ((each.left or NOTHING_LEFT).cost, _minutes(each)))
            ordered.append(best)
            waiting.remove(best)
    return ordered


def _group(each: Candidate) -> str:
    return "fit" if each.fit else "engaged" if each.may_leave else "grey"


def _minutes(each: Candidate) -> tuple[float, int]:
    return (each.minutes if np.isfinite(each.minutes) else np.inf), each.craft


def _candidate(
    row: int, craft: Craft, met: Intercepts, now: DispatchState, reasons: tuple[str, ...], officers: int
) -> Candidate:
    ashore = "ashore" in reasons
    minutes, range_min, way_nm, _, lon, lat = (np.nan if ashore else float(each[row]) for each in met[:6])
    return Candidate(
        craft=row,
        id=craft.id,
        minutes=minutes,
        range_min=range_min,
        way_nm=way_nm,
        lon_deg=lon,
        lat_deg=lat,
        meet_t_s=now.t_s + 60.0 * minutes,
        line=np.empty((0, 2)) if ashore else met.line[row],
        reasons=reasons,
        officers=officers,
        order=now.ready.engaged.get(craft.id, ""),
    )


def _with_left(each: Candidate, leaves: Callable[[int], LeftBehind]) -> Candidate:
    return replace(each, left=leaves(each.craft)) if each.fit or each.may_leave else each
