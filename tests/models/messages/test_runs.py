"""Page and supervisor exchange whole files; each request is taken once, and other files are ignored."""

from __future__ import annotations

from pathlib import Path

from models.messages.runs import (
    CHOICES,
    REQUESTS,
    RUNS,
    RunChoice,
    RunRequest,
    StartedRun,
    choices,
    request_run,
    requests,
    runs,
    write,
)


def test_a_request_is_taken_once(tmp_path: Path) -> None:
    start = RunRequest("a1", "scenario", "drift", "漂航", "Drift", seed=7)
    request_run(tmp_path, start)
    request_run(tmp_path, RunRequest("a1", stop=True))
    assert requests(tmp_path) == [RunRequest("a1", stop=True), start]
    assert requests(tmp_path) == []


def test_a_file_that_is_not_a_request_is_removed_and_ignored(tmp_path: Path) -> None:
    request_run(tmp_path, RunRequest("a1", "scenario", "drift"))
    for name, text in (("half", '{"id": "b'), ("other", '{"colour": 1}'), ("list", "[]")):
        (tmp_path / REQUESTS / f"{name}.json").write_text(text, encoding="utf-8")
    assert [each.id for each in requests(tmp_path)] == ["a1"]
    assert list((tmp_path / REQUESTS).glob("*.json")) == []


def test_nothing_written_yet_is_an_empty_list(tmp_path: Path) -> None:
    assert choices(tmp_path) == [] and runs(tmp_path) == []


def test_catalogue_and_runs_read_back_as_written(tmp_path: Path) -> None:
    write(tmp_path / CHOICES, [vars(RunChoice("scenario-drift", "scenario", "drift", "漂航", "Drift", 0.0, 1800.0))])
    write(tmp_path / RUNS, [vars(StartedRun("a1", "scenario", "漂航", "Drift", 5010, "running"))])
    assert choices(tmp_path)[0].to_s == 1800.0
    assert runs(tmp_path)[0].port == 5010
