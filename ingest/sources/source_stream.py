"""Sources with a connection: TCP to a server, TCP from senders, a serial line. They reconnect and cut at line ends.

The clock is passed in by source.py.
"""

from __future__ import annotations

import errno
import random
import select
import socket
import time
from collections.abc import Callable

import serial

from ingest.notes import note
from ingest.sentences.lines import WholeLines
from models.base.clock import monotonic_s

Piece = tuple[float, bytes]

_READ_BYTES = 1 << 16
MAX_SENDERS = 100
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 30.0
CONNECT_TIMEOUT_S = 5.0
# A lost sender is detected after 10 + 3 x 5 s.
_KEEP_ALIVE = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3}


class Patience:
    """How long to wait before the next attempt: doubled each time up to a limit, less a random part, so that clients
    that lost the same server do not reconnect at the same moment.
    """

    def __init__(self) -> None:
        self._wait_s, self._until_s = FIRST_WAIT_S, float("-inf")

    def failed(self) -> None:
        self._until_s = monotonic_s() + self._wait_s * random.uniform(0.5, 1.0)
        self._wait_s = min(self._wait_s * 2, LONGEST_WAIT_S)

    def succeeded(self) -> None:
        self._wait_s = FIRST_WAIT_S

    def is_over(self, timeout_s: float) -> bool:
        """Wait for the next attempt, at most `timeout_s`; return whether it is due."""
        left_s = self._until_s - monotonic_s()
        if left_s > 0:
            time.sleep(min(left_s, timeout_s))
        return left_s <= timeout_s


class TcpClient:
    """A connection to a server, renewed whenever it is lost."""

    ended = False

    def __init__(self, host: str, port: int, clock: Callable[[], float]) -> None:
        self._host, self._port, self._clock = host, port, clock
        self._socket: socket.socket | None = None
        self._deadline_s: float | None = None  # while connecting
        self._lines, self._patience = WholeLines(), Patience()
        self.note = note("connecting", f"{host}:{port}")

    def read(self, timeout_s: float) -> list[Piece]:
        if self._socket is None and not (self._patience.is_over(timeout_s) and self._begin()):
            return []
        assert self._socket is not None
        if self._deadline_s is not None:
            self._go_on_connecting(timeout_s)
            return []
        if not select.select([self._socket], [], [], timeout_s)[0]:
            return []
        try:
            data = self._socket.recv(_READ_BYTES)
        except OSError:
            data = b""
        whole = self._lines.cut(data) if data else self._lines.finish()
        if not data:
            self._lost()
        return [(self._clock(), whole)] if whole else []

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()

    def _begin(self) -> bool:
        try:
            family, kind, proto, _, address = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)[0]
            self._socket = socket.socket(family, kind, proto)
            self._socket.setblocking(False)
            state = self._socket.connect_ex(address)
        except OSError:
            state = errno.EHOSTUNREACH
        self._deadline_s = monotonic_s() + CONNECT_TIMEOUT_S
        if state not in (0, errno.EINPROGRESS):
            self._lost()
        return self._socket is not None

    def _go_on_connecting(self, timeout_s: float) -> None:
        assert self._socket is not None and self._deadline_s is not None
        if select.select([], [self._socket], [], timeout_s)[1]:
            if self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                return self._lost()
            keep_alive(self._socket)
            self._patience.succeeded()
            self._deadline_s, self.note = None, ""
        elif monotonic_s() > self._deadline_s:
            self._lost()
        return None

    def _lost(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket, self._deadline_s = None, None
        self.note = note("connecting", f"{self._host}:{self._port}")
        self._patience.failed()


class TcpListener:
    """Accepts many senders at a time; lines of different senders never mix."""

    ended = False

    def __init__(self, host: str, port: int, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._listening = socket.create_server((host, port))
        self._listening.setblocking(False)
        self._where = f"{host}:{self._listening.getsockname()[1]}"
        self._senders: dict[socket.socket, WholeLines] = {}

    @property
    def port(self) -> int:
        """The port it listens on, also if the system chose it."""
        return int(self._listening.getsockname()[1])

    @property
    def note(self) -> str:
        return "" if self._senders else note("listening", self._where)

    def read(self, timeout_s: float) -> list[Piece]:
        pieces: list[Piece] = []
        for ready in select.select([self._listening, *self._senders], [], [], timeout_s)[0]:
            whole = self._accept() if ready is self._listening else self._receive(ready)
            if whole:
                pieces.append((self._clock(), whole))
        return pieces

    def close(self) -> None:
        for each in (self._listening, *self._senders):
            each.close()

    def _accept(self) -> bytes:
        try:
            sender, _ = self._listening.accept()
        except OSError:
            return b""
        if len(self._senders) >= MAX_SENDERS:
            sender.close()
        else:
            sender.setblocking(False)
            keep_alive(sender)
            self._senders[sender] = WholeLines()
        return b""

    def _receive(self, sender: socket.socket) -> bytes:
        try:
            data = sender.recv(_READ_BYTES)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if data:
            return self._senders[sender].cut(data)
        sender.close()
        return self._senders.pop(sender).finish()


class SerialLine:
    """A serial device, reopened after it was unplugged."""

    ended = False

    def __init__(self, path: str, baud: int, clock: Callable[[], float]) -> None:
        self._path, self._baud, self._clock = path, baud, clock
        self._line: serial.Serial | None = None
        self._lines, self._patience = WholeLines(), Patience()
        self.note = note("opening", path)

    def read(self, timeout_s: float) -> list[Piece]:
        if self._line is None and not (self._patience.is_over(timeout_s) and self._open()):
            return []
        assert self._line is not None
        try:
            self._line.timeout = timeout_s
            data = self._line.read(self._line.in_waiting or 1)
        except (OSError, serial.SerialException):
            whole = self._lines.finish()
            self.close()
            self._patience.failed()
            self.note = note("opening", self._path)
        else:
            whole = self._lines.cut(data)
        return [(self._clock(), whole)] if whole else []

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None

    def _open(self) -> bool:
        try:
            self._line = serial.Serial(self._path, self._baud)
        except (OSError, serial.SerialException):
            self._patience.failed()
            return False
        self._patience.succeeded()
        self.note = ""
        return True


def keep_alive(connection: socket.socket) -> None:
    """Let the system detect a lost peer."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEP_ALIVE.items():
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
