"""`run.py score`: a table for people, JSON for programs, one clear sentence for wrong files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT

TRUTH = [
    {"exercise": {"duration_s": 3600, "vessel_hours": 500.0}},
    {"rule": "drift", "mmsi": 1, "t_from": "2026-01-12T22:30:00Z", "t_to": "2026-01-12T22:50:00Z"},
]
ALERT = {
    "t": "2026-01-12T22:40:00Z", "event": "raise", "alert_id": "a", "rule": "drift", "mmsi": 1, "partner_mmsi": None,
    "colour": "yellow", "factors": [],
}  # fmt: skip


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, str(ROOT / "run.py"), *map(str, arguments)]
    return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    truth, alerts = tmp_path / "truth.jsonl", tmp_path / "alerts.jsonl"
    truth.write_text("".join(json.dumps(each) + "\n" for each in TRUTH))
    alerts.write_text(json.dumps(ALERT) + "\n")
    return alerts, truth


def test_the_table_has_a_row_for_each_rule(files):
    done = run("score", *files)
    assert done.returncode == 0 and done.stderr == ""
    assert any(line.split()[:4] == ["drift", "1", "1", "1.00"] for line in done.stdout.splitlines())


def test_json_has_every_figure(files):
    report = json.loads(run("score", *files, "--json").stdout)
    assert report["vessel_hours"] == 500.0 and report["rules"]["drift"]["delay_median_s"] == 600.0
    assert json.loads(run("score", *files, "--json", "--vessel-hours", "9").stdout)["vessel_hours"] == 9.0


def test_files_in_the_wrong_order_are_one_sentence(files):
    done = run("score", files[1], files[0])
    assert done.returncode == 2 and "did you mean `run.py score ALERTS TRUTH`?" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_line_that_is_not_json_is_named(files, tmp_path):
    (tmp_path / "other").write_text("!AIVDM\n")
    done = run("score", tmp_path / "other", files[1])
    assert done.returncode == 2 and "line 1: not a JSON object" in done.stderr
    done = run("score", tmp_path / "none", files[1])
    assert done.returncode == 2 and "cannot be read" in done.stderr
