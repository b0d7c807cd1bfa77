"""Texts of six-bit characters in compiled loops: names, call signs, destinations and safety texts.

A text ends at the first @ (ITU-R M.1371, table 47); spaces around it are cut.
"""

from __future__ import annotations

import numpy as np

from ingest.sentences.scanned import Spans
from models.base.compiled import compiled, compiled_lean

SAFETY_TEXT_CHARS = 161
# Messages 12, addressed, and 14, broadcast: the bit at which the text begins.
_ADDRESSED, _ADDRESSED_TEXT_BIT, _BROADCAST_TEXT_BIT = 12, 72, 40
_SPACE, _AT = b" @"
MOST_CHARS = 1024  # of a payload that is read; longer ones are refused before
MOST_PARTS = 9


def sixbit_texts(slices: np.ndarray, sizes: np.ndarray, most: np.ndarray) -> np.ndarray:
    """Return texts, (n,) S, from their slices, (n, slices) i8, of `sizes` (slices,) characters each; of each text only
    the first `most` (n,) characters were sent.
    """
    chars = np.zeros((len(slices), int(sizes.sum())), "u1")
    _fill(slices, sizes, most, chars)
    return chars.view(f"S{chars.shape[1]}")[:, 0]


@compiled_lean
def _fill(slices: np.ndarray, sizes: np.ndarray, most: np.ndarray, chars: np.ndarray) -> None:
    for row in range(len(slices)):
        number, size, ended = 0, 0, False
        for column in range(len(sizes)):
            for place in range(sizes[column] - 1, -1, -1):
                code = slices[row, column] >> 6 * place & 63
                ended |= code == 0 or number >= most[row]
                number += 1
                if not ended and (size or code != _SPACE):
                    chars[row, size] = _char(code)
                    size += 1
        while size and chars[row, size - 1] == _SPACE:
            size -= 1
            chars[row, size] = 0


@compiled_lean
def _char(code: int) -> int:
    return code + 64 if code < 32 else code


def texts_of_safety(spans: Spans, rows: np.ndarray, msg_type: np.ndarray, bits: np.ndarray) -> list[bytes]:
    """Return the ASCII texts of messages 12 and 14, `rows` in the spans; leading @ are no end."""
    chars = np.zeros((len(rows), SAFETY_TEXT_CHARS), "u1")
    first_bit = np.where(msg_type == _ADDRESSED, _ADDRESSED_TEXT_BIT, _BROADCAST_TEXT_BIT)
    _texts(spans.text, spans.begin, spans.end, spans.before, spans.last, rows, bits, first_bit, chars)
    return chars.view(f"S{SAFETY_TEXT_CHARS}")[:, 0].tolist()


@compiled
def _texts(
    text: np.ndarray,
    begin: np.ndarray,
    end: np.ndarray,
    before: np.ndarray,
    last: np.ndarray,
    rows: np.ndarray,
    bits: np.ndarray,
    first_bit: np.ndarray,
    chars: np.ndarray,
) -> None:
    payload, chain = np.zeros(MOST_CHARS, np.uint8), np.zeros(MOST_PARTS, np.int64)
    for at, row in enumerate(rows):
        gather(text, begin, end, before, last[row], chain, payload)
        size = _characters(payload, bits[at], first_bit[at], chars[at])
        _cut(chars[at], size)


@compiled_lean
def gather(
    text: np.ndarray,
    begin: np.ndarray,
    end: np.ndarray,
    before: np.ndarray,
    part: int,
    chain: np.ndarray,
    chars: np.ndarray,
) -> tuple[int, bool]:
    """Write the payload whose last part is `part`, at most MOST_CHARS of it, into `chars`; return its size, and whether
    some character of it is no armour.
    """
    parts, size, wrong = 0, 0, False
    while part >= 0 and parts < MOST_PARTS:
        chain[parts] = part
        part, parts = before[part], parts + 1
    for number in range(parts - 1, -1, -1):
        first, here = begin[chain[number]], end[chain[number]] - begin[chain[number]]
        here = min(here, MOST_CHARS - size)
        for at in range(here):  # unsigned offsets are not wrapped, so this becomes vector instructions
            char = text[np.uintp(first + at)]
            chars[np.uintp(size + at)] = char
            wrong |= (char < 48) | (char >= 120) | ((char >= 88) & (char < 96))
        size += here
    return size, wrong


@compiled_lean
def _characters(payload: np.ndarray, bits: int, first_bit: int, chars: np.ndarray) -> int:
    """Write the characters from a bit on of a payload, and return how many. Of one that was cut off, the bits that are
    there count.
    """
    size = max(0, min(len(chars), (bits - first_bit + 5) // 6))
    for number in range(size):
        code, start = 0, first_bit + number * 6
        for bit in range(start, min(start + 6, bits)):
            value = payload[bit // 6] - 48
            value -= 8 if value > 40 else 0
            code = code * 2 + (value >> 5 - bit % 6 & 1)
        chars[number] = _char(code)
    return size


@compiled_lean
def _cut(chars: np.ndarray, size: int) -> None:
    """Cut a text at its end, move it to the front, and fill with 0."""
    begin, end = 0, size
    while end and chars[end - 1] == _AT:
        end -= 1
    while end and chars[end - 1] == _SPACE:
        end -= 1
    while begin < end and chars[begin] == _SPACE:
        begin += 1
    while begin < end and chars[begin] == _AT:
        begin += 1
    length = 0
    while begin + length < end and chars[begin + length] != _AT:
        chars[length] = chars[begin + length]
        length += 1
    while length and chars[length - 1] == _SPACE:
        length -= 1
    chars[length:] = 0
