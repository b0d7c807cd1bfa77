"""A mixed exercise: many events of every kind at random on the open water of a site.

It draws places and times by seed and completes the scenario; the same seed gives the same exercise. The events:
scenario_events.py. The free water: exercises/geometry/water.py.
"""

from __future__ import annotations

from typing import Annotated
from zlib import crc32

import numpy as np
from pydantic import Field, TypeAdapter

from exercises.geometry.plane import Plane
from exercises.geometry.routes import Routes
from exercises.geometry.water import OpenWater, open_water
from exercises.mixed.scenario_events import SCENARIO_EVENTS, ScenarioEvent
from exercises.mixed.scene import Keys, SceneBuilder
from exercises.scenario.scenario import Event, Scenario
from models.base.settings import UserError
from models.base.units import M_PER_NM
from models.site.site import Site
from models.site.zone import Zone

FROM_LAND_M = 1500.0
INSIDE_DEG = 0.025
SHORE_M = (3 * M_PER_NM, 4 * M_PER_NM)
EVENTS: TypeAdapter[tuple[Event, ...]] = TypeAdapter(tuple[Annotated[Event, Field()], ...])


def mix(scenario: Scenario, site: Site, routes: Routes, seed: int) -> Scenario:
    """The scenario with the events that it requests."""
    if scenario.mixed is None:
        return scenario
    rng = np.random.default_rng([seed, crc32(b"mixed")])
    water = open_water(site, routes)
    records: list[Keys] = []
    kinds = scenario.mixed.kinds or tuple(SCENARIO_EVENTS)
    for number in range(scenario.mixed.each * len(kinds)):
        name = kinds[number % len(kinds)]
        if name not in SCENARIO_EVENTS:
            raise UserError(f"mixed.kinds: `{name}` is not known; known are {', '.join(SCENARIO_EVENTS)}")
        records += SCENARIO_EVENTS[name].make(
            _scene(SCENARIO_EVENTS[name], scenario.duration_s, site, routes.plane, water, number, rng)
        )
    events = EVENTS.validate_python(_plain(records))
    return scenario.model_copy(update={"events": (*scenario.events, *events)})


def _scene(
    event: ScenarioEvent,
    end_s: float,
    site: Site,
    plane: Plane,
    water: OpenWater,
    number: int,
    rng: np.random.Generator,
) -> SceneBuilder:
    room_m, zone = event.room_nm * M_PER_NM, None
    if event.where == "open":
        place = water.take(room_m, rng)
    elif event.where == "shore":
        place = water.take_off_shore(*SHORE_M, room_m, rng)
    else:
        zone, place = _in_zone(event.where, site, plane, water, rng)
    ashore, land_m = water.land_from(place)
    if event.where == "shore":
        ashore, land_m = water.land_ahead(place, ashore)
    other = water.take(M_PER_NM, rng) if event.make.__name__ in ("teleport", "duplicate_mmsi") else place
    t_s = float(np.round(rng.uniform(event.before_s, max(event.before_s + 1, end_s - event.after_s))))
    return SceneBuilder(plane, place, other, ashore, land_m, zone, t_s, end_s, number, rng)


def _in_zone(kind: str, site: Site, plane: Plane, water: OpenWater, rng: np.random.Generator) -> tuple[Zone, complex]:
    """A zone of a kind and a place in it, off the land."""
    lonlat = plane.lonlat(water.places)
    off_land = water.land_m > FROM_LAND_M
    cells = {
        zone.id: np.flatnonzero(_well_inside(zone, lonlat) & off_land)
        for zone in site.zones
        if zone.kind == kind and (kind != "fairway" or _wide(zone))
    }
    zones = [zone for zone in site.zones if len(cells.get(zone.id, ()))]
    if not zones:
        raise UserError(f"mixed: the site `{site.id}` has no zone of the kind {kind} on open water")
    zone = zones[int(rng.integers(len(zones)))]
    return zone, complex(water.places[rng.choice(cells[zone.id])])


def _well_inside(zone: Zone, lonlat: np.ndarray) -> np.ndarray:
    """Places far enough inside for a vessel to work there without leaving; in a narrow zone all places inside."""
    inside = zone.contains(*lonlat.T)
    if zone.kind != "no_entry":
        return inside
    for off in ((INSIDE_DEG, 0), (-INSIDE_DEG, 0), (0, INSIDE_DEG), (0, -INSIDE_DEG)):
        inside &= zone.contains(*(lonlat + off).T)
    return inside


def _wide(zone: Zone) -> bool:
    """A fairway along a parallel with a speed limit, long enough to be sailed straight through."""
    west, south, east, north = zone.bbox
    return zone.max_speed_kn is not None and east - west > 0.5 and north - south < 0.1


def _plain(records: list[Keys]) -> list[Keys]:
    """The same values without numpy types, rounded to thousandths."""

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(each) for key, each in value.items() if each is not None}
        if isinstance(value, (list, tuple)):
            return [plain(each) for each in value]
        return round(float(value), 6) if isinstance(value, (float, np.floating)) else value

    return [plain(each) for each in records]  # type: ignore[misc]
