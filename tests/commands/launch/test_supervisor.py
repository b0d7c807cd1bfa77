"""The supervisor as a person sees it: it restarts what stops, names it, and leaves nothing behind."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil

from tests.running import ROOT, free_port, running, wait_for

ROLES = {"ingestor", "core", "desk", "historian", "wall"}  # that stay while it runs


def one_feed() -> str:
    return f"feeds: [{{id: station-1, source: 'udp://127.0.0.1:{free_port()}'}}]\n"


def test_a_killed_process_is_restarted_and_ctrl_c_leaves_none(tmp_path: Path) -> None:
    with running(tmp_path, "live", settings=one_feed()) as wall:
        wait_for("the wall", wall.healthy)
        wait_for("the address", lambda: f"http://localhost:{wall.port}/wall" in wall.said)
        for role in sorted(ROLES):
            wall.kill(role)
        assert wall.said.count("stopped (signal 9), starting again in 0.2 s") >= 2
        wait_for("the wall again", wall.healthy)
        wait_for("nothing that ends by itself", lambda: set(wall.roles()) == ROLES)
        children, folders = wall.supervisor.children(), wall.sockets()
        assert len(children) == len(ROLES)
        assert len(folders) == 1
        assert wall.end() == 0
        assert not any(child.is_running() for child in children)
        assert not folders[0].exists()
        with socket.create_server(("127.0.0.1", wall.port)):
            assert "Stopping" in wall.said
    logs = {file.stem: file.read_text(encoding="utf-8") for file in (tmp_path / "var" / "log").glob("*.log")}
    for role in ROLES - {"ingestor"}:
        assert logs[role].count(f"Z {role}: started, process ") == 2
        assert f"Z {role} stopped (signal 9), starting again in " in logs[role]
        assert f"Z {role} stopped (signal 9), starting again in " in logs["supervisor"]
        assert f"Z {role}: stopped, as asked" in logs[role]
    assert "Z supervisor of live: stopping, as asked" in logs["supervisor"]


def test_a_supervisor_killed_without_warning_takes_all_with_it(tmp_path: Path) -> None:
    with running(tmp_path, "live", settings=one_feed()) as wall:
        wait_for("all processes", lambda: set(wall.roles()) >= ROLES)
        children = wall.supervisor.children()
        wall.supervisor.kill()
        _, alive = psutil.wait_procs(children, timeout=60)
        assert alive == []


def test_sigterm_is_as_good_as_ctrl_c(tmp_path: Path) -> None:
    with running(tmp_path, "live", settings=one_feed()) as wall:
        wait_for("all processes", lambda: set(wall.roles()) >= ROLES)
        children = wall.supervisor.children()
        assert wall.end(signal.SIGTERM) == 0
        assert not any(child.is_running() for child in children)


def test_a_mistake_that_only_a_process_can_see_ends_the_start_in_words(tmp_path: Path) -> None:
    with running(tmp_path, "live", settings=one_feed() + "detectors: {mermaid: {}}\n") as wall:
        assert wall.supervisor.wait(timeout=60) == 2
        assert "detectors.mermaid: no such detector" in wall.said
        assert "Traceback" not in wall.said


def test_an_unknown_scenario_is_named(tmp_path: Path) -> None:
    with running(tmp_path, "exercise", "atlantis") as wall:
        assert wall.supervisor.wait(timeout=60) == 2
        assert "atlantis" in wall.said
        assert "Traceback" not in wall.said


def test_a_port_in_use_is_named_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        argv = [sys.executable, str(ROOT / "run.py"), "exercise", "--port", port]
        done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in done.stderr
    assert "--port" in done.stderr
    assert done.stderr.count("\n") == 1
