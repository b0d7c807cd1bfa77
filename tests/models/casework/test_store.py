"""The ledger keeps what was answered, once, in order, and nobody changes it unseen."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.casework.case import Book, Command
from models.casework.store import Ledger, LedgerError, backup, canonical, sqlite_url
from models.settings import UserError
from tests.running import wait_for

ROOT = Path(__file__).parents[3]
WRITER = """
import sys
from pathlib import Path
from models.casework.case import Command
from models.casework.store import Ledger, sqlite_url
ledger = Ledger(sqlite_url(Path(sys.argv[1])))
for n in range(100_000):
    seq = ledger.append(Command(f"c{n}", "note", "alert:a", "Li"), {"text": str(n)}, float(n)).seq
    print(seq, flush=True)
"""

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def command(number: int, kind: str = "note", subject: str = "alert:a") -> Command:
    return Command(f"c{number}", kind, subject, "李", "一号席")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Ledger:
    return Ledger(sqlite_url(path))


def filled(ledger: Ledger) -> Ledger:
    """A watch with everything in it."""
    feature = {"type": "Feature", "properties": {"id": "z"}, "geometry": None}
    for number, (kind, subject, body) in enumerate(
        [
            ("mark", "drift-1", {"mark": "acknowledge", "reason": "", "alert": {"rule": "drift"}}),
            ("note", "alert:drift-1", {"text": "已呼叫 16 频道"}),
            ("zone", "z", {"feature": feature}),
            ("zone", "z", {"feature": {**feature, "properties": {"id": "z", "kind": "no_entry"}}}),
            ("watch", "412345678", {"reason": "走私", "name": "浙普渔 1"}),
            ("watch", "412345679", {"reason": "走私", "name": ""}),
            ("unwatch", "412345679", {"reason": "查无"}),
            ("zone", "y", {"feature": feature}),
            ("zone_end", "y", {"reason": "演习结束"}),
            ("mark", "drift-1", {"mark": "true", "reason": "", "alert": {"rule": "drift"}}),
            ("hand_over", "2026-11-23T08:00Z", {"to": "王", "text": "无事"}),
        ]
    ):
        ledger.append(command(number, kind, subject), body, 1000.0 + number)
    return ledger


def test_events_are_numbered_without_a_hole(ledger: Ledger) -> None:
    assert [ledger.append(command(n), {"text": "x"}, 1.0).seq for n in range(5)] == [1, 2, 3, 4, 5]


def test_a_command_sent_again_is_done_once(ledger: Ledger) -> None:
    first = ledger.append(command(1), {"text": "x"}, 1.0)
    assert ledger.append(command(1), {"text": "y"}, 2.0) == first
    assert ledger.head()[0] == 1


def test_folding_the_audit_gives_the_rows_that_hold(ledger: Ledger) -> None:
    book = filled(ledger).book()
    assert {row["id"]: row["feature"] for row in ledger.rows("zones")} == {
        key: event.body["feature"] for key, event in book.zones.items()
    }
    assert {row["mmsi"]: (row["reason"], row["seq"]) for row in ledger.rows("watched")} == {
        key: (event.body["reason"], event.seq) for key, event in book.watched.items()
    }
    for table, lists in (("marks", book.marks), ("notes", book.notes)):
        folded = sorted(event.seq for events in lists.values() for event in events)
        assert [row["seq"] for row in ledger.rows(table)] == folded
    assert [row["to"] for row in ledger.rows("hand_overs")] == [each.body["to"] for each in book.hand_overs]


def test_a_book_may_be_taken_in_parts_and_twice(ledger: Ledger) -> None:
    events = filled(ledger).since(0)
    parts = Book().take(events[:4]).take(events[2:7]).take(events[5:])
    assert parts == Book().take(events) == ledger.book()


def test_all_is_there_after_opening_anew(ledger: Ledger, path: Path) -> None:
    book = filled(ledger).book()
    ledger.close()
    again = Ledger(sqlite_url(path))
    assert again.book() == book
    assert again.verify() == (11, "")


def test_what_was_written_cannot_be_changed_or_removed(ledger: Ledger, path: Path) -> None:
    filled(ledger)
    with closing(sqlite3.connect(path)) as other:
        for deed in ("UPDATE audit SET actor = 'x' WHERE seq = 3", "DELETE FROM audit WHERE seq = 3"):
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                other.execute(deed)


@pytest.mark.parametrize(
    ("deed", "held", "said"),
    [
        ("UPDATE audit SET actor = 'x' WHERE seq = 3", 2, "row 3 is not as it was written"),
        ('UPDATE audit SET body = \'{"text":"y"}\' WHERE seq = 2', 1, "row 2 is not as it was written"),
        ("DELETE FROM audit WHERE seq = 5", 4, "row 5 is missing"),
        ("UPDATE audit SET t_s = t_s + 1 WHERE seq = 11", 10, "row 11 is not as it was written"),
    ],
)
def test_a_deed_against_the_guards_is_found(ledger: Ledger, path: Path, deed: str, held: int, said: str) -> None:
    filled(ledger)
    with closing(sqlite3.connect(path)) as other, other:
        for trigger in ("audit_keeps_update", "audit_keeps_delete"):
            other.execute(f"DROP TRIGGER {trigger}")
        other.execute(deed)
    assert ledger.verify() == (held, said)


def test_a_ledger_without_its_guards_is_not_opened(ledger: Ledger, path: Path) -> None:
    ledger.close()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("DROP TRIGGER audit_keeps_delete")
    with pytest.raises(UserError, match="guards"):
        Ledger(sqlite_url(path))


def test_what_was_answered_survives_a_killed_writer(path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE)
    assert writer.stdout
    answered = [int(writer.stdout.readline()) for _ in range(50)]
    os.kill(writer.pid, signal.SIGKILL)
    answered += [int(line) for line in writer.stdout.read().split()]
    writer.wait()
    ledger = Ledger(sqlite_url(path))
    held, wrong = ledger.verify()
    assert wrong == "" and held in (answered[-1], answered[-1] + 1)  # the last may be written and not yet answered
    assert len(ledger.rows("notes")) == held
    assert ledger.append(command(held - 1), {"text": "again"}, 0.0).seq == held


def test_another_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "l.sqlite").write_text("nothing of the kind" * 200)
    with pytest.raises(UserError, match="cannot be opened"):
        Ledger(sqlite_url(tmp_path / "l.sqlite"))


def test_a_full_or_lost_disk_is_an_error_in_words(ledger: Ledger) -> None:
    with ledger._engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(LedgerError, match="readonly"):
        ledger.append(command(1), {"text": "x"}, 1.0)


def test_a_copy_is_made_while_it_is_written(ledger: Ledger, path: Path, tmp_path: Path) -> None:
    filled(ledger)
    backup(path, tmp_path / "copy.sqlite")
    assert Ledger(sqlite_url(tmp_path / "copy.sqlite")).book() == ledger.book()
    with pytest.raises(UserError, match="could not be copied"):
        backup(tmp_path / "none.sqlite", tmp_path / "copy2.sqlite")


@given(VALUES)
def test_there_is_one_way_to_write_a_value(value: object) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text


def test_many_events_are_read_in_pieces(ledger: Ledger) -> None:
    filled(ledger)
    wait_for("the tail", lambda: [each.seq for each in ledger.tail(3)] == [9, 10, 11])
    assert [each.seq for each in ledger.since(8, 2)] == [9, 10]
