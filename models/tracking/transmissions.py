"""Which transmission a message is: the key under which it is remembered, and when the same key is another transmission.

A copy is the same transmission received again: through another receiver, a base station that repeats it, or a network
that delays it or writes another communication state. Unchanged content sent again is news. What tells them apart:

- A position of a vessel that moves, with the UTC second of its fix, occurs once: its content (without communication
  state and repeat indicator) received again is a copy, at any delay.
- A vessel that lies still sends the same content again, but with the same second only whole minutes later.
- Without the second of a fix, only an identical payload within the minute counts as a copy.
- Base stations send date and time: an identical payload is a copy.
- Statics, texts, aids and long-range reports are repeated unchanged, every three minutes at the shortest.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from models.base.compiled import compiled
from models.base.schema import Table, among
from models.messages.observation import ObservationBatch

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
    msg_type, row = heard["msg_type"], position["row"]
    copy_for_s = np.where(REPEATING[msg_type], REPEAT_S, EVER)
    timed = position["second"] < UNTIMED
    still = ~(position["sog_kn"] >= MOVING_KN)
    own = ~(REPEATING | DATED)[msg_type[row]]
    by_content, key = own & timed, heard["payload_hash"].copy()
    key[row[by_content]] = _content(heard["mmsi"][row[by_content]], position, by_content)
    repeats = (own & still) | (DATED[msg_type[row]] & ~timed)
    copy_for_s[row[repeats]] = WITHIN_MINUTE_S
    by_minute = np.zeros(len(key), dtype=bool)
    by_minute[row[by_content & still]] = True
    return Transmissions(key, copy_for_s, by_minute)


def _content(mmsi: np.ndarray, position: Table, which: np.ndarray) -> np.ndarray:
    """A 64-bit key of what position reports say, without communication state and repeat indicator; (m,) u8."""
    values = np.array([position[name][which] for name in CONTENT], dtype="f8")
    values[np.isnan(values)] = UNKNOWN
    values += 0.0  # no negative zero
    return _mixed(mmsi.astype("u8"), values.view("u8"))


@compiled
def _mixed(key: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Mix the bits of the values (parts, m) into the keys (m,), part by part."""
    for row in range(len(key)):
        mixed = key[row]
        for part in range(len(values)):
            mixed = (mixed ^ (mixed >> SHIFT)) * MIX ^ values[part, row]
        key[row] = (mixed ^ (mixed >> SHIFT)) * MIX
    return key
