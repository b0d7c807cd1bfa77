"""`run.py coast`: one command gives a place its coast; mistakes get one sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from commands import coast
from commands.cli import WorkError
from models.base.paths import ROOT
from models.risk.detection.waters.waters import Waters
from models.site.coast import load_coast

ISLE = [[0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.2, 0.8], [0.2, 0.2]]


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The command as a user gives it."""
    return subprocess.run(
        [sys.executable, "run.py", "coast", *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture
def isle(tmp_path: Path) -> Path:
    path = tmp_path / "land.geojson"
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ISLE]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


def test_land_of_ones_own_becomes_a_coast(isle: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyogrio")
    done = run("--bbox", "0", "0", "1", "1", "--source", isle, "--out", tmp_path / "coast.npz")
    assert done.returncode == 0 and "1 polygons, 5 vertices" in done.stdout + done.stderr
    waters = Waters(tmp_path / "coast.npz")
    assert waters.to_land_m(np.array([0.5, 0.1]), np.array([0.5, 0.5])).tolist()[0] < 0


def test_the_land_of_the_earth_has_every_coast(tmp_path: Path) -> None:
    pytest.importorskip("roaring_landmask")
    assert run("--bbox", "10.9", "57.6", "11.9", "58.2", "--out", tmp_path / "coast.npz").returncode == 0
    assert len(load_coast(tmp_path / "coast.npz").polygon_start) > 100, "an archipelago"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--bbox", "5", "0", "1", "1", "--out", "x.npz"), "smaller first"),
        (("--bbox", "0", "0", "1", "99", "--out", "x.npz"), "smaller first"),
        (("--bbox", "0", "0", "1", "1"), "--site or a file with --out"),
        (("--bbox", "0", "0", "1", "1", "--site", "nowhere"), "create it first"),
        (("--bbox", "0", "0", "1", "1", "--out", "x.npz", "--source", "none.geojson"), "does not exist"),
    ],
)
def test_a_mistake_gets_one_sentence(words: tuple[str, ...], says: str) -> None:
    done = run(*words)
    assert done.returncode == 2 and says in done.stderr and "Traceback" not in done.stderr


def test_land_that_cannot_be_fetched_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(coast, "NEEDED", ("a_package_that_is_nowhere",))
    monkeypatch.setattr(coast, "LOCK", tmp_path / "no-lock.txt")
    with pytest.raises(WorkError, match="could not be fetched"):
        coast._provide_land(coast.NEEDED)
