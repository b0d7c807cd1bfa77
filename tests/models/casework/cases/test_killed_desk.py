"""The desk killed between command and answer, 200 times: no order twice, no half case.

A child process takes commands as the desk does, checks and writes each, and kills itself at a random moment around the
transaction. The page sends every command again until it is answered.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
from collections import Counter
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import event as listened

from models.casework.case import Command
from models.casework.refusals import Refused
from models.casework.rules import checked
from models.casework.store import Ledger, sqlite_url
from tests.models.casework.cases.office import CHIEF, FACTS, TEXT
from tests.models.casework.cases.test_rows import nouns_of, rows_of

KILLS = 200
MOMENTS = ("before", "in", "after")  # of the transaction


def desk(url: str, pipe: Connection, seed: int) -> None:
    """Answer commands until killed: every third on average, at one of the moments."""
    dice, ledger = random.Random(seed), Ledger(url)
    doomed: list[str] = []

    def die(moment: str) -> None:
        if doomed and doomed[0] == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    listened.listen(ledger._engine, "after_cursor_execute", lambda *_: die("in") if dice.random() < 0.4 else None)
    book = ledger.book()
    while True:
        command: Command = pipe.recv()
        doomed[:] = [dice.choice(MOMENTS)] if dice.random() < 0.5 else []
        known = ledger.known(command.command_id)
        if known is None:
            die("before")
            try:
                kept = checked(command, book, replace(FACTS, by=CHIEF))
                known = ledger.append(command, kept, FACTS.t_s, after=book.seq)
            except Refused as refused:
                pipe.send(str(refused))
                continue
            die("after")
            book = ledger.book()
        pipe.send(known.subject)


class Page:
    """Sends a command again under its id until a desk answers; starts a desk where none lives."""

    def __init__(self, url: str) -> None:
        self.url, self.kills, self._context = url, 0, multiprocessing.get_context("fork")
        self._start()

    def _start(self) -> None:
        self._pipe, theirs = self._context.Pipe()
        self._desk = self._context.Process(target=desk, args=(self.url, theirs, self.kills), daemon=True)
        self._desk.start()
        theirs.close()

    def do(self, command: Command) -> str:
        """The subject of the event, or why not."""
        while True:
            try:
                self._pipe.send(command)
                return str(self._pipe.recv())
            except (EOFError, ConnectionError):
                self._desk.join()
                self.kills += 1
                self._start()

    def end(self) -> None:
        """Stop the desk."""
        self._desk.kill()
        self._desk.join()


def test_no_order_twice_and_no_half_case(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "ledger.sqlite")
    Ledger(url).close()  # makes the tables
    page, sent = Page(url), 0

    def do(kind: str, subject: str, /, **body: Any) -> str:
        nonlocal sent
        sent += 1
        answer = page.do(Command(f"c{sent}", kind, subject, CHIEF.name, body=body, version=10**6))
        assert answer.startswith("ZS-"), answer
        return answer

    while page.kills < KILLS:
        case_id = do("case_open", "new", clues=[f"person:王{sent}"])
        do("case_assess", case_id, kind="dark", colour="yellow", why="雷达可见")
        order_id = do("order_issue", case_id, to="east", task="verify", text=TEXT)
        do("order_decline", order_id, why="风大", heard="风大")
        do("case_dismiss", case_id, why="误报")
    page.end()
    ledger = Ledger(url)
    book = ledger.book()
    assert ledger.verify() == (sent, "") and rows_of(ledger) == nouns_of(book)
    assert Counter(each.state for each in book.cases.values()) == {"closed": sent // 5}
    assert all(len(case.orders) == 1 for case in book.cases.values())
    assert len({each.command_id for each in ledger.audit()}) == sent
    ledger.close()
