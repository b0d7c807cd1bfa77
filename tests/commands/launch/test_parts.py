"""The small parts of the commands: times, names of feeds, ports, the run's folder, a process's log."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.cli import WorkError
from commands.launch.child import LOG_BYTES, ChildProcess, how_ended, log, trim
from commands.launch.exercise_plan import forget_old
from commands.launch.plan import adapted
from commands.launch.ports import free_udp_port, refuse_taken_port
from commands.launch.process_table import table
from commands.launch.recorded_feeds import feed_ids, feeds_of
from commands.launch.run_folder import PREFIX, run_folder
from commands.times import moment_s, speed_x
from models.base.clock import parse_iso
from models.base.settings import Feed, Settings, UserError
from models.messages.plan import Plan, read_plan
from models.messages.streams import feed_address


def test_times_are_utc_unless_they_say_otherwise() -> None:
    assert moment_s("--from", "1970-01-01T01:00:00Z") == 3600
    assert moment_s("--from", "1970-01-01 01:00") == 3600
    assert moment_s("--from", "1970-01-01T09:00:00+08:00") == 3600
    assert moment_s("--from", "3600") == 3600


def test_speeds() -> None:
    assert speed_x("10") == speed_x("10x") == 10
    assert speed_x("max") == float("inf")
    for wrong in ("0", "-1", "fast", "nan"):
        with pytest.raises(UserError):
            speed_x(wrong)


def test_feeds_are_named_after_their_files_and_never_alike(tmp_path: Path) -> None:
    paths = [tmp_path / "a" / "Watch One.nmea.gz", tmp_path / "b" / "watch-one.txt", tmp_path / "望海.nmea"]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert [feed.id for feed in feeds_of(paths).values()] == ["watch-one", "watch-one-2", "feed"]


def test_a_folder_of_recordings_is_the_feeds_in_it(tmp_path: Path) -> None:
    for name in ("south", "north"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "0.hot").touch()
    (tmp_path / "ticks-20260101.jsonl").touch()
    assert [feed.id for feed in feeds_of([tmp_path]).values()] == ["north", "south"]
    assert list(feeds_of([tmp_path / "north"])) == [tmp_path / "north"]


def test_the_clues_beside_a_file_come_with_it_and_have_their_kind(tmp_path: Path) -> None:
    text_file, clues = tmp_path / "watch.nmea", tmp_path / "watch.nmea.clues.jsonl"
    text_file.write_bytes(b"!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24\n")
    clues.write_bytes(b'\\s:sim,c:1768190400000*00\\{"source": "grid"}\n')
    found = [(feed.id, feed.kind) for feed in feeds_of([text_file]).values()]
    assert found == [("watch", "ais"), ("watch-clues", "report")]
    assert len(feeds_of([text_file, clues])) == 2, "given and found is once"


def test_the_same_path_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.nmea"
    path.touch()
    with pytest.raises(UserError, match="given twice"):
        feeds_of([path, path])


@given(st.lists(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=40)))
def test_any_file_name_gives_a_valid_feed(names: list[str]) -> None:
    ids = feed_ids(names)
    assert [Feed(id=each, source="stdin:").id for each in ids] == ids
    assert len(set(ids)) == len(names)


def test_a_taken_port_is_named_with_its_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(WorkError, match=f"Port {port} .* choose another with --port"):
            refuse_taken_port("127.0.0.1", port)
    refuse_taken_port("127.0.0.1", port)


def test_a_free_udp_port_is_found() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as feed:
        feed.bind(("127.0.0.1", free_udp_port()))


def test_the_folder_of_a_run_is_private_short_and_removed_afterwards() -> None:
    with run_folder() as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert len(feed_address(folder, "x" * 32).removeprefix("ipc://")) < 100
    assert not folder.exists()


def test_the_folder_of_a_killed_run_is_removed_by_the_next(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("commands.launch.run_folder.tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr("commands.launch.run_folder.LONGEST_PARENT", 1000)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left, living = tmp_path / f"{PREFIX}{ended.pid}-x", tmp_path / f"{PREFIX}{os.getpid()}-x"
    left.mkdir()
    living.mkdir()
    with run_folder() as folder:
        assert folder.parent == tmp_path
        assert not left.exists()
        assert living.exists()


def test_a_plan_reads_back_as_it_was_written(tmp_path: Path) -> None:
    plan = Plan(
        mode="replay", var=tmp_path, settings=adapted(Settings(), port=5007), run_dir=tmp_path, speed=float("inf")
    )
    plan.write()
    assert read_plan(tmp_path) == plan
    assert plan.settings.dashboard.port == 5007
    assert plan.settings.recording.folder.is_absolute()


def test_each_mode_has_its_processes() -> None:
    feeds = [Feed(id=name, source="udp://127.0.0.1:1") for name in ("north", "south")]
    live = Plan(mode="live", var=Path("var"), settings=adapted(Settings(), feeds=feeds))
    replay = live.model_copy(update={"mode": "replay"})
    every = ["core", "desk", "historian", "wall"]
    assert [row.name for row in table(live)] == ["ingestor-north", "ingestor-south", *every, "catalogue"]
    assert [row.role for row in table(replay)] == ["replayer", "replayer", *every, "indexer", "catalogue", "evaluator"]


def test_the_last_recordings_of_exercises_are_kept(tmp_path: Path) -> None:
    for day in range(1, 9):
        (tmp_path / f"2026-01-0{day}T120000").mkdir()
        (tmp_path / f"2026-02-0{day}T120000-ab12cd34").mkdir()
    (tmp_path / "notes").mkdir()
    forget_old(tmp_path)
    assert sorted(each.name[:10] for each in tmp_path.iterdir()) == [
        "2026-01-05",
        "2026-01-06",
        "2026-01-07",
        "2026-01-08",
        "2026-02-05",
        "2026-02-06",
        "2026-02-07",
        "2026-02-08",
        "notes",
    ]


def test_a_long_log_is_cut_and_kept_once(tmp_path: Path) -> None:
    child = ChildProcess(tmp_path / "core.log")
    child.log.write_bytes(b"x" * LOG_BYTES + b"\nthe last words\n")
    assert child.last_words() == "the last words"
    trim(child.log)
    assert child.log.stat().st_size == 0
    assert (tmp_path / "core.log.1").stat().st_size > LOG_BYTES
    assert child.last_words() == ""


def test_a_line_of_a_log_begins_with_its_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / "log" / "core.log", tmp_path / "log" / "supervisor.log"]
    log("core stopped", *files)
    log("core started", files[0])
    lines = [file.read_text(encoding="utf-8").splitlines() for file in files]
    assert [[line.split(" ", 1)[1] for line in of_file] for of_file in lines] == [
        ["core stopped", "core started"],
        ["core stopped"],
    ]
    assert parse_iso(lines[0][0].split()[0]) > 0
    log("to the log of this process")
    assert capsys.readouterr().err.endswith("Z to the log of this process\n")


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "log").touch()
    log("core stopped", tmp_path / "log" / "core.log")


def test_an_end_is_described_in_words() -> None:
    assert how_ended(-9) == "signal 9"
    assert how_ended(1) == "exit 1"
