"""The player: real sentences in datagrams that fit, in step with the clock; and files that our own reader takes."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from exercises.play import DATAGRAM_BYTES, datagrams, play_udp, tag_block, write_file, write_truth
from exercises.simulator.simulator import Simulator
from ingest.sources.files import read_batches
from models.base.clock import now_s, parse_iso
from tests.exercises.conftest import SEED, SITE


def test_datagrams_hold_whole_lines_and_lose_none(simulator):
    lines = simulator.sentences(5, 8)
    packed = list(datagrams(lines))
    assert b"".join(packed) == b"".join(line for _, line in lines)
    assert max(map(len, packed)) <= DATAGRAM_BYTES
    assert all(each.endswith(b"\r\n") for each in packed)


def test_a_tag_block_has_its_checksum():
    assert tag_block(1768257000.016) == b"\\s:sim,c:1768257000016*74\\"


def test_a_file_is_read_back_without_a_refusal(tmp_path, simulator):
    out = tmp_path / "first.nmea"
    written = write_file("zhoushan_morning", SITE, SEED, out, minutes=0.5)
    batches = list(read_batches(out, "exercise"))
    assert sum(batch.lines for batch in batches) == written == out.read_bytes().count(b"\n")
    assert sum(batch.sentences for batch in batches) == written
    assert not any(batch.rejects for batch in batches)
    first = next(batch for batch in batches if len(batch))
    assert first.heard["rx_s"][0] == pytest.approx(simulator.start_t_s, abs=1)
    assert {mmsi for batch in batches for mmsi in batch.heard["mmsi"].tolist()} <= set(simulator.fleet["mmsi"].tolist())


def test_a_site_may_be_named(tmp_path):
    by_name, by_folder = tmp_path / "a", tmp_path / "b"
    write_file("zhoushan_morning", "zhoushan", 3, by_name, minutes=0.02)
    write_file("zhoushan_morning", SITE, 3, by_folder, minutes=0.02)
    assert by_name.read_bytes() == by_folder.read_bytes() != b""


def test_the_truth_is_written_with_times_as_in_the_alerts(tmp_path, simulator):
    out = tmp_path / "truth.jsonl"
    count = write_truth("zhoushan_morning", SITE, SEED, out, 1_800_000_000.0, minutes=10)
    about, *records = [json.loads(line) for line in out.read_text().splitlines()]
    assert about["exercise"]["duration_s"] == 600 and 350 < about["exercise"]["vessel_hours"] < 420
    assert len(records) == count >= 4
    assert parse_iso(records[0]["t_from"]) == 1_800_000_000.0
    assert records[0]["rule"] == "collision" and records[0]["partner_mmsi"] in simulator.fleet["mmsi"].tolist()


@contextmanager
def playing(start_t_s: float) -> Iterator[socket.socket]:
    """A player in a thread, and the socket that receives from it."""
    stop = threading.Event()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(60)
        port = receiver.getsockname()[1]
        arguments = ("zhoushan_morning", SITE, SEED, "127.0.0.1", port, start_t_s, stop)
        player = threading.Thread(target=play_udp, args=arguments)
        player.start()
        try:
            yield receiver
        finally:
            stop.set()
            player.join(60)
            assert not player.is_alive()


def test_it_sends_datagrams_that_fit_and_stops_on_request():
    with playing(now_s() - 1000) as receiver:
        got = [receiver.recv(65536) for _ in range(5)]
    assert all(len(each) <= DATAGRAM_BYTES and each.startswith(b"!AIVDM") for each in got)


def test_a_player_started_late_continues_at_the_present_moment_of_the_same_traffic(scenario):
    began_s = 700.0
    start_t_s = now_s() - began_s
    with playing(start_t_s) as receiver:
        lines = receiver.recv(65536).splitlines(keepends=True)
        reached_s = now_s() - start_t_s
    same_sea = Simulator(scenario, SITE, SEED, start_t_s).sentences(began_s, reached_s)
    assert lines and set(lines) <= {part for _, piece in same_sea for part in piece.splitlines(keepends=True)}
