"""The wall works whether or not the ledger's database answers; an invalid URL ends the start."""

from __future__ import annotations

from pathlib import Path

from tests.postgres import running_server
from tests.running import free_port, running, wait_for


def settings(ledger_url: str) -> str:
    feed = f"{{id: a, source: 'udp://127.0.0.1:{free_port()}', silent_after_s: 1.0e+9}}"
    return f"feeds: [{feed}]\ncasework: {{ledger_url: '{ledger_url}'}}\n"


def test_the_wall_is_up_before_the_database_and_the_ledger_comes_with_it(tmp_path: Path) -> None:
    with running_server() as server:
        url = server.new_url()
        server.kill()
        with running(tmp_path, "live", settings=settings(url)) as live:
            wait_for("the wall", live.healthy)
            wait_for("the reason", lambda: "desk stopped (exit 1: the ledger postgresql" in live.said)
            wait_for("no light", lambda: (live.get("/api/book") or {}).get("alive") is False)
            server.start()
            wait_for("the ledger", lambda: (live.get("/api/book") or {}).get("alive"))
            assert "Traceback" not in live.said + (tmp_path / "var" / "log" / "desk.log").read_text(encoding="utf-8")


def test_an_invalid_url_ends_the_start_in_words(tmp_path: Path) -> None:
    with running(tmp_path, "live", settings=settings("mysql://u:secret@h/x")) as live:
        assert live.supervisor.wait(timeout=60) == 2
        assert "no ledger can be kept in mysql" in live.said
        assert "Traceback" not in live.said and "secret" not in live.said
