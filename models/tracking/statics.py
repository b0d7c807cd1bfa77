"""Statics by MMSI: name, type and size of vessels whose track has ended, or which have sent no position yet.

Static reports come every six minutes and are often missed (ITU-R M.1371, types 5 and 24). What was received hours ago
is still true of the same MMSI, so a new track begins with it.
"""

from __future__ import annotations

import numpy as np

from models.base.schema import TRACK, Table, empty

MOST = 100_000  # MMSI; beyond this the oldest are forgotten
FIRST_CAPACITY = 1024
NAMES = (
    "mmsi", "name", "callsign", "imo", "ship_type", "length_m", "beam_m", "to_bow_m", "to_port_m", "draught_m",
    "destination", "voyage_t_s", "static_t_s",
)  # fmt: skip
COLUMNS = tuple(column for column in TRACK if column.name in NAMES)


class StaticMemory:
    """Columns of COLUMNS in a ring of slots, the oldest overwritten; `slot_of` finds the slot of an MMSI."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.kept: Table = empty(COLUMNS, min(FIRST_CAPACITY, most))
        self.slot_of: dict[int, int] = {}
        self.next = 0

    def keep(self, tracks: Table, rows: np.ndarray) -> None:
        """Keep the statics of these rows, whose tracks end; not those of shared or invented numbers."""
        known = np.isfinite(tracks["static_t_s"][rows]) & ~tracks["shared"][rows] & ~tracks["suspect"][rows]
        slots = [self._slot(mmsi) for mmsi in tracks["mmsi"][rows[known]].tolist()]
        for column in COLUMNS:
            self.kept[column.name][slots] = tracks[column.name][rows[known]]

    def recall(self, tracks: Table, rows: np.ndarray, t_s: np.ndarray, for_s: float) -> None:
        """Give new rows the statics of their MMSI, unless they are older than `for_s`."""
        slots = [self.slot_of.get(each, -1) for each in tracks["mmsi"][rows].tolist()]
        slot = np.array(slots, dtype=np.int64)
        known = slot >= 0
        known[known] = t_s[known] - self.kept["static_t_s"][slot[known]] <= for_s
        for column in COLUMNS:
            tracks[column.name][rows[known]] = self.kept[column.name][slot[known]]

    def _slot(self, mmsi: int) -> int:
        slot = self.slot_of.pop(mmsi, -1)
        if slot < 0:
            slot, self.next = self.next, (self.next + 1) % self.most
            self._make_room(slot)
            self.slot_of.pop(int(self.kept["mmsi"][slot]), None)
        self.slot_of[mmsi] = slot
        return slot

    def _make_room(self, slot: int) -> None:
        size = len(self.kept["mmsi"])
        if slot >= size:
            more = empty(COLUMNS, min(size, self.most - size))
            self.kept = {name: np.concatenate([column, more[name]]) for name, column in self.kept.items()}
