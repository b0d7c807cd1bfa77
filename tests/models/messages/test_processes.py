"""The published process table: read back as written, empty before it exists, and clear about what is down."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.messages.processes import FILE, STATES, ProcessStatus, processes, write_processes

TABLE = [
    ProcessStatus("core", "core", "running", 4711, 100.0),
    ProcessStatus("ingestor-north", "ingestor", "waiting", None, 103.5, 2, "exit 1", "disk full"),
    ProcessStatus("catalogue", "catalogue", "ended", None, 101.0),
]


def test_the_table_reads_back_as_written(tmp_path: Path) -> None:
    write_processes(tmp_path, TABLE)
    assert processes(tmp_path) == TABLE
    write_processes(tmp_path, TABLE[:1])
    assert processes(tmp_path) == TABLE[:1]
    assert [path.name for path in tmp_path.iterdir()] == [FILE], "no half-written file is left"


def test_the_table_is_empty_before_the_supervisor_publishes_it(tmp_path: Path) -> None:
    assert processes(tmp_path) == []
    (tmp_path / FILE).write_text('[{"name": "co', encoding="utf-8")
    assert processes(tmp_path) == []


@pytest.mark.parametrize("last_exit", ["", "signal 9"])
@pytest.mark.parametrize("state", STATES)
def test_only_a_process_that_failed_and_waits_is_down(state: str, last_exit: str) -> None:
    status = ProcessStatus("core", "core", state, last_exit=last_exit)
    assert status.down is (state == "waiting" and last_exit != "")
    assert status.up is (state != "waiting")
