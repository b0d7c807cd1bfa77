"""What officers say of an alert reaches the core; anything else is refused in one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from models.messages.operator_inputs import AlertAction
from models.messages.picture import MARKS
from tests.dashboard.pictures import T0, alert, picture
from tests.dashboard.serving import Serving, serving, settled

ALERTS = (alert(1), alert(3, "yellow"))
UP = ALERTS[0].alert_id


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("marks")) as server:
        server.feed(lambda tick: picture(alerts=ALERTS, tick=tick, t_s=T0 + tick))
        assert settled(lambda: server.get("/healthz")[0], lambda status: status == 200) == 200
        server.sign_on("李")
        yield server


def said(**values: object) -> bytes:
    return json.dumps({"mark": "acknowledge", **values}).encode()


@pytest.mark.parametrize("mark", [each for each in MARKS if each != "end"])
def test_a_mark_reaches_the_core(server: Serving, mark: str) -> None:
    status, text = server.post(f"/api/alerts/{UP}/mark", said(mark=mark, reason="已联系"))
    reply = json.loads(text)
    assert (status, reply["alert_id"], reply["mark"], reply["actor"]) == (202, UP, mark, "李")
    assert settled(server.marks, bool) == [AlertAction(UP, mark, "李", reply["seq"], "已联系")]


def test_only_a_distress_is_ended_by_an_officer(server: Serving) -> None:
    status, text = server.post(f"/api/alerts/{UP}/mark", said(mark="end", reason="已获救"))
    assert status == 422 and json.loads(text)["error_zh"]


def test_silence_needs_a_reason(server: Serving) -> None:
    status, text = server.post(f"/api/alerts/{UP}/mark", said(mark="silence"))
    assert status == 422 and "理由" in json.loads(text)["error_zh"]


def test_a_page_command_is_in_the_book_at_once(server: Serving) -> None:
    note = {"command_id": "note-1", "kind": "note", "subject": f"alert:{UP}", "body": {"text": "看灯光"}}
    first, again = (server.post("/api/commands", json.dumps(note).encode()) for _ in range(2))
    assert first[0] == 200 and first == again
    book = settled(lambda: server.json("/api/book"), lambda reply: reply["notes"])
    assert [each["body"]["text"] for each in book["notes"][f"alert:{UP}"]] == ["看灯光"]
    assert book["alive"]


def test_a_command_that_is_not_legal_is_refused_in_both_languages(server: Serving) -> None:
    watch = {"kind": "watch", "subject": "12", "body": {"reason": "看"}}
    status, text = server.post("/api/commands", json.dumps(watch).encode())
    assert status == 422 and json.loads(text)["error_zh"] == "MMSI 须为九位数字"
    assert server.post("/api/commands", b'{"kind": "rule the world"}')[0] == 422


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ({"kind": "zone_end", "subject": "nowhere", "body": {"reason": "完"}}, 404),
        ({"kind": "mark", "subject": "drift-T99", "body": {"mark": "true"}}, 404),
        ({"kind": "watch", "subject": "12", "body": {"reason": "看"}}, 422),
    ],
)
def test_the_class_of_a_refusal_is_its_http_status(server: Serving, command: dict[str, Any], expected: int) -> None:
    assert server.post("/api/commands", json.dumps(command).encode())[0] == expected


@pytest.mark.parametrize(
    ("wrong", "zh", "en"),
    [
        ({"kind": "sink"}, "没有这种操作：sink", "there is no such command: sink"),
        ({"desks": "x"}, "没有 desks 这一项", "There is no field desks"),
        ({"subject": "nope"}, "备注对象须为", "expected a note about"),
        ({"body": {}}, "请填写：说明", "text is missing"),
    ],
)
def test_a_refused_command_names_what_is_wrong(server: Serving, wrong: dict[str, Any], zh: str, en: str) -> None:
    note = {"kind": "note", "subject": "mmsi:412000001", "body": {"text": "看灯光"}}
    status, text = server.post("/api/commands", json.dumps({**note, **wrong}).encode())
    answer = json.loads(text)
    assert status == 422 and zh in answer["error_zh"] and en in answer["error_en"]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (b"", "JSON"),
        (b"[]", "JSON"),
        (b"{}", "mark"),
        (said(mark="maybe"), "acknowledge, silence, true, false, known"),
        (said(mark=["true"]), "acknowledge"),
        (said(reason=7), "reason"),
        (said(actor="王"), "session"),
        (said(colour="red"), "nothing else"),
        (b'{"action": "ack"}', "nothing else"),
        (b'{"mark": "foo"}', "acknowledge"),
    ],
)
def test_what_is_not_a_mark_is_refused_in_one_sentence(server: Serving, body: bytes, names: str) -> None:
    status, text = server.post(f"/api/alerts/{UP}/mark", body)
    answer = json.loads(text)
    assert status == 422 and names in answer["error"]
    assert any("一" <= sign <= "鿿" for sign in answer["error_zh"]), "the Chinese sentence is in Chinese"
    assert server.marks() == []


def test_an_alert_that_is_not_up_is_not_found(server: Serving) -> None:
    status, text = server.post("/api/alerts/drift-T99/mark", said())
    assert status == 404 and "drift-T99" in json.loads(text)["error"]
