"""Scripted events: vessels that do what the wall should detect, and the truth about it.

There is one builder per kind of event of scenario.py. The background: traffic.py. Events repeat or last for ever, so
the wall has something to show however long it runs.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from exercises.geometry.paths import CIRCLE, KNOT_S, Path
from exercises.scenario.scenario import Collision, Drift, Scenario, ZoneEntry
from exercises.scenario.voyage import Actor, Voyage
from exercises.simulator.identity import identities
from exercises.simulator.script import Truth, add_voyage, truth_of
from exercises.simulator.traffic import Draft, new_table
from models.base.schema import STATION, Table
from models.base.settings import UserError
from models.base.units import MPS_PER_KN
from models.site.site import Site
from models.site.zone import Zone

TURN_RADIUS_M = 120.0


def add_events(draft: Draft, scenario: Scenario, site: Site) -> list[Truth]:
    """All events of a scenario; their truth up to its duration."""
    truth = [truth_of(each, None) for each in scenario.truth]
    for number, event in enumerate(scenario.events):
        rng = draft.rng(f"event {number}")
        if isinstance(event, Collision):
            truth += _collision(draft, event, scenario.duration_s, rng)
        elif isinstance(event, Drift):
            truth.append(_drift(draft, event, scenario.duration_s, rng))
        elif isinstance(event, Voyage):
            truth += add_voyage(draft, event, number, rng)
        else:
            truth.append(_zone_entry(draft, event, _zone(site, event, number), scenario.duration_s, rng))
    return truth


def _actors(actors: tuple[Actor, ...], rng: np.random.Generator) -> Table:
    """FLEET columns of the actors, all class A so that they report often."""
    tables = [identities(each.craft, 1, (each.length_m, each.length_m + 0.1), rng) for each in actors]
    table = new_table(len(actors))
    for name in tables[0]:
        table[name] = np.concatenate([each[name] for each in tables])
    table["mmsi"][:], table["mid"][:] = (
        [each.mmsi for each in actors],
        [each.mmsi // 10**6 for each in actors],
    )
    table["name"][:] = [each.name.encode() for each in actors]
    table["station"][:], table["compass"][:] = STATION["class_a"], True
    table["nav_status"][:] = 0
    return table


def _collision(draft: Draft, event: Collision, until_s: float, rng: np.random.Generator) -> Iterator[Truth]:
    """Each ship of the lane meets the next actor; between its turns an actor goes round a long loop."""
    lane = draft.lanes.get(event.route)
    if lane is None:
        raise UserError(f"events: collision: `{event.route}` must be a route with a group that is `regular: true`")
    path, ships = draft.paths[lane.path], draft.tables[lane.table]
    knot = int(path.when(complex(draft.routes.plane.places(np.array(event.at)))) / KNOT_S)
    meeting, course = path.knots[knot], path.knots[knot + 2] - path.knots[knot - 2]
    ships["phase_s"] += knot * KNOT_S - event.first_s
    count, speed = len(event.actors), event.speed_kn * MPS_PER_KN
    side_m = (speed * lane.headway_s * count - 2 * np.pi * TURN_RADIUS_M) / 2
    away_m = speed * event.turns_away_s
    if side_m < away_m:
        raise UserError(f"events: collision: {count} actors at {event.speed_kn:g} kn have no time to turn; add actors")
    loop = _racetrack(meeting, course / abs(course), event.from_deg, side_m, away_m)
    table = _actors(event.actors, rng)
    table["path"][:], period_s = draft.add_path(loop), lane.headway_s * count
    table["rate"][:] = loop.period_s / period_s
    run_s = (side_m + away_m) / speed
    meets_s = event.first_s + np.arange(count) * lane.headway_s
    table["phase_s"][:] = (run_s - meets_s) * table["rate"]
    draft.tables.append(table)
    for turn in range(int((until_s - event.first_s) // lane.headway_s) + 1):
        t_s = event.first_s + turn * lane.headway_s
        partner = (lane.table, -turn % len(ships["mmsi"]))
        yield Truth(max(0.0, t_s - run_s), t_s + 30, "collision", event.actors[turn % count].mmsi, partner)


def _racetrack(meeting: complex, course: complex, from_deg: float, side_m: float, away_m: float) -> Path:
    """Straight towards the meeting place, short of it a half circle the ship's way, straight back, half circle."""
    ahead = -course * np.exp(-1j * np.radians(from_deg))
    beside = ahead * 1j if (ahead * 1j * np.conj(course)).real > 0 else ahead * -1j
    end, radius = meeting - ahead * away_m, TURN_RADIUS_M
    begin, half = end - ahead * side_m, np.pi * TURN_RADIUS_M
    total = 2 * (side_m + half)
    count = round(total / 30)
    along = np.arange(count) * total / count
    parts = [along < side_m, along < side_m + half, along < 2 * side_m + half]
    first, second = (along - side_m) / radius, (along - 2 * side_m - half) / radius
    places = [
        begin + ahead * along,
        end + radius * (beside * (1 - np.cos(first)) + ahead * np.sin(first)),
        end + 2 * radius * beside - ahead * (along - side_m - half),
    ]
    return Path(np.select(parts, places, begin + radius * (beside * (1 + np.cos(second)) - ahead * np.sin(second))))


def _drift(draft: Draft, event: Drift, until_s: float, rng: np.random.Generator) -> Truth:
    table = _actors((event.actor,), rng)
    table["path"][:], table["turn"][:] = draft.add_path(CIRCLE), event.radius_m
    table["centre"][:] = draft.routes.plane.places(np.array([event.centre]))
    table["rate"][:] = event.speed_kn * MPS_PER_KN * CIRCLE.period_s / (2 * np.pi * event.radius_m)
    table["phase_s"][:] = (event.bearing_deg - 90) / 360 * CIRCLE.period_s
    table["crab_deg"][:] = event.across_deg
    table["waver_s"][:], table["waver_period_s"][:] = 25.0, 1500.0
    draft.tables.append(table)
    return Truth(0.0, until_s, "drift", event.actor.mmsi)


def _zone(site: Site, event: ZoneEntry, number: int) -> Zone:
    zone = next((zone for zone in site.zones if zone.id == event.zone), None)
    if zone is None:
        raise UserError(f"events.{number}.zone: `{event.zone}` is not a zone of the site `{site.id}`")
    if not zone.contains([event.crosses[0]], [event.crosses[1]])[0]:
        raise UserError(f"events.{number}.crosses: {list(event.crosses)} is not inside `{event.zone}`")
    return zone


def _zone_entry(draft: Draft, event: ZoneEntry, zone: Zone, until_s: float, rng: np.random.Generator) -> Truth:
    """Straight in over the border, then round and round near its destination."""
    plane, table = draft.routes.plane, _actors((event.actor,), rng)
    goal, back = complex(plane.places(np.array(event.crosses))), np.exp(1j * np.radians(90 - event.from_deg))
    ray = goal + back * np.arange(0, 60_000, 5.0)
    border = ray[np.argmin(zone.contains(*plane.lonlat(ray).T))]
    step = event.speed_kn * MPS_PER_KN * KNOT_S
    begin = border + back * event.enters_s * step / KNOT_S
    lead = begin - back * np.arange(0, abs(begin - goal), step)
    radius = event.works_within_m
    turns = np.linspace(0, 2 * np.pi, round(2 * np.pi * radius / (event.works_kn * MPS_PER_KN * KNOT_S)) + 1)[:-1]
    middle = goal + 1j * back * radius
    loop = middle - 1j * back * radius * np.exp(-1j * turns)
    table["path"][:] = draft.add_path(Path(np.concatenate([lead, loop]), len(lead)))
    draft.tables.append(table)
    return Truth(event.enters_s, until_s, "zone", event.actor.mmsi)
