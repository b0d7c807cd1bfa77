"""Relief: what a move of boats or work would change, and the move that relieves most, in words.

Pure functions over a picture's tables, without the core, so that a page can show the effect of a dragged boat before an
order is given. The arithmetic of pressure: pressure_index.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.base.geo import distance_m
from models.base.schema import LEVEL, Table
from models.base.settings import PressureSettings
from models.base.units import M_PER_NM
from models.messages.evaluation import NO_CRAFT, NO_MINUTES, NO_UNIT
from models.messages.picture import Picture
from models.risk.regional.pressure_index import Load, cover, index, late, pressure_rows, utilisation, ways_h

MOST_BOATS = 3  # lent together
MOST_WORK = 20  # pieces of work tried, worst first
DETOUR = 1.3  # distance of a dragged boat over the straight line, until the core has measured it
WORDS = {
    "zh": {
        "boat": "调{craft}支援{to}{way}：{to}压力 {to_before}→{to_after}，{from_} {from_before}→{from_after}",
        "work": "将 {work} 移交{to}：{from_}压力 {from_before}→{from_after}，{to} {to_before}→{to_after}",
        "way": "（约 {minutes} 分钟）",
        "and": "、",
    },
    "en": {
        "boat": "Lend {craft} to {to}{way}: {to} {to_before}→{to_after}, {from_} {from_before}→{from_after}",
        "work": "Hand {work} to {to}: {from_} {from_before}→{from_after}, {to} {to_before}→{to_after}",
        "way": " ({minutes} min)",
        "and": ", ",
    },
}


@dataclass(frozen=True)
class MoveBoat:
    """A boat goes to another unit, to another place, or both; `craft` is its row in FORCE."""

    craft: int
    unit: int | None = None
    lon_deg: float | None = None
    lat_deg: float | None = None


@dataclass(frozen=True)
class MoveWork:
    """A piece of work, a row of REACH, is handed to another unit."""

    work: int
    unit: int


def load_of(picture: Picture) -> Load | None:
    """Work and boats of a picture; None if it has no pressure table."""
    if not len(picture.pressure["unit"]):
        return None
    force, work = picture.force, {name: column.copy() for name, column in picture.reach.items()}
    minutes = picture.travel["minutes"].reshape(len(force["unit"]), len(work["unit"]))
    sent = (work["craft"] != NO_CRAFT) & ~force["ready"][np.minimum(work["craft"], max(0, len(force["unit"]) - 1))]
    work["craft"][~sent] = NO_CRAFT
    arrivals = picture.pressure["arrivals_per_h"][picture.pressure["unit"] != NO_UNIT]
    return Load(picture.t_s, arrivals, force, work, np.where(minutes == NO_MINUTES, np.inf, minutes))


def moved(load: Load, moves: Sequence[MoveBoat | MoveWork]) -> Load:
    """The load after the moves. The distances of a boat put elsewhere are straight lines times DETOUR."""
    force = {name: column.copy() for name, column in load.force.items()}
    work = {name: column.copy() for name, column in load.work.items()}
    minutes = load.minutes.astype("f8")
    for move in moves:
        if isinstance(move, MoveWork):
            work["unit"][move.work] = move.unit
            continue
        if move.unit is not None:
            force["unit"][move.craft] = move.unit
        if move.lon_deg is not None and move.lat_deg is not None:
            force["lon_deg"][move.craft], force["lat_deg"][move.craft], force["out"][move.craft] = (
                move.lon_deg,
                move.lat_deg,
                True,
            )
            lat, lon = (np.full(len(work["unit"]), each) for each in (move.lat_deg, move.lon_deg))
            way_nm = distance_m(lat, lon, work["lat_deg"], work["lon_deg"]) / M_PER_NM
            minutes[move.craft] = way_nm * DETOUR / force["speed_kn"][move.craft] * 60.0
    return replace(load, force=force, work=work, minutes=minutes)


def what_if(load: Load, moves: Sequence[MoveBoat | MoveWork], settings: PressureSettings) -> tuple[Table, Table]:
    """PRESSURE and REACH as they would be after the moves; without moves, as they are."""
    after = cover(moved(load, moves), settings)
    return pressure_rows(after, settings), after.work


Moves = tuple[MoveBoat | MoveWork, ...]


@dataclass(frozen=True)
class Relief:
    """The moves that relieve most, and PRESSURE after them; `drop` is how much the sum of EP falls."""

    moves: Moves
    drop: float
    rows: Table


def best_relief(load: Load, settings: PressureSettings) -> Relief | None:
    """Of lending up to three boats or handing over one piece of work, the move that lowers the sum of EP most per cost.

    None if the gain would be small. No unit gives that would reach a worse colour by it, or get worse while orange. Up
    to three boats, since one does not relieve a unit far beyond its capacity. All moves are tried at once: arrays of
    shape (tried, units).
    """
    rows = pressure_rows(load, settings)
    units = len(load.arrivals_per_h)
    if not units or not (rows["level"][:units] > 0).any():
        return None
    tried: list[Moves] = [*_boats(load, units), *_works(load, units)]
    if not tried:
        return None
    after = _pressures(rows, load, settings, tried)
    now = rows["pressure"][:units].astype("f8")
    drop = now.sum() - after.sum(axis=1)
    colour, colour_now = (np.searchsorted(settings.up, each, side="right") for each in (after, now))
    worse = (after > now + 1e-9) & ((colour > colour_now) | (colour > LEVEL["yellow"]))
    fit = ~worse.any(axis=1) & (drop >= settings.least_relief)
    if not fit.any():
        return None
    cost = np.array([sum(_cost(move, load, settings) for move in moves) for moves in tried])
    best = int(np.argmax(np.where(fit, drop / cost, -np.inf)))
    return Relief(tried[best], float(drop[best]), what_if(load, tried[best], settings)[0])


def _cost(move: MoveBoat | MoveWork, load: Load, settings: PressureSettings) -> float:
    """A boat costs one, plus one per hour of travel to the nearest work of the other unit; work costs one."""
    if isinstance(move, MoveWork):
        return 1.0
    minutes = float(load.minutes[move.craft, load.work["unit"] == move.unit].min(initial=np.inf))
    return 1.0 + (minutes / 60.0 if np.isfinite(minutes) else settings.way_h)


def _boats(load: Load, units: int) -> list[Moves]:
    """For every pair of units: one, two and three ready boats of the one, nearest to the work of the other."""
    force, work_unit = load.force, load.work["unit"]
    tried: list[Moves] = []
    for to in range(units):
        way = load.minutes[:, work_unit == to].min(axis=1, initial=np.inf)
        for unit in range(units):
            mine = np.flatnonzero(force["ready"] & (force["unit"] == unit))
            nearest = mine[np.argsort(way[mine], kind="stable")].tolist()
            boats = [MoveBoat(craft, to) for craft in nearest[:MOST_BOATS]] if unit != to else []
            tried += [tuple(boats[:count]) for count in range(1, len(boats) + 1)]
    return tried


def _works(load: Load, units: int) -> list[Moves]:
    """Each of the worst works that needs a boat and has none, handed to every other unit that has boats."""
    open_ = np.flatnonzero((load.work["craft"] == NO_CRAFT) & (load.work["boats"] > 0))[:MOST_WORK].tolist()
    able = sorted({int(unit) for unit in load.force["unit"]} & set(range(units)))
    return [(MoveWork(row, unit),) for row in open_ for unit in able if unit != load.work["unit"][row]]


def _pressures(rows: Table, load: Load, settings: PressureSettings, tried: list[Moves]) -> np.ndarray:
    """EP of every unit after each of the moves, (tried, units); travel and service times stay as they are."""
    units, way_h = len(load.arrivals_per_h), ways_h(load, settings)
    change = {name: np.zeros((len(tried), units)) for name in ("capacity", "backlog_h", "work", "overdue")}
    for at, moves in enumerate(tried):
        for move in moves:
            _add(change, at, move, load, settings, way_h)
    after = {name: np.maximum(rows[name][:units] + each, 0.0) for name, each in change.items()}
    service_h = rows["service_h"][:units]
    offered = rows["arrivals_per_h"][:units] * service_h + after["backlog_h"] / settings.horizon_h
    waits_long = late(offered, after["capacity"], service_h, settings.done_within_min[-1] / 60.0)
    overdue_share = after["overdue"] / np.maximum(after["work"], 1.0)
    return index(utilisation(offered, after["capacity"]), waits_long, overdue_share)[0]


def _add(
    change: dict[str, np.ndarray],
    at: int,
    move: MoveBoat | MoveWork,
    load: Load,
    settings: PressureSettings,
    way_h: np.ndarray,
) -> None:
    if isinstance(move, MoveBoat):
        servers = float(load.force["strength"][move.craft]) * (1.0 - settings.reserve)
        change["capacity"][at, load.force["unit"][move.craft]] -= servers
        change["capacity"][at, move.unit] += servers
        return
    work = {name: column[move.work] for name, column in load.work.items()}
    for unit, sign in ((int(work["unit"]), -1.0), (move.unit, 1.0)):
        change["backlog_h"][at, unit] += sign * float(work["boats"]) * (work["hours_h"] + 2 * way_h[unit, move.work])
        change["work"][at, unit] += sign
        change["overdue"][at, unit] += sign * (work["due_s"] < load.t_s)


Names = Mapping[str, Sequence[str]]  # by language


def advice(load: Load, settings: PressureSettings, units: Names, craft: Names, work: Sequence[str]) -> dict[str, str]:
    """The best relief as one line per language, with numbers; empty if there is none.

    `units` and `craft` are names in the order of the site, `work` names in the order of its rows.
    """
    relief = best_relief(load, settings)
    if relief is None:
        return {}
    first = relief.moves[0]
    if isinstance(first, MoveBoat):
        kind, from_, to = "boat", int(load.force["unit"][first.craft]), int(first.unit or 0)
    else:
        kind, from_, to = "work", int(load.work["unit"][first.work]), first.unit
    boats = [move.craft for move in relief.moves if isinstance(move, MoveBoat)]
    minutes = load.minutes[boats][:, load.work["unit"] == to].min(axis=1, initial=np.inf).max(initial=0.0)
    numbers = _numbers(pressure_rows(load, settings), relief.rows, from_, to)
    return {
        language: words[kind].format(
            craft=words["and"].join(craft[language][each] for each in boats),
            work=work[first.work] if isinstance(first, MoveWork) else "",
            way=words["way"].format(minutes=round(float(minutes))) if np.isfinite(minutes) else "",
            to=units[language][to],
            from_=units[language][from_],
            **numbers,
        )
        for language, words in WORDS.items()
    }


def _numbers(before: Table, after: Table, from_: int, to: int) -> dict[str, int]:
    """EP of the giving and the receiving unit, before and after, in percent."""
    return {
        f"{name}_{when}": round(100 * float(rows["pressure"][unit]))
        for name, unit in (("from", from_), ("to", to))
        for when, rows in (("before", before), ("after", after))
    }
