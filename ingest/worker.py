"""The ingestor process: its loops, live and replay, and the socket over which it serves numbered batches.

It may be killed at any moment; after a restart it serves again what it recorded. Receiving: receiver.py. Finding
batches: supply.py. Finding sentences: evidence.py.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import zmq

from ingest.evidence import Find, recorded_messages, sentences
from ingest.feeds import FeedDecoder, make_feed
from ingest.receiver import Receiver
from ingest.recording.spool import Spool
from ingest.supply import Cursor, LiveSupply, ReplaySupply, Supply, replay_batches
from ingest.tampering import tampered
from models.base.clock import monotonic_s
from models.base.settings import Feed, Settings
from models.base.stopping import stop_on_signal
from models.messages import streams
from models.messages.control import injects
from models.messages.observation import ObservationBatch
from models.messages.wire import WireError

BATCH_EVERY_S = 0.03  # small enough for the eye, large enough for columns to pay
SIGN_OF_LIFE_S = 0.25
FORGET_AFTER_S = 60.0  # a reader without a request for this long is gone


class BatchServer:
    """The socket: answers requests for batches from a supply, in order and within the credit given, and requests for
    sentences with what `find` returns.
    """

    def __init__(self, address: str, feed: str, supply: Supply, decoder: FeedDecoder, find: Find) -> None:
        self._feed, self._supply = feed, supply
        self._decoder, self._find = decoder, find
        self._cursors: dict[bytes, Cursor] = {}
        self._context = zmq.Context()
        self._socket: zmq.Socket[bytes] = self._context.socket(zmq.ROUTER)
        self._socket.setsockopt(zmq.SNDHWM, streams.HIGH_WATER)
        streams.keep_alive(self._socket)
        self._socket.bind(address)

    def turn(self, wait_s: float) -> None:
        """Take requests, waiting at most `wait_s` if there is nothing to answer, then answer."""
        pending = any(cursor.credit > 0 and self._supply.more(cursor) for cursor in self._cursors.values())
        wait_ms = 0 if pending else math.ceil(wait_s * 1000)
        while self._socket.poll(wait_ms):
            self._take(*self._socket.recv_multipart())
            wait_ms = 0
        now_s = monotonic_s()
        for client, cursor in list(self._cursors.items()):
            if cursor.credit > 0:
                self._answer(client, cursor, now_s)
            elif now_s - cursor.answered_at_s > FORGET_AFTER_S:
                del self._cursors[client]

    def close(self) -> None:
        """Release the address; readers request again what was on its way."""
        self._context.destroy(linger=0)

    def _take(self, client: bytes, *frames: bytes) -> None:
        try:
            wanted = streams.sentences_asked(frames[-1])
            if wanted:
                return self._send_sentences(client, wanted)
            next_seq, credit = streams.request_from(frames[-1])
        except (WireError, IndexError):
            return None
        cursor = self._cursors.setdefault(client, Cursor(next_seq, answered_at_s=monotonic_s()))
        if next_seq not in (cursor.next_seq, streams.RECENT):
            cursor.move_to(next_seq)
        cursor.credit = credit
        return None

    def _send_sentences(self, client: bytes, seqs: tuple[int, ...]) -> None:
        try:
            found = sentences(self._decoder, self._find(seqs))
        except OSError:  # without a readable recording there are no sentences; receiving goes on
            found = []
        self._socket.send_multipart([client, streams.sentences_frame(found)], zmq.NOBLOCK)

    def _answer(self, client: bytes, cursor: Cursor, now_s: float) -> None:
        frame = self._supply.frame(cursor)
        if frame is None:
            until_s, note = self._supply.state(cursor)
            # A complete second is sent at once: the core waits for it to run its tick.
            lately = now_s - cursor.answered_at_s < SIGN_OF_LIFE_S
            if lately and math.floor(until_s) <= math.floor(cursor.answered_until_s):
                return
            first_seq = max(cursor.next_seq, 0)
            frame = streams.batch_frame(ObservationBatch(self._feed, first_seq, first_seq - 1, until_s, note=note))
            cursor.answered_until_s = until_s
        cursor.answered_at_s = now_s
        cursor.credit -= 1
        self._socket.send_multipart([client, frame], zmq.NOBLOCK, copy=len(frame) < 1 << 16)


def run_ingestor(settings: Settings, feed: Feed, run_dir: Path, stop: threading.Event | None = None) -> None:
    """Receive, record, decode and serve a live feed until SIGTERM or `stop`. Raises UserError."""
    stop = stop or stop_on_signal()
    decoder = make_feed(feed.kind, feed.decoder)
    folder = settings.recording.folder / feed.id
    receiver = Receiver(feed, folder, settings.recording, decoder)
    supply = LiveSupply(feed.id, folder, decoder, receiver.head_seq, receiver.recorder.skip_to)
    find = partial(recorded_messages, folder, feed.id, decoder)
    server = BatchServer(streams.feed_address(run_dir, feed.id), feed.id, supply, decoder, find)
    try:
        due_s = monotonic_s()
        while not stop.is_set():
            server.turn(min(max(0.0, due_s - monotonic_s()), BATCH_EVERY_S))
            if monotonic_s() >= due_s:
                due_s = monotonic_s() + BATCH_EVERY_S
                supply.take(receiver.batch())
    finally:
        server.close()
        receiver.close()


def run_replay_ingestor(
    paths: list[Path],
    feed_id: str,
    run_dir: Path,
    decoder: str,
    from_s: float | None,
    to_s: float | None,
    stop: threading.Event | None = None,
    kind: str = "ais",
) -> None:
    """Serve recorded files as a feed until SIGTERM or `stop`; reads only on request. Raises UserError."""
    spool = Spool(lambda keep: replay_batches(paths, feed_id, decoder, from_s, to_s, kind, keep))
    serve_batches(spool.read, feed_id, run_dir, make_feed(kind, decoder), spool.messages, stop)


def serve_batches(
    read: Callable[[int], Iterator[ObservationBatch]],
    feed_id: str,
    run_dir: Path,
    decoder: FeedDecoder,
    find: Find,
    stop: threading.Event | None = None,
) -> None:
    """Serve the batches of `read` as a feed, changed by the injects of the run, until SIGTERM or `stop`."""
    stop = stop or stop_on_signal()
    supply = ReplaySupply(lambda next_seq: tampered(read(next_seq), feed_id, injects(run_dir)))
    server = BatchServer(streams.feed_address(run_dir, feed_id), feed_id, supply, decoder, find)
    try:
        while not stop.is_set():
            server.turn(BATCH_EVERY_S)
    finally:
        server.close()
