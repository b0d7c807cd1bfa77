"""GNSS interference: many ships of one area jump, scatter or appear on land at once. One alert about that area.

What a jump is: models/tracking/gate.py; which jumps belong together: signals/jumps.py. In such an area teleport and
duplicate_mmsi raise no alerts about single ships, since the positions are not theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.base.geo import haversine_m
from models.base.schema import NAN, Column, Table
from models.base.settings import Positive, Share
from models.base.units import M_PER_NM
from models.risk.detection.detector import (
    NO_ROWS,
    DetectorContext,
    Evidence,
    Findings,
    Params,
    detector,
    findings,
    is_ship,
)
from models.risk.detection.signals.jumps import LOOK_BACK_S, JumpAreas, Jumps, areas, jumps
from models.risk.detection.wake import Wake
from models.site.site import Site

SAME_AREA_M = 60 * M_PER_NM  # jamming reaches the sender's horizon; areas nearer than this have one source

MEMORY = (
    Column("at_sea", "?", False, "", "was at sea at its last report"),
    Column("ashore_s", "f8", NAN, "s", "when its reported position moved ashore"),
)


class InterferenceParams(Params):
    weight: Share = 0.60
    release_s: Positive = 60.0
    raise_at: Evidence = 1.0
    clear_at: Evidence = 0.86
    quiet_s: Positive = 3600.0
    after_s: Positive = 300.0  # after the last jump it may go on for this long


WORDS = {
    "zh": {
        "title": "定位干扰",
        "reason": "半径 {radius_nm:.0f} 海里内 {vessels} 艘船船位同时跳变，疑卫星定位受扰，船位不可信",
    },
    "en": {
        "title": "GNSS interference",
        "reason": "{vessels} vessels within {radius_nm:.0f} NM jumped at once: GNSS positions are unreliable here",
    },
}


@dataclass
class DisturbedArea:
    """An area that is, or was recently, disturbed."""

    lat_deg: float
    lon_deg: float
    radius_m: float
    vessels: int
    last_s: float


@dataclass
class DisturbedAreas:
    """Areas by number; an alert keeps its number however its area grows."""

    areas: dict[int, DisturbedArea] = field(default_factory=dict)
    made: int = 0


def no_areas(_site: Site) -> DisturbedAreas:
    """No disturbed area yet."""
    return DisturbedAreas()


@detector(
    "interference",
    group="surroundings",
    params=InterferenceParams,
    words=WORDS,
    memory=MEMORY,
    every=5,
    make_own_state=no_areas,
    essential=True,
    uses_position=False,
    wake=Wake(after_s=10.0),
)
def detect(context: DetectorContext, memory: Table, params: InterferenceParams) -> Findings:
    """Areas in which positioning is disturbed."""
    known: DisturbedAreas = context.own_state
    _follow(known, areas(_with_ashore(context, memory)), context.tick.t_s, params)
    now = [(number, each) for number, each in known.areas.items() if context.tick.t_s - each.last_s <= params.after_s]
    if not now:
        return findings(NO_ROWS, NO_ROWS)
    return findings(
        np.full(len(now), -1),
        np.ones(len(now)),
        key=np.array([number for number, _ in now], dtype=np.int64),
        lat_deg=[each.lat_deg for _, each in now],
        lon_deg=[each.lon_deg for _, each in now],
        radius_nm=[max(1.0, each.radius_m / M_PER_NM) for _, each in now],
        vessels=[each.vessels for _, each in now],
    )


def _with_ashore(context: DetectorContext, memory: Table) -> Jumps:
    """Jumps, and ships that were at sea and now report a position ashore."""
    tracks, t_s, moved = context.tracks, context.tick.t_s, jumps(context.tracks, context.tick.t_s)
    rows = context.reported[is_ship(tracks, context.reported)]
    ashore = context.waters.ashore(tracks["lon_deg"][rows], tracks["lat_deg"][rows])
    memory["ashore_s"][rows[ashore & memory["at_sea"][rows]]] = t_s
    memory["ashore_s"][rows[~ashore]] = np.nan
    memory["at_sea"][rows] = ~ashore
    more = np.flatnonzero(t_s - memory["ashore_s"] <= LOOK_BACK_S)
    if not len(more):
        return moved
    more = np.setdiff1d(more, moved.row)
    beached = Jumps(more, memory["ashore_s"][more], tracks["lat_deg"][more], tracks["lon_deg"][more])
    return Jumps(*(np.concatenate(each) for each in zip(moved, beached, strict=True)))


def _follow(known: DisturbedAreas, found: JumpAreas, t_s: float, params: InterferenceParams) -> None:
    """Update known areas, add new ones, remove old ones."""
    for number in range(len(found.vessels)):
        now = DisturbedArea(*(column[number].item() for column in found))
        one = _nearest(known, now)
        if one is None:
            known.made += 1
            known.areas[known.made] = now
        else:
            before = known.areas[one]
            now.vessels, now.last_s = max(before.vessels, now.vessels), max(before.last_s, now.last_s)
            known.areas[one] = now
    gone = [number for number, each in known.areas.items() if t_s - each.last_s > params.quiet_s]
    for number in gone:
        del known.areas[number]


def _nearest(known: DisturbedAreas, area: DisturbedArea) -> int | None:
    away = {
        number: float(haversine_m(each.lat_deg, each.lon_deg, area.lat_deg, area.lon_deg))  # type: ignore[arg-type]
        - max(each.radius_m, area.radius_m)
        for number, each in known.areas.items()
    }
    best = min(away, key=lambda number: (away[number], number), default=None)
    return best if best is not None and away[best] <= SAME_AREA_M else None
