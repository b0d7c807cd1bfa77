"""AIS payloads into values with numpy, many messages at once; also the hash by which copies are found.

ais_layout.py says where the fields lie, ais_columns.py what the values mean. A test compares this file with pyais on
real, random and mutated payloads; `decoder: pyais` uses pyais instead.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ingest.feeds.ais_columns import Values
from ingest.feeds.ais_layout import (
    KINDS,
    NUMBER_FIELDS,
    PART_A,
    PART_B,
    PART_B_AUXILIARY,
    POSITION_FIELDS,
    POSITION_LAYOUT,
    STATIC_LAYOUT,
    STRIDE_BITS,
    TEXT_FIELDS,
    Layout,
)

ARMOUR = bytes(range(48, 88)) + bytes(range(96, 120))  # the characters of values 0 to 63
_CHARS = 80  # characters of a payload that are read; the last field we need ends at bit 422
_VALUE = np.zeros(256, "i8")
_VALUE[list(ARMOUR)] = range(64)
_STRIDE_WEIGHTS = 64 ** np.arange(STRIDE_BITS // 6)[::-1]
_TEXT = np.array([chr(value + 64) if value < 32 else chr(value) for value in range(64)], "S1")
_TEXT_SHIFTS = np.arange(STRIDE_BITS - 6, -1, -6)

_PART_KIND = np.array([PART_A, PART_B, 24, 24])  # parts 2 and 3 do not exist

# Positions are rounded to six digits as pyais does; raw is in 1/600,000 degree, in message 27 in 1/600.
_MICRODEGREES = np.full(KINDS, 10)
_MICRODEGREES[27] = 10_000
_SPEED_STEPS = np.full(KINDS, 10.0)  # per knot
_SPEED_STEPS[[9, 27]] = 1
_COURSE_STEPS = np.full(KINDS, 10.0)  # per degree
_COURSE_STEPS[27] = 1


class Payloads(NamedTuple):
    """Payloads and their bits: `words` (n, 15) i8 are numbers of 60 bits, one beginning every 30 bits."""

    payloads: list[bytes]
    fill: np.ndarray
    bits: np.ndarray  # without fill bits
    words: np.ndarray
    msg_type: np.ndarray
    mmsi: np.ndarray
    kind: np.ndarray  # see ais_layout.py

    def take(self, rows: np.ndarray) -> Payloads:
        """Return these rows, in the given order."""
        return Payloads([self.payloads[row] for row in rows], *(column[rows] for column in self[1:]))


def unpack(payloads: list[bytes], fill: list[int]) -> Payloads:
    """Return the bits of payloads, whose characters must all be in ARMOUR."""
    n = len(payloads)
    chars = np.array(payloads, f"S{_CHARS}").view("u1").reshape(n, _CHARS)
    halves = _VALUE[chars].reshape(n, _CHARS // len(_STRIDE_WEIGHTS), len(_STRIDE_WEIGHTS)) @ _STRIDE_WEIGHTS
    words = halves[:, :-1] << STRIDE_BITS | halves[:, 1:]
    fills = np.array(fill, "i8")
    bits = np.fromiter(map(len, payloads), "i8", n) * 6 - fills
    msg_type, mmsi, part = words[:, 0] >> 54, words[:, 0] >> 22 & 0x3FFFFFFF, words[:, 0] >> 20 & 3
    kind = np.where(msg_type == 24, _PART_KIND[part], msg_type)
    # 98 and a country: a tender, which sends the MMSI of its mother ship in place of its dimensions.
    kind = np.where((kind == PART_B) & (mmsi // 10_000_000 == 98), PART_B_AUXILIARY, kind)
    return Payloads(payloads, fills, bits, words, msg_type, mmsi, kind)


def position_values(batch: Payloads, rows: np.ndarray) -> tuple[Values, list[int]]:
    """Return the values of POSITION_FIELDS for rows of POSITION_KINDS, and the unreadable rows (never any)."""
    kind = batch.kind[rows]
    raw = _read(batch.words[rows], kind, POSITION_LAYOUT)
    values = {name: raw[:, column] for column, name in enumerate(POSITION_FIELDS)}
    for name in ("lat", "lon"):
        # Exactly round(raw / 600000, 6): five thirds of an integer never lie half-way.
        values[name] = (values[name] * _MICRODEGREES[kind] + 3) // 6 / 1e6
    values["speed"] = values["speed"] / _SPEED_STEPS[kind]
    values["course"] = values["course"] / _COURSE_STEPS[kind]
    return values, []


def static_values(batch: Payloads, rows: np.ndarray) -> tuple[Values, list[int]]:
    """Return the values of NUMBER_FIELDS and TEXT_FIELDS for rows of STATIC_KINDS, and the unreadable rows (none)."""
    raw = _read(batch.words[rows], batch.kind[rows], STATIC_LAYOUT)
    values = {name: raw[:, column] for column, name in enumerate(NUMBER_FIELDS)}
    values["draught"] = values["draught"] / 10.0
    for name, length in TEXT_FIELDS.items():
        columns = [column for column, each in enumerate(STATIC_LAYOUT.slices) if each.name == name]
        widths = [STATIC_LAYOUT.slices[column].width for column in columns]
        values[name] = _text(raw[:, columns], widths, length)
    return values, []


def _read(words: np.ndarray, kind: np.ndarray, layout: Layout) -> np.ndarray:
    """Read all slices of the layout at once: (n, slices) i8."""
    number = np.take_along_axis(words, layout.word[kind], axis=1)
    raw = (number >> layout.shift[kind]) & layout.mask[kind] | layout.absent[kind]
    sign = layout.sign[kind]
    return (raw ^ sign) - sign


def _text(pieces: np.ndarray, widths: list[int], length: int) -> np.ndarray:
    """Return the text of (n, pieces) numbers of up to five characters each, trimmed as in pyais: (n,) S."""
    full = pieces << (STRIDE_BITS - np.array(widths))
    codes = full[:, :, None] >> _TEXT_SHIFTS & 63
    text = np.ascontiguousarray(_TEXT[codes].reshape(len(pieces), -1)[:, :length]).view(f"S{length}")[:, 0]
    return np.strings.strip(np.strings.rstrip(text, b"@"))


_ODD = np.uint64(0x9E3779B97F4A7C15) * np.arange(1, 200, 2, dtype="u8") | np.uint64(1)
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def payload_hash(payloads: list[bytes], fill: np.ndarray) -> np.ndarray:
    """Return a 64-bit hash (u8) of each payload and its fill bits, the same on every machine and in every batch."""
    total = fill.astype("u8") + np.uint64(1)
    for start in range(0, max(map(len, payloads), default=0), _CHARS):
        rows = [row for row, payload in enumerate(payloads) if len(payload) > start] if start else slice(None)
        chosen = [payloads[row][start:] for row in rows] if isinstance(rows, list) else payloads
        words = np.array(chosen, f"S{_CHARS}").view("<u8").reshape(len(chosen), -1).astype("u8", copy=False)
        odd = _ODD[start // 8 : start // 8 + words.shape[1]]
        total[rows] += (_mixed(words) * odd).sum(axis=1, dtype="u8")
    return _mixed(total)


def _mixed(x: np.ndarray) -> np.ndarray:
    """Mix the bits so that each bit of the result depends on every input bit (SplitMix64 finaliser); 0 stays 0."""
    x = (x ^ x >> np.uint64(30)) * _MIX_1
    x = (x ^ x >> np.uint64(27)) * _MIX_2
    return x ^ x >> np.uint64(31)
