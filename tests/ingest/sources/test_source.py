"""Every form of `source` returns the bytes sent, through real sockets and devices; lost connections are renewed."""

from __future__ import annotations

import gzip
import os
import pty
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import zmq

from ingest.sources.source import ReceiveClock, Source, StdinSource, UdpSource, open_source
from ingest.sources.source_stream import Patience, TcpListener
from models.base.clock import SteadyClock
from models.base.settings import Feed, UserError
from tests.running import free_port

LINES = [b"!AIVDM,1,1,,A,line-%d,0*00\r\n" % n for n in range(200)]
ALL = b"".join(LINES)


def feed(source: str) -> Feed:
    return Feed(id="test", source=source)


def read_until(source: Source, enough: Callable[[list[bytes]], bool]) -> list[bytes]:
    """Read pieces until there are enough; give up after a minute."""
    pieces: list[bytes] = []
    end_s = time.monotonic() + 60
    while not enough(pieces) and time.monotonic() < end_s:
        pieces += [data for _, data in source.read(0.05)]
    return pieces


def read_bytes(source: Source, n: int) -> list[bytes]:
    return read_until(source, lambda pieces: sum(map(len, pieces)) >= n)


def test_every_datagram_is_a_piece(clock: ReceiveClock) -> None:
    port = free_port()
    source = open_source(feed(f"udp://127.0.0.1:{port}"), clock)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for line in (*LINES, b"", b"no line end"):
            sender.sendto(line, ("127.0.0.1", port))
    assert read_bytes(source, len(ALL) + 11) == [*LINES, b"no line end"]
    source.close()


def test_a_large_udp_buffer_is_requested(clock: ReceiveClock) -> None:
    source = UdpSource("127.0.0.1", 0, clock)
    usual = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    ours = source._socket.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
    assert ours >= usual.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
    usual.close()
    source.close()


@pytest.mark.skipif(not Path("/proc/net/udp").exists(), reason="this system does not say")
def test_datagrams_dropped_by_the_system_are_reported(clock: ReceiveClock) -> None:
    source = UdpSource("127.0.0.1", 0, clock)
    source._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    assert source.note == ""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for line in LINES:
            sender.sendto(line, source._socket.getsockname())
    source._looked_s = float("-inf")
    arrived = len(read_until(source, bool))
    assert f"{len(LINES) - arrived} datagrams dropped" in source.note
    source.close()


def test_a_lost_connection_to_a_server_is_renewed(clock: ReceiveClock) -> None:
    port = free_port()
    source = open_source(feed(f"tcp://127.0.0.1:{port}"), clock)
    assert source.read(0.01) == []
    assert f"connecting to 127.0.0.1:{port}" in source.note, "the server is not there yet"
    for _ in range(2):
        with socket.create_server(("127.0.0.1", port)) as server:
            read_until(source, lambda _: not source.note)
            connection, _ = server.accept()
            connection.sendall(ALL[:-7])
            pieces = read_bytes(source, len(ALL) - len(LINES[-1]))
            assert all(piece.endswith(b"\n") for piece in pieces), "a record holds whole lines"
            connection.close()
            pieces += read_until(source, bool)
            assert b"".join(pieces) == ALL[:-7], "also the line that was cut off is kept"
        assert f"connecting to 127.0.0.1:{port}" in source.note
    source.close()


def test_lines_of_many_senders_never_mix(clock: ReceiveClock) -> None:
    source = open_source(feed(f"tcp-listen://127.0.0.1:{free_port()}"), clock)
    assert isinstance(source, TcpListener)
    assert "waiting for a connection" in source.note
    senders = [socket.create_connection(("127.0.0.1", source.port)) for _ in range(5)]
    texts = [b"".join(b"sender %d line %d\n" % (who, n) for n in range(50)) for who in range(5)]
    pieces: list[bytes] = []
    for at in range(0, max(map(len, texts)), 13):
        for sender, text in zip(senders, texts, strict=True):
            sender.sendall(text[at : at + 13])
        pieces += [data for _, data in source.read(0.01)]
    pieces += read_until(source, lambda more: sum(map(len, pieces + more)) >= sum(map(len, texts)))
    lines = b"".join(pieces).split(b"\n")[:-1]
    assert sorted(lines) == sorted(line for text in texts for line in text.split(b"\n")[:-1])
    assert source.note == ""
    for sender in senders:
        sender.close()
    read_until(source, lambda _: bool(source.note))
    assert "waiting for a connection" in source.note
    source.close()


def test_a_serial_line_is_read_and_reopened(clock: ReceiveClock, tmp_path: Path) -> None:
    device = tmp_path / "ttyAIS"
    source = open_source(feed(f"serial://{device}?baud=38400"), clock)
    assert source.read(0.01) == [] and "opening" in source.note
    for _ in range(2):
        ours, theirs = pty.openpty()
        device.symlink_to(os.ttyname(theirs))
        read_until(source, lambda _: not source.note)
        os.write(ours, b"".join(LINES[:20]))
        assert b"".join(read_bytes(source, sum(map(len, LINES[:20])))) == b"".join(LINES[:20])
        device.unlink()
        os.close(theirs)
        os.close(ours)
        read_until(source, lambda _: bool(source.note))
        assert "opening" in source.note
    source.close()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_file_is_read_to_its_end(clock: ReceiveClock, tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "watch.log"
    path.write_bytes(pack(ALL * 100 + b"last"))
    source = open_source(feed(f"file:{path}"), clock)
    pieces = read_until(source, lambda _: source.ended)
    assert b"".join(pieces) == ALL * 100 + b"last"
    assert all(piece.endswith(b"\n") for piece in pieces[:-1]) and pieces[-1] == b"last"
    assert "the source has ended" in source.note and source.read(0.01) == []
    source.close()


def test_a_damaged_file_ends_at_the_damage_and_reports_it(clock: ReceiveClock, tmp_path: Path) -> None:
    path = tmp_path / "watch.log.gz"
    lines = b"".join(os.urandom(32).hex().encode() + b"\n" for _ in range(6_000))
    path.write_bytes(gzip.compress(lines)[:-1000])
    source = open_source(feed(f"file:{path}"), clock)
    pieces = read_until(source, lambda _: source.ended)
    assert len(b"".join(pieces)) > 300_000 and lines.startswith(b"".join(pieces)) and "damaged file" in source.note
    source.close()


def test_standard_input_is_read_to_its_end(clock: ReceiveClock) -> None:
    ours, theirs = os.pipe()
    source = StdinSource(clock, ours)
    os.write(theirs, ALL[:1000])
    first = read_bytes(source, 900)
    os.write(theirs, ALL[1000:])
    os.close(theirs)
    assert b"".join(first + read_until(source, lambda _: source.ended)) == ALL
    os.close(ours)


def test_everything_a_zeromq_publisher_sends_is_received(clock: ReceiveClock) -> None:
    context = zmq.Context()
    publisher: zmq.Socket[bytes] = context.socket(zmq.PUB)
    port = publisher.bind_to_random_port("tcp://127.0.0.1")
    source = open_source(feed(f"zmq://127.0.0.1:{port}"), clock)
    end_s = time.monotonic() + 60
    while not source.read(0.01) and time.monotonic() < end_s:
        publisher.send(b"are you there?")
    for line in LINES:
        publisher.send(line)
    publisher.send(b"done")
    pieces = read_until(source, lambda pieces: b"done" in pieces)
    assert [piece for piece in pieces if piece != b"are you there?"] == [*LINES, b"done"]
    source.close()
    context.destroy(linger=0)


def test_a_source_that_can_never_work_is_an_error_in_one_sentence(clock: ReceiveClock, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=r"feed test: tcp-listen://.* cannot be opened .*correct `source`"):
            open_source(feed(f"tcp-listen://127.0.0.1:{port}"), clock)
    with pytest.raises(UserError, match="cannot be opened"):
        open_source(feed(f"file:{tmp_path}/missing.log"), clock)
    with pytest.raises(UserError, match="cannot be opened"):
        open_source(feed("serial:///dev/null?baud=fast"), clock)


def test_a_clock_that_went_back_is_reported() -> None:
    machine = iter([100.0, 101.0, 41.0, 102.0])
    clock = ReceiveClock(SteadyClock(lambda: next(machine), lambda: 0.0))
    assert [clock(), clock()] == [100.0, 101.0] and clock.note == ""
    assert clock() == 101.0 and "clock went back 60 s" in clock.note
    assert clock() == 102.0 and clock.note == ""


def test_receive_times_are_kept_to_the_microsecond() -> None:
    assert ReceiveClock(SteadyClock(lambda: 1_700_000_000.123456789))() == 1_700_000_000.123457


def test_patience_grows_and_is_reset_by_a_success() -> None:
    patience = Patience()
    assert patience.is_over(0.0)
    waits = []
    for _ in range(10):
        patience.failed()
        waits.append(patience._wait_s)
    assert waits[:4] == [1.0, 2.0, 4.0, 8.0] and waits[-1] == 30.0
    assert not patience.is_over(0.001)
    patience.succeeded()
    assert patience._wait_s == 0.5


@pytest.fixture
def clock() -> ReceiveClock:
    return ReceiveClock()
