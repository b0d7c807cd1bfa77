"""The gate of all that is posted: every address, every reason to refuse."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.api.gate import GatedHandler, Needs
from dashboard.api.routes import POSTS, routes
from dashboard.server.origins import is_known_host, is_known_origin
from dashboard.server.session_secret import session_secret
from models.base.settings import Settings
from tests.dashboard.pictures import T0, alert, picture
from tests.dashboard.serving import Serving, serving, settled

PATHS = {address: address.replace("([^/]+)", alert(1).alert_id) for address, _, _ in POSTS}
ADDRESSES = sorted(PATHS)
GOOD: dict[str, dict[str, Any]] = {
    "/api/session": {"actor": "李"},
    "/api/commands": {"kind": "note", "subject": "alert:drift-T1", "body": {"text": "一"}},
    r"/api/alerts/([^/]+)/mark": {"mark": "true"},
    "/api/clues": {"source": "hotline", "id": "1", "t": "2026-01-12T04:00:00Z"},
    "/api/login": {"account": 7},
    "/api/logout": {},
    "/api/password": {"old": 7, "new": ""},
    "/api/exercise/control": {"do": "play"},
    "/api/exercise/inject": {"kind": "fog", "lon": 122.0, "lat": 30.0},
    "/api/exercise/runs": {"stop": "none"},
}
# Headers that are refused, with which status and what the sentence names.
REFUSED: list[tuple[dict[str, str], int, str]] = [
    ({"X-Forwarded-For": "10.0.0.8"}, 403, "machine of the wall"),
    ({"Host": "evil.example"}, 403, "evil.example"),
    ({"Host": "127.0.0.1:1"}, 403, "allow_origins"),
    ({"Origin": "http://evil.example"}, 403, "evil.example"),
    ({"Origin": "null"}, 403, "null"),
    ({"Origin": "https://127.0.0.1"}, 403, "https://127.0.0.1"),
    ({"Content-Type": "text/plain"}, 415, "application/json"),
    ({"Content-Type": "application/x-www-form-urlencoded"}, 415, "application/json"),
]
NEEDS = {address: needs for address, _, needs in POSTS}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    slow = {"security": {"requests_per_s": 0.001, "requests_at_once": 3}}
    with serving(tmp_path_factory.mktemp("gate"), settings=slow) as server:
        server.feed(lambda tick: picture(alerts=(alert(1),), tick=tick, t_s=T0 + tick))
        assert settled(lambda: server.get("/healthz")[0], lambda status: status == 200) == 200
        yield server


@pytest.fixture(autouse=True)
def signed_on(server: Serving) -> None:
    server.sign_off()
    server.sign_on("李")


def refused(server: Serving, address: str, body: bytes, **headers: str) -> tuple[int, str]:
    """Status and the English sentence; the Chinese one is there too."""
    status, text = server.post(PATHS[address], body, **headers)
    reply = json.loads(text)
    assert reply["error"] == reply["error_en"] and reply["error_zh"] and reply["error_zh"] != reply["error_en"]
    return status, reply["error_en"]


def test_every_address_that_takes_a_post_stands_in_the_table() -> None:
    app: Any = SimpleNamespace(tiles=None)
    handlers = {each[0]: each[1] for each in routes(app, ".")}
    posting = {address for address, handler in handlers.items() if handler.post is not handler._unimplemented_method}
    assert posting == set(PATHS)
    assert all(issubclass(handlers[address], GatedHandler) for address in PATHS)
    assert all(handlers[address].post is GatedHandler.post for address in PATHS), "no address has a gate of its own"
    assert set(GOOD) == set(PATHS)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("headers", "status", "names"), REFUSED)
def test_what_comes_from_elsewhere_or_in_another_form_is_refused(
    server: Serving, address: str, headers: dict[str, str], status: int, names: str
) -> None:
    found, sentence = refused(server, address, json.dumps(GOOD[address]).encode(), **headers)
    assert found == status and names in sentence


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("body", [b"", b"[]", b"7", b"null", b"{", b"[" * 3000])
def test_what_is_no_json_object_is_refused(server: Serving, address: str, body: bytes) -> None:
    assert refused(server, address, body) == (422, "Expected a JSON object, sent as application/json")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_body_that_is_too_long_is_refused(server: Serving, address: str) -> None:
    most = NEEDS[address].most_bytes
    status, sentence = refused(server, address, json.dumps({"a": "x" * most}).encode())
    assert status == 413 and str(most) in sentence


@pytest.mark.parametrize("address", [each for each in ADDRESSES if not NEEDS[each].names_actor])
def test_a_body_that_names_the_officer_is_refused(server: Serving, address: str) -> None:
    status, sentence = refused(server, address, json.dumps({**GOOD[address], "actor": "王"}).encode())
    assert status == 422 and "session" in sentence and "actor" in sentence


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_some_addresses_need_an_officer(server: Serving, address: str) -> None:
    server.sign_off()
    status = server.post(PATHS[address], json.dumps(GOOD[address]).encode())[0]
    assert (status == 401) == NEEDS[address].actor
    assert server.json("/api/session") == {"actor": "李" if address == "/api/session" else None}


def test_an_officer_sends_clues_no_faster_than_a_program(server: Serving) -> None:
    server.sign_on("王")
    answers = [refused(server, "/api/clues", b'{"source": "hotline"}') for _ in range(4)]
    assert [status for status, _ in answers] == [422, 422, 422, 429]
    assert answers[-1][1] == "Too many requests: at most 0.001 a second"


@pytest.mark.parametrize("cookie", ["", "李", "2|1:0|10:1|4:name|4:5p2O|00", "2|1:0|10:9999999999|3:x|0:|0"])
def test_a_cookie_that_we_did_not_sign_is_no_session(server: Serving, cookie: str) -> None:
    server.sign_off()
    headers = {"Cookie": f"wanghai_session_{server.port}={cookie.encode().decode('latin-1')}"}
    status, text = server.post("/api/commands", json.dumps(GOOD["/api/commands"]).encode(), **headers)
    assert status == 401 and "at the desk" in json.loads(text)["error"] and "/api" not in text


@pytest.mark.parametrize("actor", ["", " ", "x" * 65, 7, None, ["李"], "a\nb", "\0"])
def test_a_session_needs_a_name(server: Serving, actor: object) -> None:
    assert refused(server, "/api/session", json.dumps({"actor": actor}).encode())[0] == 422


def test_the_ledger_has_the_officer_of_the_session(server: Serving) -> None:
    for actor in ("王芳", 'O\'Brien "x"; 李'):
        server.sign_on(actor)
        note = {"kind": "note", "subject": "alert:drift-T7", "body": {"text": actor}}
        assert server.post("/api/commands", json.dumps(note).encode())[0] == 200
        notes = settled(lambda: server.json("/api/book")["notes"].get("alert:drift-T7", []), len)
        assert (
            settled(
                lambda: [each["actor"] for each in server.json("/api/book")["notes"]["alert:drift-T7"]][-1],
                lambda newest, actor=actor: newest == actor,  # type: ignore[misc]
            )
            == actor
            and notes
        )


def test_a_session_outlives_the_server(server: Serving) -> None:
    server.kill()
    server.start()
    assert server.json("/api/session") == {"actor": "李"}


def test_the_cookie_is_kept_from_scripts_and_other_sites(server: Serving) -> None:
    from urllib.request import Request, urlopen

    asked = Request(f"{server.address}/api/session", b'{"actor": "x"}', {"Content-Type": "application/json"})
    with urlopen(asked, timeout=5) as answer:
        cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and cookie.startswith("wanghai_session_")


def test_the_secret_is_made_once_for_a_run_and_for_its_user_only(tmp_path: Path) -> None:
    secret = session_secret(tmp_path)
    (file,) = tmp_path.iterdir()
    assert session_secret(tmp_path) == secret and len(secret) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


BOARD = Settings(dashboard={"port": 5006, "address": "10.1.2.3", "allow_origins": ["wall.example:443", "*.navy:80"]})


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("127.0.0.1:5006", True),
        ("localhost:5006", True),
        ("LOCALHOST:5006", True),
        ("[::1]:5006", True),
        ("10.1.2.3:5006", True),
        ("wall.example:443", True),
        ("a.navy:80", True),
        ("127.0.0.1:5007", False),
        ("localhost", False),
        ("wall.example", False),
        ("wall.example:443.evil", False),
        ("evil:5006", False),
        ("", False),
    ],
)
def test_a_server_knows_its_names(host: str, known: bool) -> None:
    assert is_known_host(BOARD, host) is known
    assert is_known_origin(BOARD, f"http://{host}") is known
    assert is_known_origin(BOARD, f"https://{host}/path") is (known and host in ("wall.example:443", "a.navy:80"))


def test_a_program_without_an_origin_is_no_foreign_page() -> None:
    assert is_known_origin(BOARD, None)
    assert not is_known_origin(BOARD, "null")


def test_what_is_needed_is_refused_by_default() -> None:
    assert Needs() == Needs(actor=False, names_actor=False, most_bytes=4096)
