"""A replay serves files like a live feed: in order, on request, and again on a repeated request."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.worker import run_replay_ingestor
from models.messages.observation import END_S
from tests.ingest.asking import Ask, same
from tests.ingest.recordings import path_of


@pytest.fixture
def replay(tmp_path: Path) -> Iterator[Any]:
    """Start replays, and end them after the test."""
    stop, threads = threading.Event(), list[threading.Thread]()

    def start(*paths: Path, from_s: float | None = None, to_s: float | None = None) -> Path:
        arguments = (list(paths), "old", tmp_path, "kernel", from_s, to_s, stop)
        threads.append(threading.Thread(target=run_replay_ingestor, args=arguments, daemon=True))
        threads[-1].start()
        return tmp_path

    yield start
    stop.set()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def test_a_replay_serves_the_whole_file_and_then_reports_its_end(replay: Any, ask: Ask) -> None:
    asker = ask(replay(path_of("538004030_drift_1.ais")), "old", credit=2)
    asker.until(lambda a: a.batches and a.batches[-1].until_s == END_S)
    assert asker.messages() == 5252
    assert [b.first_seq for b in asker.batches] == [0, *(b.last_seq + 1 for b in asker.batches[:-1])]
    asker.until(lambda a: a.signs and a.signs[-1].until_s == END_S)


def test_a_replay_reads_only_on_request_and_again_for_earlier_pieces(replay: Any, ask: Ask) -> None:
    run_dir = replay(path_of("538004030_drift_1.ais"))
    first = ask(run_dir, "old", credit=1)
    first.until(lambda a: len(a.batches) == 3)
    again, middle = ask(run_dir, "old", next_seq=4001), ask(run_dir, "old", next_seq=9000)
    again.until(lambda a: len(a.batches) == 2)
    assert all(same(a, b) for a, b in zip(again.batches[:2], first.batches[1:3], strict=True))
    middle.until(lambda a: a.next_seq > 16_000)
    assert (middle.batches[0].first_seq, middle.batches[0].last_seq) == (9000, 12_000)
    first.until(lambda a: a.next_seq > 16_000)
    assert middle.messages() == sum((b.heard["seq"] >= 9000).sum() for b in first.batches)


def test_a_replay_from_and_to_a_time(replay: Any, ask: Ask) -> None:
    start_s = 1411920000.0  # 2014-09-28T16:00:00Z
    asker = ask(replay(path_of("538004030_drift_1.ais"), from_s=start_s + 600, to_s=start_s + 1200), "old")
    asker.until(lambda a: a.batches and a.batches[-1].until_s == END_S)
    rx_s = np.concatenate([b.heard["rx_s"] for b in asker.batches])
    assert start_s + 600 <= rx_s.min() and rx_s.max() <= start_s + 1200 and len(rx_s) > 100


def test_files_one_after_the_other_are_one_feed(replay: Any, tmp_path: Path, ask: Ask) -> None:
    text = path_of("538004030_drift_1.ais").read_bytes().splitlines(keepends=True)
    parts = [tmp_path / "one.log", tmp_path / "two.log"]
    for part, lines in zip(parts, (text[:8000], text[8000:]), strict=True):
        part.write_bytes(b"".join(lines))
    asker = ask(replay(*parts), "old")
    asker.until(lambda a: a.batches and a.batches[-1].until_s == END_S)
    assert asker.messages() in (5251, 5252)
    seq = np.concatenate([b.heard["seq"] for b in asker.batches])
    assert (np.diff(seq) > 0).all() and seq[-1] > 16_000
    for before, after in zip(asker.batches, asker.batches[1:], strict=False):
        assert after.first_seq == before.last_seq + 1
        assert (after.heard["rx_s"] > before.until_s).all()


def test_a_request_beyond_the_end_is_answered_with_the_end(replay: Any, ask: Ask) -> None:
    """Such a request comes from a replay that begins at a checkpoint made after the end of the recording."""
    run_dir = replay(path_of("538004030_drift_1.ais"))
    first = ask(run_dir, "old")
    first.until(lambda a: a.batches and a.batches[-1].until_s == END_S)
    beyond = ask(run_dir, "old", next_seq=first.next_seq)
    beyond.until(lambda a: any(each.until_s == END_S for each in (*a.batches, *a.signs)))
    assert beyond.messages() == 0
