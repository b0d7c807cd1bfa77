"""Real recordings through `run.py replay FILE --headless`, as a user runs it. Skipped if there are none."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from models.base.clock import parse_iso
from models.base.paths import ROOT

RECORDINGS = ROOT.parent / "shared" / "data" / "ais"
needs_recordings = pytest.mark.skipif(not RECORDINGS.is_dir(), reason="no recordings beside the repository")

# file: messages understood, distinct MMSI, from the PROVENANCE of the recordings (None if not given)
EXPECTED = {
    "dma_stream.txt": (4051, 1933),
    "ee1.txt": (3972, None),
    "ee_tag.txt": (200, 121),
    "nais400-merrimac.log": (668, 155),
    "gofree-merrimac.log": (1459, 171),
}
# file: every alert raised, by UTC, rule and MMSI (None: no vessel); each was reviewed in docs/recordings.md
RAISED: dict[str, list[tuple[str, str, int | None]]] = {
    "538004030_drift_1.ais": [("16:47:56", "drift", 538004030)],
    "dma_decenc.txt": [],
    "dma_stream.txt": [],
    "ee1.txt": [
        ("06:50:38", "bad_mmsi", 31423000),
        ("06:50:48", "bad_mmsi", 503000000),
        ("06:50:58", "bad_mmsi", 525000000),
        ("06:51:21", "clock", None),
        ("06:53:38", "bad_mmsi", 111000000),
        ("06:53:38", "bad_mmsi", 504684288),
    ],
    "ee_tag.txt": [],
    "gofree-merrimac.log": [],
    "gpsd_ais-nmea.log": [],
    "gpsd_sample.aivdm": [],
    "libais_test.aivdm": [],
    "libais_types.nmea": [("19:24:37", "distress_status", 277315048)],
    "nais400-merrimac.log": [],
}


def replay(name: str, folder: Path, *more: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Run one headless replay; return its summary and alert changes."""
    summary, alerts = folder / "summary.json", folder / "alerts.jsonl"
    command = [sys.executable, "run.py", "replay", str(RECORDINGS / name), "--headless"]
    command += ["--summary", str(summary), "--alerts", str(alerts), *more]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    lines = alerts.read_text(encoding="utf-8").splitlines()
    return json.loads(summary.read_text(encoding="utf-8")), [json.loads(line) for line in lines]


@cache
def replayed(name: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Replay once for all tests that only read the result."""
    with TemporaryDirectory() as folder:
        return replay(name, Path(folder), "--speed", "max")


@needs_recordings
@pytest.mark.parametrize("name", EXPECTED)
def test_every_message_of_a_recording_is_found(name: str) -> None:
    messages, vessels = EXPECTED[name]
    summary, _ = replayed(name)
    assert summary["messages"] == messages
    assert sum(summary["messages_by_type"].values()) == messages
    assert vessels is None or summary["vessels"] == vessels


@needs_recordings
@pytest.mark.parametrize("name", RAISED)
def test_the_alerts_of_a_recording_are_those_that_were_judged(name: str) -> None:
    summary, alerts = replayed(name)
    raised = [(each["t"][11:19], each["rule"], each["mmsi"]) for each in alerts if each["event"] == "raise"]
    assert sorted(raised, key=str) == sorted(RAISED[name], key=str)
    assert summary["alerts_by_rule"] == Counter(rule for _, rule, _ in RAISED[name])


@needs_recordings
def test_every_recording_was_judged() -> None:
    there = {path.name for path in RECORDINGS.iterdir() if path.suffix != ".md"}
    assert there == set(RAISED)
    page = (ROOT / "docs" / "recordings.md").read_text(encoding="utf-8")
    for name, raised in RAISED.items():
        assert name in page
        for at, rule, mmsi in raised:
            assert f"| {at} | `{rule}` | {mmsi or 'the sea'}" in page


@needs_recordings
def test_satellite_reports_of_half_an_hour_ago_are_no_danger_now() -> None:
    _, alerts = replayed("ee1.txt")
    (clock,) = [each for each in alerts if each["event"] == "raise" and each["rule"] == "clock"]
    assert clock["colour"] == "orange"
    assert clock["text_en"].startswith("feed 1 sends stored reports")


@needs_recordings
def test_the_drift_of_frio_is_one_episode_raised_at_its_minute() -> None:
    summary, alerts = replayed("538004030_drift_1.ais")
    assert (summary["messages"], summary["vessels"], summary["tracks"]) == (5252, 1, 1)
    raised = [each for each in alerts if each["event"] == "raise"]
    assert [each["rule"] for each in raised] == ["drift"]
    assert abs(parse_iso(raised[0]["t"]) - parse_iso("2014-09-28T16:47:54Z")) <= 5.0
    assert (raised[0]["mmsi"], raised[0]["name"], raised[0]["colour"]) == (538004030, "FRIO", "orange")
    assert sum(factor["share"] for factor in raised[0]["factors"]) == pytest.approx(1.0, abs=0.001)
    assert [each["event"] for each in alerts].count("clear") == 1


@needs_recordings
@pytest.mark.parametrize(("name", "speed"), [("dma_stream.txt", 10), ("ee1.txt", 60)])
def test_the_digest_is_the_same_at_every_speed(name: str, speed: int, tmp_path: Path) -> None:
    fast, alerts_fast = replayed(name)
    slow, alerts_slow = replay(name, tmp_path, "--speed", str(speed))
    assert slow["wall_s"] > 2.0
    assert fast["digest"] == slow["digest"]
    assert alerts_fast == alerts_slow


@needs_recordings
def test_two_recordings_are_two_feeds_of_one_picture(tmp_path: Path) -> None:
    copy = tmp_path / "second.txt"
    copy.write_bytes((RECORDINGS / "ee_tag.txt").read_bytes())
    summary, _ = replay("ee_tag.txt", tmp_path, str(copy))
    assert summary["messages"] == 400
    assert summary["duplicates"] == 200
    assert summary["vessels"] == 121
