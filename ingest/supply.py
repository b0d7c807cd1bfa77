"""Supplies of numbered batches, which begin at any requested piece. worker.py serves them over a socket.

A live supply takes new batches from memory and older ones from the recording; a replay reads files, again from the
start if an earlier piece is requested.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from ingest.batches import OnMessages, make_batch
from ingest.feeds import FeedDecoder, Reader
from ingest.notes import note
from ingest.recording.format import DamagedError, Piece, read_recording
from ingest.sentences.fragments import DEADLINE_S
from ingest.sentences.lines import whole_lines
from ingest.sentences.reader import Message
from ingest.sources.files import read_batches
from models.base.schema import Table
from models.messages.observation import END_S, ObservationBatch, cut_seq
from models.messages.streams import RECENT, batch_frame, batch_from

RING_BYTES = 64 << 20
RECENT_S = 60.0
PIECES_AT_ONCE = 4000
Batches = Iterator[ObservationBatch]


@dataclass
class Cursor:
    """State of one reader: the next piece, how many batches it accepts, and the last answer to it."""

    next_seq: int
    credit: int = 0
    batches: Batches | None = None  # being read for it from disk
    answered_at_s: float = -math.inf  # machine time
    answered_until_s: float = 0.0
    until_s: float = 0.0  # `until_s` of the last batch read
    ended: bool = False

    def move_to(self, next_seq: int) -> None:
        """Continue at another piece."""
        self.next_seq, self.batches, self.ended = next_seq, None, False


class Supply(Protocol):
    """A source of batches for cursors."""

    def more(self, cursor: Cursor) -> bool:
        """Return whether there is a batch for the cursor, or pieces to read before it."""

    def frame(self, cursor: Cursor) -> bytes | None:
        """Return the batch at the cursor as a frame and move the cursor beyond it; None if none is ready."""

    def state(self, cursor: Cursor) -> tuple[float, str]:
        """Return (until_s, note): the time up to which everything received is decoded, and a note for the wall."""


class _Held(NamedTuple):
    first_seq: int
    last_seq: int
    frame: bytes


class LiveSupply:
    """The newest batches in memory; older ones are decoded again from the recording."""

    def __init__(
        self, feed: str, folder: Path, decoder: FeedDecoder, head_seq: int, skip_to: Callable[[int], None]
    ) -> None:
        self.feed, self._folder, self._decoder, self._skip_to = feed, folder, decoder, skip_to
        self._head_seq = head_seq  # the first piece not yet in a batch
        self._until_s = self._complete_s = 0.0
        self._note = ""
        self._ring: deque[_Held] = deque()
        self._bytes = 0

    def take(self, batch: ObservationBatch) -> None:
        """Add the next batch, or an empty one that says up to when the feed is complete."""
        self._until_s, self._note = batch.until_s, batch.note
        if batch.until_s < END_S:
            self._complete_s = batch.until_s
        if batch.last_seq < batch.first_seq:
            return
        held = _Held(batch.first_seq, batch.last_seq, batch_frame(batch))
        self._ring.append(held)
        self._bytes += len(held.frame)
        self._head_seq = batch.last_seq + 1
        while self._bytes > RING_BYTES and len(self._ring) > 1:
            self._bytes -= len(self._ring.popleft().frame)

    def more(self, cursor: Cursor) -> bool:
        return self._complete_s > 0 and cursor.next_seq < self._head_seq

    def frame(self, cursor: Cursor) -> bytes | None:
        if cursor.next_seq == RECENT and self._complete_s > 0:
            cursor.next_seq = self._first_recent()
        if not self.more(cursor):
            if cursor.next_seq > self._head_seq:
                self._skip_to(cursor.next_seq)
            return None
        if not self._ring or cursor.next_seq < self._ring[0].first_seq:
            return self._recorded(cursor)
        held = next(held for held in reversed(self._ring) if held.first_seq <= cursor.next_seq)
        frame = held.frame
        if held.first_seq != cursor.next_seq:
            frame = batch_frame(_begun_at(batch_from(frame), cursor.next_seq))
        cursor.move_to(held.last_seq + 1)
        return frame

    def state(self, cursor: Cursor) -> tuple[float, str]:
        behind = cursor.next_seq == RECENT or self.more(cursor)
        return (cursor.answered_until_s if behind else self._until_s), self._note

    def _first_recent(self) -> int:
        recent = read_recording(self._folder, from_s=self._complete_s - RECENT_S)
        try:
            return next((seq for seq, _, _ in recent), self._head_seq)
        except DamagedError:  # skip an unreadable last minute rather than fail to start
            return self._head_seq

    def _recorded(self, cursor: Cursor) -> bytes | None:
        if cursor.batches is None:
            upto = self._ring[0].first_seq if self._ring else self._head_seq
            cursor.batches = recorded_batches(self._folder, self.feed, self._decoder, cursor.next_seq, upto)
        batch = next(cursor.batches, None)
        if batch is None:
            cursor.batches = None
            return None
        cursor.next_seq = batch.last_seq + 1
        return batch_frame(batch)


class ReplaySupply:
    """Batches from a piece on, read only on request; a request for another piece than the next one starts again."""

    def __init__(self, read: Callable[[int], Batches]) -> None:
        self._read = read
        self._note = ""  # of the last batch: what a person should know about the file

    def more(self, cursor: Cursor) -> bool:
        return not cursor.ended

    def frame(self, cursor: Cursor) -> bytes | None:
        cursor.next_seq = max(cursor.next_seq, 0)
        if cursor.batches is None:
            cursor.batches = self._read(cursor.next_seq)
        batch = next(cursor.batches, None)
        if batch is None:
            cursor.ended = True
            return None
        cursor.until_s, self._note = batch.until_s, batch.note
        if batch.last_seq < cursor.next_seq and batch.until_s < END_S:
            return None  # before the requested piece
        if batch.first_seq < cursor.next_seq:
            batch = _begun_at(batch, cursor.next_seq)
        cursor.next_seq = batch.last_seq + 1
        return batch_frame(batch)

    def state(self, cursor: Cursor) -> tuple[float, str]:
        return (cursor.until_s if cursor.ended else cursor.answered_until_s), self._note


def replay_batches(
    paths: list[Path],
    feed: str,
    decoder: str,
    from_s: float | None,
    to_s: float | None,
    kind: str = "ais",
    keep: OnMessages | None = None,
) -> Iterator[ObservationBatch]:
    """Yield files one after the other as one feed: numbers continue, time does not go back, the last file ends it.

    `keep` is called with the messages of each batch before the batch is yielded, numbered as in the batch.
    """
    next_seq, last_s = 0, -math.inf

    def renumbered(messages: Sequence[Message]) -> None:
        if keep is not None:
            keep([message._replace(seq=message.seq + shift) for message in messages] if shift else messages)

    for path in paths:
        shift = next_seq
        for batch in read_batches(path, feed, kind=kind, decoder=decoder, from_s=from_s, to_s=to_s, keep=renumbered):
            ends = batch.until_s >= END_S and path is not paths[-1]
            heard = _shifted(batch.heard, shift, last_s)
            last_s = float(heard["rx_s"][-1]) if len(batch) else last_s
            until_s = float(np.nextafter(max(last_s, 0.0), -math.inf)) if ends else batch.until_s
            next_seq = shift + batch.last_seq + 1
            yield replace(batch, first_seq=shift + batch.first_seq, last_seq=next_seq - 1, heard=heard, until_s=until_s)


def recorded_batches(folder: Path, feed: str, decoder: FeedDecoder, from_seq: int, upto_seq: int) -> Batches:
    """Decode the recorded pieces from one number up to, not including, another; a note reports missing ones."""
    next_seq, rx_s, problem = from_seq, 0.0, ""
    try:
        pieces = pieces_with_pre_roll(folder, from_seq, upto_seq)
        reader = decoder.reader(feed)
        while chunk := list(islice(pieces, PIECES_AT_ONCE)):
            for seq, rx, data in chunk:
                receive_piece(reader, seq, rx, data)
            last_seq, rx_s, _ = chunk[-1]
            if last_seq < from_seq:
                reader.drain()
                continue
            until_s = float(np.nextafter(rx_s, -math.inf))
            batch = make_batch(feed, decoder, reader.drain(), (chunk[0][0], last_seq), until_s)
            yield _begun_at(batch, next_seq) if batch.first_seq < next_seq else replace(batch, first_seq=next_seq)
            next_seq = last_seq + 1
    except DamagedError as damage:
        problem = note("recording_damaged", damage)
    if next_seq < upto_seq:
        problem = problem or note("missing", f"{next_seq}-{upto_seq - 1}")
        yield ObservationBatch(feed, next_seq, upto_seq - 1, rx_s, note=problem)


def receive_piece(reader: Reader, seq: int, rx_s: float, data: bytes) -> None:
    """Pass a recorded piece, which holds whole lines, to the reader."""
    lines = whole_lines(data)
    reader.receive_lines(lines, [rx_s] * len(lines), [seq] * len(lines))


def pieces_with_pre_roll(folder: Path, from_seq: int, upto_seq: int) -> Iterator[Piece]:
    """Yield the pieces from a number on, and those shortly before, which may hold first parts of their messages."""
    first = next(read_recording(folder, from_seq=from_seq), None)
    if first is not None:
        for piece in read_recording(folder, from_s=first[1] - DEADLINE_S):
            if piece[0] >= upto_seq:
                return
            yield piece


def _begun_at(batch: ObservationBatch, next_seq: int) -> ObservationBatch:
    return replace(cut_seq(batch, next_seq)[1], first_seq=next_seq)


def _shifted(heard: Table, shift: int, last_s: float) -> Table:
    return {**heard, "seq": heard["seq"] + shift, "rx_s": np.maximum(heard["rx_s"], last_s)}
