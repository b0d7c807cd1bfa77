"""The historian process: it subscribes to the pictures and stores positions.

positions.py selects what is stored. A full disk is logged and writing is retried; the picture goes on without it.
"""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np
import zmq

from models.base.clock import monotonic_s
from models.history.positions import POSITIONS, Thinning
from models.history.segments import Segments
from models.messages import streams
from models.messages.picture import picture_from
from models.messages.wire import WireError

log = logging.getLogger(__name__)
WRITE_EVERY_S = 2.0
WAIT_MS = 200
WAITING_PICTURES = 20  # a historian slower than the core misses steps of trails but delays no other process
MOST_HELD = 2_000_000  # rows held while the disk is full


def run_historian(folder: Path, keep_days: float, run_dir: Path, stop: threading.Event) -> None:
    """Store positions until `stop` is set."""
    segments, thinning = Segments(folder, keep_days), Thinning()
    context = zmq.Context()
    pictures = context.socket(zmq.SUB)
    pictures.setsockopt(zmq.RCVHWM, WAITING_PICTURES)
    streams.keep_alive(pictures)
    pictures.setsockopt(zmq.SUBSCRIBE, b"")
    pictures.connect(streams.picture_address(run_dir))
    held: list[np.ndarray] = []
    written_s = monotonic_s()
    while not stop.is_set():
        if pictures.poll(WAIT_MS):
            with suppress(WireError):
                held.append(thinning.take(picture_from(pictures.recv())))
        if monotonic_s() - written_s >= WRITE_EVERY_S:
            held, written_s = _written(segments, held), monotonic_s()
    _written(segments, held)
    context.destroy(linger=0)


def _written(segments: Segments, held: list[np.ndarray]) -> list[np.ndarray]:
    """Write the rows; return those to retry if writing failed, at most the newest MOST_HELD."""
    rows = np.concatenate([np.zeros(0, POSITIONS), *held])
    try:
        segments.add(rows)
    except OSError as problem:
        log.error("positions are not kept: %s", problem.strerror)
        return [rows[-MOST_HELD:]]
    return []
