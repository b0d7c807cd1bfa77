"""Scripted officers wait for their triggers and act in order; a mistake in a script is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from exercises.people.script import COMMANDS, FOLDER, AlertSeen, OfficerScript, Played, read_script
from exercises.scenario.scenario import FOLDER as SCENARIOS
from models.base.paths import SITES
from models.base.settings import UserError
from models.casework.access.rights import KINDS_OF
from models.casework.person import ROLES
from models.site.playbooks.vocabulary import RULES
from models.site.site import load_site

UNITS = tuple(each.id for each in load_site(SITES / "zhoushan").units)
SHIPPED = sorted(FOLDER.glob("*.yaml"))
START_S = 1_000_000.0


@pytest.fixture
def script() -> OfficerScript:
    return read_script(FOLDER / "fishing_case.yaml", UNITS, ROLES)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_shipped_script_fits_its_scenario_and_site(path: Path) -> None:
    script = read_script(path, UNITS, ROLES)
    assert script.id == path.stem
    assert (SCENARIOS / f"{script.scenario}.yaml").exists()
    assert {line.on_alert.rule for line in script.lines if line.on_alert} <= set(RULES)


def test_every_command_of_a_script_is_one_that_somebody_may_give() -> None:
    assert set(COMMANDS) <= {kind for kinds in KINDS_OF.values() for kind in kinds}


def test_a_line_waits_for_its_alert(script: OfficerScript) -> None:
    played = Played(lines={"seat": START_S})
    assert list(script.due(START_S + 9e4, START_S, played)) == []
    played.alerts.append(AlertSeen("a1", "fishing", "SOMEBODY ELSE", START_S + 60))
    assert list(script.due(START_S + 9e4, START_S, played)) == []
    played.alerts.append(AlertSeen("a2", "fishing", "ZHE PU YU 98161", START_S + 100))
    ((line, at_s),) = script.due(START_S + 9e4, START_S, played)
    assert (line.id, at_s) == ("open", START_S + 100 + 90)
    assert list(script.due(at_s - 1, START_S, played)) == []


def test_a_whole_case_is_played_in_order(script: OfficerScript) -> None:
    played = Played([AlertSeen("a", "fishing", "ZHE PU YU 98161", START_S + 900)])
    for t_s in range(int(START_S), int(START_S) + 9000, 10):
        for line, at_s in list(script.due(t_s, START_S, played)):
            played.lines[line.id] = at_s
    assert list(played.lines) == [line.id for line in script.lines]
    assert list(played.lines.values()) == sorted(played.lines.values())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"lines": [{"id": "a", "who": "ghost", "does": "note"}]},
            "line a: key who: expected one of li, found 'ghost'",
        ),
        ({"lines": [{"id": "a", "who": "li", "does": "dance"}]}, "line 1: key does: expected one of case_open"),
        ({"lines": [{"id": "a", "who": "li", "does": "note", "after": "b"}]}, "key after: expected a line above it"),
        ({"lines": [{"id": "a", "who": "li", "does": "note"}] * 2}, "line a: used twice"),
        ({"lines": [{"id": "a", "who": "li", "does": "note", "after_min": -1}]}, "key after_min: expected a number"),
        ({"lines": [{"id": "a", "who": "li", "does": "note", "on_alert": {"rul": "gap"}}]}, "on_alert: key rule"),
        ({"lines": []}, "key lines: expected a list with something in it"),
        ({"officers": [{"id": "li", "name_zh": "李", "name_en": "Li", "unit": "moon", "roles": ["duty"]}]}, "key unit"),
        (
            {"officers": [{"id": "li", "name_zh": "李", "name_en": "Li", "unit": "city", "roles": ["king"]}]},
            "key roles",
        ),
    ],
)
def test_a_mistake_is_one_sentence(change: dict[str, object], words: str, tmp_path: Path) -> None:
    officer = {"id": "li", "name_zh": "李", "name_en": "Li", "unit": "city", "roles": ["duty"]}
    base = {"id": "x", "name_zh": "甲", "name_en": "X", "scenario": "fishing", "officers": [officer]}
    values = {**base, "lines": [{"id": "a", "who": "li", "does": "note"}], **change}
    path = tmp_path / "x.yaml"
    path.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
    with pytest.raises(UserError) as problem:
        read_script(path, UNITS, ROLES)
    assert words in str(problem.value) and "\n" not in str(problem.value)
