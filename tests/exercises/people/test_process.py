"""The process of the people: each logs in at the real desk and gives commands as the pages do."""

from __future__ import annotations

import threading
from dataclasses import asdict, replace
from pathlib import Path
from time import sleep

import zmq

from exercises.demo_accounts import demo_accounts
from exercises.people.process import play_people
from exercises.people.script import OfficerScript
from models.base.clock import monotonic_s
from models.casework.access.accounts import Account
from models.casework.desk import run_desk
from models.casework.store import Ledger, sqlite_url
from models.messages.streams import picture_address
from tests.dashboard.pictures import T0, alert, picture

PATIENCE_S = 60.0
LINES = [
    {"id": "open", "who": "duty", "does": "case_open", "on_alert": {"rule": "drift"}, "body": {"clues": ["{clue}"]}},
    {"id": "peek", "who": "oversight", "does": "case_open", "refused": "forbidden", "body": {"clues": ["person:x"]}},
    {
        **{"id": "judge", "who": "duty", "does": "case_assess", "after": "open", "about": "open"},
        "body": {"kind": "traffic", "colour": "red", "why": "核实"},
    },
]
SCRIPT = OfficerScript.model_validate(
    {
        **{"id": "s", "name_zh": "一", "name_en": "One", "scenario": "x", "lines": LINES},
        "people": {"duty": {"reacts_min": 1}, "oversight": {"reacts_min": 0}},
    }
)


def publish(run_dir: Path, stop: threading.Event) -> None:
    """A picture with an alert, a minute of the exercise later each time."""
    context = zmq.Context()
    socket = context.socket(zmq.PUB)
    socket.bind(picture_address(run_dir))
    number = 0
    while not stop.wait(0.1):
        number += 1
        shown = replace(picture(None, (alert(1),)), t_s=T0 + 60.0 * number, pace="plays", mode="exercise")
        socket.send(shown.frame())
    context.destroy(linger=0)


def test_people_log_in_and_work_on_a_case(tmp_path: Path) -> None:
    url, stop = sqlite_url(tmp_path / "ledger.sqlite"), threading.Event()
    demo = {name: Account(**asdict(each)) for name, each in demo_accounts([]).items()}
    desk = threading.Thread(target=run_desk, args=(url, tmp_path, (), stop), kwargs={"demo": demo})
    others = [
        threading.Thread(target=publish, args=(tmp_path, stop)),
        threading.Thread(target=play_people, args=(SCRIPT, 1, T0, tmp_path, tmp_path / "blobs", stop)),
    ]
    for each in (desk, *others):
        each.start()
    try:
        until_s = monotonic_s() + PATIENCE_S
        done: dict[str, str] = {}
        while "case_assess" not in done and monotonic_s() < until_s:
            sleep(0.2)
            done = {each.kind: each.actor for each in Ledger(url).since(0)} if (tmp_path / "desk").exists() else {}
    finally:
        stop.set()
        for each in (desk, *others):
            each.join()
    ledger = Ledger(url)
    assert done["case_open"] == done["case_assess"] == demo["duty"].name_zh
    assert [each.kind for each in ledger.since(0) if each.actor == demo["oversight"].name_zh] == []
    assert ledger.verify()[1] == ""
