"""AIS payloads into values in compiled loops, many messages at once; also the hash by which copies are found.

ais_layout.py says where the fields lie, ais_columns.py what the values mean. A test compares this file with pyais on
real, random and mutated payloads; `decoder: pyais` uses pyais instead.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ingest.feeds.ais_columns import Values
from ingest.feeds.ais_layout import (
    KINDS,
    NAME_EXTENSION,
    NAME_EXTENSION_FROM,
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
from ingest.feeds.ais_texts import MOST_CHARS, MOST_PARTS, gather, sixbit_texts, texts_of_safety
from ingest.sentences.scanned import Spans
from models.base.compiled import compiled, compiled_lean

ARMOUR = bytes(range(48, 88)) + bytes(range(96, 120))  # the characters of values 0 to 63
_CHARS = 80  # characters of a payload that are read; the last field we need ends at bit 422
_STRIDE_CHARS = STRIDE_BITS // 6
_WORDS = _CHARS // _STRIDE_CHARS - 1
_NO_VALUE = 64
_VALUE = np.full(256, _NO_VALUE, "u1")
_VALUE[list(ARMOUR)] = range(64)
# Columns of what is read from each payload besides its words.
_BITS, _TYPE, _MMSI, _KIND, _WRONG = range(5)
_TENDER = 98  # the MMSI begins with it: a tender sends the MMSI of its mother ship in place of its dimensions
_SUBDIVISION = 10_000_000

# Positions are rounded to six digits as pyais does; raw is in 1/600,000 degree, in message 27 in 1/600.
_MICRODEGREES = np.full(KINDS, 10)
_MICRODEGREES[27] = 10_000
_SPEED_STEPS = np.full(KINDS, 10.0)  # per knot
_SPEED_STEPS[[9, 27]] = 1
_COURSE_STEPS = np.full(KINDS, 10.0)  # per degree
_COURSE_STEPS[27] = 1


# By text: its columns in the static layout, and how many characters each of them holds. The name has an extension.
_EXTENDED = {"shipname": ("shipname", NAME_EXTENSION), "callsign": ("callsign",), "destination": ("destination",)}
_TEXT_COLUMNS = {
    name: (
        np.array(
            columns := [at for part in parts for at, each in enumerate(STATIC_LAYOUT.slices) if each.name == part]
        ),
        np.array([STATIC_LAYOUT.slices[at].width // 6 for at in columns]),
    )
    for name, parts in _EXTENDED.items()
}


class Payloads(NamedTuple):
    """Payloads and their bits: `words` (n, 15) i8 are numbers of 60 bits, one beginning every 30 bits."""

    spans: Spans
    row: np.ndarray  # of the message in the spans
    bits: np.ndarray  # without fill bits
    words: np.ndarray
    msg_type: np.ndarray
    mmsi: np.ndarray
    kind: np.ndarray  # see ais_layout.py
    wrong: np.ndarray  # some character is not in ARMOUR
    hash: np.ndarray

    def take(self, rows: np.ndarray) -> Payloads:
        """Return these rows, in the given order."""
        return Payloads(self.spans, *(column[rows] for column in self[1:]))

    def payload(self, row: int) -> tuple[bytes, int]:
        """Return the payload of a row and its fill bits."""
        return self.spans.payload(int(self.row[row])), int(self.spans.fill[self.row[row]])


def unpack_spans(spans: Spans) -> Payloads:
    """Return the bits of payloads in a text."""
    n = len(spans.last)
    words, heads, hashes = np.empty((n, _WORDS), "i8"), np.empty((5, n), "i8"), np.empty(n, "u8")
    _unpack(*spans, words, heads, hashes)
    bits, msg_type, mmsi, kind, wrong = heads
    return Payloads(spans, np.arange(n), bits, words, msg_type, mmsi, kind, wrong > 0, hashes)


@compiled
def _unpack(
    text: np.ndarray,
    begin: np.ndarray,
    end: np.ndarray,
    before: np.ndarray,
    last: np.ndarray,
    fill: np.ndarray,
    words: np.ndarray,
    heads: np.ndarray,
    hashes: np.ndarray,
) -> None:
    chars, chain = np.zeros(MOST_CHARS + 8, np.uint8), np.zeros(MOST_PARTS, np.int64)
    eights = chars.view(np.uint64)
    for row in range(len(last)):
        size, wrong = gather(text, begin, end, before, last[row], chain, chars)
        _words(chars, size, words[row])
        hashes[row] = _hash(eights, size, fill[row])
        chars[:size] = 0
        msg_type, mmsi = words[row, 0] >> 54, words[row, 0] >> 22 & 0x3FFFFFFF
        heads[_BITS, row], heads[_WRONG, row] = size * 6 - fill[row], wrong
        heads[_TYPE, row], heads[_MMSI, row] = msg_type, mmsi
        heads[_KIND, row] = _kind_of_24(words[row, 0] >> 20 & 3, mmsi) if msg_type == 24 else msg_type


@compiled_lean
def _words(chars: np.ndarray, size: int, words: np.ndarray) -> None:
    """Fill the words of a payload; the characters beyond its end are 0."""
    before, halves = 0, min(size // _STRIDE_CHARS + 1, _WORDS)
    for half in range(halves + 1):
        number, begin = 0, half * _STRIDE_CHARS
        for at in range(_STRIDE_CHARS):
            char = chars[np.uintp(begin + at)]
            value = char - 48 - 8 * (char >= 96)
            number = number << 6 | (value & 63) * (char > 0)
        if half:
            words[half - 1] = before << STRIDE_BITS | number
        before = number
    for half in range(halves, _WORDS):
        words[half] = 0


@compiled_lean
def _kind_of_24(part: int, mmsi: int) -> int:
    if part == 0:
        return PART_A
    if part == 1:
        return PART_B_AUXILIARY if mmsi // _SUBDIVISION == _TENDER else PART_B
    return 24  # parts 2 and 3 do not exist


_ODD = np.uint64(0x9E3779B97F4A7C15) * np.arange(1, 2 * (MOST_CHARS // 8) + 2, 2, dtype="u8") | np.uint64(1)
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFT_1, _SHIFT_2, _SHIFT_3, _ONE = (np.uint64(each) for each in (30, 27, 31, 1))


@compiled_lean
def _hash(eights: np.ndarray, size: int, fill: int) -> np.uint64:
    """Return a 64-bit hash of a payload, as numbers of eight characters, and its fill bits, the same in every batch."""
    total = np.uint64(fill) + _ONE
    for word in range((size + 7) // 8):
        total += _mixed(eights[word]) * _ODD[word]
    return _mixed(total)


@compiled_lean
def _mixed(x: np.uint64) -> np.uint64:
    """Mix the bits so that each bit of the result depends on every input bit (SplitMix64 finaliser); 0 stays 0."""
    x = (x ^ x >> _SHIFT_1) * _MIX_1
    x = (x ^ x >> _SHIFT_2) * _MIX_2
    return x ^ x >> _SHIFT_3


def position_values(batch: Payloads, rows: np.ndarray) -> tuple[Values, list[int]]:
    """Return the values of POSITION_FIELDS for rows of POSITION_KINDS, and the unreadable rows (never any)."""
    kind = batch.kind[rows]
    raw = _read(batch, rows, POSITION_LAYOUT)
    values = {name: raw[:, column] for column, name in enumerate(POSITION_FIELDS)}
    for name in ("lat", "lon"):
        # Exactly round(raw / 600000, 6): five thirds of an integer never lie half-way.
        values[name] = (values[name] * _MICRODEGREES[kind] + 3) // 6 / 1e6
    values["speed"] = values["speed"] / _SPEED_STEPS[kind]
    values["course"] = values["course"] / _COURSE_STEPS[kind]
    return values, []


def static_values(batch: Payloads, rows: np.ndarray) -> tuple[Values, list[int]]:
    """Return the values of NUMBER_FIELDS and TEXT_FIELDS for rows of STATIC_KINDS, and the unreadable rows (none)."""
    raw = _read(batch, rows, STATIC_LAYOUT)
    values = {name: raw[:, column] for column, name in enumerate(NUMBER_FIELDS)}
    values["draught"] = values["draught"] / 10.0
    # The extension of the name of an aid to navigation ends with the message.
    extension = np.maximum(0, (batch.bits[rows] - NAME_EXTENSION_FROM) // 6)
    for name, (columns, sizes) in _TEXT_COLUMNS.items():
        most = TEXT_FIELDS["shipname"] + extension if name == "shipname" else extension + sizes.sum()
        values[name] = sixbit_texts(raw[:, columns], sizes, most)
    return values, []


def safety_texts(batch: Payloads, rows: np.ndarray) -> tuple[list[bytes], list[int]]:
    """Return the ASCII texts of messages 12 and 14, and the unreadable rows (none)."""
    return texts_of_safety(batch.spans, batch.row[rows], batch.msg_type[rows], batch.bits[rows]), []


def _read(batch: Payloads, rows: np.ndarray, layout: Layout) -> np.ndarray:
    """Read all slices of the layout at once: (n, slices) i8."""
    raw = np.empty((len(layout.slices), len(rows)), "i8")
    _slices(batch.words, batch.kind, rows, layout.word, layout.shift, layout.mask, layout.sign, layout.absent, raw)
    return raw.T


@compiled_lean
def _slices(
    words: np.ndarray,
    kind: np.ndarray,
    rows: np.ndarray,
    word: np.ndarray,
    shift: np.ndarray,
    mask: np.ndarray,
    sign: np.ndarray,
    absent: np.ndarray,
    raw: np.ndarray,
) -> None:
    for at, row in enumerate(rows):
        of = kind[row]
        for each in range(len(raw)):
            value = words[row, word[of, each]] >> shift[of, each] & mask[of, each] | absent[of, each]
            raw[each, at] = (value ^ sign[of, each]) - sign[of, each]
