"""Roots over the audit: after each hand-over and every 24 h, each row under one, whatever restarts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models.casework.access.service import AccessService
from models.casework.access.vault import Vault
from models.casework.case import Command, LedgerEvent
from models.casework.evidence_pack.merkle import root_of
from models.casework.evidence_pack.roots import ROOT_EVERY_S, root_command
from models.casework.person import DESK
from models.casework.store import Ledger, sqlite_url
from models.casework.work.desk_work import DeskWork

T0 = 1_780_000_000.0


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(sqlite_url(tmp_path / "ledger.sqlite"), snapshot=tmp_path / "ledger.book")


def desk_at(ledger: Ledger, t_s: float) -> DeskWork:
    """A desk that has just started, in a run with its own time."""
    work = DeskWork(ledger, (), AccessService(Vault(ledger), {}))
    work.facts = replace(work.facts, t_s=t_s, own_time=True)
    return work


def write(ledger: Ledger, number: int, kind: str = "note") -> None:
    body = {"to": "王", "text": ""} if kind == "hand_over" else {"text": "t"}
    ledger.append(Command(f"c{number}", kind, "alert:a", "李"), body, T0)


def roots(ledger: Ledger) -> list[LedgerEvent]:
    return [each for each in ledger.events() if each.kind == "root"]


def test_a_hand_over_is_followed_by_one_root_whatever_restarts(ledger: Ledger) -> None:
    for number, kind in enumerate(("note", "note", "hand_over")):
        write(ledger, number, kind)
    for _ in range(3):
        desk_at(ledger, T0).run_clocks()
    (root,) = roots(ledger)
    rows = [bytes.fromhex(row.hash) for row in ledger.audit()][:3]
    assert {name: root.body[name] for name in ("from", "to", "root")} == {
        **{"from": 1, "to": 3},
        "root": root_of(rows).hex(),
    }
    assert (root.actor, root.subject) == (DESK.name, "rows:1-3")


def test_the_next_root_follows_a_day_later_if_anything_was_written(ledger: Ledger) -> None:
    write(ledger, 1)
    desk_at(ledger, T0 + ROOT_EVERY_S - 1).run_clocks()
    assert roots(ledger) == []
    desk_at(ledger, T0 + ROOT_EVERY_S).run_clocks()
    desk_at(ledger, T0 + 3 * ROOT_EVERY_S).run_clocks()
    assert [(each.body["from"], each.body["to"]) for each in roots(ledger)] == [(1, 1)]
    write(ledger, 2)
    desk_at(ledger, T0 + 3 * ROOT_EVERY_S).run_clocks()
    assert [(each.body["from"], each.body["to"]) for each in roots(ledger)] == [(1, 1), (2, 3)]


def test_two_desks_do_not_cover_a_row_twice(ledger: Ledger) -> None:
    write(ledger, 1, "hand_over")
    one, other = desk_at(ledger, T0), desk_at(ledger, T0)
    one.run_clocks()
    assert other.book.root is None
    late = root_command(ledger, other.book)
    assert other.do(late, DESK).seq == 2  # the same command: it is given the same event
    write(ledger, 2, "hand_over")
    stale = replace(late, command_id="root:9", body={**late.body, "to": 3})
    assert other.do(stale, DESK).seq is None
    assert len(roots(ledger)) == 1


def test_nobody_else_writes_a_root(ledger: Ledger) -> None:
    write(ledger, 1)
    work = desk_at(ledger, T0)
    answer = work.do(root_command(ledger, work.book))
    assert answer.seq is None
    assert work.do(replace(root_command(ledger, work.book), command_id="mine")).seq is None
