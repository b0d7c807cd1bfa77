"""Drop copies: a payload received again within the memory, from any feed and at any delay.

The memory holds exact payload hashes, about 8 bytes each. In one recorded file receivers repeat a report 5.6 times,
with copies up to 1,017 s late; the UTC second of a report cannot identify those, so the whole payload is hashed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.base.schema import Table, among
from models.messages.observation import ObservationBatch, keep

SPAN_S = 60.0  # hashes of one span share one sorted array and are forgotten together
FAN_IN = 10  # as many full spans are merged into one sorted array, so that few arrays are searched


# Messages that are repeated unchanged, because they carry no time, or come from aids to navigation (21), which do not
# move: the same payload some minutes later is not a copy.
REPEATING = among((5, 12, 14, 21, 24, 27))
REPEAT_S = 60.0  # the shortest interval of an unchanged repetition is 180 s (ITU-R M.1371-5)
MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class _Run:
    """Sorted hashes received up to `end_s`, over `spans` of SPAN_S each."""

    hashes: np.ndarray
    end_s: float
    spans: int


@dataclass
class Copies:
    """Payload hashes of the last `memory_s` (up to FAN_IN spans more), as sorted runs and the open span."""

    memory_s: float
    runs: list[_Run] = field(default_factory=list)
    open: set[int] = field(default_factory=set)
    open_end_s: float = float("-inf")

    def without_copies(self, batch: ObservationBatch, t_s: float) -> tuple[ObservationBatch, int]:
        """Return the batch without copies, and how many were dropped; `t_s` is the tick's time."""
        self._turn(t_s)
        if not len(batch):
            return batch, 0
        hashes, before = _keys(batch.heard)
        first = np.zeros(len(hashes), dtype=bool)
        first[np.unique(hashes, return_index=True)[1]] = True
        known = self._known(hashes)
        repeating = before != hashes
        known[repeating] |= self._known(before[repeating])
        new = first & ~known
        self.open.update(hashes[new].tolist())
        dropped = int(len(new) - new.sum())
        return (batch if not dropped else keep(batch, new)), dropped

    def _known(self, hashes: np.ndarray) -> np.ndarray:
        known = np.fromiter((each in self.open for each in hashes.tolist()), dtype=bool, count=len(hashes))
        for run in self.runs:
            at = np.minimum(np.searchsorted(run.hashes, hashes), len(run.hashes) - 1)
            known |= run.hashes[at] == hashes
        return known

    def _turn(self, t_s: float) -> None:
        if t_s <= self.open_end_s:
            return
        if self.open:
            self.runs.append(
                _Run(np.sort(np.fromiter(self.open, dtype="u8", count=len(self.open))), self.open_end_s, 1)
            )
            self.open = set()
            self._merge()
        self.open_end_s = (np.floor(t_s / SPAN_S) + 1) * SPAN_S
        self.runs = [run for run in self.runs if run.end_s > t_s - self.memory_s]

    def _merge(self) -> None:
        last = self.runs[-FAN_IN:]
        if len(last) == FAN_IN and all(run.spans == 1 for run in last):
            hashes = np.sort(np.concatenate([run.hashes for run in last]))
            self.runs[-FAN_IN:] = [_Run(hashes, last[-1].end_s, FAN_IN)]


def _keys(heard: Table) -> tuple[np.ndarray, np.ndarray]:
    """Return the key of each message, and its key a minute earlier, which differs only for REPEATING."""
    hashes = heard["payload_hash"]
    minute = np.where(REPEATING[heard["msg_type"]], np.floor(heard["rx_s"] / REPEAT_S) + 2, 1).astype("u8")
    repeating = minute > 1
    return (
        np.where(repeating, hashes ^ (minute * MIX), hashes),
        np.where(repeating, hashes ^ ((minute - np.uint64(1)) * MIX), hashes),
    )
