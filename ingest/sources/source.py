"""Live sources without a connection (UDP, ZeroMQ, file, stdin), the forms of `source`, and the receive time.

This is the edge of the feeds: besides the clock module, only here is the time read. TCP and serial lines are in
source_stream.py.
"""

from __future__ import annotations

import ipaddress
import os
import select
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, urlsplit

import zmq

from ingest.notes import note
from ingest.recording.format import to_us
from ingest.sentences.lines import WholeLines
from ingest.sources.source_stream import SerialLine, TcpClient, TcpListener
from ingest.sources.unpack import DamagedFileError, text_of
from models.base.clock import SteadyClock, monotonic_s
from models.base.settings import Feed, UserError

UDP_BUFFER_BYTES = 8 << 20  # the default of 208 kB lost 1-6 % at 20,000 datagrams per second
_READ_BYTES = 1 << 16
_AT_ONCE = 1000  # most datagrams per read, so that a flood does not prevent stopping

Piece = tuple[float, bytes]


class Source(Protocol):
    """A source of bytes. A piece of a stream ends at a line end; each datagram is a piece."""

    @property
    def note(self) -> str:
        """The problem of the source, for the wall; empty if there is none."""

    @property
    def ended(self) -> bool:
        """Whether the source has ended for good."""

    def read(self, timeout_s: float) -> list[Piece]:
        """Return (rx_s, bytes) of what arrived; wait at most `timeout_s` for the first piece."""

    def close(self) -> None: ...


class ReceiveClock:
    """UTC as recordings store it, which never goes back; `note` reports that the machine's clock did."""

    def __init__(self, clock: SteadyClock | None = None) -> None:
        self._clock = clock or SteadyClock()

    def __call__(self) -> float:
        return to_us(self._clock()) / 1e6

    @property
    def note(self) -> str:
        back_s = self._clock.back_s
        return note("clock", round(back_s)) if back_s > 1 else ""


def open_source(feed: Feed, clock: Callable[[], float]) -> Source:
    """Open the source of a feed. Raises UserError if it can never work; a peer that is not there yet is waited for."""
    parts = urlsplit(feed.source)
    try:
        return _FORMS[parts.scheme](parts, clock)
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or problem
        raise UserError(f"feed {feed.id}: {feed.source} cannot be opened ({why}); correct `source`") from problem


class UdpSource:
    """UDP datagrams, each a piece; joins a multicast group (IEC 61162-450)."""

    ended = False

    def __init__(self, host: str, port: int, clock: Callable[[], float]) -> None:
        self._clock, self._looked_s, self._lost = clock, float("-inf"), 0
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        self._socket = socket.socket(family, kind, proto)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, UDP_BUFFER_BYTES)
        if ipaddress.ip_address(address[0]).is_multicast:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            group = socket.inet_aton(str(address[0])) + socket.inet_aton("0.0.0.0")
            self._socket.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)
        self._socket.bind(address)
        self._socket.setblocking(False)

    def read(self, timeout_s: float) -> list[Piece]:
        pieces: list[Piece] = []
        if not select.select([self._socket], [], [], timeout_s)[0]:
            return pieces
        while len(pieces) < _AT_ONCE:
            try:
                data = self._socket.recv(_READ_BYTES)
            except BlockingIOError:
                break
            if data:
                pieces.append((self._clock(), data))
        return pieces

    @property
    def note(self) -> str:
        """How many datagrams the system dropped, read once per second."""
        if monotonic_s() - self._looked_s > 1:
            self._looked_s, self._lost = monotonic_s(), _lost_datagrams(self._socket)
        return note("udp_lost", self._lost) if self._lost else ""

    def close(self) -> None:
        self._socket.close()


def _lost_datagrams(ours: socket.socket) -> int:
    """Return how many datagrams of a socket the system dropped; 0 where that is unknown (it is known on Linux)."""
    inode = str(os.fstat(ours.fileno()).st_ino)
    table = Path("/proc/net/udp6" if ours.family == socket.AF_INET6 else "/proc/net/udp")
    if not table.exists():
        return 0
    rows = (line.split() for line in table.read_text(encoding="ascii").splitlines())
    return next((int(row[-1]) for row in rows if inode in row), 0)


class ZmqSource:
    """The frames of a PUB socket, each a piece."""

    note, ended = "", False

    def __init__(self, address: str, clock: Callable[[], float]) -> None:
        self._clock, self._context = clock, zmq.Context()
        self._socket: zmq.Socket[bytes] = self._context.socket(zmq.SUB)
        self._socket.setsockopt(zmq.RCVHWM, 100_000)
        self._socket.setsockopt(zmq.SUBSCRIBE, b"")
        self._socket.connect(address)

    def read(self, timeout_s: float) -> list[Piece]:
        pieces: list[Piece] = []
        wait_ms = int(timeout_s * 1000)
        while len(pieces) < _AT_ONCE and self._socket.poll(0 if pieces else wait_ms):
            pieces += [(self._clock(), frame) for frame in self._socket.recv_multipart() if frame]
        return pieces

    def close(self) -> None:
        self._context.destroy(linger=0)


class FileSource:
    """A file, plain or packed, read to its end as fast as the caller reads."""

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        path.open("rb").close()  # a file that cannot be opened is an error at once
        self._pieces, self._path, self._clock = text_of(path), path, clock
        self._lines = WholeLines()
        self.note, self.ended = "", False

    def read(self, timeout_s: float) -> list[Piece]:
        if self.ended:
            return []
        try:
            data, reason = next(self._pieces, b""), note("ended", self._path.name)
        except (DamagedFileError, OSError) as problem:
            data, reason = b"", note("file_damaged", f"{self._path.name} ({problem})")
        whole = self._lines.cut(data) if data else self._lines.finish()
        if not data:
            self.note, self.ended = reason, True
        return [(self._clock(), whole)] if whole else []

    def close(self) -> None:
        self._pieces = iter(())


class StdinSource:
    """Standard input, until its writer closes it."""

    def __init__(self, clock: Callable[[], float], fd: int | None = None) -> None:
        self._fd, self._clock = sys.stdin.fileno() if fd is None else fd, clock
        self._lines = WholeLines()
        self.note, self.ended = "", False

    def read(self, timeout_s: float) -> list[Piece]:
        if self.ended or not select.select([self._fd], [], [], timeout_s)[0]:
            return []
        data = os.read(self._fd, _READ_BYTES)
        whole = self._lines.cut(data) if data else self._lines.finish()
        if not data:
            self.note, self.ended = note("ended", "stdin"), True
        return [(self._clock(), whole)] if whole else []

    def close(self) -> None:
        """Leave standard input open: it belongs to the process."""


def _address(parts: SplitResult) -> tuple[str, int]:
    return parts.hostname or "", parts.port or 0


def _serial(parts: SplitResult, clock: Callable[[], float]) -> Source:
    baud = parse_qs(parts.query).get("baud", ["38400"])[0]
    return SerialLine(parts.path, int(baud), clock)


_FORMS: dict[str, Callable[[SplitResult, Callable[[], float]], Source]] = {
    "udp": lambda parts, clock: UdpSource(*_address(parts), clock),
    "tcp": lambda parts, clock: TcpClient(*_address(parts), clock),
    "tcp-listen": lambda parts, clock: TcpListener(*_address(parts), clock),
    "serial": _serial,
    "file": lambda parts, clock: FileSource(Path(parts.netloc + parts.path), clock),
    "stdin": lambda _, clock: StdinSource(clock),
    "zmq": lambda parts, clock: ZmqSource(f"tcp://{parts.hostname}:{parts.port}", clock),
}
