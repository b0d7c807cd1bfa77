"""Held pairs: for how long a pair has been on its way to touch without a break, and whether a new report confirmed it.

One report, dead reckoned, repeats the same answer every second; only the next report shows that the ship meant it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.base.schema import NAN, Column, Table, empty
from models.risk.detection.encounters.contacts import pair_keys
from models.tracking.table import TrackTable

HELD = (
    Column("key", "u8", 0, "", "pair of tracks, as in contacts.py"),
    Column("since_s", "f8", NAN, "s", "since when without a break"),
    Column("t_s", "f8", NAN, "s", "time of the last report of the older track then"),
    Column("other_t_s", "f8", NAN, "s", "of the younger"),
)
Array = np.ndarray


@dataclass
class HeldPairs:
    """The pairs of the last run, in order of `key`."""

    pairs: Table = field(default_factory=lambda: empty(HELD, 0))

    def forget(self) -> None:
        """No pair is held."""
        if len(self.pairs["key"]):
            self.pairs = empty(HELD, 0)

    def follow(self, tracks: TrackTable, one: Array, other: Array, t_s: float) -> tuple[Array, Array]:
        """Take in the pairs of rows of this run; returns seconds held and whether a report since confirmed it, (m,).

        Pairs that are not among them are forgotten.
        """
        key, row, partner = pair_keys(tracks, one, other)
        order = np.argsort(key)
        key, row, partner = key[order], row[order], partner[order]
        reported = {"t_s": tracks["position_t_s"][row], "other_t_s": tracks["position_t_s"][partner]}
        new = {"key": key, "since_s": np.full(len(key), t_s)} | {name: t.copy() for name, t in reported.items()}
        at = np.minimum(np.searchsorted(self.pairs["key"], key), max(len(self.pairs["key"]) - 1, 0))
        known = self.pairs["key"][at] == key if len(self.pairs["key"]) else np.zeros(len(key), dtype=bool)
        for name, column in new.items():
            column[known] = self.pairs[name][at[known]]
        self.pairs = new
        confirmed = (reported["t_s"] > new["t_s"]) | (reported["other_t_s"] > new["other_t_s"])
        held_s, sure = np.empty(len(key)), np.empty(len(key), dtype=bool)
        held_s[order], sure[order] = t_s - new["since_s"], confirmed
        return held_s, sure
