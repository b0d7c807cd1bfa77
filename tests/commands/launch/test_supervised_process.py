"""A supervised process: back-off between failures, and its status at every moment of its life."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from commands.launch.child import ChildProcess
from commands.launch.process_table import Process
from commands.launch.supervised_process import FIRST_WAIT_S, LONGEST_WAIT_S, STEADY_S, SupervisedProcess


def supervised(folder: Path, code: str = "", *, ends: bool = False, ready: Path | None = None) -> SupervisedProcess:
    """One that has just been started as `python -c code`."""
    made = SupervisedProcess(Process("core", "core", ends=ends, ready=ready), ChildProcess(folder / "core.log"))
    if code:
        made.child.running, made.starts = subprocess.Popen([sys.executable, "-c", code]), 1
    return made


def exited(folder: Path, code: int, *, ends: bool = False) -> SupervisedProcess:
    made = supervised(folder, f"raise SystemExit({code})", ends=ends)
    made.child.log.write_text("first line\nthe reason\n", encoding="utf-8")
    assert made.child.running
    made.child.running.wait()
    return made


def test_before_its_first_start_it_waits_and_is_not_down(tmp_path: Path) -> None:
    status = supervised(tmp_path).status(None, 100.0)
    assert (status.state, status.pid, status.restarts, status.down) == ("waiting", None, 0, False)


def test_it_is_starting_until_it_is_ready(tmp_path: Path) -> None:
    made = supervised(tmp_path, "input()", ready=tmp_path / "socket")
    assert made.child.running
    try:
        before = made.status(None, 100.0)
        assert (before.state, before.pid, before.since_s) == ("starting", made.child.running.pid, 100.0)
        (tmp_path / "socket").touch()
        running = made.status(before, 101.0)
        assert (running.state, running.since_s) == ("running", 101.0)
        assert made.status(running, 105.0) == running, "nothing changed, so nothing is published"
    finally:
        made.child.wait(0)
    assert made.take_exit(0.0) == -9 and made.last_exit == "signal 9" and made.why == ""


@pytest.mark.parametrize(
    ("code", "ends", "state", "last_exit", "why"),
    [
        (0, True, "ended", "", ""),
        (0, False, "waiting", "exit 0", ""),
        (1, True, "waiting", "exit 1", "the reason"),
        (1, False, "waiting", "exit 1", "the reason"),
    ],
)
def test_every_kind_of_end_has_its_status(
    tmp_path: Path, code: int, ends: bool, state: str, last_exit: str, why: str
) -> None:
    made = exited(tmp_path, code, ends=ends)
    assert made.take_exit(0.0) == code
    assert made.take_exit(0.0) is None, "each end is reported once"
    status = made.status(None, 100.0)
    assert (status.state, status.last_exit, status.why) == (state, last_exit, why)
    assert status.down is (state == "waiting")


@pytest.mark.parametrize(("ran_s", "first"), [(STEADY_S - 1, False), (STEADY_S + 1, True)])
def test_the_back_off_grows_to_a_bound_and_begins_again_after_a_steady_run(
    tmp_path: Path, ran_s: float, first: bool
) -> None:
    made = exited(tmp_path, 1)
    for _ in range(10):
        made.lengthen_wait()
    assert made.wait_s == LONGEST_WAIT_S
    made.take_exit(ran_s)
    assert made.due_s == ran_s + (FIRST_WAIT_S if first else LONGEST_WAIT_S)


def test_restarts_are_starts_after_the_first(tmp_path: Path) -> None:
    made = supervised(tmp_path)
    assert [replace(made, starts=count).status(None, 0.0).restarts for count in range(4)] == [0, 0, 1, 2]
