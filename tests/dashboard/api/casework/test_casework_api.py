"""Cases, dispatch and evidence for programs, over HTTP with the real desk process."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request

import pytest

from tests.dashboard.pages.test_desk import traffic
from tests.dashboard.serving import Serving, serving, settled

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
HASH = hashlib.sha256(PNG).hexdigest()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("casework")) as server:
        server.feed(traffic)
        server.sign_on("李明")
        assert settled(lambda: server.get("/api/alerts")[0], lambda status: status == 200) == 200
        assert (
            settled(lambda: _give(server, "case_open", "new", clues=["alert:drift-T9"])[0], lambda it: it == 200) == 200
        )
        yield server


def _give(server: Serving, kind_: str, subject: str, version: int | None = None, **body: Any) -> tuple[int, Any]:
    sent = {"kind": kind_, "subject": subject, "body": body, **({} if version is None else {"version": version})}
    status, text = server.post("/api/commands", json.dumps(sent).encode())
    return status, json.loads(text)


def _case(server: Serving) -> Any:
    return settled(lambda: server.json("/api/cases")["cases"], len)[0]


def _put(server: Serving, content: bytes, name: str) -> int:
    try:
        with server._browser.open(Request(f"{server.address}/api/uploads/{name}", content, method="PUT")) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


def test_dispatch_ranks_every_craft_for_a_case_and_for_a_track(server: Serving) -> None:
    case = _case(server)
    found = server.json(f"/api/dispatch?case={case['id']}")
    assert (found["case"], found["track"], len(found["candidates"])) == (case["id"], "T9", 48)
    best = found["candidates"][0]
    assert best["fit"] and best["minutes"] > 0 and best["name_zh"] in best["text"]["zh"] and len(best["line"]) > 1
    assert all(each["reasons"] for each in found["candidates"] if not each["fit"])
    assert server.json("/api/dispatch?track=T3")["track"] == "T3"
    assert [server.get(f"/api/dispatch?{query}")[0] for query in ("", "track=T999", "case=ZS-1")] == [422, 404, 404]


def test_an_answer_that_the_asker_has_is_not_sent_again(server: Serving) -> None:
    address = f"{server.address}/api/cases/{_case(server)['id']}"
    with server._browser.open(Request(address)) as answer:
        tag = answer.headers["Etag"]
    with pytest.raises(HTTPError) as same:
        server._browser.open(Request(address, headers={"If-None-Match": tag}))
    assert same.value.code == 304
    assert [server.get(f"/api/cases?{query}")[0] for query in ("limit=x", "state=nowhere", "colour=blue")] == [422] * 3


def test_a_file_is_stored_under_its_hash_and_becomes_evidence(server: Serving) -> None:
    assert _put(server, PNG, "0" * 64) == 422, "another hash"
    assert _put(server, b"#!/bin/sh", hashlib.sha256(b"#!/bin/sh").hexdigest()) == 415
    assert server.get(f"/api/uploads/{HASH}")[0] == 404, "no evidence yet"
    assert _put(server, PNG, HASH) == 200
    body = {"sha256": HASH, "bytes": len(PNG), "mime": "image/png", "kind": "photo", "taken_s": 1_700_000_000.0}
    assert _give(server, "evidence_add", _case(server)["id"], **body)[0] == 200
    assert settled(lambda: server.get(f"/api/uploads/{HASH}")[0], lambda status: status == 200) == 200
