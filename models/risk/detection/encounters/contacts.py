"""Contacts: how long two vessels have been together, as columns sorted by pair.

Leaky timers that follow pairs of tracks; the detectors decide what counts as together. A pair that parts loses its time
twice as fast as it gained it; while one of the two is not received, its timer stands still.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.base.schema import LIFE, NAN, Column, Table, empty, take
from models.tracking.table import TrackTable

BLEED = 2.0
MOST = 20_000  # pairs; beyond this, those together for the longest time are kept
PAIR = (
    Column("key", "u8", 0, "", "number of the older track << 32 | number of the younger"),
    Column("row", "i8", -1, "", "row of the older"),
    Column("partner", "i8", -1, "", "row of the younger"),
    Column("timer_s", "f8", 0.0, "s", "leaky time together"),
    Column("since_s", "f8", NAN, "s", "when they came together"),
    Column("range_m", "f8", NAN, "m", "between them when last together"),
    Column("stands", "?", False, "", "together now, or one of them not received"),
)
Array = np.ndarray


@dataclass
class Contacts:
    """Pairs that are, or recently were, together; `pairs` are the columns of PAIR in order of `key`."""

    pairs: Table = field(default_factory=lambda: empty(PAIR, 0))

    def knows(self, tracks: TrackTable, one: Array, other: Array) -> Array:
        """Which of these pairs have been together before; mask (m,)."""
        return np.isin(pair_keys(tracks, one, other)[0], self.pairs["key"])

    def follow(
        self, tracks: TrackTable, one: Array, other: Array, range_m: Array, *, t_s: float, dt_s: float, full_s: float
    ) -> None:
        """Take in the pairs of rows that are together now; no timer exceeds `full_s`."""
        key, row, partner = pair_keys(tracks, one, other)
        self._admit(np.setdiff1d(key, self.pairs["key"]), t_s)
        pairs, at = self.pairs, np.searchsorted(self.pairs["key"], key)
        pairs["row"][at], pairs["partner"][at], pairs["range_m"][at] = row, partner, range_m
        ids, life = tracks["track_id"], tracks["life"]
        older, younger = pairs["key"] >> np.uint64(32), pairs["key"] & np.uint64(0xFFFFFFFF)
        alive = (ids[pairs["row"]] == older) & (ids[pairs["partner"]] == younger)
        received = (life[pairs["row"]] == LIFE["confirmed"]) & (life[pairs["partner"]] == LIFE["confirmed"])
        together = np.zeros(len(alive), dtype=bool)
        together[at] = True
        gain_s = np.where(together, dt_s, np.where(received, -BLEED * dt_s, 0.0))
        pairs["timer_s"] = np.minimum(pairs["timer_s"] + gain_s, full_s)
        pairs["stands"] = together | ~received
        self._keep(alive & (pairs["timer_s"] > 0))

    def _admit(self, new: Array, t_s: float) -> None:
        if not len(new):
            return
        fresh = empty(PAIR, len(new)) | {"key": new, "since_s": np.full(len(new), t_s)}
        order = np.argsort(np.concatenate([self.pairs["key"], new]), kind="stable")
        self.pairs = {name: np.concatenate([held, fresh[name]])[order] for name, held in self.pairs.items()}

    def _keep(self, which: Array) -> None:
        rows = np.flatnonzero(which)
        if len(rows) > MOST:
            longest = np.lexsort((self.pairs["key"][rows], -self.pairs["timer_s"][rows]))[:MOST]
            rows = np.sort(rows[longest])
        if len(rows) < len(which):
            self.pairs = take(self.pairs, rows)


def pair_keys(tracks: TrackTable, one: Array, other: Array) -> tuple[Array, Array, Array]:
    """The key of each pair of rows, the row of the older track and that of the younger."""
    ids = tracks["track_id"]
    swap = ids[one] > ids[other]
    row, partner = np.where(swap, other, one), np.where(swap, one, other)
    return (ids[row].astype("u8") << np.uint64(32)) | ids[partner].astype("u8"), row, partner
