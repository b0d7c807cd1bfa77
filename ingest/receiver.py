"""Receive a live feed: a thread moves bytes from the source to the recording; `batch` returns what is new.

Sources: ingest/sources/source.py. The socket to the core: ingest/worker.py.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from dataclasses import replace
from pathlib import Path

import numpy as np

from ingest.batches import make_batch
from ingest.feeds import FeedDecoder
from ingest.recording.format import DamagedError, Piece, read_recording
from ingest.recording.recorder import Recorder
from ingest.sentences.fragments import DEADLINE_S
from ingest.sources.source import ReceiveClock, Source, open_source
from ingest.supply import receive_piece
from models.base.settings import Feed, RecordingSettings
from models.messages.observation import END_S, ObservationBatch

READ_WAIT_S = 0.05
END_WITHIN_S = 0.5


class Receiver:
    """Source and recorder of one feed. The thread records each piece before it is passed on."""

    def __init__(self, feed: Feed, folder: Path, settings: RecordingSettings, decoder: FeedDecoder) -> None:
        self._feed, self._decoder = feed.id, decoder
        self._clock = ReceiveClock()
        self._source: Source = open_source(feed, self._clock)
        self.recorder = Recorder(folder, settings)
        self.head_seq = self.recorder.next_seq
        self._reader = decoder.reader(feed.id)
        self._pre_roll(folder)
        self._inbox: deque[Piece] = deque()
        self._complete_s = self._clock()  # everything received later has this time or a later one
        self._failure: Exception | None = None
        self._stop, self._closed = threading.Event(), False
        self._thread = threading.Thread(target=self._receive_until_stopped, daemon=True)
        self._thread.start()

    def batch(self) -> ObservationBatch:
        """Return what was received since the last call. Raises the error that ended the thread, if any."""
        if self._failure is not None:
            raise self._failure
        ended, complete_s = self._source.ended, self._complete_s  # before the inbox, so that both hold for it
        first_seq, last_seq = self.head_seq, self.head_seq - 1
        while self._inbox:
            last_seq, rx_s, data = self._inbox.popleft()
            receive_piece(self._reader, last_seq, rx_s, data)
        self.head_seq = last_seq + 1
        until_s = END_S if ended and last_seq < first_seq else float(np.nextafter(complete_s, -math.inf))
        batch = make_batch(self._feed, self._decoder, self._reader.drain(), (first_seq, last_seq), until_s)
        return replace(batch, note=self._note())

    def close(self) -> None:
        """Stop receiving and close the recording."""
        self._stop.set()
        self._thread.join(END_WITHIN_S)  # it may hang in a system call; it is a daemon and records no more
        self._closed = True
        self._source.close()
        self.recorder.close()

    def _note(self) -> str:
        return "; ".join(note for note in (self._source.note, self.recorder.note, self._clock.note) if note)

    def _receive_until_stopped(self) -> None:
        try:
            while not self._stop.is_set():
                for rx_s, data in self._source.read(READ_WAIT_S):
                    if self._closed:
                        return
                    seq, kept_s = self.recorder.append(rx_s, data)
                    self._inbox.append((seq, kept_s, data))
                self._complete_s = self._clock()
        except Exception as failure:  # passed to the process loop, which ends with it and is restarted
            self._failure = failure

    def _pre_roll(self, folder: Path) -> None:
        """Give the reader what was recorded shortly before: it may hold the first parts of unfinished messages."""
        try:
            last = next(read_recording(folder, from_seq=self.head_seq - 1), None) if self.head_seq else None
            for seq, rx_s, data in read_recording(folder, from_s=last[1] - DEADLINE_S) if last else ():
                receive_piece(self._reader, seq, rx_s, data)
        except DamagedError:
            pass  # reported when that part is requested; here it costs at most a half-received message
        self._reader.drain()
