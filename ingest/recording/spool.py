"""Batches made once and read many times: what a replay has decoded stays in a nameless file of the machine.

What lives here: that file, with the messages of each batch behind it for those who ask what was said. What does not:
making batches, serving them. It is gone with the process, also a killed one.
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
_LEVEL = 1  # of packing: quick


class _Place(NamedTuple):
    offset: int
    size: int
    said_size: int  # of the messages that follow it


class Spool:
    """Reads on from the batches only when someone has read all there is.

    `make` is given what to call with the messages of each batch before it gives that batch.
    """

    def __init__(self, make: Callable[[OnMessages], Iterator[ObservationBatch]]) -> None:
        self._said: list[Message] = []
        self._batches = make(self._said.extend)
        self._file = tempfile.TemporaryFile(  # noqa: SIM115 - as long as the process
            dir=TEMPORARY if Path(TEMPORARY).is_dir() else None
        )
        self._places: list[_Place] = []
        self._last_seq: list[int] = []
        self._end = 0

    def read(self, next_seq: int) -> Iterator[ObservationBatch]:
        """From the batch that holds the piece `next_seq` on; when that is not made yet, from the first one to make.

        Beyond the end it is the last one, which says that this is the end.
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
        """The messages that these pieces completed, as far as they are made."""
        found: list[Message] = []
        for at in sorted({bisect_left(self._last_seq, seq) for seq in seqs}):
            if at < len(self._places):
                place = self._places[at]
                self._file.seek(place.offset + place.size)
                said = pickle.loads(zstandard.decompress(self._file.read(place.said_size)))
                found += [message for message in said if message.seq in seqs]
        return found

    def _make(self) -> bool:
        batch = next(self._batches, None)
        if batch is None:
            return False
        frame, said = batch_frame(batch), zstandard.compress(pickle.dumps(self._said), _LEVEL)
        self._said.clear()
        self._file.seek(self._end)
        self._file.write(frame + said)
        self._places.append(_Place(self._end, len(frame), len(said)))
        self._last_seq.append(batch.last_seq)
        self._end += len(frame) + len(said)
        return True
