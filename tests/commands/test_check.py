"""The check finds every problem and says what to do about it."""

from __future__ import annotations

import socket
from pathlib import Path

from commands.check import answer_all
from commands.cli import Shared
from commands.launch.sources import why_not_openable
from models.casework.store import Ledger
from tests.postgres import Server
from tests.running import free_port


def remedies(folder: Path, text: str) -> dict[str, str]:
    config = folder / "config.yaml"
    config.write_text(f"recording: {{folder: {folder}/var/recordings, min_free_mb: 1}}\n{text}", encoding="utf-8")
    return {each.subject: each.remedy for each in answer_all(Shared(config))}


def notes(folder: Path, ledger_url: str) -> dict[str, str]:
    config = folder / "config.yaml"
    config.write_text(f"casework: {{ledger_url: '{ledger_url}'}}\n", encoding="utf-8")
    return {each.subject: each.note for each in answer_all(Shared(config))}


def test_a_machine_in_order_has_no_problem(tmp_path: Path) -> None:
    shown = remedies(tmp_path, f"dashboard: {{port: {free_port()}}}\n")
    assert len(shown) >= 7
    assert not any(shown.values())


def test_broken_settings_are_the_only_answer(tmp_path: Path) -> None:
    assert list(remedies(tmp_path, "dashbord: {}\n")) == ["settings"]


def test_an_unknown_site_and_an_unknown_detector_are_named(tmp_path: Path) -> None:
    shown = remedies(tmp_path, "site: atlantis\ndetectors: {mermaid: {}}\n")
    assert "atlantis" in shown["site"]
    assert "mermaid" in shown["detectors"]


def test_a_taken_port_and_a_taken_feed_are_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as pages, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as feed:
        feed.bind(("127.0.0.1", 0))
        port, udp = pages.getsockname()[1], feed.getsockname()[1]
        source = f"udp://127.0.0.1:{udp}"
        shown = remedies(tmp_path, f"dashboard: {{port: {port}}}\nfeeds: [{{id: a, source: '{source}'}}]\n")
    assert "stop the program that uses it" in shown[f"port {port} on 127.0.0.1"]
    assert "stop the program that uses it" in shown["feed a"]


def test_a_wall_that_lets_no_other_machine_in_is_named(tmp_path: Path) -> None:
    shut = remedies(tmp_path, f"dashboard: {{port: {free_port()}, address: 0.0.0.0}}\n")
    opened = remedies(tmp_path, f"dashboard: {{port: {free_port()}, address: 0.0.0.0, allow_origins: ['wall:5006']}}\n")
    assert "add the name by which they reach this one" in shut["dashboard.allow_origins"]
    assert not opened["dashboard.allow_origins"]


def test_too_little_room_is_named(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(f"recording: {{folder: {tmp_path}/var, min_free_mb: 1.0e+12}}\n", encoding="utf-8")
    shown = {each.subject: each.remedy for each in answer_all(Shared(config))}
    assert "free space at" in shown["disk"]


def test_a_ledger_that_answers_and_one_that_does_not(tmp_path: Path, postgres: Server) -> None:
    url, dead = postgres.new_url(), f"postgresql+psycopg://u:secret@127.0.0.1:{free_port()}/x"
    assert notes(tmp_path, url)["ledger"] == "its database answers and is empty; `run.py live` creates one"
    Ledger(url).close()
    assert notes(tmp_path, url)["ledger"].startswith("answers, 0 rows")
    shown = remedies(tmp_path, f"casework: {{ledger_url: '{dead}'}}\n")["ledger"]
    assert "does not answer" in shown and "start its server" in shown and "secret" not in shown
    assert "not a URL" in remedies(tmp_path, "casework: {ledger_url: nonsense}\n")["ledger"]


def test_every_form_of_source_is_tried(tmp_path: Path) -> None:
    log = tmp_path / "log.nmea"
    log.touch()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert why_not_openable(f"tcp://127.0.0.1:{port}") == ""
        assert "stop the program that uses it" in why_not_openable(f"tcp-listen://127.0.0.1:{port}")
    assert "no connection" in why_not_openable(f"tcp://127.0.0.1:{port}")
    assert why_not_openable(f"tcp-listen://127.0.0.1:{port}") == ""
    assert why_not_openable(f"file:{log}") == ""
    assert "check that it is connected" in why_not_openable("serial:///dev/no-such-port?baud=38400")
    assert why_not_openable("stdin:") == ""
