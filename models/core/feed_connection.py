"""The connections from the core to the ingestors: requesting the next batches and putting the answers into queues."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import zmq

from models.base.clock import monotonic_s
from models.core.intake import FeedQueue
from models.messages import streams
from models.messages.wire import WireError
from models.tracking.feed_health import FeedCounts

REQUEST_AGAIN_S = 1.0


@dataclass
class FeedConnection:
    """The connection to one ingestor."""

    queue: FeedQueue
    socket: zmq.Socket[bytes]
    credit: int = 0
    active_s: float = field(default=float("-inf"))  # machine seconds of the last request or answer

    def request(self, credit: int, machine_s: float) -> None:
        """Request the next batches when no request is pending, or after a long silence. Raises zmq.Again."""
        if self.credit > 0 and machine_s - self.active_s < REQUEST_AGAIN_S:
            return
        self.credit, self.active_s = credit, machine_s
        self.socket.send(streams.request_frame(self.queue.next_seq, credit), zmq.NOBLOCK)

    def take(self, frame: bytes, counts: FeedCounts) -> None:
        """Queue the batch of a frame; a damaged frame and a gap are counted."""
        try:
            batch = streams.batch_from(frame)
        except WireError:
            counts.rejects["frame"] += 1
            return
        self.credit -= 1
        self.active_s = monotonic_s()
        if not self.queue.put(batch) and batch.first_seq > self.queue.next_seq:
            counts.gaps += 1
            self.credit = 0  # request again from where the gap begins


class FeedConnections:
    """The connections to all ingestors of a run."""

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]], poller: zmq.Poller, run_dir: Path) -> None:
        self.context, self.poller, self.run_dir = context, poller, run_dir
        self.by_socket: dict[zmq.Socket[bytes], FeedConnection] = {}

    def connect(self, queues: Mapping[str, FeedQueue]) -> None:
        """Open new connections to all feeds; answers still on the way on the old ones are dropped."""
        for socket in self.by_socket:
            self.poller.unregister(socket)
            socket.close()
        self.by_socket = {}
        for feed, queue in queues.items():
            socket = self.context.socket(zmq.DEALER)
            streams.keep_alive(socket)
            socket.connect(streams.feed_address(self.run_dir, feed))
            self.poller.register(socket, zmq.POLLIN)
            self.by_socket[socket] = FeedConnection(queue, socket)

    def request(self, credit: int, wants: Callable[[FeedQueue], bool]) -> None:
        """Request the next batches for all queues that want more."""
        for client in self.by_socket.values():
            if wants(client.queue):
                with suppress(zmq.Again):
                    client.request(credit, monotonic_s())

    def receive(self, socket: zmq.Socket[bytes], counts: Mapping[str, FeedCounts]) -> None:
        """Take all answers that are waiting on a socket."""
        client = self.by_socket.get(socket)
        while client and socket.poll(0):
            client.take(socket.recv(), counts[client.queue.feed])
