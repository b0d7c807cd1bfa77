"""Baseline: mean and variance of each cell at each hour of the week, learned from recordings and kept in one file.

The file also holds the learned traffic (models/risk/detection/waters/traffic.py).

A visit is one hour observed completely; its weight halves in four weeks. An hour with few visits is shrunk towards the
same hour of all days in the cells around it: m' = (n m + 8 m_block) / (n + 8). Loads: grid.py; running recordings:
commands/learn.py.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.ndimage import uniform_filter

from models.base.paths import ROOT
from models.base.settings import RegionSettings, UserError
from models.messages.evaluation import Grid
from models.risk.detection.waters.traffic import is_learned
from models.site.site import Site

HOURS = 168
HOUR_S = 3600.0
FORGET_HALF_S = 4 * 7 * 86400.0
BLOCK_VISITS = 8.0  # weight of the block around a cell, in visits
TRUSTED_VISITS = 2.0  # visits at which unusualness counts half
LOAD_PERCENT = 90.0


class Usual(NamedTuple):
    """Mean and variance per cell at an hour, and the trust in them, from 0 (never observed) to 1."""

    mean: np.ndarray
    variance: np.ndarray
    trust: float


@dataclass(frozen=True, eq=False)
class Baseline:
    """Mean and variance of presence per hour of the week and cell, (168, cells); `visits` (168,) hours seen.

    `load` is the 90th percentile of the everyday risk load; `fingerprint` identifies the file.
    """

    grid: Grid
    mean: np.ndarray
    variance: np.ndarray
    visits: np.ndarray
    load: float
    fingerprint: bytes = b""

    def usual(self, hour: int) -> Usual:
        """Mean, variance and trust at an hour of the week."""
        day_hours = np.arange(hour % 24, HOURS, 24)
        weights = self.visits[day_hours].astype("f8")
        if not weights.sum():
            nothing = np.zeros(self.mean.shape[1])
            return Usual(nothing, nothing, 0.0)
        mean, variance = (each[day_hours].astype("f8") for each in (self.mean, self.variance))
        block = self._around(np.average(mean, axis=0, weights=weights))
        square = self._around(np.average(variance + mean**2, axis=0, weights=weights))
        n = float(self.visits[hour])
        shrunk = (n * self.mean[hour] + BLOCK_VISITS * block) / (n + BLOCK_VISITS)
        spread = (n * self.variance[hour] + BLOCK_VISITS * np.maximum(square - block**2, 0.0)) / (n + BLOCK_VISITS)
        return Usual(shrunk, spread, float(weights.sum() / (weights.sum() + TRUSTED_VISITS)))

    def _around(self, cells: np.ndarray) -> np.ndarray:
        around: np.ndarray = uniform_filter(cells.reshape(self.grid.rows, self.grid.columns), 3, mode="nearest")
        return around.ravel()

    def save(self, path: Path, traffic: np.ndarray | None = None) -> None:
        """Write the file, with the records of the learned traffic."""
        grid = np.array([self.grid.west_deg, self.grid.south_deg, self.grid.step_deg])
        size = np.array([self.grid.columns, self.grid.rows])
        arrays = {"mean": self.mean.astype("f4"), "variance": self.variance.astype("f4")}
        if traffic is not None:
            arrays["traffic"] = traffic
        with path.open("wb") as out:
            np.savez_compressed(
                out, grid=grid, size=size, visits=self.visits, load=np.array(self.load), allow_pickle=False, **arrays
            )


def load_baseline(path: Path, grid: Grid) -> Baseline:
    """Read a baseline made for this grid; a relative path starts at the folder of run.py. Raises UserError."""
    baseline = _read(path if path.is_absolute() else ROOT / path)
    if baseline.grid != grid:
        raise UserError(f"{path}: this baseline was learned for another site; make one with run.py learn")
    return baseline


def usual_file(settings: RegionSettings, site: Site) -> Path | None:
    """The file with what is usual: the one config.yaml names, else the site's, else none."""
    return settings.baseline or site.usual


def load_traffic(path: Path) -> np.ndarray | None:
    """Read the records of the learned traffic; None if the file was made without. Raises UserError."""
    path = path if path.is_absolute() else ROOT / path
    try:
        with np.load(path, allow_pickle=False) as file:
            held = file.get("traffic")
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as problem:
        raise UserError(f"{path}: no readable baseline ({problem}); make one with run.py learn") from problem
    if held is not None and not is_learned(held):
        raise UserError(f"{path}: its traffic was learned by another version; make it again with run.py learn")
    return held


@lru_cache(maxsize=2)
def _read(path: Path) -> Baseline:
    try:
        fingerprint = blake2b(path.read_bytes(), digest_size=8).digest()
        with np.load(path, allow_pickle=False) as file:
            west, south, step = file["grid"].tolist()
            columns, rows = file["size"].tolist()
            arrays = {name: file[name] for name in ("mean", "variance", "visits")}
            load = float(file["load"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as problem:
        raise UserError(f"{path}: no readable baseline ({problem}); make one with run.py learn") from problem
    if arrays["mean"].shape != (HOURS, columns * rows) or arrays["variance"].shape != arrays["mean"].shape:
        raise UserError(f"{path}: this baseline is not whole; make one with run.py learn")
    return Baseline(Grid(west, south, step, columns, rows), **arrays, load=load, fingerprint=fingerprint)


def hour_of_week(t_s: float, utc_offset_h: float) -> int:
    """0 is Monday 00:00 to 01:00 by the site's time; 1 January 1970 was a Thursday."""
    return int((t_s + utc_offset_h * HOUR_S) // HOUR_S + 72) % HOURS


class Learner:
    """Takes in loads in order of time and makes the baseline."""

    def __init__(self, grid: Grid, utc_offset_h: float) -> None:
        cells = grid.columns * grid.rows
        self.grid, self.utc_offset_h = grid, utc_offset_h
        self.mean, self.variance = (np.zeros((HOURS, cells), dtype="f4") for _ in range(2))
        self.visits, self.seen_s = np.zeros(HOURS), np.zeros(HOURS)
        self.load, self.load_s = np.zeros(cells), 0.0
        self.began, self.last_s = -1.0, -1.0  # start of the hour being observed
        self._clear()

    def take(self, t_s: float, dt_s: float, presence: np.ndarray, load: np.ndarray) -> None:
        """Take in one evaluation, weighted by `dt_s`."""
        began = t_s // HOUR_S
        if began != self.began:
            self._close_hour()
            self.began = began
        self.last_s = t_s
        self.seconds += dt_s
        self.sum += dt_s * presence
        self.squares += dt_s * presence**2
        self.load += dt_s * load
        self.load_s += dt_s

    def baseline(self) -> Baseline:
        """The baseline learned so far."""
        self._close_hour()
        everyday = self.load / max(self.load_s, 1.0)
        busy = float(np.percentile(everyday, LOAD_PERCENT))
        return Baseline(self.grid, self.mean, self.variance, self.visits.astype("f4"), busy)

    def _close_hour(self) -> None:
        """Add the completed hour to its hour of the week."""
        if not self.seconds:
            return
        hour = hour_of_week(self.last_s, self.utc_offset_h)
        mean = self.sum / self.seconds
        variance = np.maximum(self.squares / self.seconds - mean**2, 0.0)
        new, old = min(1.0, self.seconds / HOUR_S), self.visits[hour]
        if old:
            old *= 0.5 ** (max(0.0, self.last_s - self.seen_s[hour]) / FORGET_HALF_S)
        n, apart = old + new, mean - self.mean[hour]
        self.variance[hour] = (old * self.variance[hour] + new * variance) / n + old * new / n**2 * apart**2
        self.mean[hour] += apart * new / n
        self.visits[hour], self.seen_s[hour] = n, self.last_s
        self._clear()

    def _clear(self) -> None:
        self.sum, self.squares = np.zeros((2, self.mean.shape[1]))
        self.seconds = 0.0
