"""Encoder for 8-bit palette PNG: one byte per pixel; the browser looks up the colour.

zlib releases the interpreter lock, so other threads run while an image is compressed.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.uint8]  # (rows, columns), row 0 at the top
Colours = NDArray[np.uint8]  # (at most 256, 4) red, green, blue, alpha

LEVEL = 1  # the fastest level: maps are mostly empty, and the network is local


def encode(indices: Indices, colours: Colours) -> bytes:
    """Return the PNG file."""
    rows, columns = indices.shape
    lines = np.zeros((rows, columns + 1), np.uint8)  # each line begins with its filter type: 0, none
    lines[:, 1:] = indices
    head = struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", head),
            _chunk(b"PLTE", colours[:, :3].tobytes()),
            _chunk(b"tRNS", colours[:, 3].tobytes()),
            _chunk(b"IDAT", zlib.compress(lines.data, LEVEL)),
            _chunk(b"IEND", b""),
        )
    )


def thicken(indices: Indices, width_px: int) -> Indices:
    """Widen lines and dots of one pixel to `width_px`; where two meet, the higher index wins."""
    for axis in (0, 1):
        thin = indices
        for step in range(1, width_px):
            shifted = np.zeros_like(thin)
            here, there = [slice(None)] * 2, [slice(None)] * 2
            here[axis], there[axis] = slice(step, None), slice(None, -step)
            shifted[tuple(here)] = thin[tuple(there)]
            indices = np.maximum(indices, shifted)
    return indices


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
