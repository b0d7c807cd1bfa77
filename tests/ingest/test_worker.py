"""Whoever asks gets every piece once and in order: from memory, from the recording, after kills and restarts."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
import zmq

from ingest import supply
from ingest.recording import read_recording
from ingest.worker import run_ingestor, run_replay_ingestor
from models import streams
from models.observation import END_S, ObservationBatch
from models.settings import Feed, Recording, Settings
from models.streams import RECENT
from tests.ingest.recordings import path_of, sentence, tag_block

ROOT = Path(__file__).parents[2]
ARMOUR = b"0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw"


def line(number: int) -> bytes:
    """A class A report that nobody else sends: the number stands in its MMSI."""
    digits = bytes(ARMOUR[number >> shift & 63] for shift in (18, 12, 6, 0))
    return sentence(b"1" + digits + b"PP1FJuvSRHOE6QIwwh0HQ6w") + b"\r\n"


class Asker:
    """One who asks as the core does, and keeps what it got."""

    def __init__(self, run_dir: Path, feed: str, next_seq: int = RECENT, credit: int = 64) -> None:
        self.context = zmq.Context()
        self.socket: zmq.Socket[bytes] = self.context.socket(zmq.DEALER)
        self.socket.setsockopt(zmq.LINGER, 0)
        self.socket.setsockopt(zmq.HEARTBEAT_IVL, streams.HEARTBEAT_MS)
        self.socket.setsockopt(zmq.HEARTBEAT_TIMEOUT, streams.HEARTBEAT_TIMEOUT_MS)
        self.socket.connect(streams.feed_address(run_dir, feed))
        self.next_seq, self.full_credit, self.credit = next_seq, credit, 0
        self.batches: list[ObservationBatch] = []
        self.signs: list[ObservationBatch] = []

    def ask(self) -> None:
        self.credit = self.full_credit
        self.socket.send(streams.request_frame(self.next_seq, self.credit))

    def take(self, wait_s: float) -> ObservationBatch | None:
        """The next batch that came, asking again after a second of silence."""
        if self.credit <= 0:
            self.ask()
        if not self.socket.poll(int(wait_s * 1000)):
            self.ask()
            return None
        batch = streams.batch_from(self.socket.recv())
        self.credit -= 1
        if batch.last_seq < batch.first_seq:
            self.signs.append(batch)
        elif self.next_seq in (batch.first_seq, RECENT):
            self.batches.append(batch)
            self.next_seq = batch.last_seq + 1
        return batch

    def until(self, enough: Any, at_most_s: float = 10.0) -> None:
        end_s = time.monotonic() + at_most_s
        while not enough(self) and time.monotonic() < end_s:
            self.take(1.0)
        assert enough(self), "not in time"

    def messages(self) -> int:
        return sum(map(len, self.batches))

    def mmsi(self) -> list[int]:
        return [mmsi for batch in self.batches for mmsi in batch.heard["mmsi"].tolist()]

    def close(self) -> None:
        self.context.destroy(linger=0)


class Running:
    """An ingestor in a thread, with what is needed to feed it."""

    def __init__(self, folder: Path, **recording: Any) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.run_dir = folder / "run"
        self.run_dir.mkdir()
        self.recordings = folder / "rec"
        self.settings = Settings(recording=Recording(folder=self.recordings, **recording))
        self.feed = Feed(id="north", source=f"udp://127.0.0.1:{self.port}")
        self.sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.start()

    def start(self) -> None:
        self.stop = threading.Event()
        self.thread = threading.Thread(target=run_ingestor, args=(self.settings, self.feed, self.run_dir, self.stop))
        self.thread.start()
        address = self.run_dir / "feed-north"
        end_s = time.monotonic() + 5
        while not address.exists() and time.monotonic() < end_s:
            time.sleep(0.01)

    def send(self, *numbers: int) -> None:
        for number in numbers:
            self.sender.sendto(line(number), ("127.0.0.1", self.port))

    def end(self) -> None:
        self.stop.set()
        self.thread.join(2)
        assert not self.thread.is_alive()

    def recorded(self) -> list[bytes]:
        return [data for _, _, data in read_recording(self.recordings, "north")]


@pytest.fixture
def ingestor(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path)
    yield running
    if running.thread.is_alive():
        running.end()
    running.sender.close()


def test_what_is_sent_arrives_once_in_order_and_is_recorded(ingestor: Running) -> None:
    asker = Asker(ingestor.run_dir, "north")
    asker.until(lambda a: a.signs)
    for start in range(0, 500, 50):
        ingestor.send(*range(start, start + 50))
        asker.until(lambda a, n=start + 50: a.messages() >= n)
    assert len(set(asker.mmsi())) == 500
    assert [seq for b in asker.batches for seq in b.heard["seq"].tolist()] == list(range(500))
    assert ingestor.recorded() == [line(n) for n in range(500)]
    for before, after in zip(asker.batches, asker.batches[1:], strict=False):
        assert after.first_seq == before.last_seq + 1
        assert (after.heard["rx_s"] > before.until_s).all()
    asker.close()


def test_an_open_request_is_answered_while_nothing_comes(ingestor: Running) -> None:
    asker = Asker(ingestor.run_dir, "north", next_seq=0)
    asker.until(lambda a: len(a.signs) >= 6)
    assert all((sign.first_seq, sign.last_seq, len(sign)) == (0, -1, 0) for sign in asker.signs)
    told = [sign.until_s for sign in asker.signs[1:]]
    assert told == sorted(told) and 0.7 < told[-1] - told[0] < 3
    assert abs(told[-1] - time.time()) < 1
    asker.close()


def test_no_more_than_the_credit_is_sent(ingestor: Running) -> None:
    asker = Asker(ingestor.run_dir, "north", next_seq=0, credit=3)
    ingestor.send(*range(10))
    asker.ask()
    time.sleep(1.2)
    got = 0
    while asker.socket.poll(0):
        asker.socket.recv()
        got += 1
    assert got == 3
    asker.close()


def test_two_who_ask_do_not_disturb_each_other_and_get_the_same(ingestor: Running) -> None:
    first, second = (Asker(ingestor.run_dir, "north", next_seq=0) for _ in range(2))
    ingestor.send(*range(200))
    first.until(lambda a: a.messages() == 200)
    ingestor.send(*range(200, 300))
    second.until(lambda a: a.messages() == 300)
    first.until(lambda a: a.messages() == 300)
    assert first.mmsi() == second.mmsi()
    assert same(first.batches[0], second.batches[0])
    for asker in (first, second):
        asker.close()


def same(a: ObservationBatch, b: ObservationBatch) -> bool:
    return streams.batch_frame(a) == streams.batch_frame(b)


def test_who_drops_a_batch_and_asks_again_gets_the_very_same(ingestor: Running) -> None:
    asker = Asker(ingestor.run_dir, "north", next_seq=0)
    for start in range(0, 300, 100):
        ingestor.send(*range(start, start + 100))
        asker.until(lambda a, n=start + 100: a.messages() >= n)
    dropped = asker.batches[1:]
    del asker.batches[1:]
    asker.next_seq, asker.credit = dropped[0].first_seq, 0
    asker.until(lambda a: a.messages() == 300)
    assert all(same(a, b) for a, b in zip(asker.batches[1:], dropped, strict=True))
    middle = (dropped[0].first_seq + dropped[0].last_seq + 1) // 2
    part = Asker(ingestor.run_dir, "north", next_seq=middle)
    part.until(lambda a: a.next_seq == 300)
    assert part.batches[0].first_seq == middle
    assert part.mmsi() == asker.mmsi()[middle:]
    for each in (asker, part):
        each.close()


def test_what_left_memory_comes_from_the_recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supply, "RING_BYTES", 20_000)
    monkeypatch.setattr(supply, "PIECES_AT_ONCE", 70)
    running = Running(tmp_path, rotate_mb=0.02)
    live = Asker(running.run_dir, "north", next_seq=0)
    for start in range(0, 1000, 50):
        running.send(*range(start, start + 50))
        live.until(lambda a, n=start + 50: a.messages() >= n)
    late = Asker(running.run_dir, "north", next_seq=0)
    late.until(lambda a: a.messages() == 1000)
    assert late.mmsi() == live.mmsi()
    assert len(late.batches[0]) == 70, "decoded again from the recording"
    for name in live.batches[0].heard:
        ours, theirs = (np.concatenate([b.heard[name] for b in a.batches]) for a in (live, late))
        np.testing.assert_array_equal(ours, theirs)
    for asker in (live, late):
        asker.close()
    running.end()


def test_a_message_whose_parts_lie_on_both_sides_of_a_restart_is_whole(ingestor: Running) -> None:
    first = sentence(b"55NBjP01mtGIL@CW;SM<D60P5Ld000000000000P0`<3557l0<50@kk@", parts=b"2,1,3", channel=b"B")
    second = sentence(b"K5h@00000000000", 2, parts=b"2,2,3", channel=b"B")
    asker = Asker(ingestor.run_dir, "north", next_seq=0)
    for before_restart in (True, False):
        ingestor.sender.sendto(tag_block(b"s:x") + (first if before_restart else second), ("127.0.0.1", ingestor.port))
        if before_restart:
            asker.until(lambda a: a.next_seq == 1)
            ingestor.end()
            ingestor.start()
            asker.until(lambda a: a.signs and a.signs[-1].until_s > a.batches[-1].until_s)
    asker.until(lambda a: a.messages() == 1)
    late = Asker(ingestor.run_dir, "north", next_seq=1)
    late.until(lambda a: a.messages() == 1)
    assert same(late.batches[0], asker.batches[-1])
    for each in (asker, late):
        each.close()


def test_whoever_begins_gets_the_last_minute(ingestor: Running) -> None:
    ingestor.send(*range(40))
    warm = Asker(ingestor.run_dir, "north", next_seq=0)
    warm.until(lambda a: a.messages() == 40)
    asker = Asker(ingestor.run_dir, "north")
    asker.until(lambda a: a.messages() == 40)
    for each in (warm, asker):
        each.close()


def test_nonsense_instead_of_a_request_is_passed_over(ingestor: Running) -> None:
    asker = Asker(ingestor.run_dir, "north", next_seq=0)
    for nonsense in (b"", b"hello", b"WHW1" + b"\xff" * 20, streams.request_frame(0, 1)[:-3]):
        asker.socket.send(nonsense)
    asker.until(lambda a: a.signs)
    asker.close()


def test_numbers_that_a_full_disk_did_not_keep_are_not_given_again(ingestor: Running) -> None:
    asker = Asker(ingestor.run_dir, "north", next_seq=1000)
    asker.until(lambda a: a.signs)
    ingestor.send(1, 2, 3)
    asker.until(lambda a: a.messages() == 3)
    assert [seq for b in asker.batches for seq in b.heard["seq"].tolist()] == [1000, 1001, 1002]
    asker.close()


def test_a_feed_that_is_a_file_ends(tmp_path: Path) -> None:
    path = tmp_path / "watch.log"
    path.write_bytes(b"".join(map(line, range(5000))))
    (tmp_path / "run").mkdir()
    settings, feed = Settings(recording=Recording(folder=tmp_path / "rec")), Feed(id="file", source=f"file:{path}")
    stop = threading.Event()
    thread = threading.Thread(target=run_ingestor, args=(settings, feed, tmp_path / "run", stop))
    thread.start()
    asker = Asker(tmp_path / "run", "file", next_seq=0)
    asker.until(lambda a: a.signs and a.signs[-1].until_s == END_S)
    assert (asker.messages(), len(set(asker.mmsi()))) == (5000, 5000)
    assert "the source has ended" in asker.signs[-1].note
    stop.set()
    thread.join(2)
    assert not thread.is_alive()
    asker.close()


PROCESS = """
import sys
from pathlib import Path
from ingest.worker import run_ingestor
from models.settings import Feed, Recording, Settings
folder = Path(sys.argv[1])
settings = Settings(recording=Recording(folder=folder / "rec", rotate_mb=0.05))
run_ingestor(settings, Feed(id="north", source=sys.argv[2]), folder / "run")
"""


def runs(numbers: list[int]) -> int:
    """Runs without a gap."""
    return sum(1 for before, after in zip([-2, *numbers], numbers, strict=False) if after != before + 1)


def test_killed_under_load_it_loses_and_doubles_nothing_it_had(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", PROCESS, str(tmp_path), f"udp://127.0.0.1:{port}"]
    numbers, done = {line(n): n for n in range(20_000)}, threading.Event()

    def send() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for each in numbers:
                sender.sendto(each, ("127.0.0.1", port))
                if done.wait(0.001):
                    return

    process = subprocess.Popen(command, cwd=ROOT)
    asker = Asker(tmp_path / "run", "north", next_seq=0)
    asker.until(lambda a: a.signs)
    sending = threading.Thread(target=send)
    sending.start()
    for n in (700, 1500, 2300):
        asker.until(lambda a, n=n: a.messages() > n, at_most_s=30)
        if n < 2000:
            process.send_signal(signal.SIGKILL)
            process.wait()
            process = subprocess.Popen(command, cwd=ROOT)
    done.set()
    sending.join()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=2) == 0
    pieces = list(read_recording(tmp_path / "rec", "north"))
    recorded = [numbers[data] for _, _, data in pieces]
    assert [seq for seq, _, _ in pieces] == list(range(len(pieces)))
    assert recorded == sorted(set(recorded)), "once each, in order"
    assert runs(recorded) <= 3, "nothing is missing but what was sent while nobody listened"
    served = [seq for batch in asker.batches for seq in batch.heard["seq"].tolist()]
    assert served == list(range(len(served))), "the cursor went on without a gap or a copy"
    assert asker.mmsi() == [mmsi_of(n) for n in recorded[: len(served)]]
    asker.close()


def mmsi_of(number: int) -> int:
    """Of `line(number)`: the number, then the first eight bits of what follows."""
    return number << 8 | 0b10000010


def test_told_to_end_it_ends_at_once(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    command = [sys.executable, "-c", PROCESS, str(tmp_path), "tcp://127.0.0.1:9"]
    process = subprocess.Popen(command, cwd=ROOT)
    asker = Asker(tmp_path / "run", "north")
    asker.until(lambda a: a.signs)
    assert "connecting to 127.0.0.1:9" in asker.signs[-1].note
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=2) == 0
    assert not psutil.pid_exists(process.pid)
    asker.close()


@pytest.fixture
def replay(tmp_path: Path) -> Iterator[Any]:
    """Starts replays; ends them all."""
    stop, threads = threading.Event(), list[threading.Thread]()

    def start(*paths: Path, from_s: float | None = None, to_s: float | None = None) -> Path:
        arguments = (list(paths), "old", tmp_path, "kernel", from_s, to_s, stop)
        threads.append(threading.Thread(target=run_replay_ingestor, args=arguments))
        threads[-1].start()
        return tmp_path

    yield start
    stop.set()
    for thread in threads:
        thread.join(2)
        assert not thread.is_alive()


def test_a_replay_gives_the_whole_file_and_then_says_that_it_ended(replay: Any) -> None:
    asker = Asker(replay(path_of("538004030_drift_1.ais")), "old", credit=2)
    asker.until(lambda a: a.batches and a.batches[-1].until_s == END_S)
    assert asker.messages() == 5252
    assert [b.first_seq for b in asker.batches] == [0, *(b.last_seq + 1 for b in asker.batches[:-1])]
    asker.until(lambda a: a.signs and a.signs[-1].until_s == END_S)
    asker.close()


def test_a_replay_reads_on_only_when_asked_and_again_for_who_asks_for_earlier(replay: Any) -> None:
    run_dir = replay(path_of("538004030_drift_1.ais"))
    first = Asker(run_dir, "old", credit=1)
    first.until(lambda a: len(a.batches) == 3)
    again, middle = Asker(run_dir, "old", next_seq=4001), Asker(run_dir, "old", next_seq=9000)
    again.until(lambda a: len(a.batches) == 2)
    assert all(same(a, b) for a, b in zip(again.batches[:2], first.batches[1:3], strict=True))
    middle.until(lambda a: a.next_seq > 16_000)
    assert (middle.batches[0].first_seq, middle.batches[0].last_seq) == (9000, 12_000)
    first.until(lambda a: a.next_seq > 16_000)
    assert middle.messages() == sum((b.heard["seq"] >= 9000).sum() for b in first.batches)
    for asker in (first, again, middle):
        asker.close()


def test_a_replay_from_and_to_a_time(replay: Any) -> None:
    start_s = 1411920000.0  # 2014-09-28T16:00:00Z
    asker = Asker(replay(path_of("538004030_drift_1.ais"), from_s=start_s + 600, to_s=start_s + 1200), "old")
    asker.until(lambda a: a.batches and a.batches[-1].until_s == END_S)
    rx_s = np.concatenate([b.heard["rx_s"] for b in asker.batches])
    assert start_s + 600 <= rx_s.min() and rx_s.max() <= start_s + 1200 and len(rx_s) > 100
    asker.close()


def test_files_one_after_the_other_are_one_feed(replay: Any, tmp_path: Path) -> None:
    text = path_of("538004030_drift_1.ais").read_bytes().splitlines(keepends=True)
    parts = [tmp_path / "one.log", tmp_path / "two.log"]
    for part, lines in zip(parts, (text[:8000], text[8000:]), strict=True):
        part.write_bytes(b"".join(lines))
    asker = Asker(replay(*parts), "old")
    asker.until(lambda a: a.batches and a.batches[-1].until_s == END_S)
    assert asker.messages() in (5251, 5252)
    seq = np.concatenate([b.heard["seq"] for b in asker.batches])
    assert (np.diff(seq) > 0).all() and seq[-1] > 16_000
    for before, after in zip(asker.batches, asker.batches[1:], strict=False):
        assert after.first_seq == before.last_seq + 1
        assert (after.heard["rx_s"] > before.until_s).all()
    asker.close()
