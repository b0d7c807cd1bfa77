"""Regional risk: how dangerous each cell and each area is and, separately, how unusual.

Each cell has a load from vessels, alerts, near misses and work. It decays and gives the index, the colours, and the
tables CELL and AREA. RI = 1 - (1 - E / (E + E50)) (1 - 0.6 q), q from z. Only the risk of a vessel above its base rate
is load, so that two hundred quiet ships at anchor are no danger; they are presence, and only an unusual number of them
counts. What is usual: baseline.py; the grid: models/ways/travel_time.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from models.base.schema import KIND, LEVEL, Table, among, empty
from models.base.settings import RegionSettings
from models.messages.evaluation import AREA, CELL, NO_AREA
from models.risk.alerts.presenter import DANGEROUS, HAZARD_DIGITS, HELPLESS, NOT_UNDER_COMMAND, PASSENGERS, TANKER_TYPES
from models.risk.detection.detector import IS_SCORED
from models.risk.regional.area_shares import shares
from models.risk.regional.baseline import Baseline, Usual, hour_of_week, load_baseline, usual_file
from models.risk.regional.fields import LEAST_VARIANCE, spread, weigh
from models.risk.scoring.hysteresis import Colours
from models.site.site import Site
from models.tracking.table import TrackTable
from models.ways.travel_time import cell_of, centres, grid_of

MOST_STEP_S = 30.0  # evaluations further apart have a pause between them
IS_HAZARD = among([*TANKER_TYPES, *(10 * decade + digit for decade in (7, 8) for digit in HAZARD_DIGITS)])


class Spot(NamedTuple):
    """Something at a place that adds load to its cell: a standing alert (`level`), a near miss, a case."""

    lat_deg: float
    lon_deg: float
    level: int = 0
    weight: float = 0.0


@dataclass
class RegionalRisk:
    """The loads of all cells and areas of a site; part of the checkpoint."""

    settings: RegionSettings
    site: Site

    def __post_init__(self) -> None:
        self.grid = grid_of(self.site.bbox)
        cells = self.grid.columns * self.grid.rows
        self.load, self.slow, self.presence, self.near_miss = np.zeros((4, cells))
        self.index, self.unusual = np.zeros((2, cells))
        up, down, hold_s = self.settings.up, self.settings.down, self.settings.hold_s
        self.colours = Colours(cells, up, down, hold_s)
        self.area_colours = Colours(len(self.site.areas), up, down, hold_s)
        self.hour, self.usual = -1, Usual(np.zeros(cells), np.zeros(cells), 0.0)
        self.half_load, self.fingerprint = self.settings.half_load, b""
        self.usual_file = usual_file(self.settings, self.site)
        if self.usual_file:
            self._use_baseline(load_baseline(self.usual_file, self.grid))
        self.t_s, self.stirred = float("nan"), False
        self.cells, self.areas = empty(CELL, 0), empty(AREA, 0)

    def follow(
        self, tracks: TrackTable, prior: np.ndarray, spots: Sequence[Spot], near_misses: Sequence[Spot], t_s: float
    ) -> None:
        """One evaluation at `t_s`. `prior` is the base rate of each row; `spots` stand now, `near_misses` are new."""
        gap_s = t_s - self.t_s if self.t_s <= t_s else 0.0
        self.t_s = t_s
        self.near_miss *= np.exp(-gap_s / (self.settings.near_miss_h * 3600.0))
        self._add(self.near_miss, near_misses, [each.weight for each in near_misses])
        load, vessels = self._present(tracks, prior)
        self.stirred |= bool(len(spots) or len(near_misses) or vessels.any())
        if not self.stirred and len(self.areas["area"]) == len(self.site.areas):
            return  # nothing has ever been here
        self._add(load, spots, [each.weight + self.settings.red_adds * (each.level >= LEVEL["red"]) for each in spots])
        load += self.settings.near_miss_adds * self.near_miss
        fast_s, slow_s = self.settings.half_life_min * 60.0, self.settings.slow_half_life_h * 3600.0
        fields = (self.load, self.slow, self.presence)
        spread(load, vessels, self.grid.columns, _share(gap_s, fast_s), _share(gap_s, slow_s), fields)
        self._update_index(t_s)
        self.colours.follow(self.index, t_s)
        self.cells, self.areas = self._cells(), self._areas(vessels, spots, t_s)

    def pause(self) -> None:
        """Show nothing while no vessel is present."""
        self.cells, self.areas = empty(CELL, 0), empty(AREA, 0)

    def owners(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
        """The area of each place, (m,): the one that contains it, else the area of its cell, else NO_AREA."""
        cell = cell_of(self.grid, lon_deg, lat_deg)
        of_cells = shares(self.site.areas, self.grid)
        owner = np.where(cell >= 0, of_cells.owner[cell], NO_AREA)
        if len(lat_deg) and self.site.areas:
            inside = of_cells.borders.inside(lon_deg, lat_deg)
            owner = np.where(inside.any(axis=1), np.argmax(inside, axis=1), owner)
        return owner

    def _use_baseline(self, baseline: Baseline) -> None:
        self.fingerprint = baseline.fingerprint
        self.half_load = max(self.settings.half_load, baseline.load)  # so that low loads stay low in quiet waters

    def _present(self, tracks: TrackTable, prior: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Load and number of vessels of each cell now, both (cells,)."""
        rows = np.flatnonzero(IS_SCORED[tracks["life"]])
        cell = cell_of(self.grid, tracks["now_lon_deg"][rows], tracks["now_lat_deg"][rows])
        rows, cell = rows[cell >= 0], cell[cell >= 0]
        vessels = np.bincount(cell, minlength=len(self.load)).astype("f8")
        beyond = (tracks["risk"][rows] - prior[rows]) / (1.0 - prior[rows])
        some = np.flatnonzero(beyond > 1e-6)
        worth = beyond[some] * (1.0 + 0.5 * at_stake(tracks, rows[some]))
        return np.bincount(cell[some], weights=worth, minlength=len(self.load)).astype("f8"), vessels

    def _add(self, cells: np.ndarray, spots: Sequence[Spot], weights: Sequence[float]) -> None:
        if spots:
            cell = self._cells_of(spots)
            np.add.at(cells, cell[cell >= 0], np.array(weights)[cell >= 0])

    def _cells_of(self, spots: Sequence[Spot]) -> np.ndarray:
        lon, lat = (np.array([getattr(each, name) for each in spots]) for name in ("lon_deg", "lat_deg"))
        return cell_of(self.grid, lon, lat)

    def _update_index(self, t_s: float) -> None:
        if self.usual_file:
            hour = hour_of_week(t_s, self.site.utc_offset_h)
            if hour != self.hour:
                self.hour, self.usual = hour, load_baseline(self.usual_file, self.grid).usual(hour)
        usual = (self.usual.mean, self.usual.variance, float(self.usual.trust))
        weigh(self.load, self.presence, usual, self.half_load, self.unusual, self.index)

    def _z(self, presence: np.ndarray, mean: np.ndarray, variance: np.ndarray) -> np.ndarray:
        """Deviations from the usual in standard deviations; 0 while nothing is known of this hour."""
        if not self.usual.trust:
            return np.zeros(len(presence))
        z: np.ndarray = (presence - mean) / np.sqrt(variance + LEAST_VARIANCE)
        return z

    def _cells(self) -> Table:
        level = self.colours.level
        shown = np.flatnonzero((self.index >= self.settings.shown_from) | (level > 0))
        order = np.lexsort((shown, -self.index[shown], -level[shown].astype("i8")))
        shown = shown[order[: self.settings.most_shown]]
        table = empty(CELL, len(shown))
        lon, lat = centres(self.grid)
        owner = shares(self.site.areas, self.grid).owner
        columns = {
            "cell": shown,
            "lon_deg": lon[shown],
            "lat_deg": lat[shown],
            "index": self.index[shown],
            "unusual": self.unusual[shown],
            "load": self.load[shown],
            "slow_load": self.slow[shown],
            "level": level[shown],
            "area": owner[shown],
        }
        for name, column in columns.items():
            table[name][:] = column
        return table

    def _areas(self, vessels: np.ndarray, spots: Sequence[Spot], t_s: float) -> Table:
        of_cells = shares(self.site.areas, self.grid)
        part, owner, water = of_cells.part, of_cells.owner, of_cells.water
        table = empty(AREA, len(self.site.areas))
        if not len(self.site.areas):
            return table
        units = [unit.id for unit in self.site.units]
        table["area"][:] = np.arange(len(self.site.areas))
        table["unit"][:] = [units.index(area.unit) for area in self.site.areas]
        table["mean_index"][:], table["load"][:] = (part @ self.index) / water, part @ self.load
        if self.usual.trust:
            sums = (part @ each for each in (self.presence, self.usual.mean, self.usual.variance))
            table["unusual"][:] = self._z(*sums)
        else:
            table["unusual"][:] = 0.0
        for row, mine in enumerate(of_cells.cells):
            if len(mine):
                worst = mine[np.argmax(self.index[mine])]
                table["index"][row] = self.index[worst]
                table["worst_cell"][row] = worst if self.index[worst] >= self.settings.shown_from else -1
        table["level"][:] = self.area_colours.follow(table["index"], t_s)
        table["craft"][:] = np.bincount(owner[owner != NO_AREA], vessels[owner != NO_AREA], len(water))[: len(water)]
        at = np.array([(each.lat_deg, each.lon_deg) for each in spots if each.level]).reshape(-1, 2)
        inside = self.owners(at[:, 0], at[:, 1])
        table["alerts"][:] = np.bincount(inside[inside != NO_AREA], minlength=len(water))[: len(water)]
        return table


def _share(gap_s: float, half_life_s: float) -> tuple[float, float]:
    """What is left of a held load, and by which share it then moves to the present one, over `gap_s`.

    During a pause no vessel was present, so it decays.
    """
    step_s = min(gap_s, MOST_STEP_S)
    return 2.0 ** (-(gap_s - step_s) / half_life_s), 1.0 - 2.0 ** (-step_s / half_life_s)


def at_stake(tracks: TrackTable, rows: np.ndarray) -> np.ndarray:
    """What is at stake aboard each row, (m,) in [0, 1]: `consequence` of alerts/presenter.py for arrays."""
    return np.maximum.reduce(
        [
            PASSENGERS * (tracks["kind"][rows] == KIND["passenger"]),
            DANGEROUS * IS_HAZARD[tracks["ship_type"][rows]],
            HELPLESS * (tracks["nav_status"][rows] == NOT_UNDER_COMMAND),
        ]
    )
