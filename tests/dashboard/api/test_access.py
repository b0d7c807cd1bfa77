"""The gate with accounts, with real requests: who reads what, who may do what, and sessions that end."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from models.casework.access.accounts import Account
from models.casework.access.direct import add_missing, command, console, write
from models.casework.access.passwords import hashed
from models.casework.access.rights import RIGHTS
from models.casework.access.vault import Vault
from models.casework.person import ROLES
from models.casework.store import Ledger
from tests.dashboard.pictures import T0, alert, picture
from tests.dashboard.serving import Serving, serving, settled

PASSWORD = "correct horse battery"
PEOPLE = {role: Account(f"{role}一", f"{role} one", "putuo", (role,)) for role in ROLES}
# Addresses, and the row of the table of rights that reading each needs.
READ = {
    "/wall": "sea",
    "/desk": "cases",
    "/exercise": "exercise",
    "/desk/handover": "cases",
    "/api/alerts": "sea",
    "/api/feeds": "sea",
    "/api/picture.geojson": "sea",
    "/api/book": "cases",
    "/api/exercise/choices": "exercise",
    "/metrics": "sea",
}
NOTE: dict[str, Any] = {"kind": "note", "subject": "mmsi:412000001", "body": {"text": "张三电话 13900000000"}}
FOREIGN = ({"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Host": "rebound.example:5006"})


def with_accounts(server: Serving) -> None:
    """Add an account of every role while the server runs, as `run.py user` does."""
    ledger, stored = Ledger(server.ledger_url), hashed(PASSWORD)
    add_missing(ledger, PEOPLE, T0)
    for account in PEOPLE:
        Vault(ledger).set(account, T0, password=stored)
    ledger.close()
    assert settled(lambda: server.json("/api/me")["accounts"], bool)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("access"), mode="live") as server:
        server.feed(lambda tick: picture(alerts=(alert(1),), tick=tick, t_s=T0 + tick))
        assert settled(lambda: server.get("/healthz")[0], lambda status: status == 200) == 200
        assert server.get("/desk")[0] == 200 and server.json("/api/me")["accounts"] is False
        with_accounts(server)
        yield server


@pytest.fixture(autouse=True)
def logged_off(server: Serving) -> None:
    server.sign_off()


def log_in(server: Serving, account: str, password: str = PASSWORD) -> tuple[int, Any]:
    status, text = server.post("/api/login", json.dumps({"account": account, "password": password}).encode())
    return status, json.loads(text)


def status_of(server: Serving, path: str) -> int:
    """The status; a page that is refused leads to the log-in."""
    status, text = server.get(path)
    return 302 if status == 200 and 'id="log-in"' in text else status


@pytest.mark.parametrize(("path", "row"), READ.items())
def test_without_a_log_in_nothing_is_read(server: Serving, path: str, row: str) -> None:
    assert row in RIGHTS
    assert status_of(server, path) in (302, 401)


@pytest.mark.parametrize("path", ["/alive", "/healthz", "/login", "/assets/css/login.css", "/api/me"])
def test_only_the_log_in_is_open(server: Serving, path: str) -> None:
    assert server.get(path)[0] == 200


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_what_the_table_says(server: Serving, role: str) -> None:
    assert log_in(server, role) == (
        200,
        {"account": role, "roles": [role], "kind": "wall" if role == "viewer" else "desk"},
    )
    me = server.json("/api/me")["person"]
    assert (me["name_zh"], me["name_en"], me["unit_zh"], me["roles"]) == (f"{role}一", f"{role} one", "普陀", [role])
    for path, row in READ.items():
        assert (status_of(server, path) == 200) == (RIGHTS[row][role] != "–"), (role, path)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_does_what_the_table_says(server: Serving, role: str) -> None:
    log_in(server, role)
    status, text = server.post("/api/commands", json.dumps({**NOTE, "command_id": f"note-{role}"}).encode())
    may = RIGHTS["note"][role] in "●◐"
    assert status == (200 if may else 403)
    if may:
        events = settled(
            lambda: server.json("/api/book").get("notes", {}).get(NOTE["subject"], []),
            lambda found: any(each["actor"] == f"{role}一" for each in found),
        )
        by = next(each["body"]["_by"] for each in events if each["actor"] == f"{role}一")
        assert (by["account"], by["role"], by["unit"], by["via"]) == (role, role, "putuo", "desk")
    else:
        assert role in json.loads(text)["error_zh"]
    steered = server.post("/api/exercise/runs", b'{"stop": "none"}')[0]
    assert (steered == 403) == (RIGHTS["exercise"][role] == "–")


def test_the_actor_cannot_be_chosen(server: Serving) -> None:
    log_in(server, "duty")
    assert server.post("/api/commands", json.dumps({**NOTE, "actor": "王"}).encode())[0] == 422
    assert server.post("/api/session", b'{"actor": "x"}')[0] == 401
    unknown = server.post("/api/commands", json.dumps({**NOTE, "session": "x"}).encode())
    assert unknown[0] == 422 and "session" in json.loads(unknown[1])["error"]


def test_oversight_reads_what_was_done_and_not_what_was_written(server: Serving) -> None:
    log_in(server, "duty")
    assert server.post("/api/commands", json.dumps(NOTE).encode())[0] == 200
    assert "13900000000" in settled(lambda: server.get("/api/book")[1], lambda text: "13900000000" in text)
    server.sign_off()
    log_in(server, "oversight")
    book = server.get("/api/book")[1]
    assert "13900000000" not in book and "•••" in book and "duty一" in book


def test_the_log_in_leads_on_whoever_may_open_the_page_it_was_asked_for(server: Serving) -> None:
    log_in(server, "duty")
    assert 'id="log-in"' not in server.get("/login?next=/desk%3Flang%3Dzh")[1]
    for elsewhere in ("//evil.example/desk", "https://evil.example/desk", "/\\evil.example"):
        assert 'id="log-in"' in server.get(f"/login?next={quote(elsewhere)}")[1], elsewhere
    log_in(server, "viewer")
    assert 'id="log-in"' in server.get("/login?next=/desk")[1]


@pytest.mark.parametrize("headers", FOREIGN)
def test_what_comes_from_elsewhere_is_refused_even_with_a_session(server: Serving, headers: dict[str, str]) -> None:
    log_in(server, "duty")
    status, text = server.post("/api/commands", json.dumps(NOTE).encode(), **headers)
    assert status == 403 and next(iter(headers.values())).split("//")[-1].split(":")[0] in text


def test_a_wrong_password_waits_and_says_so(server: Serving) -> None:
    assert log_in(server, "legal", "wrong")[0] == 401
    status, answer = log_in(server, "legal")
    assert status == 429 and answer["error_en"] == "try again in 1 s" and answer["error_zh"]
    time.sleep(1.1)
    assert log_in(server, "legal")[0] == 200


def test_a_log_out_ends_the_session_at_the_server(server: Serving) -> None:
    log_in(server, "grid")
    kept = next(iter(server.cookies()))
    assert server.post("/api/logout", b"{}")[0] == 200
    assert server.get("/api/alerts")[0] == 401
    assert server.ask("/api/alerts", None, {"Cookie": f"{kept.name}={kept.value}"})[0] == 401


def test_the_cookie_is_kept_from_scripts_and_is_not_in_the_page(server: Serving) -> None:
    log_in(server, "duty")
    cookie = next(iter(server.cookies()))
    assert cookie.has_nonstandard_attr("HttpOnly") and cookie.get_nonstandard_attr("SameSite") == "Strict"
    assert cookie.name == f"wanghai_session_{server.port}"
    assert cookie.value and cookie.value not in server.get("/desk")[1]


def test_a_disabled_account_reads_nothing_within_seconds(server: Serving) -> None:
    log_in(server, "integrator")
    assert server.get("/api/alerts")[0] == 200
    ledger, by = Ledger(server.ledger_url), console("root")
    write(ledger, command("account_disable", "integrator", by), by, T0)
    ledger.close()
    assert settled(lambda: server.get("/api/alerts")[0], lambda status: status == 401) == 401


def test_forwarded_requests_are_never_local(tmp_path: Path) -> None:
    with serving(tmp_path, mode="live") as alone:
        assert alone.get("/api/me")[0] == 200
        status, text = alone.ask("/api/feeds", None, {"X-Forwarded-For": "10.0.0.8"})
        assert status == 403 and "Without accounts" in json.loads(text)["error"]
