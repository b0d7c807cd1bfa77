"""Visits: a sparse table of places and directions, and which vessels have been there; compiled look-ups.

A hash table with open addressing: one record per key, looked up in constant time from Python and from kernels. All sums
are integers and all sets are bit sets, so that the content does not depend on the order of the reports. A vessel is one
of 64 bits by its MMSI: a set may count too few vessels, never too many. What the keys mean: traffic.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from models.base.compiled import compiled

RECORD = np.dtype(
    [
        ("key", "i8"),
        ("fresh", "u8"),  # vessels of the present period
        ("recent", "u8"),  # vessels of the period before
        ("seen", "u8"),  # vessels of all earlier periods
        ("again", "u8"),  # vessels that came back after at least one whole period
        ("passages", "i4"),
        ("large", "i4"),  # passages by large vessels
        ("east", "i4"),  # sum of the sines of the courses on leaving, in hundredths
        ("north", "i4"),
        ("tenth_kn", "i4"),  # sum of the speeds
    ]
)
EMPTY = -1
FULLEST = 0.6  # share of the records in use beyond which the table grows
SMALLEST = 1 << 12


class Visits:
    """Records by key, `EMPTY` where none is; grows to `most` records and then drops those that few vessels visited."""

    def __init__(self, most: int, capacity: int = SMALLEST) -> None:
        self.most, self.used = most, 0
        self.records = _blank(capacity)

    def add(
        self, keys: np.ndarray, bits: np.ndarray, large: np.ndarray, course: np.ndarray, sog_kn: np.ndarray
    ) -> None:
        """Count one visit for each key (m,); `bits` name the vessels, `course` is in radians, all (m,)."""
        self._make_room(len(keys))
        east, north = np.rint(100 * np.sin(course)).astype("i4"), np.rint(100 * np.cos(course)).astype("i4")
        tenth_kn = np.rint(10 * sog_kn).astype("i4")
        self.used += _add(self.records, keys, bits, large.astype("i4"), east, north, tenth_kn)

    def find(self, keys: np.ndarray) -> np.ndarray:
        """The index of the record of each key; -1 where there is none."""
        return np.asarray(_find_all(self.records, np.ascontiguousarray(keys, dtype=np.int64).ravel())).reshape(
            keys.shape
        )

    def turn_period(self) -> None:
        """Begin a new period: only then do the visits of the last but one count as earlier ones."""
        records = self.records
        records["again"] |= records["fresh"] & records["seen"]
        records["seen"] |= records["recent"]
        records["recent"] = records["fresh"]
        records["fresh"] = 0

    def kept(self) -> np.ndarray:
        """All records in order of key, with every visit counted as an earlier one: what a file holds."""
        held = np.sort(self.records[self.records["key"] != EMPTY], order="key")
        held["again"] |= held["fresh"] & held["seen"]
        held["seen"] |= held["recent"] | held["fresh"]
        held["recent"] = held["fresh"] = 0
        return held

    def put(self, held: np.ndarray) -> None:
        """Take in records with keys that are not in the table."""
        self._make_room(len(held))
        self.used += int(_put(self.records, held))

    def _make_room(self, more: int) -> None:
        if self.used + more > self.most:
            self._drop_rare()
        capacity = len(self.records)
        while self.used + more > FULLEST * capacity:
            capacity *= 2
        if capacity > len(self.records):
            self._move(self.records[self.records["key"] != EMPTY], capacity)

    def _drop_rare(self) -> None:
        """Keep half of `most`: those with the most visits, by key where they are equal."""
        held = np.sort(self.records[self.records["key"] != EMPTY], order=("passages", "key"))
        self._move(held[max(0, len(held) - self.most // 2) :], len(self.records))

    def _move(self, held: np.ndarray, capacity: int) -> None:
        self.records, self.used = _blank(capacity), len(held)
        _put(self.records, held)


def bits_of(mmsi: np.ndarray) -> np.ndarray:
    """The bit of each vessel, as u8 (m,)."""
    mixed = mmsi.astype("u8") * np.uint64(0x9E3779B97F4A7C15)
    return np.left_shift(np.uint64(1), mixed >> np.uint64(58))


def _blank(capacity: int) -> np.ndarray:
    records = np.zeros(capacity, dtype=RECORD)
    records["key"] = EMPTY
    return records


@compiled
def slot_of(records: Any, key: Any) -> Any:
    """Where this key is, or the empty place where it belongs."""
    mask = len(records) - 1
    mixed = np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)
    at = np.int64((mixed >> np.uint64(20)) & np.uint64(mask))
    while records[at].key != key and records[at].key != EMPTY:
        at = (at + 1) & mask
    return at


@compiled
def _add(records: Any, keys: Any, bits: Any, large: Any, east: Any, north: Any, tenth_kn: Any) -> int:
    new = 0
    for number in range(len(keys)):
        at = slot_of(records, keys[number])
        record = records[at]
        if record.key == EMPTY:
            record.key = keys[number]
            new += 1
        record.fresh |= bits[number]
        record.passages += 1
        record.large += large[number]
        record.east += east[number]
        record.north += north[number]
        record.tenth_kn += tenth_kn[number]
    return new


@compiled
def _put(records: Any, held: Any) -> int:
    for number in range(len(held)):
        records[slot_of(records, held[number].key)] = held[number]
    return len(held)


@compiled
def _find_all(records: Any, keys: Any) -> Any:
    found = np.full(len(keys), -1, dtype=np.int64)
    for number in range(len(keys)):
        at = slot_of(records, keys[number])
        if keys[number] >= 0 and records[at].key != EMPTY:
            found[number] = at
    return found
