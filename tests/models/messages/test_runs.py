"""Page and supervisor speak through files: whole or not at all, taken once, rubbish unheard."""

from __future__ import annotations

from pathlib import Path

from models.messages.runs import (
    CHOICES,
    RUNS,
    WANTED,
    RunChoice,
    RunRequest,
    StartedRun,
    choices,
    runs,
    want,
    wanted,
    write,
)


def test_a_wish_is_taken_once(tmp_path: Path) -> None:
    asked = RunRequest("a1", "scenario", "drift", "漂航", "Drift", seed=7)
    want(tmp_path, asked)
    want(tmp_path, RunRequest("a1", stop=True))
    assert wanted(tmp_path) == [RunRequest("a1", stop=True), asked]
    assert wanted(tmp_path) == []


def test_what_is_no_wish_is_taken_away_unheard(tmp_path: Path) -> None:
    want(tmp_path, RunRequest("a1", "scenario", "drift"))
    for name, text in (("half", '{"id": "b'), ("other", '{"colour": 1}'), ("list", "[]")):
        (tmp_path / WANTED / f"{name}.json").write_text(text, encoding="utf-8")
    assert [each.id for each in wanted(tmp_path)] == ["a1"]
    assert list((tmp_path / WANTED).glob("*.json")) == []


def test_nothing_written_yet_is_an_empty_list(tmp_path: Path) -> None:
    assert choices(tmp_path) == [] and runs(tmp_path) == []


def test_what_is_told_is_read_as_it_was(tmp_path: Path) -> None:
    write(tmp_path / CHOICES, [vars(RunChoice("scenario-drift", "scenario", "drift", "漂航", "Drift", 0.0, 1800.0))])
    write(tmp_path / RUNS, [vars(StartedRun("a1", "scenario", "漂航", "Drift", 5010, "running"))])
    assert choices(tmp_path)[0].to_s == 1800.0
    assert runs(tmp_path)[0].port == 5010
