"""Every client gets each piece once and in order, from memory and from the recording, also after a restart."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from ingest import supply
from ingest.worker import run_ingestor
from models.base.clock import now_s
from models.base.settings import Feed, RecordingSettings, Settings
from models.messages import streams
from models.messages.observation import END_S
from tests.ingest.asking import Ask, Running, line, same
from tests.ingest.recordings import sentence, tag_block


def test_every_line_sent_arrives_once_in_order_and_is_recorded(ingestor: Running, ask: Ask) -> None:
    asker = ask(ingestor.run_dir, "north")
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


def test_an_open_request_is_answered_with_signs_of_life(ingestor: Running, ask: Ask) -> None:
    asker, began_s = ask(ingestor.run_dir, "north", next_seq=0), now_s()
    asker.until(lambda a: len(a.signs) >= 6)
    assert all((sign.first_seq, sign.last_seq, len(sign)) == (0, -1, 0) for sign in asker.signs)
    until_s = [sign.until_s for sign in asker.signs]
    assert until_s == sorted(until_s) and began_s - 0.1 < until_s[-1] <= now_s(), "up to now, by the machine's clock"
    assert now_s() - began_s > 0.7, "a sign of life now and then, not a flood of them"


def test_no_more_than_the_credit_is_sent(ingestor: Running, ask: Ask) -> None:
    asker = ask(ingestor.run_dir, "north", next_seq=0, credit=3)
    ingestor.send(*range(10))
    asker.ask()
    got = [streams.batch_from(asker.socket.recv()) for _ in range(3)]
    other = ask(ingestor.run_dir, "north", next_seq=0)
    other.until(lambda a: a.messages() == 10 and len(a.signs) >= 3)  # meanwhile the first could have had more
    assert not asker.socket.poll(0)
    assert got[0].first_seq == 0


def test_two_clients_do_not_disturb_each_other_and_get_the_same(ingestor: Running, ask: Ask) -> None:
    first, second = (ask(ingestor.run_dir, "north", next_seq=0) for _ in range(2))
    ingestor.send(*range(200))
    first.until(lambda a: a.messages() == 200)
    ingestor.send(*range(200, 300))
    second.until(lambda a: a.messages() == 300)
    first.until(lambda a: a.messages() == 300)
    assert first.mmsi() == second.mmsi()
    assert same(first.batches[0], second.batches[0])


def test_a_repeated_request_gets_the_same_batch(ingestor: Running, ask: Ask) -> None:
    asker = ask(ingestor.run_dir, "north", next_seq=0)
    for start in range(0, 300, 100):
        ingestor.send(*range(start, start + 100))
        asker.until(lambda a, n=start + 100: a.messages() >= n)
    dropped = asker.batches[1:]
    del asker.batches[1:]
    asker.next_seq, asker.credit = dropped[0].first_seq, 0
    asker.until(lambda a: a.messages() == 300)
    assert all(same(a, b) for a, b in zip(asker.batches[1:], dropped, strict=True))
    middle = (dropped[0].first_seq + dropped[0].last_seq + 1) // 2
    part = ask(ingestor.run_dir, "north", next_seq=middle)
    part.until(lambda a: a.next_seq == 300)
    assert part.batches[0].first_seq == middle
    assert part.mmsi() == asker.mmsi()[middle:]


def test_batches_no_longer_in_memory_come_from_the_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    monkeypatch.setattr(supply, "RING_BYTES", 20_000)
    monkeypatch.setattr(supply, "PIECES_AT_ONCE", 70)
    running = Running(tmp_path, rotate_mb=0.02)
    live = ask(running.run_dir, "north", next_seq=0)
    for start in range(0, 1000, 50):
        running.send(*range(start, start + 50))
        live.until(lambda a, n=start + 50: a.messages() >= n)
    late = ask(running.run_dir, "north", next_seq=0)
    late.until(lambda a: a.messages() == 1000)
    assert late.mmsi() == live.mmsi()
    assert len(late.batches[0]) == 70, "decoded again from the recording"
    for name in live.batches[0].heard:
        ours, theirs = (np.concatenate([b.heard[name] for b in a.batches]) for a in (live, late))
        np.testing.assert_array_equal(ours, theirs)
    running.end()


def test_a_message_with_parts_before_and_after_a_restart_is_whole(ingestor: Running, ask: Ask) -> None:
    first = sentence(b"55NBjP01mtGIL@CW;SM<D60P5Ld000000000000P0`<3557l0<50@kk@", parts=b"2,1,3", channel=b"B")
    second = sentence(b"K5h@00000000000", 2, parts=b"2,2,3", channel=b"B")
    asker = ask(ingestor.run_dir, "north", next_seq=0)
    for before_restart in (True, False):
        ingestor.sender.sendto(tag_block(b"s:x") + (first if before_restart else second), ("127.0.0.1", ingestor.port))
        if before_restart:
            asker.until(lambda a: a.next_seq == 1)
            ingestor.end()
            ingestor.start()
            asker.until(lambda a: a.signs and a.signs[-1].until_s > a.batches[-1].until_s)
    asker.until(lambda a: a.messages() == 1)
    late = ask(ingestor.run_dir, "north", next_seq=1)
    late.until(lambda a: a.messages() == 1)
    assert same(late.batches[0], asker.batches[-1])


def test_a_new_client_gets_the_last_minute(ingestor: Running, ask: Ask) -> None:
    ingestor.send(*range(40))
    warm = ask(ingestor.run_dir, "north", next_seq=0)
    warm.until(lambda a: a.messages() == 40)
    asker = ask(ingestor.run_dir, "north")
    asker.until(lambda a: a.messages() == 40)


def test_a_frame_that_is_not_a_request_is_ignored(ingestor: Running, ask: Ask) -> None:
    asker = ask(ingestor.run_dir, "north", next_seq=0)
    for nonsense in (b"", b"hello", b"WHW1" + b"\xff" * 20, streams.request_frame(0, 1)[:-3]):
        asker.socket.send(nonsense)
    asker.until(lambda a: a.signs)


def test_numbers_not_stored_by_a_full_disk_are_not_used_again(ingestor: Running, ask: Ask) -> None:
    asker = ask(ingestor.run_dir, "north", next_seq=1000)
    asker.until(lambda a: a.signs)
    ingestor.send(1, 2, 3)
    asker.until(lambda a: a.messages() == 3)
    assert [seq for b in asker.batches for seq in b.heard["seq"].tolist()] == [1000, 1001, 1002]


def test_a_feed_that_is_a_file_ends(tmp_path: Path, ask: Ask) -> None:
    path = tmp_path / "watch.log"
    path.write_bytes(b"".join(map(line, range(5000))))
    (tmp_path / "run").mkdir()
    settings, feed = (
        Settings(recording=RecordingSettings(folder=tmp_path / "rec")),
        Feed(id="file", source=f"file:{path}"),
    )
    stop = threading.Event()
    thread = threading.Thread(target=run_ingestor, args=(settings, feed, tmp_path / "run", stop), daemon=True)
    thread.start()
    asker = ask(tmp_path / "run", "file", next_seq=0)
    asker.until(lambda a: a.signs and a.signs[-1].until_s == END_S)
    assert (asker.messages(), len(set(asker.mmsi()))) == (5000, 5000)
    assert "the source has ended" in asker.signs[-1].note
    stop.set()
    thread.join(60)
    assert not thread.is_alive()
