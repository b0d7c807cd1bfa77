"""Pressure per tick: open work, the present positions of our craft, travel times and reach, as tables of the picture.

A craft's place in the graph of water is updated every 30 s, a few craft at a time, so that no tick updates all.
Arithmetic: pressure_index.py; distances over water: models/ways/travel_time.py; open work: open_work.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from models.base.geo import distance_m
from models.base.schema import LIFE, Table, empty
from models.base.settings import PressureSettings
from models.base.units import M_PER_NM
from models.messages.case_work import ReportedCraft
from models.messages.evaluation import FORCE, NO_CRAFT, NO_MINUTES, PRESSURE, REACH, REACH_RASTER, TRAVEL
from models.risk.regional.area_shares import shares
from models.risk.regional.grid import RegionalRisk
from models.risk.regional.open_work import OpenWork
from models.risk.regional.pressure_index import Load, cover, pressure_rows
from models.risk.regional.what_if import advice
from models.risk.scoring.hysteresis import Colours
from models.site.force import Craft
from models.site.site import Site
from models.tracking.table import TrackTable
from models.ways.travel_time import Seaway, grid_of, round_or_straight, seaway, ways_from

TURNS = 3  # evaluations in which the place of every craft is updated once
ADVISE_EVERY_S = 60.0
RENEW_S = 60.0  # after this time without changes, times and places are renewed
AT_BASE_NM = 1.0
UNDER_WAY_KN = 1.0
FURTHEST_MIN = float(NO_MINUTES - 1)


class Reach(NamedTuple):
    """Minutes until the first craft can reach each cell, and the shares of waters reached in 30 and 60 minutes."""

    reached: np.ndarray
    within: list[np.ndarray]


@dataclass
class PressureBook:
    """Arrivals of work, places of our craft, and the tables; part of the checkpoint."""

    settings: PressureSettings
    site: Site

    def __post_init__(self) -> None:
        self.grid = grid_of(self.site.bbox)
        self.arrivals_per_h = np.zeros(len(self.site.units))
        self.known: frozenset[str] = frozenset()
        up, down, hold_s = self.settings.up, self.settings.down, self.settings.hold_s
        self.colours = Colours(len(self.site.units) + 1, up, down, hold_s)
        self.pieces: np.ndarray | None = None  # of water, where each craft was at its last update
        self.reach: tuple[bytes, Reach] | None = None
        self.evaluations, self.t_s = 0, float("nan")
        self.tables = self._none()
        self.advice: dict[str, str] = {}
        self.advised_s = float("-inf")
        self.asked: tuple[object, ...] | None = None  # the work of the last evaluation

    def follow(
        self,
        tracks: TrackTable,
        work: Sequence[OpenWork],
        region: RegionalRisk,
        t_s: float,
        weather: float = 1.0,
        reported: Sequence[ReportedCraft] = (),
    ) -> None:
        """One evaluation at `t_s`, if the work or the state of a craft has changed or the last one is old.

        `weather` below 1 makes boats slower and fewer by this factor; `reported` are states of craft that differ from
        the site's force.
        """
        water = seaway(self.site.coast, self.grid) if self.site.force.craft else None
        if water is None or not self.site.units:
            return
        worst = sorted(work, key=lambda each: (-each.colour, each.since_s, each.id))[: self.settings.most_work]
        asked = (*((each.id, each.colour, each.unit, each.craft) for each in worst), *reported)
        if asked == self.asked and 0.0 <= t_s - self.t_s < RENEW_S and self.colours.settled():
            return
        self.asked = asked
        units = self._units(worst, region)
        self._arrive(worst, units, t_s)
        force = self._force(tracks, worst, weather, {each.craft: each for each in reported})
        self._place(water, force)
        rows = _work_rows(worst, units, [craft.id for craft in self.site.force.craft])
        load = Load(t_s, self.arrivals_per_h.astype("f4"), force, rows, self._minutes(water, force, rows))
        self._write_tables(cover(load, self.settings), load, water, worst)
        self.evaluations += 1

    def pause(self) -> None:
        """Show nothing while no vessel is present."""
        self.tables, self.advice, self.asked = self._none(), {}, None

    def _units(self, work: Sequence[OpenWork], region: RegionalRisk) -> list[int]:
        """The unit assigned to each work, else the unit of its waters; open sea: the first unit, the headquarters."""
        at = np.array([(each.lat_deg, each.lon_deg) for each in work]).reshape(-1, 2)
        ids = [unit.id for unit in self.site.units]
        of_area = {number: ids.index(area.unit) for number, area in enumerate(self.site.areas)}
        water = [of_area.get(area, 0) for area in region.owners(at[:, 0], at[:, 1]).tolist()]
        return [own if each.unit is None else each.unit for each, own in zip(work, water, strict=True)]

    def _arrive(self, work: Sequence[OpenWork], units: Sequence[int], t_s: float) -> None:
        """Update the boat jobs per hour, which decay with a half-life."""
        half_s = self.settings.arrivals_half_life_h * 3600.0
        self.arrivals_per_h *= 2.0 ** (-max(0.0, t_s - self.t_s) / half_s) if self.t_s <= t_s else 1.0
        for each, unit in zip(work, units, strict=True):
            if each.id not in self.known:
                self.arrivals_per_h[unit] += each.boats * np.log(2.0) / self.settings.arrivals_half_life_h
        self.known, self.t_s = frozenset(each.id for each in work), t_s

    def _force(
        self, tracks: TrackTable, work: Sequence[OpenWork], weather: float, reported: Mapping[str, ReportedCraft]
    ) -> Table:
        """FORCE: each craft at its AIS position, else at its base."""
        bases, craft = self.site.force.bases, self.site.force.craft
        force = empty(FORCE, len(craft))
        sent = {each for one in work for each in one.craft}
        force["unit"][:] = [each.unit for each in craft]
        force["speed_kn"][:] = [each.speed_kn * self.settings.speed_share * weather for each in craft]
        force["strength"][:] = [_strength(each, reported.get(each.id)) * weather for each in craft]
        force["ready"][:] = [
            each.id not in sent and not (each.id in reported and reported[each.id].out) for each in craft
        ]
        lat, lon = (np.array([getattr(bases[each.base], name) for each in craft]) for name in ("lat_deg", "lon_deg"))
        force["lat_deg"][:], force["lon_deg"][:] = lat, lon
        rows = np.array([-1 if each.mmsi is None else tracks.row_of.get(each.mmsi, -1) for each in craft])
        at = np.flatnonzero(rows >= 0)
        live = at[(tracks["life"][rows[at]] != LIFE["free"]) & np.isfinite(tracks["now_lat_deg"][rows[at]])]
        row = rows[live]
        for name, source in (("track_id", "track_id"), ("lat_deg", "now_lat_deg"), ("lon_deg", "now_lon_deg")):
            force[name][live] = tracks[source][row]
        away_nm = distance_m(lat[live], lon[live], force["lat_deg"][live], force["lon_deg"][live]) / M_PER_NM
        force["out"][live] = (away_nm > AT_BASE_NM) & (tracks["sog_kn"][row] >= UNDER_WAY_KN)
        return force

    def _place(self, water: Seaway, force: Table) -> None:
        now = water.at(force["lon_deg"], force["lat_deg"])
        if self.pieces is None:
            at_base = [self.site.force.bases[each.base] for each in self.site.force.craft]
            lon, lat = (np.array([getattr(each, name) for each in at_base]) for name in ("lon_deg", "lat_deg"))
            self.pieces = water.at(lon, lat)
        turn = np.arange(len(now)) % TURNS == self.evaluations % TURNS
        self.pieces = np.where(turn, now, self.pieces)

    def _minutes(self, water: Seaway, force: Table, work: Table) -> np.ndarray:
        """Minutes from each craft to each work, (craft, work); infinite beyond FURTHEST_MIN; a straight line nearby."""
        assert self.pieces is not None
        to = water.at(work["lon_deg"], work["lat_deg"])
        way_nm = np.stack([ways_from(self.site.coast, self.grid, piece)[to] for piece in self.pieces.tolist()])
        lat, lon = force["lat_deg"][:, None], force["lon_deg"][:, None]
        crow_nm = distance_m(lat, lon, work["lat_deg"][None, :], work["lon_deg"][None, :]) / M_PER_NM
        minutes = round_or_straight(way_nm, crow_nm, self.grid) / force["speed_kn"][:, None] * 60.0
        return np.where(np.rint(minutes) <= FURTHEST_MIN, np.rint(minutes), np.inf)

    def _write_tables(self, covered: Load, load: Load, water: Seaway, work: Sequence[OpenWork]) -> None:
        reached, within = self._reach(water, load.force)
        rows = pressure_rows(covered, self.settings)
        rows["level"][:] = self.colours.follow(rows["pressure"], load.t_s)
        rows["within_30"][:], rows["within_60"][:] = within
        raster, travel = empty(REACH_RASTER, len(reached)), empty(TRAVEL, load.minutes.size)
        raster["minutes"][:], travel["minutes"][:] = _in_bytes(reached), _in_bytes(load.minutes.ravel())
        self.tables = {
            "pressure": rows,
            "force": covered.force,
            "reach": covered.work,
            "travel": travel,
            "reach_raster": raster,
        }
        if not 0.0 <= load.t_s - self.advised_s < ADVISE_EVERY_S:
            self.advised_s = load.t_s
            names = {"zh": "name_zh", "en": "name_en"}
            units, craft = (
                {language: [getattr(each, name) for each in all_] for language, name in names.items()}
                for all_ in (self.site.units, self.site.force.craft)
            )
            self.advice = advice(load, self.settings, units, craft, [each.name or each.id for each in work])

    def _reach(self, water: Seaway, force: Table) -> Reach:
        """Where the ready craft can be in time; computed again only after one of them has moved or was sent."""
        assert self.pieces is not None
        key = self.pieces.tobytes() + force["ready"].tobytes() + force["speed_kn"].tobytes()
        if self.reach is None or self.reach[0] != key:
            reached = self._reached(water, force)
            self.reach = key, Reach(reached, [self._within(water, reached, limit) for limit in (30.0, 60.0)])
        return self.reach[1]

    def _reached(self, water: Seaway, force: Table) -> np.ndarray:
        """Minutes until the first ready craft can reach each cell, (cells,); infinite on land."""
        assert self.pieces is not None
        best = np.full(len(water.lon_deg), np.inf, dtype="f4")
        fastest: dict[int, float] = {}
        for craft in np.flatnonzero(force["ready"]).tolist():
            piece = int(self.pieces[craft])
            fastest[piece] = max(fastest.get(piece, 0.0), float(force["speed_kn"][craft]))
        for piece, speed_kn in fastest.items():
            np.minimum(best, ways_from(self.site.coast, self.grid, piece) * np.float32(60.0 / speed_kn), out=best)
        return np.where(water.main >= 0, best[water.main], np.inf)

    def _within(self, water: Seaway, reached: np.ndarray, limit_min: float) -> np.ndarray:
        """Share of the waters of each unit, and of all units together, that is reached in time, (units + 1,)."""
        part = shares(self.site.areas, self.grid).part
        units = np.array([[unit.id for unit in self.site.units].index(area.unit) for area in self.site.areas], int)
        wet = part @ (water.main >= 0).astype("f8")
        near = part @ (reached <= limit_min).astype("f8")
        whole, covered = (np.bincount(units, each, len(self.site.units)) for each in (wet, near))
        whole, covered = np.append(whole, whole.sum()), np.append(covered, covered.sum())
        return np.divide(covered, whole, out=np.full(len(whole), np.nan), where=whole > 0)

    def _none(self) -> dict[str, Table]:
        tables = {"pressure": PRESSURE, "force": FORCE, "reach": REACH, "travel": TRAVEL, "reach_raster": REACH_RASTER}
        return {name: empty(columns, 0) for name, columns in tables.items()}


def _strength(craft: Craft, reported: ReportedCraft | None) -> float:
    """The share of a full crew; none if the craft is out of service."""
    if reported is None or (not reported.out and reported.crew is None):
        return craft.strength
    return 0.0 if reported.out else min(1.0, (reported.crew or 0) / craft.required)


def _work_rows(work: Sequence[OpenWork], units: Sequence[int], craft_ids: list[str]) -> Table:
    rows = empty(REACH, len(work))
    for name, values in {
        "work": [each.id.encode()[:64] for each in work],
        "unit": list(units),
        "level": [each.colour for each in work],
        "lat_deg": [each.lat_deg for each in work],
        "lon_deg": [each.lon_deg for each in work],
        "since_s": [each.since_s for each in work],
        "due_s": [each.due_s for each in work],
        "boats": [each.boats for each in work],
        "hours_h": [each.hours_h for each in work],
        "craft": [next((craft_ids.index(id_) for id_ in each.craft if id_ in craft_ids), NO_CRAFT) for each in work],
    }.items():
        rows[name][:] = values
    return rows


def _in_bytes(minutes: np.ndarray) -> np.ndarray:
    return np.where(minutes <= FURTHEST_MIN, np.rint(np.minimum(minutes, FURTHEST_MIN)), NO_MINUTES).astype("u1")
