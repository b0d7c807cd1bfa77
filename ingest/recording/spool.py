"""Cache of decoded batches in a temporary file: a replay decodes each batch once and reads it many times.

Each batch is followed by its messages, from which sentences are answered. The file vanishes with the process, even a
killed one.
"""

from __future__ import annotations

import pickle
import tempfile
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import zstandard

from ingest.batches import OnMessages
from ingest.sentences.reader import Message
from models.messages.observation import ObservationBatch
from models.messages.streams import batch_frame, batch_from

TEMPORARY = "/var/tmp"  # on disk, where /tmp may be memory
_LEVEL = 1  # of compression: fast


class _Place(NamedTuple):
    offset: int
    size: int
    messages_size: int  # of the messages that follow it


class Spool:
    """Makes the next batch only when all existing ones have been read.

    `make` gets a function to call with the messages of each batch, before it yields that batch.
    """

    def __init__(self, make: Callable[[OnMessages], Iterator[ObservationBatch]]) -> None:
        self._messages: list[Sequence[Message]] = []  # of the batch being made
        self._batches = make(self._messages.append)
        self._file = tempfile.TemporaryFile(  # noqa: SIM115 - as long as the process
            dir=TEMPORARY if Path(TEMPORARY).is_dir() else None
        )
        self._places: list[_Place] = []
        self._last_seq: list[int] = []
        self._end = 0

    def read(self, next_seq: int) -> Iterator[ObservationBatch]:
        """Yield the batches from the one that holds the piece `next_seq`, or from the first one not made yet.

        Beyond the end this is the last batch, which marks the end.
        """
        at = bisect_left(self._last_seq, next_seq)
        if at and at == len(self._places) and not self._make():
            at -= 1
        while at < len(self._places) or self._make():
            place = self._places[at]
            self._file.seek(place.offset)
            yield batch_from(self._file.read(place.size))
            at += 1

    def messages(self, seqs: Sequence[int]) -> list[Message]:
        """Return the messages that these pieces completed, as far as their batches are made."""
        found: list[Message] = []
        for at in sorted({bisect_left(self._last_seq, seq) for seq in seqs}):
            if at < len(self._places):
                place = self._places[at]
                self._file.seek(place.offset + place.size)
                kept = pickle.loads(zstandard.decompress(self._file.read(place.messages_size)))
                found += [message for messages in kept for message in messages if message.seq in seqs]
        return found

    def _make(self) -> bool:
        batch = next(self._batches, None)
        if batch is None:
            return False
        frame, packed = batch_frame(batch), zstandard.compress(pickle.dumps(self._messages), _LEVEL)
        self._messages.clear()
        self._file.seek(self._end)
        self._file.write(frame + packed)
        self._places.append(_Place(self._end, len(frame), len(packed)))
        self._last_seq.append(batch.last_seq)
        self._end += len(frame) + len(packed)
        return True
