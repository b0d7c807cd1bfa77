"""Replay, decode and exercise from the command line: files in, files out, the same at every speed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.running import ROOT, running, wait_for

MINUTES = 3
START, LATER = "2026-01-01T00:00:00Z", "2026-01-01T00:02:00Z"


def run(*arguments: str | Path) -> str:
    argv = [sys.executable, str(ROOT / "run.py"), *map(str, arguments)]
    return subprocess.run(argv, capture_output=True, text=True, check=True, timeout=120).stdout


def summary(*arguments: str | Path) -> dict[str, Any]:
    return json.loads(run("replay", *arguments, "--headless", "--summary", "-"))


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    output = run(
        "exercise", "--write", folder / "morning.nmea", "--minutes", MINUTES, "--seed", 7, "--start", START,
        "--truth", folder / "truth.jsonl",
    )  # fmt: skip
    assert "seed 7" in output
    return folder / "morning.nmea"


@pytest.fixture(scope="module")
def whole(morning: Path) -> dict[str, Any]:
    return summary(morning)


def test_a_written_exercise_is_text_with_truth_beside_it(morning: Path) -> None:
    assert morning.read_bytes().startswith(b"\\s:sim,c:17672256")
    truth = [json.loads(line) for line in (morning.parent / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    assert set(truth[0]) == {"exercise"} and {"rule", "mmsi", "t_from", "t_to"} <= set(truth[1])


def test_headless_ends_with_the_input_and_counts_all_of_it(morning: Path, whole: dict[str, Any]) -> None:
    assert whole["lines"] == morning.read_bytes().count(b"\n")
    assert whole["vessels"] > 2_000
    assert whole["ticks"] == pytest.approx(MINUTES * 60, abs=2)
    assert whole["rejects"] == {}


def test_the_digest_is_the_same_at_another_speed(morning: Path, whole: dict[str, Any]) -> None:
    assert summary(morning, "--speed", "200")["digest"] == whole["digest"]


def test_a_packed_file_gives_what_the_plain_one_gives(morning: Path, whole: dict[str, Any], tmp_path: Path) -> None:
    packed = tmp_path / "morning.nmea.gz"
    subprocess.run(f"gzip -c {morning} > {packed}", shell=True, check=True)
    assert summary(packed)["digest"] == whole["digest"]


def test_a_span_of_time_is_all_that_is_played(morning: Path) -> None:
    part = summary(morning, "--from", "2026-01-01T00:01:00Z", "--to", LATER)
    assert part["first_t"] >= "2026-01-01T00:01:00"
    assert part["last_t"] <= "2026-01-01T00:02:01"
    assert part["messages"] > 0


def test_several_files_are_several_feeds_merged_by_time(morning: Path, whole: dict[str, Any], tmp_path: Path) -> None:
    halves = [tmp_path / "north.nmea", tmp_path / "south.nmea"]
    for path, half in zip(halves, _halves(morning), strict=True):
        path.write_bytes(b"".join(half))
    once, again = summary(*halves), summary(*halves)
    assert once["digest"] == again["digest"]
    assert once["messages"] == whole["messages"]
    assert once["vessels"] == whole["vessels"]


def test_alerts_and_pictures_go_to_the_named_files(morning: Path, tmp_path: Path) -> None:
    alerts, pictures = tmp_path / "alerts.jsonl", tmp_path / "pictures.jsonl"
    output = run("replay", morning, "--headless", "--alerts", alerts, "--pictures", pictures, "--every", "30")
    changes = [json.loads(line) for line in alerts.read_text(encoding="utf-8").splitlines()]
    shown = [json.loads(line) for line in pictures.read_text(encoding="utf-8").splitlines()]
    assert {"t", "event", "alert_id", "rule", "colour", "text_zh", "text_en", "factors"} <= set(changes[0])
    assert len(shown) == MINUTES * 2
    assert output.count("\n") == 1


def test_decode_prints_what_was_decoded_and_what_was_refused(tmp_path: Path) -> None:
    log, out = tmp_path / "log.nmea", tmp_path / "log.jsonl"
    log.write_text(  # the example of ITU-R M.1371 readers everywhere, whole and with a wrong checksum
        "!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0*5C\n!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0*5D\n",
        encoding="ascii",
    )
    run("decode", log, "--out", out)
    good, bad = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert (good["mmsi"], good["type"], good["feed"]) == (477553000, 1, "log")
    assert bad["reason"] == "checksum"
    assert bad["raw"].endswith("*5D")


def test_the_wall_keeps_the_end_of_a_replay(morning: Path, tmp_path: Path) -> None:
    with running(tmp_path, "replay", str(morning), "--speed", "max", "--to", LATER) as wall:
        wait_for("the end", lambda: (wall.get("/healthz") or {}).get("t", "") >= "2026-01-01T00:01:59")
        wait_for("the words", lambda: "At the end of the recording the wall keeps its last picture" in wall.said)
        assert wall.healthy()
        assert not (tmp_path / "var" / "recordings").exists()
        assert wall.end() == 0


def _halves(text: Path) -> tuple[list[bytes], list[bytes]]:
    """Lines in turn to one half and the other; messages of two sentences stay complete, in the first half."""
    halves: tuple[list[bytes], list[bytes]] = ([], [])
    for number, line in enumerate(text.read_bytes().splitlines(keepends=True)):
        halves[0 if b"VDM,2," in line else number % 2].append(line)
    return halves
