"""`run.py learn` from the command line: recordings in, a baseline out, and a replay that uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from models.risk.regional.baseline import hour_of_week, load_baseline
from models.ways.travel_time import grid_of
from tests.running import ROOT

BOX = (121.3, 29.3, 123.6, 31.3)


def run(*arguments: str | Path, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("learn") / "morning.nmea"
    run("exercise", "--write", path, "--minutes", 3, "--start", "2026-01-05T00:00:00Z")  # Monday 08:00 in Zhoushan
    return path


@pytest.fixture(scope="module")
def usual(morning: Path) -> Path:
    out = morning.parent / "usual.npz"
    output = run("learn", morning, "--out", out, "--warm-up", 1)
    assert "1 of the week's 168" in output
    return out


def test_a_recording_teaches_its_hour_of_the_week(usual: Path) -> None:
    baseline = load_baseline(usual, grid_of(BOX))
    assert np.flatnonzero(baseline.visits).tolist() == [8] == [hour_of_week(1767571200.0, 8.0)]
    assert baseline.visits[8] == pytest.approx(120 / 3600, abs=0.01)
    assert baseline.mean[8].sum() > 50  # some of 2,400 vessels, smoothed over three minutes of 15
    assert baseline.load < 0.01


def test_the_digest_depends_on_the_baseline(morning: Path, usual: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    assert "  baseline: null" in text
    config.write_text(text.replace("  baseline: null", f"  baseline: {usual}"), encoding="utf-8")
    replay = ("replay", morning, "--headless", "--summary", "-")
    with_, without = (json.loads(run(*first, *replay))["digest"] for first in (("--config", config), ()))
    assert with_ != without
    assert json.loads(run("--config", config, *replay))["digest"] == with_


def test_a_short_recording_and_a_missing_folder_are_reported(morning: Path, tmp_path: Path) -> None:
    assert "nothing to learn from" in run("learn", morning, "--out", tmp_path / "a.npz", code=2)
    assert "there is no folder" in run("learn", morning, "--out", tmp_path / "none" / "a.npz", code=2)
