"""AIS messages as sentences, many at once: ITU-R M.1371 bits, six-bit armour, IEC 61162-1 VDM with its checksum.

The layouts of the messages are tables with one row a field, instead of an encoder per message. What is sent when:
reporting.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Layout = tuple[tuple[str, int], ...]  # field and bits; TEXT fields are six bits a letter

TEXT = ("name", "callsign", "destination", "vendor", "text")
FRAGMENT = 60  # armoured characters that fit into one sentence of 82 characters

_HEAD: Layout = (("type", 6), ("repeat", 2), ("mmsi", 30))
_SIZE: Layout = (("to_bow", 9), ("to_stern", 9), ("to_port", 6), ("to_starboard", 6))
_PLACE: Layout = (("accurate", 1), ("lon", 28), ("lat", 27))
_B_PLACE: Layout = (("spare", 8), ("sog", 10), *_PLACE, ("cog", 12), ("heading", 9), ("second", 6))

LAYOUTS: Mapping[str, Layout] = {
    "position_a": (
        *_HEAD, ("nav_status", 4), ("rot", 8), ("sog", 10), *_PLACE, ("cog", 12), ("heading", 9), ("second", 6),
        ("manoeuvre", 2), ("spare", 3), ("raim", 1), ("radio", 19),
    ),
    "base": (
        *_HEAD, ("year", 14), ("month", 4), ("day", 5), ("hour", 5), ("minute", 6), ("second", 6), *_PLACE,
        ("epfd", 4), ("spare", 10), ("raim", 1), ("radio", 19),
    ),
    "static_a": (
        *_HEAD, ("version", 2), ("imo", 30), ("callsign", 42), ("name", 120), ("ship_type", 8), *_SIZE, ("epfd", 4),
        ("month", 4), ("day", 5), ("hour", 5), ("minute", 6), ("draught", 8), ("destination", 120), ("dte", 1),
        ("spare", 1),
    ),
    "aircraft": (
        *_HEAD, ("altitude", 12), ("sog", 10), *_PLACE, ("cog", 12), ("second", 6), ("spare", 8), ("dte", 1),
        ("spare", 3), ("assigned", 1), ("raim", 1), ("radio", 20),
    ),
    "position_b": (
        *_HEAD, *_B_PLACE, ("spare", 2), ("cs", 1), ("display", 1), ("dsc", 1), ("band", 1), ("msg22", 1),
        ("assigned", 1), ("raim", 1), ("radio", 20),
    ),
    "extended_b": (
        *_HEAD, *_B_PLACE, ("spare", 4), ("name", 120), ("ship_type", 8), *_SIZE, ("epfd", 4), ("raim", 1), ("dte", 1),
        ("assigned", 1), ("spare", 4),
    ),
    "aid": (
        *_HEAD, ("aid_type", 5), ("name", 120), *_PLACE, *_SIZE, ("epfd", 4), ("second", 6), ("off_position", 1),
        ("spare", 8), ("raim", 1), ("virtual", 1), ("assigned", 1), ("spare", 1),
    ),
    "static_b_name": (*_HEAD, ("part", 2), ("name", 120), ("spare", 8)),
    "static_b_ship": (
        *_HEAD, ("part", 2), ("ship_type", 8), ("vendor", 42), ("callsign", 42), *_SIZE, ("epfd", 4), ("spare", 2),
    ),
    "text": (*_HEAD, ("spare", 2)),  # and as many letters as there are
}  # fmt: skip


def encode(layout: Layout, columns: Mapping[str, Any], n: int) -> tuple[Bytes, int]:
    """Armoured payloads, (n, characters), and the fill bits of the last character. A field without a column is 0.

    Columns are integers (negative ones as two's complement) or, for text, bytes in capitals, shape (n,) or one value.
    """
    bits = sum(size for _, size in layout)
    fill = -bits % 6
    packed = np.zeros((n, bits + fill), np.uint8)
    at = 0
    for name, size in layout:
        if name in columns and name != "spare":
            packed[:, at : at + size] = _letters(columns[name], size) if name in TEXT else _number(columns[name], size)
        at += size
    six = packed.reshape(n, -1, 6) @ np.array([32, 16, 8, 4, 2, 1], np.uint8)
    return (six + np.where(six < 40, 48, 56)).astype(np.uint8), fill


def _number(value: Any, size: int) -> Bytes:
    column = np.atleast_1d(np.asarray(value)).astype(np.int64)[:, None]
    return ((column >> np.arange(size - 1, -1, -1)) & 1).astype(np.uint8)


def _letters(value: Any, size: int) -> Bytes:
    """Six bits a letter: the low six bits of ASCII 32 to 95; missing letters are @, which is 0."""
    length = size // 6
    text = np.atleast_1d(np.asarray(value)).astype(f"S{length}")
    letters = np.frombuffer(text.tobytes(), np.uint8).reshape(len(text), length) & np.uint8(63)
    return np.unpackbits(letters[:, :, None], axis=2)[:, :, 2:].reshape(len(text), size)


def sentences(payload: Bytes, fill: int, channel: NDArray[np.bool_]) -> list[bytes]:
    """One !AIVDM per payload, channel B where `channel` is true, with CR LF."""
    return _lines(payload, 1, 1, np.full(len(payload), -1), channel, fill)


def in_two(payload: Bytes, fill: int, channel: NDArray[np.bool_], number: NDArray[np.int64]) -> list[bytes]:
    """The two !AIVDM of each long payload, as one piece; `number` 0 to 9 ties them together."""
    first = _lines(payload[:, :FRAGMENT], 2, 1, number, channel, 0)
    second = _lines(payload[:, FRAGMENT:], 2, 2, number, channel, fill)
    return [a + b for a, b in zip(first, second, strict=True)]


def _lines(
    payload: Bytes, total: int, part: int, number: NDArray[np.int64], channel: NDArray[np.bool_], fill: int
) -> list[bytes]:
    payload = np.ascontiguousarray(payload)
    width = payload.shape[1]
    body = payload.tobytes()
    # The checksum is the exclusive or of all bytes between ! and *; only the part that differs is computed per line.
    common = _xor(b"AIVDM,%d,%d,,," % (total, part) + b",%d" % fill)
    each = np.bitwise_xor.reduce(payload, axis=1) if len(payload) else np.zeros(0, np.uint8)
    lines = []
    for i, (tie, second_channel, check) in enumerate(
        zip(number.tolist(), channel.tolist(), each.tolist(), strict=True)
    ):
        text, letter = (b"%d" % tie if tie >= 0 else b""), (b"B" if second_channel else b"A")
        checksum = check ^ common ^ _xor(text) ^ letter[0]
        armour = body[i * width : (i + 1) * width]
        lines.append(b"!AIVDM,%d,%d,%b,%b,%b,%d*%02X\r\n" % (total, part, text, letter, armour, fill, checksum))
    return lines


def _xor(text: bytes) -> int:
    value = 0
    for byte in text:
        value ^= byte
    return value
