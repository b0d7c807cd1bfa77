"""A request from a page becomes a run of its own or is refused in words; the supervisor itself never fails."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from commands.launch.exercise_plan import KEPT, forget_old, steered_plan
from commands.launch.requested_run import plan_of
from commands.launch.runs import ENDED_SHOWN, RunManager
from exercises.play import write_file
from models.base.settings import Settings, UserError
from models.messages.plan import Plan
from models.messages.runs import RunRequest, StartedRun, request_run, runs
from tests.running import ROOT, wait_for

DRIFT = RunRequest("a1", "scenario", "drift", "漂航", "Drift")


def live(tmp_path: Path, **exercise: object) -> Plan:
    """The plan of a live run with a real ledger and its own host name."""
    settings = Settings(
        recording={"folder": tmp_path / "var" / "recordings"},
        history={"folder": tmp_path / "var" / "history"},
        casework={"ledger_url": "postgresql+psycopg://watch@db/ledger"},
        dashboard={"port": 5006, "allow_origins": ["wall.example:5006", "proxy.example:443"]},
        exercise=exercise,
    )
    run_dir = tmp_path / "run"
    run_dir.mkdir()
    plan = Plan(mode="live", settings=settings, var=tmp_path / "var", run_dir=run_dir)
    plan.write()
    return plan


def updated(mine: RunManager) -> list[StartedRun]:
    mine.update()
    return runs(mine.plan.run_dir)


def ended(mine: RunManager) -> StartedRun:
    """The only run, once it is over."""
    return wait_for("its end", lambda: next((each for each in updated(mine) if each.state == "ended"), None))


def test_what_is_started_shares_no_folder_port_ledger_or_feed(tmp_path: Path) -> None:
    asked_by, folder = live(tmp_path), tmp_path / "apart"
    plan = plan_of(DRIFT, asked_by, folder, 5999)
    kept = (plan.var, plan.settings.recording.folder, plan.settings.history.folder)
    assert all(each and each.is_relative_to(folder) for each in kept)
    assert plan.settings.casework.ledger_url == "" and plan.mode == "exercise" and plan.steered
    assert {each.source.partition(":")[0] for each in plan.settings.feeds} == {"file"}
    assert plan.settings.dashboard.port == 5999
    assert plan.settings.dashboard.allow_origins == ("wall.example:5999", "proxy.example:443")
    assert asked_by.settings.casework.ledger_url, "the plan that was asked stays as it was"


def test_a_seed_is_kept_and_none_is_the_usual_one(tmp_path: Path) -> None:
    asked_by = live(tmp_path)
    seeds = [plan_of(RunRequest("a", "scenario", "drift", seed=seed), asked_by, tmp_path, 5999) for seed in (7, 0)]
    assert [each.player and each.player.seed for each in seeds] == [7, asked_by.settings.exercise.seed]


def test_a_recording_is_replayed_between_its_times(tmp_path: Path) -> None:
    path = tmp_path / "sea.nmea"
    write_file("drift", ROOT / "sites" / "zhoushan", 1, path, 0.1)
    request = RunRequest("a1", "recording", str(path), from_s=10.0, to_s=20.0)
    plan = plan_of(request, live(tmp_path), tmp_path / "apart", 5999)
    assert (plan.mode, plan.from_s, plan.to_s, plan.player) == ("replay", 10.0, 20.0, None)
    assert list(plan.replay_paths.values()) == [(path,)]


def test_a_recording_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        plan_of(RunRequest("a1", "recording", str(tmp_path / "gone")), live(tmp_path), tmp_path, 5999)


def test_more_runs_than_allowed_are_refused_with_the_reason(tmp_path: Path) -> None:
    mine = RunManager(live(tmp_path, most_runs=0))
    request_run(mine.plan.run_dir, DRIFT)
    assert updated(mine) == [StartedRun("a1", "scenario", "漂航", "Drift", 0, "ended", "no more than 0 at once")]
    assert not (mine.plan.var / "exercise").exists()


def test_a_full_disk_is_reported_and_ends_no_run(tmp_path: Path) -> None:
    mine = RunManager(live(tmp_path))
    mine.plan.var.write_text("no folder")
    request_run(mine.plan.run_dir, DRIFT)
    (run,) = updated(mine)
    assert run.state == "ended" and "var" in run.why


def test_of_the_ended_runs_only_the_last_are_listed(tmp_path: Path) -> None:
    mine = RunManager(live(tmp_path, most_runs=0))
    for number in range(ENDED_SHOWN + 3):
        request_run(mine.plan.run_dir, RunRequest(f"a{number}", "scenario", "drift"))
        mine.update()
    assert [each.id for each in updated(mine)] == [f"a{number}" for number in range(3, ENDED_SHOWN + 3)]


def test_one_that_cannot_run_says_why_in_one_sentence(tmp_path: Path) -> None:
    mine = RunManager(live(tmp_path))
    request_run(mine.plan.run_dir, RunRequest("a1", "scenario", "atlantis"))
    why = ended(mine).why
    assert "no scenario `atlantis`" in why and "\n" not in why


def test_the_end_of_the_supervisor_is_the_end_of_all(tmp_path: Path) -> None:
    mine = RunManager(live(tmp_path))
    request_run(mine.plan.run_dir, DRIFT)
    (run,) = updated(mine)
    assert run.state == "starting" and run.port
    me = psutil.Process(os.getpid())
    (theirs,) = [each for each in me.children() if str(mine.plan.run_dir) in each.cmdline()]
    wait_for("its processes", lambda: len(theirs.children()) > 3)
    all_of_it = [theirs, *theirs.children(recursive=True)]
    mine.end()
    mine.wait(at_most_s=60)
    assert psutil.wait_procs(all_of_it, timeout=60)[1] == []
    assert ended(mine).why == "", "who was asked to end did not fail"


def test_a_stop_for_an_unknown_run_stops_none(tmp_path: Path) -> None:
    mine = RunManager(live(tmp_path))
    request_run(mine.plan.run_dir, RunRequest("nobody", stop=True))
    assert updated(mine) == []


def test_a_folder_in_use_is_kept_however_old(tmp_path: Path) -> None:
    folders = [tmp_path / f"2026-01-0{day}T000000-x" for day in range(1, 9)]
    for each in folders:
        each.mkdir()
    forget_old(tmp_path, [folders[0]])
    assert sorted(tmp_path.iterdir()) == [folders[0], *folders[1 - KEPT :]]


def test_a_steered_exercise_is_steered_and_no_other(tmp_path: Path) -> None:
    assert steered_plan(Settings(), "drift", 1, 5999, tmp_path).steered
    assert not live(tmp_path).steered
