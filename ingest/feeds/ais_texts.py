"""Texts of six-bit characters in compiled loops: names, call signs, destinations and safety texts.

A text ends at the first @ (ITU-R M.1371, table 47); spaces around it are cut.
"""

from __future__ import annotations

import numpy as np

from ingest.sentences.scanned import Spans
from models.base.compiled import compiled

SAFETY_TEXT_CHARS = 161
# Messages 12, addressed, and 14, broadcast: the bit at which the text begins.
_ADDRESSED, _ADDRESSED_TEXT_BIT, _BROADCAST_TEXT_BIT = 12, 72, 40
_SPACE = 32


def sixbit_texts(slices: np.ndarray, sizes: np.ndarray, most: np.ndarray) -> np.ndarray:
    """Return texts, (n,) S, from their slices, (n, slices) i8, of `sizes` (slices,) characters each; of each text only
    the first `most` (n,) characters were sent.
    """
    chars = np.zeros((len(slices), int(sizes.sum())), "u1")
    _fill(slices, sizes, most, chars)
    return chars.view(f"S{chars.shape[1]}")[:, 0]


@compiled
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


@compiled
def _char(code: int) -> int:
    return code + 64 if code < 32 else code


def texts_of_safety(spans: Spans, rows: np.ndarray, msg_type: np.ndarray, bits: np.ndarray) -> list[bytes]:
    """Return the ASCII texts of messages 12 and 14, `rows` in the spans; leading @ are no end."""
    chars = np.zeros((len(rows), SAFETY_TEXT_CHARS), "u1")
    first_bit = np.where(msg_type == _ADDRESSED, _ADDRESSED_TEXT_BIT, _BROADCAST_TEXT_BIT)
    for at, row in enumerate(rows.tolist()):
        if len(parts := spans.parts(row)) > 1:
            _characters(np.frombuffer(spans.payload(row), "u1"), 0, bits[at], first_bit[at], chars[at])
        else:
            _characters(spans.text, spans.begin[parts[0]], bits[at], first_bit[at], chars[at])
    sent = (text.rstrip(b"@").strip().lstrip(b"@") for text in chars.view(f"S{SAFETY_TEXT_CHARS}")[:, 0].tolist())
    return [text.partition(b"@")[0].rstrip() for text in sent]


@compiled
def _characters(text: np.ndarray, begin: int, bits: int, first_bit: int, chars: np.ndarray) -> None:
    """Write the characters from a bit on of a payload. Of one that was cut off, the bits that are there count."""
    for number in range(min(len(chars), (bits - first_bit + 5) // 6)):
        code, start = 0, first_bit + number * 6
        for bit in range(start, min(start + 6, bits)):
            value = text[begin + bit // 6] - 48
            value -= 8 if value > 40 else 0
            code = code * 2 + (value >> 5 - bit % 6 & 1)
        chars[number] = _char(code)
