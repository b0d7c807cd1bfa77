"""An ingestor may be killed at any moment, and ends at once on SIGTERM."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import psutil

from ingest.recording.format import read_recording
from models.base.paths import ROOT
from tests.ingest.asking import Ask, line
from tests.running import free_port

PROCESS = """
import sys
from pathlib import Path
from ingest.worker import run_ingestor
from models.base.settings import Feed, RecordingSettings, Settings
folder = Path(sys.argv[1])
settings = Settings(recording=RecordingSettings(folder=folder / "rec", rotate_mb=0.05))
run_ingestor(settings, Feed(id="north", source=sys.argv[2]), folder / "run")
"""


def runs(numbers: list[int]) -> int:
    """Return the number of runs without a gap."""
    return sum(1 for before, after in zip([-2, *numbers], numbers, strict=False) if after != before + 1)


def test_killed_under_load_it_neither_loses_nor_duplicates_pieces(tmp_path: Path, ask: Ask) -> None:
    (tmp_path / "run").mkdir()
    port = free_port()
    command = [sys.executable, "-c", PROCESS, str(tmp_path), f"udp://127.0.0.1:{port}"]
    numbers, done = {line(n): n for n in range(20_000)}, threading.Event()

    def send() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for each in numbers:
                sender.sendto(each, ("127.0.0.1", port))
                if done.wait(0.001):
                    return

    process = subprocess.Popen(command, cwd=ROOT)
    asker = ask(tmp_path / "run", "north", next_seq=0)
    asker.until(lambda a: a.signs)
    sending = threading.Thread(target=send, daemon=True)
    sending.start()
    for n in (700, 1500, 2300):
        asker.until(lambda a, n=n: a.messages() > n)
        if n < 2000:
            process.send_signal(signal.SIGKILL)
            process.wait()
            process = subprocess.Popen(command, cwd=ROOT)
    done.set()
    sending.join()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    pieces = list(read_recording(tmp_path / "rec", "north"))
    recorded = [numbers[data] for _, _, data in pieces]
    assert [seq for seq, _, _ in pieces] == list(range(len(pieces)))
    assert recorded == sorted(set(recorded)), "once each, in order"
    assert runs(recorded) <= 3, "only what was sent while no ingestor ran is missing"
    served = [seq for batch in asker.batches for seq in batch.heard["seq"].tolist()]
    assert served == list(range(len(served))), "the cursor went on without a gap or a copy"
    assert asker.mmsi() == [mmsi_of(n) for n in recorded[: len(served)]]


def mmsi_of(number: int) -> int:
    """Return the MMSI of `line(number)`: the number, then the first eight bits of what follows."""
    return number << 8 | 0b10000010


def test_it_ends_at_once_on_sigterm(tmp_path: Path, ask: Ask) -> None:
    (tmp_path / "run").mkdir()
    command = [sys.executable, "-c", PROCESS, str(tmp_path), "tcp://127.0.0.1:9"]
    process = subprocess.Popen(command, cwd=ROOT)
    asker = ask(tmp_path / "run", "north")
    asker.until(lambda a: a.signs)
    assert "connecting to 127.0.0.1:9" in asker.signs[-1].note
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert not psutil.pid_exists(process.pid)
