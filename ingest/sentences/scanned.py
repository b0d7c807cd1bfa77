"""Lines and messages of a scanned block: lists that make an item only when one is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

import numpy as np

from ingest.sentences.reader import Message
from ingest.sentences.scan import AFTER, BODY, CHANNEL, COLUMNS, END, FILL, KIND, PAYLOAD, START, UNTIMED, WRAPPER, scan
from ingest.sentences.vectors import marks_of

_TALKER_BYTES = 5


class Lines(Sequence[bytes]):
    """Lines of a block, each ended by LF there; `table` (n, COLUMNS) i4 and `time_s` (n,) f8 as in scan.py."""

    def __init__(self, block: bytes, table: np.ndarray, time_s: np.ndarray) -> None:
        self.block, self.table, self.time_s = block, table, time_s
        self.text = np.frombuffer(block, "u1")

    def __len__(self) -> int:
        return len(self.table)

    @overload
    def __getitem__(self, at: int) -> bytes: ...

    @overload
    def __getitem__(self, at: slice) -> list[bytes]: ...

    def __getitem__(self, at: int | slice) -> bytes | list[bytes]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        return self.block[self.table[at, START] : self.table[at, END]]

    def __reduce__(self) -> tuple[type[Lines], tuple[bytes, np.ndarray, np.ndarray]]:
        return Lines, (self.block, self.table, self.time_s)  # without a second copy of the text

    def nothing_beside(self) -> bool:
        """Return whether all lines are sentences and comments without a tag block or anything else beside them."""
        tagged = self.text[self.table[:, START]] == ord("\\")
        return not (tagged | (self.table[:, UNTIMED] > 0)).any()

    def __iter__(self) -> Iterator[bytes]:
        begins, ends = self.table[:, START].tolist(), self.table[:, END].tolist()
        return (self.block[begin:end] for begin, end in zip(begins, ends, strict=True))


def scan_lines(block: bytes, most: int | None = None) -> tuple[Lines, bytes]:
    """Return the first lines of a block, up to `most` of them or all, and the bytes that follow them."""
    text = np.frombuffer(block, "u1")
    marks, n = marks_of(text, len(block) if most is None else most)
    table, time_s = np.empty((COLUMNS, n), "i4").T, np.empty(n)  # columns are read one by one
    end = scan(text, marks, table, time_s)
    return Lines(block[:end], table, time_s), block[end:]


class Spans(NamedTuple):
    """Payloads in a text, in parts: `text` (bytes,) u1; by part, (parts,) i4: where it begins and ends, and the part
    before it, -1 for none; by message, (n,) i4: its last part, and its fill bits.
    """

    text: np.ndarray
    begin: np.ndarray
    end: np.ndarray
    before: np.ndarray
    last: np.ndarray
    fill: np.ndarray

    def payload(self, row: int) -> bytes:
        """Return the whole payload of a message."""
        return b"".join(self.text[self.begin[part] : self.end[part]].tobytes() for part in self.parts(row))

    def parts(self, row: int) -> list[int]:
        """Return the parts of a message in their order."""
        chain = [int(self.last[row])]
        while (before := int(self.before[chain[-1]])) >= 0:
            chain.append(before)
        return chain[::-1]


class ScannedMessages(Sequence[Message]):
    """Messages of a block, (n,): those that were found in the lines, and `others` by row, which the reference reader
    found. `rx_s` f8 and `seq` i8 are those of the messages.
    """

    def __init__(
        self,
        lines: Lines,
        around: np.ndarray,
        spans: Spans,
        rx_s: np.ndarray,
        seq: np.ndarray,
        others: dict[int, Message],
    ) -> None:
        self.spans, self.rx_s, self.seq = spans, rx_s, seq
        self._lines, self._around, self._others = lines, around, others

    def __len__(self) -> int:
        return len(self.spans.last)

    @overload
    def __getitem__(self, at: int) -> Message: ...

    @overload
    def __getitem__(self, at: slice) -> list[Message]: ...

    def __getitem__(self, at: int | slice) -> Message | list[Message]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        return self._others.get(at) or self._message(at)

    def _message(self, at: int) -> Message:
        chain = self.spans.parts(at)
        first, row = self._lines.table[chain[0]], self._lines.table[chain[-1]]
        return Message(
            rx_s=float(self.rx_s[at]),
            seq=int(self.seq[at]),
            talker=self._lines.block[row[BODY] + 1 : row[BODY] + 1 + _TALKER_BYTES],
            channel=int(row[CHANNEL]).to_bytes(2, "little").rstrip(b"\0"),
            payload=self.spans.payload(at),
            fill=int(row[FILL]),
            around=b"".join(self._wrappers(chain[0])) + self._lines.block[first[START] : first[BODY]],
            raw=b"\n".join(self._lines[part] for part in chain),
        )

    def _wrappers(self, line: int) -> Iterator[bytes]:
        """Yield the lines of wrappers before a sentence, with their line ends."""
        for before in range(self._around[line], line):
            if self._lines.table[before, KIND] == WRAPPER:
                yield self._lines[before] + b"\n"

    def others(self) -> list[int]:
        """Return the rows of the messages that the reference reader found."""
        return list(self._others)


def spans_of(lines: Lines, before: np.ndarray, last: np.ndarray, others: Sequence[tuple[bytes, int]] = ()) -> Spans:
    """Return the payloads of messages whose last parts are `last`. The first parts are those of the lines, `before` the
    line of the part before each; those of `others`, payloads and fill bits that stand elsewhere, follow.
    """
    begin, end, fill = (lines.table[:, column] for column in (PAYLOAD, AFTER, FILL))
    text = lines.text
    if others:
        ends = len(text) + np.cumsum([len(payload) for payload, _ in others])
        begin = np.concatenate((begin, [len(text)], ends[:-1]))
        end, fill = np.concatenate((end, ends)), np.concatenate((fill, [bits for _, bits in others]))
        before = np.concatenate((before, np.full(len(ends), -1)))
        text = np.concatenate((text, np.frombuffer(b"".join(payload for payload, _ in others), "u1")))
    return Spans(text, *(np.ascontiguousarray(each, "i4") for each in (begin, end, before, last, fill[last])))


def spans_of_messages(messages: Sequence[Message]) -> Spans:
    """Return the payloads of messages."""
    if isinstance(messages, ScannedMessages):
        return messages.spans
    n = len(messages)
    text = b"".join([message.payload for message in messages])
    end = np.cumsum(np.fromiter((len(message.payload) for message in messages), "i4", n), dtype="i4")
    fill = np.fromiter((message.fill for message in messages), "i4", n)
    begin = np.concatenate((np.zeros(1, "i4"), end[:-1]))[:n]
    return Spans(np.frombuffer(text, "u1"), begin, end, np.full(n, -1, "i4"), np.arange(n, dtype="i4"), fill)


def times_of(messages: Sequence[Message]) -> tuple[np.ndarray, np.ndarray]:
    """Return the receive times, (n,) f8, and the numbers, (n,) i8, of messages."""
    if isinstance(messages, ScannedMessages):
        return messages.rx_s, messages.seq
    n = len(messages)
    return np.fromiter((each.rx_s for each in messages), "f8", n), np.fromiter((each.seq for each in messages), "i8", n)
