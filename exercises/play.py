"""Playing an exercise: in real time to an ingestor's UDP port, or as fast as possible into a file.

It does pacing, datagrams and tag blocks. The sentences: simulator.py. The port: the plan of the run. The player keeps
no state: the moment in the scenario is now minus `start_t_s`, so a restarted player continues with the same traffic.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

from exercises.scenario.scenario import load_scenario
from exercises.scoring.meetings import close_quarters
from exercises.simulator.simulator import Line, Record, Simulator
from models.base.clock import iso, now_s
from models.base.paths import SITES
from models.messages.clue import Clue

SLICE_S = 0.1
CATCH_UP_S = 2.0  # after a pause (a sleeping laptop) no more than this much is made up for
DATAGRAM_BYTES = 1400
FILE_SLICE_S = 10.0


def open_simulator(scenario: str | Path, site: str | Path, seed: int, start_t_s: float | None = None) -> Simulator:
    """A scenario by name or file, on a site by name or folder."""
    return Simulator(load_scenario(scenario), SITES / site, seed, start_t_s)


def play_udp(
    scenario: str | Path,
    site: str | Path,
    seed: int,
    host: str,
    port: int,
    start_t_s: float,
    stop: threading.Event,
    clue_port: int | None = None,
) -> None:
    """Send until `stop` is set. `start_t_s` is the UTC time of the scenario's second 0; clues go to their own port."""
    simulator = open_simulator(scenario, site, seed, start_t_s)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        sent_s = max(0.0, now_s() - start_t_s)
        while not stop.wait(SLICE_S):
            reached_s = now_s() - start_t_s
            if reached_s <= sent_s:
                continue  # second 0 is still to come, or the clock was set back
            from_s = max(sent_s, reached_s - CATCH_UP_S)
            for datagram in datagrams(simulator.sentences(from_s, reached_s)):
                _send(out, datagram, (host, port))
            if clue_port:
                for clue in simulator.clues(from_s, reached_s):
                    _send(out, clue_line(clue), (host, clue_port))
            sent_s = reached_s


def datagrams(lines: list[Line]) -> Iterator[bytes]:
    """Lines packed into datagrams; no line is split."""
    packed = b""
    for _, line in lines:
        if packed and len(packed) + len(line) > DATAGRAM_BYTES:
            yield packed
            packed = b""
        packed += line
    if packed:
        yield packed


def write_file(
    scenario: str | Path,
    site: str | Path,
    seed: int,
    out: Path,
    minutes: float,
    start_t_s: float | None = None,
) -> int:
    """Write the first minutes with NMEA tag blocks (`\\s:sim,c:<ms>*hh\\`); returns the number of sentences."""
    simulator, written, to_s = open_simulator(scenario, site, seed, start_t_s), 0, minutes * 60
    with out.open("wb") as file:
        from_s = 0.0
        while from_s < to_s:
            until_s = min(from_s + FILE_SLICE_S, to_s)
            for t_s, line in simulator.sentences(from_s, until_s):
                tag = tag_block(simulator.stamp_s(t_s))
                for sentence in line.splitlines(keepends=True):
                    file.write(tag + sentence)
                    written += 1
            from_s = until_s
    return written


def write_truth(
    scenario: str | Path,
    site: str | Path,
    seed: int,
    out: Path,
    start_t_s: float | None = None,
    minutes: float | None = None,
) -> int:
    """Write the truth of the first minutes (or of the whole exercise); returns how many events.

    One JSON object a line, times in ISO 8601 as in the alerts; the first line describes the exercise.
    """
    simulator = open_simulator(scenario, site, seed, start_t_s)
    duration_s = simulator.scenario.duration_s if minutes is None else minutes * 60
    records = truth_records(simulator, duration_s)
    about = {
        "scenario": Path(scenario).stem,
        "site": Path(site).name,
        "seed": seed,
        "from": iso(simulator.start_t_s),
        "duration_s": duration_s,
        "vessel_hours": round(simulator.vessel_hours(duration_s), 2),
    }
    with out.open("w", encoding="utf-8") as file:
        file.write(json.dumps({"exercise": about}) + "\n")
        file.writelines(json.dumps(record) + "\n" for record in records)
    return len(records)


def truth_records(simulator: Simulator, duration_s: float) -> list[Record]:
    """The truth of the first seconds, with the times in ISO 8601."""
    records = simulator.truth(duration_s)
    if simulator.scenario.mixed:
        records += close_quarters(simulator, duration_s)
    times = [{key: iso(simulator.start_t_s + float(each[key])) for key in ("t_from", "t_to")} for each in records]
    return [{**record, **moments} for record, moments in zip(records, times, strict=True)]


def write_clues(
    scenario: str | Path, site: str | Path, seed: int, out: Path, minutes: float, start_t_s: float | None = None
) -> int:
    """Write the clues of the first minutes, one JSON object of their schema a line; returns how many."""
    clues = open_simulator(scenario, site, seed, start_t_s).clues(0, minutes * 60)
    if clues:
        out.write_bytes(b"".join(map(clue_line, clues)))
    return len(clues)


def clue_line(clue: Clue) -> bytes:
    """A clue in the form that the feed of reports accepts."""
    return json.dumps(clue.record(), ensure_ascii=False).encode() + b"\n"


def tag_block(t_s: float) -> bytes:
    """Source and receive time in ms between backslashes, with a checksum over both (NMEA 4.10)."""
    text = b"s:sim,c:%d" % round(t_s * 1000)
    check = 0
    for byte in text:
        check ^= byte
    return b"\\%b*%02X\\" % (text, check)


def _send(out: socket.socket, datagram: bytes, address: tuple[str, int]) -> None:
    try:
        out.sendto(datagram, address)
    except OSError:
        return  # no receiver yet, or a full buffer: radio does not wait either
