"""Currents: the tidal stream of a site's channels, as far as its folder tells of it.

What lives here: a reversing stream per channel, the principal lunar tide (M2) alone, and the reader of `currents.yaml`.
What does not: what is made of it (detectors/drift.py). Beyond the reach of every channel the stream is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from models.base.clock import parse_iso
from models.base.geo import distance_m
from models.base.keys import Keys
from models.base.settings import UserError
from models.base.units import MPS_PER_KN

M2_S = 44_714.164  # period of the principal lunar tide


@dataclass(frozen=True, eq=False)
class Currents:
    """Channels as columns (c,). At `flood_max_s` the stream is strongest, `max_mps` towards `towards_deg`."""

    lon_deg: np.ndarray
    lat_deg: np.ndarray
    reach_m: np.ndarray
    towards_deg: np.ndarray
    max_mps: np.ndarray
    flood_max_s: np.ndarray

    def at(self, lon_deg: np.ndarray, lat_deg: np.ndarray, t_s: float) -> tuple[np.ndarray, np.ndarray]:
        """East and north m/s of the water at places (m,): that of the nearest channel in reach; NaN in none."""
        east, north = np.full(len(lon_deg), np.nan), np.full(len(lon_deg), np.nan)
        if not len(self.lon_deg) or not len(lon_deg):
            return east, north
        away_m = distance_m(lat_deg[:, None], lon_deg[:, None], self.lat_deg, self.lon_deg)
        away_m = np.where(away_m <= self.reach_m, away_m, np.inf)  # also where the place is unknown
        nearest = np.argmin(away_m, axis=1)
        reached = np.isfinite(away_m[np.arange(len(nearest)), nearest])
        stream = self.max_mps * np.cos(2 * np.pi * (t_s - self.flood_max_s) / M2_S)
        course = np.radians(self.towards_deg)
        east[reached], north[reached] = (each[nearest[reached]] for each in _parts(stream, course))
        return east, north


def _parts(stream: np.ndarray, course: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return stream * np.sin(course), stream * np.cos(course)


def _currents(rows: list[tuple[float, ...]]) -> Currents:
    return Currents(*np.array(rows, dtype="f8").reshape(-1, 6).T)


UNKNOWN_CURRENTS = _currents([])


def read_currents(path: Path) -> Currents:
    """The currents of a site; unknown everywhere where it tells of none. Raises UserError."""
    if not path.is_file():
        return UNKNOWN_CURRENTS
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as problem:
        raise UserError(f"{path}: not readable YAML ({problem})") from problem
    keys = Keys(values, str(path))
    for text in ("note_zh", "note_en", "source"):
        keys.text(text)
    keys.flag("illustrative")
    epoch_s = _epoch_s(keys)
    channels = [Keys(each, f"{path}: channel {n}") for n, each in enumerate(keys.items("channels"), start=1)]
    keys.end()
    return _currents([_channel(each, epoch_s) for each in channels])


def _epoch_s(keys: Keys) -> float:
    expected = "a moment as 2026-01-01T00:00:00Z"
    text = keys.take("epoch", expected, lambda value: isinstance(value, str))
    try:
        return parse_iso(text)
    except (ValueError, UserError) as problem:
        raise keys.fail("epoch", expected) from problem


def _channel(keys: Keys, epoch_s: float) -> tuple[float, ...]:
    keys.text("name_zh"), keys.text("name_en")
    row = (
        keys.number("lon_deg", -180, 180),
        keys.number("lat_deg", -90, 90),
        keys.number("reach_m", 100, 50_000),
        keys.number("towards_deg", 0, 360),
        keys.number("max_kn", 0, 12) * MPS_PER_KN,
        epoch_s + keys.number("flood_max_h", 0, 24) * 3600.0,
    )
    keys.end()
    return row
