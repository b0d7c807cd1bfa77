"""The batches of one feed, pulled from its ingestor in order; the core's many feeds: feed_connection.py."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import zmq

from models.messages import streams
from models.messages.observation import QUIET_S, ObservationBatch

CREDIT = 2
ASK_AGAIN_MS = 1000


def pulled(run_dir: Path, feed: str, next_seq: int, stop: threading.Event) -> Iterator[ObservationBatch]:
    """From the recorded piece `next_seq` on, to the end of the feed or until `stop`."""
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    socket = context.socket(zmq.DEALER)
    streams.keep_alive(socket)
    socket.connect(streams.feed_address(run_dir, feed))
    try:
        until_s, credit = 0.0, 0
        while until_s < QUIET_S and not stop.is_set():
            if not credit:
                socket.send(streams.request_frame(next_seq, credit := CREDIT))
            if not socket.poll(ASK_AGAIN_MS):
                credit = 0
                continue
            batch, credit = streams.batch_from(socket.recv()), credit - 1
            if batch.last_seq < batch.first_seq:
                until_s = max(until_s, batch.until_s)
            elif next_seq in (batch.first_seq, streams.RECENT):
                until_s, next_seq = batch.until_s, batch.last_seq + 1
            else:
                continue
            yield batch
    finally:
        context.destroy(linger=0)
