"""Clues of an exercise are the same played to a port, written beside the sentences, and read back."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from commands.launch.recorded_feeds import clues_beside, feeds_of
from exercises.play import clue_line, open_simulator, play_udp, write_clues
from exercises.scenario.scenario import FOLDER
from ingest.sources.files import read_batches
from models.base.clock import now_s
from models.messages.clue import clue_from_json

SCENARIO = """
name_zh: 线索
name_en: Clues
routes: ROUTES
duration_s: 600
events:
  - kind: voyage
    actor: {mmsi: 412803001, name: ZHE SHENG YU 801, length_m: 30}
    legs: [{at: [122.70, 30.30]}, {circle_m: 500, speed_kn: 3.0, for_s: 600}]
clues:
  - {at_s: 300, source: weather, kind: wind_7, polygon: [[123, 29], [124, 29], [124, 31]], valid_from_s: 3600}
"""


@pytest.fixture
def storm(tmp_path: Path) -> tuple[Path, str, int]:
    """A scenario whose one clue comes after five minutes, and one more in each of its first forty seconds."""
    every = "".join(f'  - {{at_s: {second}, source: grid, text: "{second}"}}\n' for second in range(1, 41))
    path = tmp_path / "clues.yaml"
    routes = str(FOLDER / "zhoushan_routes.geojson")
    path.write_text(SCENARIO.replace("ROUTES", routes) + every, encoding="utf-8")
    return path, "zhoushan", 7


def test_written_clues_are_found_beside_the_sentences_and_read_back_whole(
    storm: tuple[Path, str, int], tmp_path: Path
) -> None:
    text_file = tmp_path / "storm.nmea"
    text_file.touch()
    assert write_clues(*storm, clues_beside(text_file), 10) == 41
    (path, feed) = list(feeds_of([text_file]).items())[1]
    clues = [clue for batch in read_batches(path, feed.id, kind=feed.kind) for _, clue in batch.clues]
    simulator = open_simulator(*storm)
    assert clues == simulator.clues(0, 600) and clues[-1].wind_force == 7
    assert clues[-1].t_s == simulator.start_t_s + 300


def test_minutes_without_clues_leave_no_file(storm: tuple[Path, str, int], tmp_path: Path) -> None:
    out = clues_beside(tmp_path / "morning.nmea")
    assert write_clues(*storm, out, 0.01) == 0
    assert not out.exists()


def test_clues_are_played_to_a_port_of_their_own(storm: tuple[Path, str, int]) -> None:
    stop = threading.Event()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ears:
        ears.bind(("127.0.0.1", 0))
        ears.settimeout(60)
        port = ears.getsockname()[1]
        arguments = (*storm, "127.0.0.1", 9, now_s(), stop, port)
        player = threading.Thread(target=play_udp, args=arguments)
        player.start()
        try:
            clue = clue_from_json(ears.recv(65_535))
        finally:
            stop.set()
            player.join(60)
    assert clue.source == "grid" and 1 <= int(clue.text) <= 40
    assert clue_from_json(clue_line(clue)) == clue
