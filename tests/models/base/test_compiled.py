"""The compiled code: kept in `var/cache`, and still compiled if it cannot be written."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from models.base.paths import ROOT

START = """
import numpy as np
from models.base.paths import SITES
from models.core.process import Core
from models.risk.detection.encounters.domain import closest_approach
from models.risk.detection.waters.waters import Waters
from models.site.site import load_site
Waters(load_site(SITES / "zhoushan").coast)
print(closest_approach(1.0, 0.0, 0.0, 0.0))
"""
PARTS = ("models", "ingest", "sites")


def installed(folder: Path) -> Path:
    """A fresh copy of what the core needs."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def start(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", START], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}


def cache_of(folder: Path, sources: Path) -> Path:
    return folder / "var" / "cache" / "numba" / ".".join(sources.relative_to(folder).parts)


def test_the_first_start_writes_nothing_outside_var(tmp_path: Path) -> None:
    before = files(installed(tmp_path))
    assert start(tmp_path) == "(0.0, 1.0)\n"
    new = files(tmp_path) - before
    assert {path.parts[:2] for path in new} == {("var", "cache")}
    assert {path.suffix for path in new} == {".npy", ".nbi", ".nbc"}


def test_the_second_start_uses_what_the_first_has_kept(tmp_path: Path) -> None:
    installed(tmp_path)
    start(tmp_path)
    times = {path: (tmp_path / path).stat().st_mtime_ns for path in files(tmp_path)}
    start(tmp_path)
    assert {path: (tmp_path / path).stat().st_mtime_ns for path in files(tmp_path)} == times


def test_where_nothing_can_be_written_it_starts_all_the_same(tmp_path: Path) -> None:
    (installed(tmp_path) / "var").write_text("in the way", encoding="utf-8")
    before = files(tmp_path)
    assert start(tmp_path) == "(0.0, 1.0)\n"
    assert files(tmp_path) == before


def test_code_compiled_from_other_sources_is_not_used(tmp_path: Path) -> None:
    installed(tmp_path)
    start(tmp_path)
    sources = tmp_path / "models" / "risk" / "detection" / "encounters"
    (old,) = cache_of(tmp_path, sources).iterdir()
    module = sources / "neighbours.py"
    module.write_text(module.read_text(encoding="utf-8").replace("Points", "Positions"), encoding="utf-8")
    assert start(tmp_path) == "(0.0, 1.0)\n"
    (new,) = cache_of(tmp_path, sources).iterdir()
    assert new.name != old.name
