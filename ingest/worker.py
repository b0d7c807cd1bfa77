"""An ingestor process: source, recorder, sentences, feed, numbered batches for whoever asks.

What lives here: the two process loops, live and replay, and their socket. What does not: receiving (source.py,
receiver.py), recording (recorder.py), finding batches (supply.py) or sentences (evidence.py). It may be killed at any
moment: what it recorded it serves again.
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
FORGET_AFTER_S = 60.0  # one who asked nothing for so long is gone


class Server:
    """The socket: takes requests, answers from a supply in order and within the credit given, and what `find` finds."""

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
        """Take what is asked, waiting no longer than that when there is nothing to answer, then answer."""
        hungry = any(cursor.credit > 0 and self._supply.more(cursor) for cursor in self._cursors.values())
        wait_ms = 0 if hungry else math.ceil(wait_s * 1000)
        while self._socket.poll(wait_ms):
            self._take(*self._socket.recv_multipart())
            wait_ms = 0
        now_s = monotonic_s()
        for who, cursor in list(self._cursors.items()):
            if cursor.credit > 0:
                self._answer(who, cursor, now_s)
            elif now_s - cursor.told_at_s > FORGET_AFTER_S:
                del self._cursors[who]

    def close(self) -> None:
        """Let go of the address; what is on its way is asked for again."""
        self._context.destroy(linger=0)

    def _take(self, who: bytes, *frames: bytes) -> None:
        try:
            wanted = streams.sentences_asked(frames[-1])
            if wanted:
                return self._tell(who, wanted)
            next_seq, credit = streams.request_from(frames[-1])
        except (WireError, IndexError):
            return None
        cursor = self._cursors.setdefault(who, Cursor(next_seq, told_at_s=monotonic_s()))
        if next_seq not in (cursor.next_seq, streams.RECENT):
            cursor.move_to(next_seq)
        cursor.credit = credit
        return None

    def _tell(self, who: bytes, seqs: tuple[int, ...]) -> None:
        try:
            found = sentences(self._decoder, self._find(seqs))
        except OSError:  # a recording that cannot be read now is none; listening goes on
            found = []
        self._socket.send_multipart([who, streams.sentences_frame(found)], zmq.NOBLOCK)

    def _answer(self, who: bytes, cursor: Cursor, now_s: float) -> None:
        frame = self._supply.frame(cursor)
        if frame is None:
            until_s, note = self._supply.state(cursor)
            # A second that is complete is told at once: the core waits for it to run its tick.
            if now_s - cursor.told_at_s < SIGN_OF_LIFE_S and math.floor(until_s) <= math.floor(cursor.told_until_s):
                return
            first_seq = max(cursor.next_seq, 0)
            frame = streams.batch_frame(ObservationBatch(self._feed, first_seq, first_seq - 1, until_s, note=note))
            cursor.told_until_s = until_s
        cursor.told_at_s = now_s
        cursor.credit -= 1
        self._socket.send_multipart([who, frame], zmq.NOBLOCK, copy=len(frame) < 1 << 16)


def run_ingestor(settings: Settings, feed: Feed, run_dir: Path, stop: threading.Event | None = None) -> None:
    """Receive, record, decode and serve a live feed until SIGTERM or `stop`. Raises UserError."""
    stop = stop or stop_on_signal()
    decoder = make_feed(feed.kind, feed.decoder)
    folder = settings.recording.folder / feed.id
    receiver = Receiver(feed, folder, settings.recording, decoder)
    supply = LiveSupply(feed.id, folder, decoder, receiver.head_seq, receiver.recorder.skip_to)
    find = partial(recorded_messages, folder, feed.id, decoder)
    server = Server(streams.feed_address(run_dir, feed.id), feed.id, supply, decoder, find)
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
    """Serve recorded files as a feed until SIGTERM or `stop`; reads on only when asked. Raises UserError."""
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
    """Serve what `read` gives from a piece on as a feed until SIGTERM or `stop`, with what the run's director did."""
    stop = stop or stop_on_signal()
    supply = ReplaySupply(lambda next_seq: tampered(read(next_seq), feed_id, injects(run_dir)))
    server = Server(streams.feed_address(run_dir, feed_id), feed_id, supply, decoder, find)
    try:
        while not stop.is_set():
            server.turn(BATCH_EVERY_S)
    finally:
        server.close()
