"""Real recordings through the door a user takes: `run.py replay FILE --headless`. Skipped where there are none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from models.clock import parse_iso

ROOT = Path(__file__).parent.parent
RECORDINGS = ROOT.parent / "shared" / "data" / "ais"
needs_recordings = pytest.mark.skipif(not RECORDINGS.is_dir(), reason="no recordings beside the repository")

# file: messages understood, distinct MMSI, as the recordings' own PROVENANCE gives them (None where it is silent)
EXPECTED = {
    "dma_stream.txt": (4051, 1933),
    "ee1.txt": (3972, None),
    "ee_tag.txt": (200, 121),
    "nais400-merrimac.log": (668, 155),
    "gofree-merrimac.log": (1459, 171),
}


def replay(name: str, folder: Path, *more: str) -> tuple[dict, list[dict]]:
    """Summary and alert changes of one headless replay."""
    summary, alerts = folder / "summary.json", folder / "alerts.jsonl"
    command = [sys.executable, "run.py", "replay", str(RECORDINGS / name), "--headless"]
    command += ["--summary", str(summary), "--alerts", str(alerts), *more]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    lines = alerts.read_text(encoding="utf-8").splitlines()
    return json.loads(summary.read_text(encoding="utf-8")), [json.loads(line) for line in lines]


@needs_recordings
@pytest.mark.parametrize("name", EXPECTED)
def test_every_message_of_a_recording_is_found(name: str, tmp_path: Path) -> None:
    messages, vessels = EXPECTED[name]
    summary, _ = replay(name, tmp_path, "--speed", "max")
    assert summary["messages"] == messages
    assert sum(summary["messages_by_type"].values()) == messages
    assert vessels is None or summary["vessels"] == vessels


@needs_recordings
def test_the_drift_of_frio_is_one_episode_raised_at_its_minute(tmp_path: Path) -> None:
    summary, alerts = replay("538004030_drift_1.ais", tmp_path)
    assert (summary["messages"], summary["vessels"], summary["tracks"]) == (5252, 1, 1)
    raised = [each for each in alerts if each["event"] == "raise"]
    assert [each["rule"] for each in raised] == ["drift"]
    assert abs(parse_iso(raised[0]["t"]) - parse_iso("2014-09-28T16:47:54Z")) <= 5.0
    assert (raised[0]["mmsi"], raised[0]["name"], raised[0]["colour"]) == (538004030, "FRIO", "orange")
    assert sum(factor["share"] for factor in raised[0]["factors"]) == pytest.approx(1.0, abs=0.001)
    assert [each["event"] for each in alerts].count("clear") == 1


@needs_recordings
def test_the_digest_is_the_same_at_every_speed(tmp_path: Path) -> None:
    fast, alerts_fast = replay("dma_stream.txt", tmp_path, "--speed", "max")
    slow, alerts_slow = replay("dma_stream.txt", tmp_path, "--speed", "10")
    assert slow["wall_s"] > 2.0
    assert fast["digest"] == slow["digest"]
    assert alerts_fast == alerts_slow


@needs_recordings
def test_two_recordings_are_two_feeds_of_one_sea(tmp_path: Path) -> None:
    copy = tmp_path / "second.txt"
    copy.write_bytes((RECORDINGS / "ee_tag.txt").read_bytes())
    summary, _ = replay("ee_tag.txt", tmp_path, str(copy))
    assert summary["messages"] == 400
    assert summary["duplicates"] == 200
    assert summary["vessels"] == 121
