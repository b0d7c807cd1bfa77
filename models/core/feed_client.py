"""The line from the core to one feed's ingestor.

What lives here: asking for what is next, and how sockets of the core are set. What does not: what is done with answers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import zmq

from models.core.intake import FeedQueue
from models.messages import streams

ASK_AGAIN_S = 1.0


@dataclass
class FeedClient:
    """The line to one feed's ingestor."""

    queue: FeedQueue
    socket: zmq.Socket[bytes]
    credit: int = 0
    heard_s: float = field(default=float("-inf"))

    def ask(self, credit: int, machine_s: float) -> None:
        """Ask for what is next, when nothing is on its way or it has been silent for long."""
        if self.credit > 0 and machine_s - self.heard_s < ASK_AGAIN_S:
            return
        self.credit, self.heard_s = credit, machine_s
        self.socket.send(streams.request_frame(self.queue.next_seq, credit), zmq.NOBLOCK)


def kept_alive(socket: zmq.Socket[bytes]) -> None:
    """Let the two ends notice each other's death, and nothing hold up the end of this one."""
    socket.setsockopt(zmq.LINGER, 0)
    socket.setsockopt(zmq.HEARTBEAT_IVL, streams.HEARTBEAT_MS)
    socket.setsockopt(zmq.HEARTBEAT_TIMEOUT, streams.HEARTBEAT_TIMEOUT_MS)
