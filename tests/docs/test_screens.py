"""The gallery is complete: every picture exists, is shown, and is small; its scenario can be played."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

from exercises.scenario.scenario import load_scenario
from models.base.paths import ROOT

HERE = ROOT / "docs" / "screens"
PAGE = HERE.parent / "screens.md"
MAKER = runpy.run_path(str(HERE / "make_screens.py"))
MOST_BYTES = 7_500_000  # every page, language and palette at both sizes, a few hundred kB each


def test_every_picture_exists_and_is_shown() -> None:
    made = sorted(f"{shot.name}.webp" for shot in (*MAKER["shots"](), *MAKER["of_a_dead_feed"]()))
    assert sorted(path.name for path in HERE.glob("*.webp")) == made
    assert sorted(set(re.findall(r"\(screens/([\w-]+\.webp)\)", PAGE.read_text(encoding="utf-8")))) == made


def test_the_gallery_stays_small() -> None:
    assert sum(path.stat().st_size for path in HERE.glob("*.webp")) < MOST_BYTES


def test_the_scenario_is_paused_while_it_lasts() -> None:
    scene = load_scenario(str(HERE / "scene.yaml"))
    assert scene.starts_at_s == MAKER["BEGIN_S"]
    assert scene.duration_s > MAKER["HELD_S"]


def test_the_routes_of_the_scenario_are_there() -> None:
    assert Path(load_scenario(str(HERE / "scene.yaml")).routes).is_file()
