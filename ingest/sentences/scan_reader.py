"""The fast reader of one feed: scans whole blocks, and leaves what is not plain to the reader of reader.py.

Messages, refusals and counts are those of `SentenceReader`; a test compares them on real and damaged lines.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ingest.sentences.fragments import DEADLINE_S, MAX_WAITING, Fragment
from ingest.sentences.joining import KEYS, SLOTS, JoinedParts, Waiting, join, new_joined_parts
from ingest.sentences.origins import NO_ORIGIN, hashed, key_of, origin_around
from ingest.sentences.reader import Message, Reading, Reject, SentenceReader
from ingest.sentences.scan import BODY, KIND, SENTENCE, SKIPPED, START
from ingest.sentences.scanned import Lines, ScannedMessages, scan_lines, spans_of
from ingest.sentences.units import assign

# A line that the reference reader gets is numbered `seq << 32 | line`, to tell where its message stands.
_LINE_BITS = 32
_LINE = (1 << _LINE_BITS) - 1
_PADDING = b"\n\n\n"


class _Block(NamedTuple):
    """Scanned lines, and the time and the number of each, (n,)."""

    lines: Lines
    rx_s: np.ndarray
    seq: np.ndarray


class ScanReader(SentenceReader):
    """Reader of one feed that scans the lines in one compiled pass."""

    def __init__(self, feed: str) -> None:
        super().__init__(feed)
        self._blocks: list[_Block] = []
        self._found: list[ScannedMessages] = []

    def receive(self, rx_s: float, seq: int, data: bytes) -> None:
        """Take the bytes of piece `seq`, received at `rx_s`; a line that ends in it counts as received with it."""
        lines, _ = scan_lines(self._cutter.cut_block(data))
        self.receive_scanned(lines, np.full(len(lines), rx_s), np.full(len(lines), seq))

    def receive_scanned(self, lines: Lines, rx_s: np.ndarray, seq: np.ndarray) -> None:
        """Take scanned lines, each with its own time and number."""
        self._flush()
        if len(lines):
            self._blocks.append(_Block(lines, rx_s, seq))

    def drain(self) -> Reading:
        """Return what was read and refused since the last call."""
        reading = super().drain()
        found, self._found = self._found, []
        reading.messages = found[0] if len(found) == 1 else [message for block in found for message in block]
        reading.rejects = [reject._replace(seq=reject.seq >> _LINE_BITS) for reject in reading.rejects]
        return reading

    def _read(self) -> None:
        self._flush()
        blocks, self._blocks = self._blocks, []
        for block in blocks:
            self._found.append(self._scanned(block))

    def _flush(self) -> None:
        """Scan the lines that were received one by one."""
        lines, rx_s, seq = self._lines, self._rx_s, self._seq
        self._lines, self._rx_s, self._seq = [], [], []
        if lines:
            block = b"\n".join([*lines, b""])
            times, numbers = np.array(rx_s[: len(lines)], "f8"), np.array(seq[: len(lines)], "i8")
            self._blocks.append(_Block(scan_lines(block)[0], times, numbers))

    def _scanned(self, block: _Block) -> ScannedMessages:
        """Read a block: join what is certain, let the reference reader read the others, and merge both in order."""
        lines, table = block.lines, block.lines.table
        parts, last_first = self._joined(block)
        others = self._by_reference(block, np.flatnonzero(parts.fed))
        if last_first >= 0:
            self._first_around = lines.block[table[parts.around[last_first], START] : table[last_first, BODY]]
        joined = np.flatnonzero(parts.key)
        if len(joined):
            self._parts.forget_before(float(block.rx_s[joined[-1]]) - DEADLINE_S)
        own = ~parts.fed
        for row in np.flatnonzero(own & parts.refused).tolist():
            seq = int(block.seq[row]) << _LINE_BITS
            self._reading.rejects.append(Reject(float(block.rx_s[row]), seq, "fragment", lines[row]))
        self._reading.lines += int(np.count_nonzero(own))
        self._reading.sentences += int(np.count_nonzero(own & (table[:, KIND] == SENTENCE)))
        self._reading.skipped += int(np.count_nonzero(own & (table[:, KIND] == SKIPPED)))
        return _merged(block, parts, others)

    def _joined(self, block: _Block) -> tuple[JoinedParts, int]:
        """Decide for each line who reads it, and join parts. Where order or room are not certain, no part is joined."""
        busy = np.full(KEYS, (block.rx_s[1:] < block.rx_s[:-1]).any())
        parts, last_first = self._plan(block, busy)
        waiting = np.count_nonzero(parts.fed[np.flatnonzero(parts.key)])
        if len(self._parts) + waiting + SLOTS > MAX_WAITING:
            return self._plan(block, ~busy | busy)
        return parts, last_first

    def _plan(self, block: _Block, busy: np.ndarray) -> tuple[JoinedParts, int]:
        text, table = block.lines.text, block.lines.table
        parts = new_joined_parts(len(table))
        waiting = _waiting(self._parts.waiting(), busy)
        assign(text, table, bool(self._around), parts.fed, parts.around)
        before = np.frombuffer(self._first_around + _PADDING, "u1")
        first_origin = origin_around(before, 0, len(self._first_around))
        return parts, join(text, table, block.rx_s, busy, waiting, np.uint64(first_origin), parts)

    def _by_reference(self, block: _Block, rows: np.ndarray) -> list[tuple[int, Message]]:
        """Let the reference reader read some lines; return each message with the line that completed it."""
        if not len(rows):
            return []
        self._lines = [block.lines[row] for row in rows.tolist()]
        self._rx_s = block.rx_s[rows].tolist()
        self._seq = [seq << _LINE_BITS | row for seq, row in zip(block.seq[rows].tolist(), rows.tolist(), strict=True)]
        super()._read()
        found, self._messages = self._messages, []
        return [(each.seq & _LINE, each._replace(seq=each.seq >> _LINE_BITS)) for each in found]


def _merged(block: _Block, parts: JoinedParts, others: list[tuple[int, Message]]) -> ScannedMessages:
    """Return the messages of a block in the order of the lines that completed them."""
    lines, whole = block.lines, np.flatnonzero(parts.whole)
    if not others:
        return ScannedMessages(
            lines, parts.around, spans_of(lines, parts.before, whole), block.rx_s[whole], block.seq[whole], {}
        )
    messages = [message for _, message in others]
    at = np.concatenate((whole, [line for line, _ in others]))
    order = np.argsort(at, kind="stable")
    last = np.concatenate((whole, len(lines) + np.arange(len(others))))[order]
    spans = spans_of(lines, parts.before, last, [(each.payload, each.fill) for each in messages])
    rows = np.flatnonzero(last >= len(lines))
    by_row = {int(row): messages[last[row] - len(lines)] for row in rows}
    return ScannedMessages(lines, parts.around, spans, block.rx_s[at[order]], block.seq[at[order]], by_row)


def _waiting(messages: list[tuple[tuple[bytes, ...], list[Fragment]]], busy: np.ndarray) -> Waiting:
    """Return the waiting messages that have their first parts; mark the keys of the others as busy."""
    rows = list[tuple[int, int, int, float]]()
    for key, parts in messages:
        hashed_key = _key_hash(key)
        if len(rows) < SLOTS and sorted(part.number for part in parts) == list(range(1, len(parts) + 1)):
            rows.append((hashed_key, len(parts), parts[0].total, parts[0].rx_s))
        else:
            busy[hashed_key % KEYS] = True
    key_hash, have, total, rx_s = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Waiting(np.array(key_hash, "u8"), np.array(have, "i8"), np.array(total, "i8"), np.array(rx_s, "f8"))


@lru_cache(maxsize=1 << 12)
def _key_hash(key: tuple[bytes, ...]) -> int:
    """Return the hash of a key of the table of fragments as origins.py makes it."""
    origin, talker, sequence, channel = key
    text = np.frombuffer(origin + _PADDING, "u1")
    start = np.uint64(hashed(text, 0, len(origin), NO_ORIGIN))
    return int(
        key_of(start, *(int.from_bytes(each, "little") for each in (talker[:2] + talker[4:], sequence, channel)))
    )
