"""An exercise without pages: its scripted people meet the real desk, and two runs are the same to the last byte."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from commands.headless import run_exercise
from commands.launch.exercise_plan import headless_plan
from commands.score_table import COLUMNS, score_table
from exercises.people.score import ScoreRow, ScoreSheet
from models.base.settings import Settings

MINUTES = 26.0


@pytest.fixture(scope="module")
def runs() -> list[tuple[dict[str, Any], ScoreSheet]]:
    """The beginning of the day, twice."""
    return [run_exercise(headless_plan(Settings(), "casework_day", 1), minutes=MINUTES) for _ in range(2)]


def test_two_runs_give_the_same_picture_and_the_same_ledger(runs: list[tuple[dict[str, Any], ScoreSheet]]) -> None:
    (one, _), (other, _) = runs
    for name in ("digest", "ledger_digest", "cases", "commands", "refused", "people", "units", "alerts_by_rule"):
        assert one[name] == other[name]
    assert len(one["ledger_digest"]) == 64


def test_people_open_and_work_on_cases_and_the_desk_refuses_what_it_must(
    runs: list[tuple[dict[str, Any], ScoreSheet]],
) -> None:
    record, _ = runs[0]
    assert record["cases"]["opened"] >= 3 and record["cases"]["closed"] >= 1
    assert sum(record["cases"]["by_state"].values()) == record["cases"]["opened"]
    assert record["commands"] > 8 and record["refused"] >= 2
    assert record["unscripted"] == 0  # everything that was refused stands so in the script
    assert record["people"]["duty"]["cases"] >= 2 and record["people"]["duty"]["clocks_met"] > 0


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ("人员成绩", "演练·陈", "最迟", "签收 12.5 分")), ("en", ("Chen", "against", "Ack by 12.5 min"))],
)
def test_the_score_is_a_table_in_both_languages(lang: str, words: tuple[str, ...]) -> None:
    row = ScoreRow(met=3, late=[("ZS-1", "ack/O1", 12.5)], commands=4, refused=1, cases={"ZS-1"})
    names = {"duty": ("演练·陈", "Chen")}
    console = Console(file=io.StringIO(), width=160)
    console.print(score_table("people", "who", COLUMNS, {"duty": row}, names, lang))
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    assert "75%" in text and "12.5" in text and all(word in text for word in words)
