"""Currents: the tidal stream of a site's channels, read from its `currents.yaml`.

Each channel has a reversing stream of the principal lunar tide (M2) alone; outside all channels it is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np

from models.base.clock import iso, parse_iso
from models.base.forms import FilledList, Flag, Form, Text, expected, number, read_form
from models.base.geo import distance_m
from models.base.settings import UserError
from models.base.units import MPS_PER_KN

M2_S = 44_714.164  # period of the principal lunar tide


@dataclass(frozen=True, eq=False)
class Currents:
    """Channels as columns (c,). At `flood_max_s` the stream has its maximum, `max_mps` towards `towards_deg`."""

    lon_deg: np.ndarray
    lat_deg: np.ndarray
    reach_m: np.ndarray
    towards_deg: np.ndarray
    max_mps: np.ndarray
    flood_max_s: np.ndarray

    def at(self, lon_deg: np.ndarray, lat_deg: np.ndarray, t_s: float) -> tuple[np.ndarray, np.ndarray]:
        """Return east and north m/s of the water at positions (m,), from the nearest channel in reach; else NaN."""
        east, north = np.full(len(lon_deg), np.nan), np.full(len(lon_deg), np.nan)
        if not len(self.lon_deg) or not len(lon_deg):
            return east, north
        away_m = distance_m(lat_deg[:, None], lon_deg[:, None], self.lat_deg, self.lon_deg)
        away_m = np.where(away_m <= self.reach_m, away_m, np.inf)  # also where the position is unknown
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


def _is_moment(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(iso(parse_iso(value)))
    except (ValueError, UserError):
        return False


class ChannelForm(Form):
    name_zh: Text
    name_en: Text
    lon_deg: Annotated[float, number(-180, 180)]
    lat_deg: Annotated[float, number(-90, 90)]
    reach_m: Annotated[float, number(100, 50_000)]
    towards_deg: Annotated[float, number(0, 360)]
    max_kn: Annotated[float, number(0, 12)]
    flood_max_h: Annotated[float, number(0, 24)]


class CurrentsForm(Form):
    note_zh: Text
    note_en: Text
    source: Text
    illustrative: Flag
    epoch: Annotated[str, expected("a moment as 2026-01-01T00:00:00Z", _is_moment)]
    channels: Annotated[tuple[ChannelForm, ...], FilledList]


def read_currents(path: Path) -> Currents:
    """Read the currents of a site; unknown everywhere if there is no file. Raises UserError."""
    if not path.is_file():
        return UNKNOWN_CURRENTS
    form = read_form(CurrentsForm, path)
    epoch_s = parse_iso(form.epoch)
    return _currents([_row(channel, epoch_s) for channel in form.channels])


def _row(form: ChannelForm, epoch_s: float) -> tuple[float, ...]:
    flood_max_s = epoch_s + form.flood_max_h * 3600.0
    return form.lon_deg, form.lat_deg, form.reach_m, form.towards_deg, form.max_kn * MPS_PER_KN, flood_max_s
