"""The feed of reports: one JSON clue per line, over the same sources as every feed.

models/messages/clue.py holds the schema. A tag block before the object is allowed, so that written exercises carry
their times; a last line without a line end counts as a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from ingest.feeds import Clues, Columns, Records, feed
from ingest.sentences.envelope import wrappers
from ingest.sentences.lines import MAX_REPORT_BYTES
from ingest.sentences.reader import Message, Reading, Reject
from models.base.schema import HEARD, POSITION, STATIC, Table, empty
from models.messages.clue import FIELDS, Clue, ClueError, clue_from_json

_TAG_BLOCK = re.compile(rb"\\[^\\]*\\")


class ReportReader:
    """Reader of whole lines: each is one message, except blank lines and comments."""

    def __init__(self) -> None:
        self._reading = Reading()
        self._messages: list[Message] = []

    def receive_lines(self, lines: list[bytes], rx_s: list[float], seq: list[int]) -> None:
        """Take whole lines, each with its own time and number."""
        self._reading.lines += len(lines)
        for line, at_s, number in zip(lines, rx_s, seq, strict=True):
            tag = _TAG_BLOCK.match(line)
            payload = line[tag.end() if tag else 0 :].strip()
            around, wrong = wrappers(tag[0]) if tag else (b"", [])
            self._reading.rejects += [Reject(at_s, number, reason, line[:MAX_REPORT_BYTES]) for reason in wrong]
            if not payload or payload.startswith(b"#"):
                self._reading.skipped += bool(payload)
            elif len(payload) > MAX_REPORT_BYTES:
                self._reading.rejects.append(Reject(at_s, number, "length", line[:MAX_REPORT_BYTES]))
            else:
                self._messages.append(Message(at_s, number, b"", b"", payload, 0, around, line))

    def finish(self, rx_s: float, seq: int) -> None:
        """Do nothing: each line is complete when it arrives."""

    def drain(self) -> Reading:
        """Return what was read since the last call."""
        reading, self._reading = self._reading, Reading()
        reading.messages, self._messages = self._messages, []
        return reading


@feed("report")
class ReportFeed:
    """Decoder of reports. There is only one, so `decoder` has no effect."""

    def __init__(self, decoder: str) -> None:
        self._decoder = decoder

    def reader(self, feed: str) -> ReportReader:
        """Return the reader that finds the messages in the lines of a feed."""
        return ReportReader()

    def decode(self, messages: Sequence[Message]) -> Columns:
        """Return the tables: one row in `heard` per clue, and no vessels."""
        clues, rejects = _parse(messages)
        return Columns(_heard(clues), empty(POSITION, 0), empty(STATIC, 0), rejects)

    def clues(self, messages: Sequence[Message]) -> Clues:
        """Return each clue with its row in `heard`."""
        return tuple(enumerate(clue for _, clue in _parse(messages)[0]))

    def records(self, messages: Sequence[Message]) -> Records:
        """Return each clue as a record of the schema."""
        clues, rejects = _parse(messages)
        return [(message, {"type": "clue", **clue.record()}) for message, clue in clues], rejects


def _parse(messages: Sequence[Message]) -> tuple[list[tuple[Message, Clue]], list[Reject]]:
    clues, rejects = list[tuple[Message, Clue]](), list[Reject]()
    for message in messages:
        try:
            clues.append((message, clue_from_json(message.payload)))
        except ClueError as problem:
            rejects.append(Reject(message.rx_s, message.seq, _reason(problem), message.raw))
    return clues, rejects


def _reason(problem: ClueError) -> str:
    """Return the reason of the first wrong field; all unknown fields share one reason."""
    first = next(iter(problem.fields))
    if not first:
        return "json" if "JSON" in problem.fields[first] else "clue"
    return f"clue_{first}" if first in FIELDS else "clue_key"


def _heard(clues: list[tuple[Message, Clue]]) -> Table:
    heard = empty(HEARD, len(clues))
    heard["rx_s"] = np.array([message.rx_s for message, _ in clues], "f8")
    heard["seq"] = np.array([message.seq for message, _ in clues], "i8")
    heard["payload_hash"] = np.array([_name_hash(clue) for _, clue in clues], "u8")
    return heard


def _name_hash(clue: Clue) -> int:
    """Return a hash of source and id: two reports that share both are the same clue."""
    return int.from_bytes(blake2b(f"{clue.source}\0{clue.id}".encode(), digest_size=8).digest())
