"""A client of an ingestor, an ingestor in a thread, and unique test lines."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import zmq

from ingest.recording.format import read_recording
from ingest.worker import run_ingestor
from models.base.settings import Feed, RecordingSettings, Settings
from models.messages import streams
from models.messages.observation import ObservationBatch
from models.messages.sentence import Sentence
from models.messages.streams import RECENT
from tests.ingest.recordings import sentence
from tests.running import free_port, wait_for

ARMOUR = b"0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw"


def line(number: int) -> bytes:
    """Return a unique class A report: the number is part of its MMSI."""
    digits = bytes(ARMOUR[number >> shift & 63] for shift in (18, 12, 6, 0))
    return sentence(b"1" + digits + b"PP1FJuvSRHOE6QIwwh0HQ6w") + b"\r\n"


Ask = Callable[..., "Asker"]  # the fixture `ask`


class Asker:
    """A client that requests batches as the core does, and keeps them."""

    def __init__(self, run_dir: Path, feed: str, next_seq: int = RECENT, credit: int = 64) -> None:
        self.context = zmq.Context()
        self.socket: zmq.Socket[bytes] = self.context.socket(zmq.DEALER)
        streams.keep_alive(self.socket)
        self.socket.connect(streams.feed_address(run_dir, feed))
        self.next_seq, self.full_credit, self.credit = next_seq, credit, 0
        self.batches: list[ObservationBatch] = []
        self.signs: list[ObservationBatch] = []

    def ask(self) -> None:
        self.credit = self.full_credit
        self.socket.send(streams.request_frame(self.next_seq, self.credit))

    def take(self, wait_s: float) -> ObservationBatch | None:
        """Return the next batch; after `wait_s` of silence send the request again and return None."""
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

    def until(self, enough: Any, at_most_s: float = 60.0) -> None:
        end_s = time.monotonic() + at_most_s
        while not enough(self) and time.monotonic() < end_s:
            self.take(1.0)
        assert enough(self), "not in time"

    def messages(self) -> int:
        return sum(map(len, self.batches))

    def mmsi(self) -> list[int]:
        return [mmsi for batch in self.batches for mmsi in batch.heard["mmsi"].tolist()]

    def sentences(self, *seqs: int) -> list[Sentence]:
        """Return the sentences of these pieces."""
        self.socket.send(streams.sentences_request(seqs))
        assert self.socket.poll(60_000), "no answer"
        return streams.sentences_from(self.socket.recv())

    def close(self) -> None:
        self.context.destroy(linger=0)


def same(a: ObservationBatch, b: ObservationBatch) -> bool:
    return streams.batch_frame(a) == streams.batch_frame(b)


class Running:
    """An ingestor in a thread, with a socket to send it lines."""

    def __init__(self, folder: Path, **recording: Any) -> None:
        self.port = free_port()
        self.run_dir = folder / "run"
        self.run_dir.mkdir()
        self.recordings = folder / "rec"
        self.settings = Settings(recording=RecordingSettings(folder=self.recordings, **recording))
        self.feed = Feed(id="north", source=f"udp://127.0.0.1:{self.port}")
        self.sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.start()

    def start(self) -> None:
        self.stop = threading.Event()
        arguments = (self.settings, self.feed, self.run_dir, self.stop)
        self.thread = threading.Thread(target=run_ingestor, args=arguments, daemon=True)
        self.thread.start()
        wait_for("the ingestor's socket", (self.run_dir / "feed-north").exists)

    def send(self, *numbers: int) -> None:
        for number in numbers:
            self.sender.sendto(line(number), ("127.0.0.1", self.port))

    def end(self) -> None:
        self.stop.set()
        self.thread.join(60)
        assert not self.thread.is_alive()

    def close(self) -> None:
        if self.thread.is_alive():
            self.end()
        self.sender.close()

    def recorded(self) -> list[bytes]:
        return [data for _, _, data in read_recording(self.recordings, "north")]
