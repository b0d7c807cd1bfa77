"""Connections to the core: the subscriber of a server process, and officers' inputs in the other direction.

Sessions read `newest`, a frozen value that is replaced as a whole, so no session waits for another.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import zmq

from models.base.clock import monotonic_s
from models.messages.picture import Picture, picture_from
from models.messages.streams import keep_alive

log = logging.getLogger(__name__)

FRESH_S = 6.0  # an older picture is stale: six ticks
REMEMBERED = 20
WAIT_MS = 200


@dataclass(frozen=True)
class StreamState:
    """Reception so far. Times are monotonic seconds; `missed` holds the latest tick numbers not received."""

    picture: Picture | None = None
    arrived_s: float = 0.0
    received: int = 0
    missed: tuple[int, ...] = ()
    missed_count: int = 0
    restarts: int = 0
    damaged: int = 0

    def age_s(self, machine_s: float) -> float:
        """Return seconds since the newest picture arrived; infinite before the first."""
        return machine_s - self.arrived_s if self.picture else float("inf")

    def is_current(self, machine_s: float) -> bool:
        """Return whether the newest picture is current."""
        return self.age_s(machine_s) < FRESH_S


def received(before: StreamState, picture: Picture, machine_s: float) -> StreamState:
    """Return the state after one more picture."""
    last = before.picture
    restarted = last is not None and last.core_id != picture.core_id
    lost: range = range(0)
    if last is not None and not restarted:
        lost = range(last.tick + 1, picture.tick)
    return replace(
        before,
        picture=picture,
        arrived_s=machine_s,
        received=before.received + 1,
        missed=(*before.missed, *lost[-REMEMBERED:])[-REMEMBERED:],
        missed_count=before.missed_count + len(lost),
        restarts=before.restarts + restarted,
    )


class PictureSubscriber:
    """Receives the pictures published at `address`. In its own thread it calls `on_picture` before `newest` changes,
    and `news` after that.
    """

    def __init__(
        self, address: str, on_picture: Callable[[Picture], None], news: Callable[[], None] = lambda: None
    ) -> None:
        self._address = address
        self._on_picture = on_picture
        self._news = news
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)
        self.newest = StreamState()

    def start(self) -> None:
        """Start receiving; the publisher may start later, stop and return."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread and close the socket."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        context = zmq.Context()
        socket = context.socket(zmq.SUB)
        socket.setsockopt(zmq.CONFLATE, 1)  # single frames: the newest replaces unread ones
        keep_alive(socket)
        socket.setsockopt(zmq.SUBSCRIBE, b"")
        socket.connect(self._address)
        while not self._stop.is_set():
            if socket.poll(WAIT_MS):
                self._take(socket.recv())
        socket.close()
        context.term()

    def _take(self, frame: bytes) -> None:
        """Handle one frame. Any exception is counted and logged, and the loop continues."""
        try:
            picture = picture_from(frame)
            self._on_picture(picture)
        except Exception:
            log.exception("a picture could not be taken")
            self.newest = replace(self.newest, damaged=self.newest.damaged + 1)
            return
        self.newest = received(self.newest, picture, monotonic_s())
        self._news()


class SteeringSender:
    """Connection for officers' inputs; for the server's event loop only. The core may start later, stop and return."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._context: zmq.Context[zmq.Socket[bytes]] | None = None
        self._socket: zmq.Socket[bytes] | None = None

    def open(self) -> None:
        """Start connecting to the core."""
        self._context = zmq.Context()
        self._socket = self._context.socket(zmq.PUSH)
        keep_alive(self._socket)
        self._socket.setsockopt(zmq.IMMEDIATE, 1)  # only to a connected core
        self._socket.connect(self._address)

    def send(self, frame: bytes) -> bool:
        """Send an input; False if no core is connected."""
        if self._socket is None:
            return False
        try:
            self._socket.send(frame, zmq.NOBLOCK)
        except zmq.Again:
            return False
        return True

    def close(self) -> None:
        """Close the connection."""
        if self._context is not None:
            self._context.destroy(linger=0)
