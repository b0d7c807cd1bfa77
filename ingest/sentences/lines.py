"""Cut bytes into whole lines, and check the NMEA checksums of many lines at once."""

from __future__ import annotations

from functools import reduce
from operator import xor

import numpy as np

# IEC 61162-1 allows 82 characters; tag blocks and loggers add some, and receivers wrap sentences in a JSON object.
MAX_LINE_BYTES = 4096
MAX_REPORT_BYTES = 1 << 16  # one clue as JSON: a forecast of 500 corners has 10,000
_MOST_UNENDED_BYTES = 1 << 16

# A checksum covers the text from the last `!`, `$` or `\` to a `*` and follows the `*` as two hex digits.
_START, _STAR, _END = 1, 2, 3
_MARK = np.zeros(256, "u1")
_MARK[list(b"!$\\")], _MARK[ord("*")], _MARK[ord("\n")] = _START, _STAR, _END
_HEX = np.full(256, 1000, "i2")  # 1000 marks what is no hex digit
for _digit in b"0123456789abcdefABCDEF":
    _HEX[_digit] = int(chr(_digit), 16)


class LineCutter:
    """Cuts a stream at LF, CR LF or CR, wherever the pieces end; holds one unfinished line up to the limit. A longer
    line is returned once, cut just beyond the limit so that it can be refused; the remainder is dropped.
    """

    def __init__(self, most_bytes: int = MAX_LINE_BYTES) -> None:
        self._most_bytes = most_bytes
        self._tail = b""
        self._after_cr = False
        self._dropping = False

    def cut(self, data: bytes) -> list[bytes]:
        """Return the lines that `data` completes, without line ends; blank lines included."""
        return self.cut_block(data).split(b"\n")[:-1]

    def cut_block(self, data: bytes) -> bytes:
        """Return the lines that `data` completes, each ended by LF."""
        if self._after_cr and data[:1] == b"\n":
            data, self._after_cr = data[1:], False
        if not data:
            return b""
        self._after_cr = data[-1:] == b"\r"
        data = _plain(data)
        end = data.rfind(b"\n") + 1
        block = b"".join((self._tail, memoryview(data)[:end])) if end else b""  # one copy, as blocks are large
        self._tail = data[end:] if end else self._tail + data
        if self._dropping and block:
            block, self._dropping = block[block.index(b"\n") + 1 :], False
        return block + self._too_long()

    def finish(self) -> list[bytes]:
        """Return the last line if it has no line end."""
        tail, self._tail, self._dropping = self._tail, b"", False
        return [tail] if tail else []

    def _too_long(self) -> bytes:
        """Return the start of an unfinished line that is too long, and drop the remainder."""
        tail = b""
        if self._dropping:
            self._tail = b""
        elif len(self._tail) > self._most_bytes:
            tail = self._tail[: self._most_bytes + 1] + b"\n"
            self._tail, self._dropping = b"", True
        return tail


class WholeLines:
    """Cuts a stream after its last line end, bytes unchanged, so that recorded pieces hold whole lines."""

    def __init__(self) -> None:
        self._tail = b""

    def cut(self, data: bytes) -> bytes:
        """Return all complete lines. Bytes without a line end are returned when they become too many."""
        data = self._tail + data
        # A CR at the very end may be the first half of CR LF.
        end = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, -1) + 1
        if len(data) - end > _MOST_UNENDED_BYTES:
            end = len(data)
        self._tail = data[end:]
        return data[:end]

    def finish(self) -> bytes:
        """Return the remainder of a stream that was cut off."""
        tail, self._tail = self._tail, b""
        return tail


def whole_lines(piece: bytes) -> list[bytes]:
    """Return the lines of a recorded piece; the last one ends with the piece, with or without a line end."""
    return whole_block(piece).split(b"\n")[:-1]


def whole_block(piece: bytes) -> bytes:
    """Return the lines of a recorded piece, each ended by LF."""
    block = _plain(piece)
    return block if block[-1:] in (b"\n", b"") else block + b"\n"


def _plain(data: bytes) -> bytes:
    """Return the data with LF as its only line end, and without the NUL of serial lines and of padded datagrams."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data.replace(b"\0", b"") if b"\0" in data else data


def checksum(text: bytes) -> int:
    """Return the exclusive-or of all characters (IEC 61162-1)."""
    return reduce(xor, text, 0)


def wrong_checksums(block: bytes) -> np.ndarray:
    """Return which lines of the block, each ended by LF, hold a wrong checksum: (n,) bool. A line without one is fine.

    One running exclusive-or over the whole block gives each checksum as the difference of two of its values.
    """
    text = np.frombuffer(block + b"  ", "u1")
    marks = np.flatnonzero(_MARK[text])
    mark = _MARK[text[marks]]
    start = np.maximum.accumulate(np.where(mark == _START, marks, 0))
    line = np.cumsum(mark == _END)
    star = mark == _STAR
    stars = marks[star]
    running = np.bitwise_xor.accumulate(text)
    found = running[stars - 1] ^ running[start[star]]
    right = found == _HEX[text[stars + 1]] * 16 + _HEX[text[stars + 2]]
    wrong = np.zeros(int(line[-1]) if len(line) else 0, bool)
    wrong[line[star][~right]] = True
    return wrong
