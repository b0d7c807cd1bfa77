"""The desk process: commands in, events out, marks to the core; killed at any time it loses and repeats nothing."""

from __future__ import annotations

import asyncio
import math
import multiprocessing
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import zmq

from dashboard.server.desk_client import DeskClient
from models.base.clock import now_s
from models.casework.case import Answer, Command, LedgerEvent
from models.casework.desk import RESENT_MARKS, CoreInputSender, run_desk
from models.casework.fold import fold
from models.casework.store import Ledger
from models.messages.operator_inputs import AlertAction, OperatorInputs
from models.messages.streams import operator_input_from, operator_inputs_address, picture_address
from tests.dashboard.pictures import T0, alert, picture
from tests.models.casework.test_rules import feature
from tests.postgres import running_server
from tests.running import wait_for

ALERT = alert(1)


class Core:
    """The sockets of a core: it publishes one picture repeatedly, and keeps what it receives."""

    def __init__(self, run_dir: Path) -> None:
        self.received: list[AlertAction | OperatorInputs] = []
        self.core_id, self.pace, self.t_s = "core-1", "live", T0
        self._run_dir, self._stop = run_dir, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def marks(self) -> list[str]:
        return [each.mark for each in self.received if isinstance(each, AlertAction)]

    def standing(self) -> OperatorInputs | None:
        return next((each for each in reversed(self.received) if isinstance(each, OperatorInputs)), None)

    def end(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        context = zmq.Context()
        out, pull = context.socket(zmq.PUB), context.socket(zmq.PULL)
        out.bind(picture_address(self._run_dir))
        pull.bind(operator_inputs_address(self._run_dir))
        while not self._stop.wait(0.05):
            out.send(picture(alerts=(ALERT,), t_s=self.t_s, core_id=self.core_id, pace=self.pace).frame())
            while pull.poll(0):
                self.received.append(operator_input_from(pull.recv()))
        context.destroy(linger=0)


@contextmanager
def desk_process(url: str, run_dir: Path) -> Iterator[Any]:
    """A real process, because it will be killed."""
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    process = context.Process(target=run_desk, args=(url, run_dir, (), stop))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


@contextmanager
def post(url: str, run_dir: Path) -> Iterator[DeskClient]:
    """A page server with its own desk, which answers."""
    run_dir.mkdir(exist_ok=True)
    page = DeskClient(run_dir)
    page.start()
    try:
        with desk_process(url, run_dir):
            wait_for("the desk", lambda: page.alive)
            yield page
    finally:
        page.stop()


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Core]:
    core = Core(tmp_path)
    yield core
    core.end()


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[list[DeskClient]]:
    """Two page servers."""
    desks = [DeskClient(tmp_path), DeskClient(tmp_path)]
    for desk in desks:
        desk.start()
    yield desks
    for desk in desks:
        desk.stop()


def do(page: DeskClient, number: int, kind: str, subject: str, **body: Any) -> Answer:
    return asyncio.run(page.do(Command(f"c{number}", kind, subject, "李", "一号席", body)))


def test_what_one_page_does_all_pages_and_the_core_know(
    url: str, tmp_path: Path, core: Core, pages: list[DeskClient]
) -> None:
    with desk_process(url, tmp_path):
        wait_for("the desk", lambda: pages[0].alive)
        wait_for("the alert", lambda: do(pages[0], 1, "mark", ALERT.alert_id, mark="acknowledge").seq)
        wait_for("the other page", lambda: pages[1].book.marks.get(ALERT.alert_id))
        assert pages[1].book.marks[ALERT.alert_id][0].actor == "李"
        wait_for("the core", lambda: core.marks() == ["acknowledge"])
        assert do(pages[1], 2, "zone", "drawn-1", feature=feature()).seq == 2
        assert do(pages[0], 3, "watch", "412345678", reason="走私").seq == 3
        standing = wait_for("what stands", lambda: (inputs := core.standing()) and inputs.watch and inputs)
        assert [zone["properties"]["id"] for zone in standing.zones] == ["drawn-1"]
        assert [(each.mmsi, each.by) for each in standing.watch] == [(412345678, "李")]


def test_a_mark_is_undone_by_a_row_of_its_own_and_the_core_gets_it(
    url: str, tmp_path: Path, core: Core, pages: list[DeskClient]
) -> None:
    with desk_process(url, tmp_path):
        wait_for("the desk", lambda: pages[0].alive)
        seq = wait_for("the alert", lambda: do(pages[0], 1, "mark", ALERT.alert_id, mark="false").seq)
        assert do(pages[0], 2, "undo_mark", ALERT.alert_id, undoes=seq).seq == seq + 1
        wait_for("the core", lambda: core.marks() == ["false", "undo"])
        assert [each.undoes for each in core.received if isinstance(each, AlertAction)] == [0, seq]
        assert do(pages[0], 3, "undo_mark", ALERT.alert_id, undoes=seq).seq is None, "it is undone already"


@pytest.mark.parametrize("pace", ["live", "plays", "paused"])
def test_actions_in_an_exercise_are_recorded_at_its_own_time(
    pace: str, url: str, tmp_path: Path, core: Core, pages: list[DeskClient]
) -> None:
    core.pace = pace
    with desk_process(url, tmp_path):
        wait_for("the desk", lambda: pages[0].alive)
        wait_for("the alert", lambda: do(pages[0], 1, "mark", ALERT.alert_id, mark="acknowledge").seq)
        (mark,) = wait_for("the mark", lambda: pages[0].book.marks.get(ALERT.alert_id))
    assert mark.t_s == T0 if pace != "live" else abs(mark.t_s - now_s()) < 60


def test_after_a_seek_back_marks_apply_again_at_their_time(
    url: str, tmp_path: Path, core: Core, pages: list[DeskClient]
) -> None:
    core.pace = "plays"
    with desk_process(url, tmp_path):
        wait_for("the desk", lambda: pages[0].alive)
        wait_for("the alert", lambda: do(pages[0], 1, "mark", ALERT.alert_id, mark="acknowledge").seq)
        wait_for("the core", lambda: core.marks() == ["acknowledge"])
        core.received.clear()
        core.t_s, core.core_id = T0 - 60, "core-1-back"
        wait_for("what stands, sent again", core.standing)
        assert do(pages[0], 2, "note", "alert:drift-T1", text="一").seq == 2  # a turn of the desk later
        assert core.marks() == []
        core.t_s = T0
        wait_for("its time", lambda: core.marks() == ["acknowledge"])


def test_a_core_that_starts_receives_only_the_newest_marks() -> None:
    context = zmq.Context()
    to_core, core = context.socket(zmq.PUSH), context.socket(zmq.PULL)
    core.bind("inproc://marks")
    to_core.connect("inproc://marks")
    feed, extra = CoreInputSender(to_core), 7
    body = {"mark": "true", "reason": ""}
    book = fold(LedgerEvent(seq, T0, "mark", f"a{seq}", "李", "", body) for seq in range(1, RESENT_MARKS + extra + 1))
    feed.note_core("core-1")
    for _ in range(3):
        feed.send_missing(book, math.inf)
    frames = list(iter(lambda: core.recv() if core.poll(200) else None, None))
    marks = [each.seq for each in map(operator_input_from, frames) if isinstance(each, AlertAction)]
    context.destroy(linger=0)
    assert marks == list(range(extra + 1, RESENT_MARKS + extra + 1))


def test_a_refusal_changes_nothing(url: str, tmp_path: Path, core: Core, pages: list[DeskClient]) -> None:
    with desk_process(url, tmp_path):
        wait_for("the desk", lambda: pages[0].alive)
        refused = do(pages[0], 1, "unwatch", "412345678", reason="x")
        assert refused.seq is None and "412345678" in refused.why["zh"]
        assert pages[0].book.seq == 0


def test_a_killed_desk_restarts_with_all_it_answered_and_repeats_nothing(
    url: str, tmp_path: Path, core: Core, pages: list[DeskClient]
) -> None:
    with desk_process(url, tmp_path):
        wait_for("the desk", lambda: pages[0].alive)
        assert do(pages[0], 1, "note", "alert:drift-T1", text="一").seq == 1
    late = threading.Thread(target=do, args=(pages[0], 2, "note", "alert:drift-T1"), kwargs={"text": "二"})
    late.start()  # sent while no desk answers
    with desk_process(url, tmp_path):
        late.join()
        wait_for("both notes", lambda: len(pages[1].book.notes.get("alert:drift-T1", ())) == 2)
        assert do(pages[0], 2, "note", "alert:drift-T1", text="二").seq == 2
        assert do(pages[0], 1, "note", "alert:drift-T1", text="一").seq == 1
    assert Ledger(url).verify() == (2, "")


def test_a_restarted_core_receives_the_marks_again(
    url: str, tmp_path: Path, core: Core, pages: list[DeskClient]
) -> None:
    with desk_process(url, tmp_path):
        wait_for("the desk", lambda: pages[0].alive)
        wait_for("the alert", lambda: do(pages[0], 1, "mark", ALERT.alert_id, mark="true").seq)
        wait_for("the core", lambda: core.marks() == ["true"])
        core.core_id = "core-2"
        wait_for("the new core", lambda: core.marks() == ["true", "true"])
        assert {each.seq for each in core.received if isinstance(each, AlertAction)} == {1}


def test_two_desks_on_one_ledger_know_of_each_other(url: str, tmp_path: Path) -> None:
    """Two command posts, one database: a change made without seeing the other's is refused."""
    with post(url, tmp_path / "here") as here, post(url, tmp_path / "there") as there:
        assert do(here, 1, "zone", "drawn-1", feature=feature()).seq == 1
        wait_for("the zone there", lambda: "drawn-1" in there.book.zones)
        assert do(there, 2, "zone", "drawn-1", feature=feature(kind="moratorium"), version=1).seq == 2
        stale = do(here, 3, "zone", "drawn-1", feature=feature(), version=1)
        assert stale.seq is None and "李 changed it" in stale.why["en"]
        numbers = [
            do(page, number, "note", "alert:drift-T1", text="x").seq
            for number in range(10, 16)
            for page in (here, there)
        ]
        assert numbers == [
            number for number in range(3, 9) for _ in range(2)
        ]  # the same id is executed once, by either desk
        wait_for("all there", lambda: there.book == here.book and there.book.seq == 8)


def test_a_server_that_died_loses_no_command(tmp_path: Path) -> None:
    with running_server() as server, post(server.new_url(), tmp_path) as page:
        assert do(page, 1, "note", "alert:drift-T1", text="一").seq == 1
        server.kill()
        refused = do(page, 2, "note", "alert:drift-T1", text="二")
        assert refused.seq is None and "账本无法写入" in refused.why["zh"]
        wait_for("the light to go out", lambda: not page.alive)
        server.start()
        wait_for("the light", lambda: page.alive)
        assert do(page, 2, "note", "alert:drift-T1", text="二").seq == 2
        assert do(page, 1, "note", "alert:drift-T1", text="一").seq == 1
        wait_for("both notes", lambda: len(page.book.notes["alert:drift-T1"]) == 2)


def test_without_a_desk_nothing_hangs_and_the_reason_is_given(
    tmp_path: Path, pages: list[DeskClient], monkeypatch: Any
) -> None:
    monkeypatch.setattr("dashboard.server.desk_client.PATIENCE_S", 0.5)
    answer = do(pages[0], 1, "note", "alert:drift-T1", text="一")
    assert answer.seq is None and "没有应答" in answer.why["zh"]
    assert not pages[0].alive
