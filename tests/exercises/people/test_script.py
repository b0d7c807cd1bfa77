"""Scripts of officers: routines are filled in for each case; a mistake in a script is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from exercises.demo_accounts import demo_accounts
from exercises.people.script import COMMANDS, FOLDER, read_script, script_for
from exercises.scenario.scenario import FOLDER as SCENARIOS
from models.base.settings import UserError
from models.casework.access.rights import KINDS_OF
from models.casework.kinds import kinds
from models.site.playbooks.vocabulary import RULES

ACCOUNTS = tuple(demo_accounts([]))
SHIPPED = sorted(path for path in FOLDER.glob("*.yaml") if path.stem != "accounts")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_shipped_script_fits_its_scenario_and_the_accounts(path: Path) -> None:
    script = read_script(path, ACCOUNTS)
    assert script.id == path.stem
    assert (SCENARIOS / f"{script.scenario}.yaml").exists()
    assert {line.on_alert.rule for line in script.lines if line.on_alert} <= set(RULES)


def test_every_command_of_a_script_is_one_that_somebody_may_give() -> None:
    assert set(COMMANDS) <= {kind for each in KINDS_OF.values() for kind in each} & set(kinds())


def test_the_day_has_cases_of_most_playbooks_and_all_moves() -> None:
    script = read_script(FOLDER / "casework_day.yaml", ACCOUNTS)
    done = {line.does for line in script.lines}
    assert len({line.body["kind"] for line in script.lines if line.does == "case_assess"}) >= 10
    assert sum(line.does == "case_open" and line.refused is None for line in script.lines) >= 15
    assert {"case_merge", "case_reopen", "order_decline", "transfer_return", "sar_plan", "inspection_end"} <= done
    assert {line.refused for line in script.lines} == {None, "forbidden", "missing", "stale", "invalid"}


def test_a_scenario_without_people_has_no_script() -> None:
    assert script_for("drift", ACCOUNTS) is None
    assert script_for("accounts", ACCOUNTS) is None


def test_a_routine_is_filled_in_for_a_case(tmp_path: Path) -> None:
    script = written(
        tmp_path,
        routines={"one": [{"id": "a", "who": "{who}", "does": "note", "body": {"n": "{n}", "of": "{a}, {t}"}}]},
        cases=[
            {
                **{"id": "x", "routine": "one", "on_alert": {"rule": "gap"}, "words": {"who": "duty", "n": [1]}},
                "then": [{"id": "b", "who": "duty", "does": "note", "after": "a", "about": "a"}],
            }
        ],
    )
    first, second = read_script(script, ACCOUNTS).lines
    assert (first.id, first.who, first.on_alert and first.on_alert.rule) == ("x.a", "duty", "gap")
    assert first.body == {"n": [1], "of": "{x.a}, {t}"}
    assert (second.id, second.after, second.about, second.on_alert) == ("x.b", "x.a", "x.a", None)


def written(folder: Path, **changes: object) -> Path:
    values = {
        **{"id": "s", "name_zh": "一", "name_en": "One", "scenario": "drift", "people": {"duty": {}}},
        **changes,
    }
    (folder / "s.yaml").write_text(yaml.safe_dump(values), encoding="utf-8")
    return folder / "s.yaml"


NOTE = {"id": "a", "who": "duty", "does": "note"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lines": [{**NOTE, "who": "ghost"}]}, "line a: key who: expected one of duty, found 'ghost'"),
        ({"lines": [{**NOTE, "does": "dance"}]}, "key does: expected one of case_open"),
        ({"lines": [{**NOTE, "after": "b"}]}, "key after: expected a line of the script"),
        ({"lines": [NOTE, NOTE]}, "line a: used twice"),
        ({"lines": [{**NOTE, "after_min": -1}]}, "key after_min: expected a number"),
        ({"lines": [{**NOTE, "after": "a", "on_alert": {"rule": "gap"}}]}, "expected one of after, on_alert"),
        ({"lines": [{**NOTE, "refused": "never"}]}, "key refused: expected one of unauthorised"),
        ({}, "key lines: expected a list with something in it"),
        ({"lines": [NOTE], "people": {"duty": {}, "king": {}}}, "people: king: expected one of duty"),
        ({"cases": [{"id": "x", "routine": "none"}]}, "case x: key routine: expected one of"),
    ],
)
def test_a_mistake_is_said_in_one_sentence(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    with pytest.raises(UserError, match=r"s\.yaml") as problem:
        read_script(written(tmp_path, **changes), ACCOUNTS)
    assert words in str(problem.value)
