"""False reports: the `says` of voyages, applied to the true state during their windows.

It holds the windows as columns and applies those that are open: a pure function of rows and moments, like all of the
simulator. Disturbances of reception: faults.py. The keys: voyage.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from exercises.geometry.plane import Plane
from exercises.scenario.voyage import Says
from models.base.schema import Table
from models.base.units import M_PER_NM

IDENTITY_KEYS = ("mmsi", "imo", "ship_type")
TEXT_KEYS = ("name", "callsign", "destination")


@dataclass(frozen=True)
class FalseReport:
    """One window of the rows from `first` to `last` (included)."""

    first: int
    last: int
    says: Says


class FalseReports:
    """All windows of a scenario."""

    def __init__(self, windows: Sequence[FalseReport], plane: Plane) -> None:
        self.windows, self.plane = list(windows), plane
        self.from_s = np.array([each.says.from_s for each in windows])
        self.to_s = np.array([each.says.to_s for each in windows])

    def silent(self, rows: np.ndarray, t_s: np.ndarray) -> np.ndarray:
        """Which rows send nothing at their moment. Mask (n,)."""
        mask = np.zeros(len(rows), bool)
        for says, chosen in self._open(rows, t_s):
            mask[chosen] |= says.silent
        return mask

    def status(self, status: np.ndarray, rows: np.ndarray, t_s: np.ndarray) -> np.ndarray:
        """The navigational status that each reports, which decides how often it reports."""
        reported = status.copy()
        for says, chosen in self._open(rows, t_s):
            if says.nav_status is not None:
                reported[chosen] = says.nav_status
        return reported

    def change(self, vessels: Table, state: Table, rows: np.ndarray, t_s: np.ndarray) -> None:
        """Replace the true values in identity and state by the reported ones."""
        for says, chosen in self._open(rows, t_s):
            for key in says.model_fields_set & set(CHANGES):
                CHANGES[key](says, vessels, state, chosen)
            self._move(says, state, chosen)

    def _open(self, rows: np.ndarray, t_s: np.ndarray) -> list[tuple[Says, np.ndarray]]:
        """The windows that are open for some of the rows, and for which rows."""
        if not len(rows) or not self.windows:
            return []
        found = []
        for number in np.flatnonzero((self.from_s <= t_s.max()) & (self.to_s > t_s.min())).tolist():
            each = self.windows[number]
            chosen = (rows >= each.first) & (rows <= each.last) & (t_s >= each.says.from_s) & (t_s < each.says.to_s)
            if chosen.any():
                found.append((each.says, chosen))
        return found

    def _move(self, says: Says, state: Table, chosen: np.ndarray) -> None:
        if says.place is not None:
            state["lon_deg"][chosen], state["lat_deg"][chosen] = says.place
        if says.moved_nm is not None:
            offset = says.moved_nm * M_PER_NM * np.exp(1j * np.radians(90 - says.moved_deg))
            shift(state, chosen, np.full(int(chosen.sum()), offset), self.plane)


def shift(state: Table, chosen: np.ndarray, offset_m: np.ndarray, plane: Plane) -> None:
    """Move the positions of some by metres east + j north."""
    there = plane.places(np.stack((state["lon_deg"][chosen], state["lat_deg"][chosen]), axis=1)) + offset_m
    state["lon_deg"][chosen], state["lat_deg"][chosen] = plane.lonlat(there).T


def _heading_off(says: Says, vessels: Table, state: Table, chosen: np.ndarray) -> None:
    state["heading_deg"][chosen] = (state["heading_deg"][chosen] + (says.heading_off_deg or 0.0)) % 360


def _length(says: Says, vessels: Table, state: Table, chosen: np.ndarray) -> None:
    bow = round((says.length_m or 0.0) * 0.5)
    vessels["to_bow"][chosen], vessels["to_stern"][chosen] = bow, round(says.length_m or 0.0) - bow


def _beam(says: Says, vessels: Table, state: Table, chosen: np.ndarray) -> None:
    side = round((says.beam_m or 0.0) * 0.5)
    vessels["to_port"][chosen], vessels["to_starboard"][chosen] = side, round(says.beam_m or 0.0) - side


def _draught(says: Says, vessels: Table, state: Table, chosen: np.ndarray) -> None:
    vessels["draught_dm"][chosen] = round((says.draught_m or 0.0) * 10)


def _sets(key: str, of_state: bool) -> Callable[[Says, Table, Table, np.ndarray], None]:
    def put(says: Says, vessels: Table, state: Table, chosen: np.ndarray) -> None:
        value = getattr(says, key)
        (state if of_state else vessels)[key][chosen] = value.encode() if isinstance(value, str) else value

    return put


CHANGES = {
    **{key: _sets(key, of_state=True) for key in ("nav_status", "sog_kn", "cog_deg", "heading_deg")},
    **{key: _sets(key, of_state=False) for key in (*IDENTITY_KEYS, *TEXT_KEYS)},
    "heading_off_deg": _heading_off,
    "length_m": _length,
    "beam_m": _beam,
    "draught_m": _draught,
}  # fmt: skip
