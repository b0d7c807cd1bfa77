"""Every address is served under the names of this server only, and every refusal is worded in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.dashboard.pictures import T0, alert, picture
from tests.dashboard.serving import Serving, serving, settled

SOCKET = {
    **{"Upgrade": "websocket", "Connection": "Upgrade"},
    **{"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="},
}
READ = (
    "/",
    "/wall",
    "/desk/handover",
    "/alive",
    "/api/alerts",
    "/api/book",
    "/metrics",
    "/assets/css/wall.css",
    "/nope",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hosts")) as server:
        assert refusal(server, "/api/picture.geojson")[0] == 503
        server.feed(lambda tick: picture(alerts=(alert(1),), tick=tick, t_s=T0 + tick))
        assert settled(lambda: server.get("/healthz")[0], lambda status: status == 200) == 200
        yield server


def refusal(server: Serving, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """Status and the English sentence; the Chinese one is there too."""
    status, text = server.ask(path, None, headers)
    answer = json.loads(text)
    assert set(answer) == {"error_zh", "error_en", "error"} and answer["error"] == answer["error_en"]
    assert any("一" <= sign <= "鿿" for sign in answer["error_zh"])
    return status, answer["error_en"]


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", "127.0.0.1.evil:{port}"])
def test_another_name_reads_nothing(server: Serving, path: str, host: str) -> None:
    status, sentence = refusal(server, path, {"Host": host.format(port=server.port)})
    assert status == 403 and "allow_origins" in sentence


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "[::1]:{port}"])
def test_local_programs_read_on(server: Serving, host: str) -> None:
    assert server.ask("/metrics", None, {"Host": host.format(port=server.port)})[0] == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "https://127.0.0.1:{port}", "null"])
def test_a_page_of_another_site_opens_no_websocket(server: Serving, origin: str) -> None:
    status, sentence = refusal(server, "/wall/ws", {**SOCKET, "Origin": origin.format(port=server.port)})
    assert status == 403 and "page of this server" in sentence


@pytest.mark.parametrize(
    ("path", "status", "names"),
    [
        ("/api/nope", 404, "/api/nope"),
        ("/api", 404, "/api"),
        ("/api/commands", 405, "GET"),
        ("/api/sentences", 422, "refs=FEED:NUMBER"),
        ("/api/picture.geojson?bbox=1,2", 422, "W,S,E,N"),
        ("/api/picture.geojson?min_colour=pink", 422, "yellow"),
        ("/api/tracks/zzz", 422, "MMSI"),
        ("/api/tracks/T1/trail?from=abc", 422, "from"),
        ("/api/history/who?polygon=1,2", 422, "polygon"),
        ("/raster/nope.png", 404, "/raster/nope.png"),
    ],
)
def test_a_refused_query_is_answered_in_words(server: Serving, path: str, status: int, names: str) -> None:
    found, sentence = refusal(server, path)
    assert found == status and names in sentence


def test_an_address_that_does_not_exist_takes_no_post(server: Serving) -> None:
    status, text = server.post("/api/nope", b"{}")
    assert status == 404 and json.loads(text)["error_zh"] == "没有这个地址：/api/nope"
