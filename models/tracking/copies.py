"""Drop copies: a transmission received again within the memory, from any feed and at any delay.

The memory holds exact 64-bit keys and the time each was taken in, 12 bytes a message. In one recorded file receivers
repeat a report 5.6 times, with copies up to 1,017 s late. What the same transmission is: transmissions.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat

import numpy as np

from models.base.compiled import compiled
from models.messages.observation import ObservationBatch, keep
from models.tracking.transmissions import transmissions

SPAN_S = 60.0  # keys of one span share one sorted array and are forgotten together
FAN_IN = 10  # as many full spans are merged into one sorted array, so that few arrays are searched


@dataclass(frozen=True)
class _Run:
    """Sorted keys taken in up to `end_s`, over `spans` of SPAN_S each, and when (whole seconds, u4)."""

    hashes: np.ndarray
    taken_s: np.ndarray
    end_s: float
    spans: int


@dataclass
class Copies:
    """Keys of the last `memory_s` (up to FAN_IN spans more), as sorted runs and the open span."""

    memory_s: float
    runs: list[_Run] = field(default_factory=list)
    open: dict[int, int] = field(default_factory=dict)
    open_end_s: float = float("-inf")

    def without_copies(self, batch: ObservationBatch, t_s: float) -> tuple[ObservationBatch, int]:
        """Return the batch without copies, and how many were dropped; `t_s` is the tick's time."""
        self._turn(t_s)
        if not len(batch):
            return batch, 0
        sent = transmissions(batch)
        rx_s = np.floor(batch.heard["rx_s"])
        new = ~sent.are_copies(rx_s - self._taken_s(sent.key))
        new &= _first(sent.key)
        self.open.update(zip(sent.key[new].tolist(), rx_s[new].astype("u4").tolist(), strict=True))
        dropped = len(new) - int(np.count_nonzero(new))
        return (batch if not dropped else keep(batch, new)), dropped

    def _taken_s(self, keys: np.ndarray) -> np.ndarray:
        """When each key was last taken in, (n,) f8; NaN if never."""
        taken_s = np.full(len(keys), np.nan)
        for run in self.runs:  # oldest first: the latest time stays
            _look_up(run.hashes, run.taken_s, keys, taken_s)
        opened_s = np.fromiter(map(self.open.get, keys.tolist(), repeat(np.nan)), dtype="f8", count=len(keys))
        return np.where(np.isnan(opened_s), taken_s, opened_s)

    def _turn(self, t_s: float) -> None:
        if t_s <= self.open_end_s:
            return
        if self.open:
            hashes = np.fromiter(self.open, dtype="u8", count=len(self.open))
            taken_s = np.fromiter(self.open.values(), dtype="u4", count=len(self.open))
            self.runs.append(_sorted(hashes, taken_s, self.open_end_s, 1))
            self.open = {}
            self._merge()
        self.open_end_s = (np.floor(t_s / SPAN_S) + 1) * SPAN_S
        self.runs = [run for run in self.runs if run.end_s > t_s - self.memory_s]

    def _merge(self) -> None:
        last = self.runs[-FAN_IN:]
        if len(last) == FAN_IN and all(run.spans == 1 for run in last):
            newest = last[::-1]  # of a key that was taken in again the latest time stays
            hashes, first = np.unique(np.concatenate([run.hashes for run in newest]), return_index=True)
            taken_s = np.concatenate([run.taken_s for run in newest])[first]
            self.runs[-FAN_IN:] = [_Run(hashes, taken_s, last[-1].end_s, FAN_IN)]


def _first(keys: np.ndarray) -> np.ndarray:
    """Which keys occur for the first time, mask (n,)."""
    if len(set(keys.tolist())) == len(keys):
        return np.ones(len(keys), dtype=bool)
    first = np.zeros(len(keys), dtype=bool)
    first[np.unique(keys, return_index=True)[1]] = True
    return first


@compiled
def _look_up(hashes: np.ndarray, taken_s: np.ndarray, keys: np.ndarray, found_s: np.ndarray) -> None:
    """Write to `found_s` (n,) when each of the `keys` (n,) was taken in, for those among the sorted `hashes` (m,)."""
    for row in range(len(keys)):
        begin, end = 0, len(hashes)
        while begin < end:
            middle = (begin + end) // 2
            if hashes[middle] < keys[row]:
                begin = middle + 1
            else:
                end = middle
        if begin < len(hashes) and hashes[begin] == keys[row]:
            found_s[row] = taken_s[begin]


def _sorted(hashes: np.ndarray, taken_s: np.ndarray, end_s: float, spans: int) -> _Run:
    order = np.argsort(hashes)
    return _Run(hashes[order], taken_s[order], end_s, spans)
