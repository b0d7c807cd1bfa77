"""The gate with accounts, with real requests: who reads what, who may do what, and sessions that end."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from dashboard.api.routes import POSTS, routes
from dashboard.server.app import PAGES as SERVED
from dashboard.server.auth import row_of
from models.casework.access.accounts import Account
from models.casework.access.direct import add_missing, command, console, write
from models.casework.access.passwords import hashed
from models.casework.access.rights import RIGHTS
from models.casework.access.vault import Vault
from models.casework.cases.checks.refusal_words import ROLE_NAMES
from models.casework.person import ROLES
from models.casework.store import Ledger
from tests.dashboard.api.addresses import PAGES, POSTED, READ
from tests.dashboard.api.test_host_guard import SOCKET
from tests.dashboard.pictures import T0, alert, picture
from tests.dashboard.serving import Serving, serving, settled

PASSWORD = "correct horse battery"
PEOPLE = {role: Account(f"{role}一", f"{role} one", "putuo", (role,)) for role in ROLES}
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


def may(row: str, role: str) -> bool:
    """Whether the table lets a role do this; nobody has the role ""."""
    return not row or RIGHTS[row.rstrip("!")].get(role, "–") not in ("–m" if row.endswith("!") else "–")


def test_every_address_has_a_row() -> None:
    """A new page or address without one fails here."""
    found = [each[0] for each in routes(None, "")]  # type: ignore[arg-type]
    assert set(found) == {*READ, *POSTED} and {each[0] for each in POSTS} == set(POSTED)
    assert set(SERVED) == set(PAGES) and {path: row_of(path) for path in PAGES} == PAGES


def walk(server: Serving, role: str) -> None:
    """Read and change everything as this role; "" has not logged in."""
    closed = (302, 401, 403)
    read = [each for each in (*PAGES.items(), *READ.values()) if each[0] not in ("/", "/login")]  # these lead on
    for path, row in read:
        assert (status_of(server, path) in closed) != may(row, role), (role, path)
    for path, body, row in POSTED.values():
        status, text = server.post(path, body)
        may_post = may(row, role) and (bool(role) or path != "/api/password")
        if path not in ("/api/session", "/api/login"):  # these begin a session, so they are for all
            assert (status in closed) != may_post, (role, path, text)


def test_without_a_log_in_nothing_is_read_or_changed(server: Serving) -> None:
    walk(server, "")


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
    walk(server, role)


def handshake(server: Serving, page: str, token: str) -> int:
    """The status of a request to open the websocket of a page."""
    cookie = "; ".join(f"{each.name}={each.value}" for each in server.cookies())
    headers = {**SOCKET, "Origin": server.address, "Cookie": cookie, "Sec-WebSocket-Protocol": f"bokeh, {token}"}
    asking = HTTPConnection("127.0.0.1", server.port, timeout=30)
    asking.request("GET", f"{page}/ws", headers=headers)
    status = asking.getresponse().status
    asking.close()
    return status


def test_the_socket_of_a_page_opens_for_the_roles_of_the_page(server: Serving) -> None:
    log_in(server, "viewer")
    found = re.search(r'"token": ?"([^"]+)"', server.get("/wall")[1])
    assert found
    for role in ("", *ROLES):
        server.sign_off()
        if role:
            log_in(server, role)
        for page, row in PAGES.items():
            assert (handshake(server, page, found[1]) == 101) == may(row, role), (role, page)


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
        assert ROLE_NAMES[role][0] in json.loads(text)["error_zh"]
    steered = server.post("/api/exercise/runs", b'{"stop": "none"}')[0]
    assert (steered == 403) == (RIGHTS["exercise"][role] == "–")


def test_the_actor_cannot_be_chosen(server: Serving) -> None:
    log_in(server, "duty")
    assert server.post("/api/commands", json.dumps({**NOTE, "actor": "王"}).encode())[0] == 422
    assert server.post("/api/session", b'{"actor": "x"}')[0] == 401
    unknown = server.post("/api/commands", json.dumps({**NOTE, "session": "x"}).encode())
    assert unknown[0] == 422 and "session" in json.loads(unknown[1])["error"]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_with_a_part_of_the_sea_gets_what_is_its_units_and_what_is_shared(server: Serving, role: str) -> None:
    """The alert is in the waters of another county than that of the accounts."""
    log_in(server, role)
    everything = RIGHTS["sea"][role] == "●"
    answer = server.json("/api/alerts")
    assert len(answer["alerts"]) == answer["counts"]["standing"]["red"] == int(everything)
    assert (server.get("/api/tracks/T1")[0] == 404) == (not everything)


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
