"""The desk killed between command and answer, 200 times: no order twice, no half case, and every retry the same answer.

It is the real desk process behind its real sockets, forked from a server that has imported everything. It kills itself
after one of the statements of a command, before the commit, or after it and before the answer. The page sends every
command again under its id until it is answered.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import zmq
from sqlalchemy import Engine
from sqlalchemy import event as listened

from models.casework import desk, protocol
from models.casework.case import Answer, Command
from models.casework.store import Ledger
from tests.models.casework.cases.office import TEXT
from tests.models.casework.cases.test_rows import nouns_of, rows_of

KILLS = 200  # on each kind of database
STATEMENTS = 14  # a command needs about so many, so some die only before their answer
SURVIVES = 0.2
WAIT_MS = 30_000
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])


def doomed_desk(url: str, run_dir: Path, seed: int) -> None:
    """A desk that dies over its first command, or over the one that follows those it survives."""
    dice, left = random.Random(seed), [10**9]

    def count(*_: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def taken(frame: bytes) -> Any:
        request = request_from(frame)
        if isinstance(request, Command) and dice.random() > SURVIVES:
            left[0] = dice.randrange(STATEMENTS)
        return request

    def answered(answer: Answer) -> bytes:
        if left[0] < STATEMENTS:
            left[0] = 0
            count()
        return answer_frame(answer)

    request_from, answer_frame, watched = protocol.request_from, protocol.answer_frame, pytest.MonkeyPatch()
    listened.listen(Engine, "after_cursor_execute", count)
    watched.setattr(protocol, "request_from", taken)
    watched.setattr(protocol, "answer_frame", answered)
    desk.run_desk(url, run_dir, (), threading.Event())


class Page:
    """Sends a command again under its id until a desk answers; starts a desk where none lives."""

    def __init__(self, url: str, run_dir: Path) -> None:
        self.url, self.run_dir, self.kills, self.context = url, run_dir, 0, zmq.Context()
        self._start()

    def _start(self) -> None:
        self._desk = FORKS.Process(target=doomed_desk, args=(self.url, self.run_dir, self.kills), daemon=True)
        self._desk.start()
        self._socket = self.context.socket(zmq.DEALER)
        self._socket.setsockopt(zmq.LINGER, 0)
        self._socket.setsockopt(zmq.RECONNECT_IVL, 5)
        self._socket.connect(protocol.desk_address(self.run_dir))

    def do(self, command: Command) -> Answer:
        """The answer; one that was killed is asked for twice."""
        before = self.kills
        answer = self._answered(command)
        if self.kills > before:
            assert self._answered(command) == answer, "sent again, it is the same command"
        return answer

    def _answered(self, command: Command) -> Answer:
        while True:
            self._socket.send(protocol.command_frame(command))
            poller = zmq.Poller()
            poller.register(self._socket, zmq.POLLIN)
            poller.register(self._desk.sentinel, zmq.POLLIN)
            ready = dict(poller.poll(WAIT_MS))
            assert ready, "the desk neither answers nor dies"
            if self._socket in ready:
                answer = protocol.answer_or_events_from(self._socket.recv())
                assert isinstance(answer, Answer)
                return answer
            self._desk.join()
            assert self._desk.exitcode == -signal.SIGKILL
            self.kills += 1
            self._socket.close()
            self._start()

    def end(self) -> None:
        """Stop the desk."""
        self._desk.kill()
        self._desk.join()
        self.context.destroy(linger=0)


def test_no_order_twice_and_no_half_case(url: str, tmp_path: Path) -> None:
    ledger = Ledger(url)
    page, done = Page(url, tmp_path), list[int]()

    def do(kind: str, subject: str, /, **body: Any) -> str:
        command = Command(f"c{len(done) + 1}", kind, subject, "王", body=body, version=10**6)
        answer = page.do(command)
        assert answer.seq == len(done) + 1, answer.why
        done.append(answer.seq)
        known = ledger.known(command.command_id)
        assert known is not None
        return known.subject

    while page.kills < KILLS:
        case_id = do("case_open", "new", clues=[f"person:王{len(done)}"])
        do("case_assess", case_id, kind="dark", colour="yellow", why="雷达可见")
        do("order_issue", case_id, to="headquarters", task="verify", text=TEXT)
        do("order_decline", f"{case_id}/O1", why="风大", heard="风大")
        do("case_dismiss", case_id, why="误报")
    page.end()
    book = ledger.book()
    assert ledger.verify() == (len(done), "") and rows_of(ledger) == nouns_of(book)
    assert Counter(each.state for each in book.cases.values()) == {"closed": len(done) // 5}
    assert all(len(case.orders) == 1 for case in book.cases.values())
    assert len({each.command_id for each in ledger.audit()}) == len(done)
    ledger.close()
