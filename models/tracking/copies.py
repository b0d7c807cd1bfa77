"""Drop copies: a transmission received again within the memory, from any feed and at any delay.

The memory holds exact 64-bit keys and the time each was taken in, 12 bytes a message. In one recorded file receivers
repeat a report 5.6 times, with copies up to 1,017 s late.

The same transmission is received again through another receiver, a base station that repeats it, or a network
that delays it or writes another communication state. Unchanged content sent again is news. What tells them apart:

- A position of a vessel that moves, with the UTC second of its fix, occurs once: its content (without communication
  state and repeat indicator) received again is a copy, at any delay.
- A vessel that lies still sends the same content again, but with the same second only whole minutes later.
- Without the second of a fix, only an identical payload within the minute counts as a copy.
- Base stations send date and time: an identical payload is a copy.
- Statics, texts, aids and long-range reports are repeated unchanged, every three minutes at the shortest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

import numpy as np

from models.base.compiled import compiled
from models.base.schema import among
from models.messages.observation import ObservationBatch, keep

SPAN_S = 60.0  # keys of one span share one sorted array and are forgotten together
FAN_IN = 10  # as many full spans are merged into one sorted array, so that few arrays are searched

REPEATING = among((5, 12, 14, 21, 24, 27))
REPEAT_S = 90.0  # the shortest interval of an unchanged repetition is 180 s (ITU-R M.1371-5)
DATED = among((4, 11))
MINUTE_S = 60.0
WITHIN_MINUTE_S = 50.0  # what a still vessel sends again comes a minute later, give or take its slot
PHASE_S = 10.0  # by which receive times of whole minutes may differ, mostly by the delay of the slot
MOVING_KN = 0.5  # a vessel at this speed is elsewhere a minute later
UNTIMED = 60  # the UTC seconds 60 to 63 are no times
EVER = np.inf
CONTENT = ("lat_deg", "lon_deg", "sog_kn", "cog_deg", "heading_deg", "rot_deg_min", "nav_status", "second", "station")
MIX = np.uint64(0x9E3779B97F4A7C15)
SHIFT = np.uint64(29)
UNKNOWN = -999.0


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


class Messages(NamedTuple):
    """What tells transmissions apart, columns of HEARD and POSITION; `bits` are numbers bit by bit, (parts, m)."""

    msg_type: np.ndarray
    mmsi: np.ndarray
    row: np.ndarray
    second: np.ndarray
    sog_kn: np.ndarray
    bits: np.ndarray


class Transmissions(NamedTuple):
    """Of each message, arrays (n,): its key, how long the same key is a copy, and whether it recurs by the minute."""

    key: np.ndarray
    copy_for_s: np.ndarray
    by_minute: np.ndarray

    def are_copies(self, elapsed_s: np.ndarray) -> np.ndarray:
        """Which are copies, (n,) bool; `elapsed_s` is the time since the same key was taken in, NaN if never."""
        off_s = np.abs(elapsed_s - MINUTE_S * np.round(elapsed_s / MINUTE_S))
        return np.asarray((elapsed_s < self.copy_for_s) | (self.by_minute & (off_s > PHASE_S)))


def transmissions(batch: ObservationBatch) -> Transmissions:
    """The transmissions of the messages of a batch."""
    heard, position = batch.heard, batch.position
    values = np.array([position[name] for name in CONTENT], dtype="f8")
    messages = Messages(
        heard["msg_type"], heard["mmsi"], position["row"], position["second"], position["sog_kn"], values.view("u8")
    )
    n = len(heard["rx_s"])
    sent = Transmissions(heard["payload_hash"].copy(), np.empty(n), np.zeros(n, dtype=bool))
    _tell_apart(messages, values, sent)
    return sent


@compiled
def _tell_apart(messages: Messages, values: np.ndarray, sent: Transmissions) -> None:
    """Fill in the transmissions; `key` holds the hashes of the payloads, `values` are the `bits` as numbers."""
    for n in range(len(sent.key)):
        sent.copy_for_s[n] = REPEAT_S if REPEATING[messages.msg_type[n]] else EVER
    for at in range(len(messages.row)):
        n = messages.row[at]
        msg_type, timed = messages.msg_type[n], messages.second[at] < UNTIMED
        still, own = not messages.sog_kn[at] >= MOVING_KN, not (REPEATING[msg_type] or DATED[msg_type])
        if own and timed:
            sent.key[n] = _content(messages, values, at)
            sent.by_minute[n] |= still
        if (own and still) or (DATED[msg_type] and not timed):
            sent.copy_for_s[n] = WITHIN_MINUTE_S


@compiled
def _content(messages: Messages, values: np.ndarray, at: int) -> np.uint64:
    """A 64-bit key of what a position report says, without communication state and repeat indicator."""
    mixed = np.uint64(messages.mmsi[messages.row[at]])
    for part in range(len(values)):
        values[part, at] = UNKNOWN if np.isnan(values[part, at]) else values[part, at] + 0.0  # no negative zero
        mixed = (mixed ^ (mixed >> SHIFT)) * MIX ^ messages.bits[part, at]
    return (mixed ^ (mixed >> SHIFT)) * MIX
