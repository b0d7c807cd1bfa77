"""Bytes into whole lines, and the checksums of many lines at once.

What lives here: the line cutter and the running exclusive-or. What does not: what a line means (sentences.py).
"""

from __future__ import annotations

import numpy as np

MAX_LINE_BYTES = 1024  # IEC 61162-1 allows 82 characters; tag blocks and loggers add some, no known one a kilobyte


class LineCutter:
    """Cuts a stream at LF, CR LF or CR, wherever the pieces end; holds one unfinished line and never more of it than
    the limit. A longer line comes out once, cut just beyond the limit so that it can be refused; its rest is dropped.
    """

    def __init__(self) -> None:
        self._tail = b""
        self._after_cr = False
        self._dropping = False

    def cut(self, data: bytes) -> list[bytes]:
        """The lines that `data` completes, without their ends; blank lines included."""
        if not data:
            return []
        if self._after_cr and data[:1] == b"\n":
            data = data[1:]
            if not data:
                self._after_cr = False
                return []
        self._after_cr = data[-1:] == b"\r"
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        lines = (self._tail + data).split(b"\n")
        self._tail = lines.pop()
        if self._dropping and lines:
            lines.pop(0)
            self._dropping = False
        return self._bounded(lines)

    def finish(self) -> list[bytes]:
        """The last line when it has no end."""
        tail, dropping = self._tail, self._dropping
        self._tail, self._dropping = b"", False
        return [tail] if tail and not dropping else []

    def _bounded(self, lines: list[bytes]) -> list[bytes]:
        if self._dropping:
            self._tail = b""
        elif len(self._tail) > MAX_LINE_BYTES:
            lines.append(self._tail[: MAX_LINE_BYTES + 1])
            self._tail, self._dropping = b"", True
        return lines


def running_xor(lines: list[bytes]) -> bytes:
    """Exclusive-or of everything before each byte of the lines set one behind the other with one byte between.

    With `start` the offset of a line, `x[start + b] ^ x[start + a]` is the checksum of its bytes a up to b: an NMEA
    checksum for two look-ups, where a loop over the characters would cost more than the decoding.
    """
    block = b"\0" + b"\n".join(lines)
    return np.bitwise_xor.accumulate(np.frombuffer(block, np.uint8)).tobytes()
