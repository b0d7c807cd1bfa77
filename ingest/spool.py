"""Batches made once and read many times: what a replay has decoded stays in a nameless file of the machine.

What lives here: that file. What does not: making batches, serving them. It is gone with the process, also a killed one.
"""

from __future__ import annotations

import tempfile
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from models.observation import ObservationBatch
from models.streams import batch_frame, batch_from

TEMPORARY = "/var/tmp"  # on disk, where /tmp may be memory


class _Place(NamedTuple):
    offset: int
    size: int


class Spool:
    """Reads on from `batches` only when someone has read all there is."""

    def __init__(self, batches: Iterator[ObservationBatch]) -> None:
        self._batches = batches
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

    def _make(self) -> bool:
        batch = next(self._batches, None)
        if batch is None:
            return False
        frame = batch_frame(batch)
        self._file.seek(self._end)
        self._file.write(frame)
        self._places.append(_Place(self._end, len(frame)))
        self._last_seq.append(batch.last_seq)
        self._end += len(frame)
        return True
