"""A scenario file is short, and every mistake in it is reported with file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from exercises.geometry.routes import load_routes
from exercises.scenario.scenario import FOLDER, load_scenario
from exercises.simulator.simulator import Simulator
from models.base.settings import UserError
from tests.exercises.conftest import SITE

TEXT = (FOLDER / "zhoushan_morning.yaml").read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(text.replace("routes: zhoushan_routes", f"routes: {FOLDER}/zhoushan_routes"), encoding="utf-8")
    return path


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def test_the_built_in_scenario_loads_by_name_and_by_path(tmp_path, scenario):
    assert (scenario.name_zh, scenario.name_en) == ("舟山清晨", "Zhoushan morning")
    assert load_scenario(written(tmp_path, TEXT)).traffic == scenario.traffic


def test_it_says_that_it_is_illustrative(scenario):
    assert "不可用于航行" in scenario.note_zh and "Not for navigation" in scenario.note_en


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UserError, match=r"no scenario `evening`.*zhoushan_morning"):
        load_scenario("evening")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("count: 72", "count: 0", "traffic.0.count"),
        ("count: 72", "cuont: 72", "traffic.0.count"),
        ("range_nm: 60", "range_nm: 60\n  rnage_nm: 5", "reception.rnage_nm"),
        ("craft: [container, tanker, cargo]", "craft: [container, submarine]", "traffic.4.craft"),
        ('starts_at: "2026-01-12T22:30:00Z"', "starts_at: tomorrow", "starts_at"),
        ("radius_m: 7000", "radius_m: -7000", "events.1.radius_m"),
        ("across_deg: 84", "across_deg: 10", "events.1.across_deg"),
        ("mmsi: 413998120", "mmsi: 12", "events.1.actor.mmsi"),
        ("zone: dongji-reserve", "zoen: dongji-reserve", "events.2.zone"),
    ],
)
def test_a_mistake_names_file_line_and_key(tmp_path, old, new, key):
    text = TEXT.replace(old, new)
    path = written(tmp_path, text)
    with pytest.raises(UserError) as caught:
        load_scenario(path)
    message = str(caught.value)
    assert message.startswith(f"{path} line ") and f" {key}: " in message


def test_the_line_is_the_right_one(tmp_path):
    text = TEXT.replace("count: 72", "count: 0")
    with pytest.raises(UserError, match=f"line {line_of(text, 'count: 0')}: traffic.0.count: "):
        load_scenario(written(tmp_path, text))


def test_invalid_yaml_is_refused(tmp_path):
    with pytest.raises(UserError, match="not valid YAML"):
        load_scenario(written(tmp_path, "a: [1"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("where: yangtze", "where: thames", "`thames` is not in the routes file"),
        ("count: 14, length_m: [180, 290]", "count: 5000", "free spots, 5000 cargo asked for"),
        ("zone: dongji-reserve", "zone: atlantis", "`atlantis` is not a zone"),
        ("crosses: [122.90, 30.125]", "crosses: [122.30, 30.125]", "is not inside `dongji-reserve`"),
        ("route: xiazhimen", "route: putuo", "`putuo` must be a route with a group that is `regular: true`"),
        ("speed_kn: 6.5", "speed_kn: 0.8", "have no time to turn"),
    ],
)
def test_a_scenario_that_does_not_fit_the_site_is_refused(tmp_path, old, new, message):
    scenario = load_scenario(written(tmp_path, TEXT.replace(old, new)))
    with pytest.raises(UserError) as caught:
        Simulator(scenario, SITE, 1)
    assert message in str(caught.value)


def test_a_missing_or_foreign_routes_file_is_a_clear_error(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        load_routes(tmp_path / "none.geojson")
    (tmp_path / "other.geojson").write_text("{}")
    with pytest.raises(UserError, match="not a routes file"):
        load_routes(tmp_path / "other.geojson")


def test_the_committed_routes_say_that_they_are_illustrative():
    assert "Illustrative" in (FOLDER / "zhoushan_routes.geojson").read_text(encoding="utf-8")[:200]
