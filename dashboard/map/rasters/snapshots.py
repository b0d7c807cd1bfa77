"""Memory of positions for trails and density: all vessels at a series of moments, recent moments closer together.

Snapshots are joined by track with one sorted look-up each. The historian keeps older positions (models/history).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.map.levels import alert_levels
from dashboard.map.view import mercator
from models.base.schema import KIND, LEVEL
from models.messages.picture import Picture

STEPS_S = ((600.0, 30.0), (1800.0, 75.0), (7200.0, 300.0), (float("inf"), 600.0))  # (age, spacing) of snapshots
MOST_ROWS = 4_000_000  # 17 bytes each; above this number of positions the oldest snapshots are dropped first
GROUPS = ("unknown", "service", "passenger", "merchant", "fishing", "law", "yellow", "orange", "red")
GROUP_OF_KIND = {"merchant": 3, "fishing": 4, "passenger": 2, "law": 5, "service": 1, "aircraft": 5}
SHIFT = np.uint64(32)


@dataclass(frozen=True)
class Snapshot:
    """All vessels at one moment, sorted by `key`; x and y in Web Mercator metres, accurate to a metre."""

    t_s: float
    key: np.ndarray
    x_m: np.ndarray
    y_m: np.ndarray
    group: np.ndarray

    def find(self, key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the positions of these vessels, NaN for those unknown at that moment."""
        if not len(self.key):
            return np.full(len(key), np.nan), np.full(len(key), np.nan)
        row = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        same = self.key[row] == key
        return np.where(same, self.x_m[row], np.nan), np.where(same, self.y_m[row], np.nan)


class Snapshots:
    """Snapshots of the last `keep_s` seconds of event time. One thread writes, others read `past`, oldest first."""

    def __init__(self, keep_s: float, most_rows: int = MOST_ROWS) -> None:
        self._keep_s, self._most_rows = keep_s, most_rows
        self.past: tuple[Snapshot, ...] = ()

    def take(self, picture: Picture) -> None:
        """Store the positions of a picture if enough time has passed; clear the memory if time went backwards."""
        if self.past and picture.t_s < self.past[-1].t_s:
            self.past = ()
        if self.past and picture.t_s - self.past[-1].t_s < STEPS_S[0][1]:
            return
        self.past = self._thinned((*self.past, snapshot(picture)), picture.t_s)

    def _thinned(self, past: tuple[Snapshot, ...], now_s: float) -> tuple[Snapshot, ...]:
        """Keep each snapshot that is far enough from the previously kept one, newest first, while there is room."""
        kept: list[Snapshot] = []
        rows = 0
        for number, each in enumerate(past):
            age_s = now_s - each.t_s
            step_s = next(step for most, step in STEPS_S if age_s <= most)
            last = number == len(past) - 1
            if age_s > self._keep_s or (kept and not last and each.t_s - kept[-1].t_s < step_s):
                continue
            kept.append(each)
        for start in range(len(kept) - 1, -1, -1):
            rows += len(kept[start].key)
            if rows > self._most_rows and start < len(kept) - 1:
                return tuple(kept[start + 1 :])
        return tuple(kept)


def snapshot(picture: Picture) -> Snapshot:
    """Return a snapshot. Its key is track number and MMSI, because a restarted core uses numbers again."""
    vessels = picture.vessels
    key = (vessels["track_id"].astype(np.uint64) << SHIFT) | vessels["mmsi"].astype(np.uint64)
    order = np.argsort(key, kind="stable")
    x, y = mercator(vessels["lon_deg"][order], vessels["lat_deg"][order])
    group = _groups(picture)[order].astype("u1")
    return Snapshot(picture.t_s, key[order], x.astype("f4"), y.astype("f4"), group)


def _groups(picture: Picture) -> np.ndarray:
    lookup = np.zeros(256, np.int64)
    for kind, place in GROUP_OF_KIND.items():
        lookup[KIND[kind]] = place
    group = lookup[picture.vessels["kind"]]
    level = alert_levels(picture).astype(np.int64)
    return np.where(level > 0, np.minimum(level, LEVEL["red"]) + GROUPS.index("yellow") - 1, group)
