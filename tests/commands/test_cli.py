"""Every command ends as documented: 0 done, 1 the work failed, 2 wrong use; one sentence, never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from commands.bench import benchmarks, figure, machine
from commands.cli import WorkError, in_words, shared_first
from models.base.paths import ROOT
from models.base.settings import UserError

VERBS = ("exercise", "live", "replay", "score", "learn", "decode", "check", "bench")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, str(ROOT / "run.py"), *arguments]
    return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)


def config(folder: Path, text: str = "feeds: []\n") -> str:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_help_names_every_verb() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert all(verb in done.stdout for verb in VERBS)
    assert "_process" not in done.stdout


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_examples(verb: str) -> None:
    done = run(verb, "--help")
    assert done.returncode == 0
    assert f"run.py {verb}" in done.stdout.split("Examples")[1]


def test_the_version_is_that_of_the_project() -> None:
    assert f'version = "{run("--version").stdout.split()[1]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["fly"], "No such command 'fly'"),
        (["replay"], "Missing argument"),
        (["replay", "nothing-there.nmea"], "nothing-there.nmea: no such file"),
        (["replay", "run.py", "--speed", "fast"], "--speed fast: expected a number above 0, or max"),
        (["replay", "run.py", "--from", "nan"], "--from nan: expected a time"),
        (["replay", "run.py", "--from", "noon"], "--from noon: expected a time"),
        (["replay", "run.py", "--summary", "-"], "--summary goes with --headless"),
        (["replay", "run.py", "--pictures", "p.jsonl"], "--pictures goes with --headless"),
        (["replay", "run.py", "--headless", "--every", "60"], "--every goes with --pictures"),
        (["replay", "run.py", "--every", "60"], "--every goes with --pictures"),
        (["replay", "run.py", "--headless", "--port", "5007"], "--port has no effect with --headless"),
        (["replay", "run.py", "--from", "2", "--to", "1"], "--from 2 is later than --to 1; exchange them"),
        (["replay", "run.py", "--headless", "--alerts", "run.py"], "--alerts run.py would overwrite the input run.py"),
        (
            ["replay", "run.py", "--headless", "--alerts", "a", "--summary", "a"],
            "would overwrite the output of --alerts",
        ),
        (
            ["replay", "run.py", "--headless", "--summary", "no/such/a.json"],
            "--summary no/such/a.json: there is no folder",
        ),
        (["learn", "run.py", "--out", "u.npz", "--from", "2", "--to", "1"], "--from 2 is later than --to 1"),
        (["learn", "run.py", "--out", "no/such/u.npz"], "--out no/such/u.npz: there is no folder"),
        (["decode", "run.py", "--out", "run.py"], "--out run.py would overwrite the input run.py"),
        (["decode", "run.py", "--config", "config.yaml"], "--config has no effect on decode; leave it out"),
        (["--config", "config.yaml", "score", "a", "b"], "--config has no effect on score; leave it out"),
        (["audit", "verify", "copy.sqlite"], "TO goes with audit backup"),
        (["audit", "verify", "--last", "3"], "--last goes with audit show"),
        (["bench", "house", "--out", "no/such/b.json"], "--out no/such/b.json: there is no folder"),
        (["decode", "nothing-there.nmea"], "nothing-there.nmea: no such file"),
        (["exercise", "--port", "99999"], "--port"),
        (["exercise", "--truth", "truth.json"], "--truth goes with --write FILE"),
        (["exercise", "--clues", "clues.json"], "--clues goes with --write FILE"),
        (["exercise", "--start", "2026-01-01T00:00Z"], "--start goes with --write FILE"),
        (["exercise", "--minutes", "5"], "--minutes goes with --write FILE"),
        (["exercise", "--write", "a.nmea", "--port", "5007"], "--port has no effect with --write"),
        (["exercise", "--write", "a.nmea", "--steered"], "--steered has no effect with --write"),
        (
            ["exercise", "--write", "a.nmea", "--truth", "a.nmea"],
            "--truth a.nmea would overwrite the output of --write",
        ),
        (["exercise", "drift", "--list"], "SCENARIO has no effect with --list"),
        (["exercise", "--list", "--seed", "7"], "--seed has no effect with --list"),
        (["bench", "patience"], "No benchmark patience"),
        (["--config", "nothing-there.yaml", "live"], "nothing-there.yaml: cannot be read"),
        (["live", "--config", "nothing-there.yaml"], "nothing-there.yaml: cannot be read"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(arguments: list[str], expected: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert expected in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_broken_config_names_file_line_and_key(tmp_path: Path) -> None:
    done = run("--config", config(tmp_path, "site: zhoushan\ndashboard:\n  prot: 5006\n"), "live")
    assert done.returncode == 2
    assert "config.yaml line 3: dashboard.prot: unknown key" in done.stderr


def test_live_without_feeds_says_how_to_add_one(tmp_path: Path) -> None:
    done = run("--config", config(tmp_path), "live")
    assert done.returncode == 2
    assert "`feeds` is empty; add one like" in done.stderr
    assert done.stderr.count("\n") == 1


def test_shared_options_may_follow_the_verb() -> None:
    assert shared_first(["live", "--config", "a.yaml", "-v"]) == ["--config", "a.yaml", "-v", "live"]
    assert shared_first(["live", "--config=a.yaml", "--port", "1"]) == ["--config=a.yaml", "live", "--port", "1"]


def test_every_error_becomes_one_line() -> None:
    assert in_words(UserError("give\nanother file")) == ("give another file", 2)
    assert in_words(WorkError("the disk is full")) == ("the disk is full", 1)
    assert in_words(FileNotFoundError(2, "No such file or directory", "a.txt")) == (
        "a.txt: No such file or directory",
        1,
    )
    assert in_words(ValueError("odd"))[1] == 1


def test_a_reader_that_closes_the_pipe_is_no_error() -> None:
    line = f"{sys.executable} {ROOT / 'run.py'} --help | head -1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_bench_names_the_machine_by_its_processor_alone() -> None:
    assert set(machine()) == {"cpu", "cores", "python"}
    assert json.dumps(machine())


def test_bench_help_explains_every_benchmark() -> None:
    lines = [line.strip() for line in run("bench", "--help").stdout.split("Examples")[0].splitlines()]
    assert [line.split()[0] for line in lines if line.split()[:1] and line.split()[0] in benchmarks()] == benchmarks()


def test_figures_are_readable_at_any_size() -> None:
    assert [figure(each) for each in (12345.678, 0.000031, 0.0, 1234, "3.11")] == [
        "12,345.678",
        "3.1e-05",
        "0.000",
        "1,234",
        "3.11",
    ]


def test_a_wall_goes_on_when_its_terminal_has_closed() -> None:
    code = "import sys; from commands.cli import say; say('x' * 99999); say('y'); sys.stderr.write('still here')"
    line = f'cd {ROOT} && {sys.executable} -c "{code}" | head -c 1'
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.stderr == "still here"
