"""From a scenario's groups to a fleet: which vessel sails which path, lies at which spot, works on which ground.

There is one builder per way of being (sailing a line, lying, working), and the draft they add to. Scripted events:
events.py. Motion: motion.py. Each group has its own random numbers, so that adding one changes no other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from exercises.geometry.paths import STILL, Path, Places, sail, trawl_pattern
from exercises.geometry.routes import Line, Routes, Spots
from exercises.scenario.scenario import Group, Scenario
from exercises.scenario.vessel_class import VESSEL_CLASSES
from exercises.scenario.voyage import Voyage
from exercises.simulator.identity import IDENTITY, identities
from exercises.simulator.motion import MOTION
from exercises.simulator.reporting import AIRTIME
from models.base.schema import Table, empty, stack, take
from models.base.settings import UserError
from models.base.units import MPS_PER_KN

FLEET = IDENTITY + MOTION + AIRTIME
PATTERNS = 24  # of trawling, shared by all grounds
FLOOD_DEG = 305.0  # heading of ships at anchor at second 0
SLOW_SHARE, SLOW_KN = 0.15, (0.7, 1.6)  # drift and stow nets among the trawlers


@dataclass
class Lane:
    """A regular line: `table` of the draft sails `path`, one vessel every `headway_s`."""

    path: int
    table: int
    headway_s: float


@dataclass
class Draft:
    """A fleet in the making. `paths` and `tables` grow together; path 0 lies still."""

    routes: Routes
    seed: int
    paths: list[Path] = field(default_factory=lambda: [STILL])
    tables: list[Table] = field(default_factory=list)
    lanes: dict[str, Lane] = field(default_factory=dict)
    voyages: list[tuple[int, Voyage]] = field(default_factory=list)  # with the number of their table
    taken: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def rng(self, key: str) -> np.random.Generator:
        """Random numbers of one thing, by seed."""
        return np.random.default_rng([self.seed, crc32(key.encode())])

    def add_path(self, path: Path) -> int:
        """Number of a new path."""
        self.paths.append(path)
        return len(self.paths) - 1


def add_groups(draft: Draft, scenario: Scenario) -> None:
    """All groups of a scenario, in its order."""
    if not scenario.traffic:
        return
    patterns = [draft.add_path(trawl_pattern(draft.rng(f"pattern {n}"))) for n in range(PATTERNS)]
    for number, group in enumerate(scenario.traffic):
        rng = draft.rng(f"{group.sorts} {group.places}")
        for place, count in zip(group.places, _shares(group.count, len(group.places)), strict=True):
            if place in draft.routes.lines:
                _sail_line(draft, group, draft.routes.lines[place], count, rng)
            elif place in draft.routes.spots:
                _use_spots(draft, group, draft.routes.spots[place], count, rng, patterns)
            else:
                known = ", ".join((*draft.routes.lines, *draft.routes.spots))
                raise UserError(f"traffic.{number}.where: `{place}` is not in the routes file; known are {known}")


def add_stations(draft: Draft, scenario: Scenario) -> None:
    """The shore stations, which report themselves as type 4."""
    stations = scenario.reception.stations
    if not stations:
        return
    table = _table(("base",), len(stations), None, draft.rng("stations"))
    table["centre"][:] = draft.routes.plane.places(np.array([station.at for station in stations]))
    draft.tables.append(table)


def new_table(n: int) -> Table:
    """FLEET columns of vessels at rest."""
    return empty(FLEET, n)


def _table(sorts: tuple[str, ...], n: int, length_m: tuple[float, float] | None, rng: np.random.Generator) -> Table:
    """FLEET columns of vessels of some classes, shuffled, at rest."""
    made = [identities(sort, k, length_m, rng) for sort, k in zip(sorts, _shares(n, len(sorts)), strict=True)]
    table = {**empty(FLEET, n), **take(stack(IDENTITY, made), rng.permutation(n))}
    table["waver_phase"][:] = rng.uniform(0, 2 * np.pi, n)
    return table


def _shares(count: int, parts: int) -> list[int]:
    return [count // parts + (number < count % parts) for number in range(parts)]


def _sail_line(draft: Draft, group: Group, line: Line, n: int, rng: np.random.Generator) -> None:
    sort, table = VESSEL_CLASSES[group.sorts[0]], _table(group.sorts, n, group.length_m, rng)
    speed_mps = (group.speed_kn or line.speed_kn) * MPS_PER_KN
    path = sail(line.places, speed_mps, sort.turn_deg_s, line.stops, line.dwell_s)
    headway_s = path.period_s / n
    table["path"][:] = draft.add_path(path)
    on_time = group.regular or line.dwell_s > 0  # vessels that call at piers keep to their timetable
    table["phase_s"][:] = (np.arange(n) + (0 if on_time else rng.uniform(-0.25, 0.25, n))) * headway_s
    table["nav_status"][:] = 0
    if not group.regular:
        table["waver_s"][:] = min(sort.waver_s, headway_s / 6)
        table["waver_period_s"][:] = rng.uniform(1800, 3600, n)
        table["side_m"][:] = rng.uniform(-1, 1, n) * line.spread_m
        table["crab_deg"][:] = rng.normal(0, 1.5, n)
    else:
        draft.lanes[line.id] = Lane(len(draft.paths) - 1, len(draft.tables), headway_s)
    draft.tables.append(table)


def _use_spots(draft: Draft, group: Group, spots: Spots, n: int, rng: np.random.Generator, patterns: list[int]) -> None:
    free = np.array(sorted(set(range(len(spots.places))) - draft.taken[spots.id]), np.int64)
    if n > len(free):
        raise UserError(
            f"traffic: {spots.id} has {len(free)} free spots, {n} {group.sorts[0]} asked for; lower the count"
        )
    share = _in_fleets(spots.places[free], rng) if spots.use == "ground" else None
    chosen = rng.choice(free, n, replace=False, p=share)
    draft.taken[spots.id].update(chosen.tolist())
    table = _table(group.sorts, n, group.length_m, rng)
    table["centre"][:] = spots.places[chosen]
    if spots.use == "ground":
        _work(draft, table, group, spots, rng, patterns)
    elif spots.use == "anchorage":
        _anchor(table, rng)
    elif spots.use == "aid":
        names = [f"{spots.name.upper()[:14].rstrip()} {number + 1}" for number in range(n)]
        table["name"][:] = [name.encode() for name in names]
    else:
        table["heading0_deg"][:] = spots.heading_deg[chosen] + rng.choice((0, 180), n) + rng.normal(0, 2, n)
        table["nav_status"][:] = 5
    draft.tables.append(table)


def _in_fleets(places: Places, rng: np.random.Generator) -> np.ndarray:
    """Probability of each spot: vessels gather around a few places of a ground."""
    middles = places[rng.integers(0, len(places), 4)]
    spread_m = np.sqrt(len(places)) * 300
    near = np.exp(-(np.abs(places[:, None] - middles) ** 2) / (2 * spread_m**2)).sum(axis=1) + 0.05
    share: np.ndarray = near / near.sum()
    return share


def _work(
    draft: Draft, table: Table, group: Group, spots: Spots, rng: np.random.Generator, patterns: list[int]
) -> None:
    """Back and forth on a ground, all tows lying roughly the same way."""
    n, speed_kn = len(table["mmsi"]), group.speed_kn or VESSEL_CLASSES[group.sorts[0]].speed_kn
    table["path"][:] = rng.choice(patterns, n)
    length = {number: float(np.abs(np.diff(draft.paths[number].knots)).sum()) for number in patterns}
    period_s = draft.paths[patterns[0]].period_s
    kn = speed_kn * rng.uniform(0.78, 1.3, n)
    if group.sorts[0] == "fishing":
        kn = np.where(rng.random(n) < SLOW_SHARE, rng.uniform(*SLOW_KN, n), kn)
    reach_m = spots.reach_m * rng.uniform(0.6, 1.0, n)
    table["turn"][:] = reach_m * np.exp(1j * (rng.uniform(0, np.pi) + rng.normal(0, 0.35, n)))
    once_m = reach_m * np.array([length[number] for number in table["path"].tolist()])
    table["rate"][:] = kn * MPS_PER_KN * period_s / once_m
    table["phase_s"][:] = rng.uniform(0, period_s, n)
    table["crab_deg"][:] = rng.normal(0, 3, n)


def _anchor(table: Table, rng: np.random.Generator) -> None:
    n = len(table["mmsi"])
    table["swing_m"][:] = 50 + (table["to_bow"] + table["to_stern"]) * rng.uniform(0.5, 0.9, n)
    table["heading0_deg"][:] = FLOOD_DEG + rng.normal(0, 9, n)
    table["tide"][:] = 1.0
    table["yaw_deg"][:] = rng.uniform(2, 7, n)
    table["yaw_period_s"][:] = rng.uniform(480, 900, n)
    table["nav_status"][:] = 1
