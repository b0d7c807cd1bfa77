"""The ledger keeps what was answered, once, in order, and no change to it goes unnoticed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from models.base.paths import ROOT
from models.base.settings import UserError
from models.casework.case import canonical
from models.casework.engines import LedgerError, NoLedgerError
from models.casework.fold import fold
from models.casework.store import Ledger, OvertakenError, backup, sqlite_url
from models.casework.tables import CURRENT
from tests.models.casework.ledgers import by_hand, command, dialect, filled, unguarded
from tests.postgres import Server

WRITER = """
import sys
from models.casework.case import Command
from models.casework.fold import fold
from models.casework.store import Ledger
ledger = Ledger(sys.argv[1])
for n in range(int(sys.argv[3])):
    seq = ledger.append(Command(f"{sys.argv[2]}{n}", "note", "alert:a", "Li"), {"text": str(n)}, float(n)).seq
    print(seq, flush=True)
"""

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    ledger = Ledger(url)
    yield ledger
    ledger.close()


def test_events_are_numbered_without_gaps(ledger: Ledger) -> None:
    assert [ledger.append(command(n), {"text": "x"}, 1.0).seq for n in range(5)] == [1, 2, 3, 4, 5]


def test_a_command_sent_again_is_done_once(ledger: Ledger) -> None:
    first = ledger.append(command(1), {"text": "x"}, 1.0)
    assert ledger.append(command(1), {"text": "y"}, 2.0) == first
    assert ledger.head()[0] == 1


def test_folding_the_audit_gives_the_current_rows(ledger: Ledger) -> None:
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
    parts = fold(events[5:], fold(events[2:7], fold(events[:4])))
    assert parts == fold(events) == ledger.book()


def test_all_is_there_after_reopening(ledger: Ledger, url: str) -> None:
    book = filled(ledger).book()
    ledger.close()
    again = Ledger(url)
    assert again.book() == book
    assert again.verify() == (11, "")


def test_every_text_is_kept_unchanged(ledger: Ledger) -> None:
    texts = ["浙普渔 １号 🚢", "%s :turn $1 \\u0000 '\"\\", "a\u2028b\tc\nd", "", "٣ e\u0301"]
    numbers = [-0.0, 0.1 + 0.2, 1e300, 5e-324, 2**63 + 1, 1_700_000_000.123456]
    feature = {"type": "Feature", "properties": {"said": [*texts, "\0"], "numbers": numbers}, "geometry": None}
    made = [ledger.append(command(0, "zone", "z"), {"feature": feature}, 1_700_000_000.123456)]
    made += [ledger.append(command(n), {"text": text}, numbers[n]) for n, text in enumerate(texts, 1)]
    assert ledger.since(0) == made
    assert ledger.rows("zones")[0]["feature"] == feature
    assert ledger.verify() == (len(made), "")


def test_what_was_written_cannot_be_changed_or_removed(ledger: Ledger, url: str) -> None:
    filled(ledger)
    statements = ["UPDATE audit SET actor = 'x' WHERE seq = 3", "DELETE FROM audit WHERE seq = 3"]
    for statement in statements if dialect(url) == "sqlite" else [*statements, "TRUNCATE audit"]:
        with pytest.raises(DBAPIError, match="never changed"):
            by_hand(url, statement)
    assert ledger.verify() == (11, "")


@pytest.mark.parametrize(
    ("statement", "held", "problem"),
    [
        ("UPDATE audit SET actor = 'x' WHERE seq = 3", 2, "row 3 is not as it was written"),
        ('UPDATE audit SET body = \'{"text":"y"}\' WHERE seq = 2', 1, "row 2 is not as it was written"),
        ("DELETE FROM audit WHERE seq = 5", 4, "row 5 is missing"),
        ("UPDATE audit SET t_s = t_s + 1 WHERE seq = 11", 10, "row 11 is not as it was written"),
    ],
)
def test_a_change_past_the_guards_is_found(ledger: Ledger, url: str, statement: str, held: int, problem: str) -> None:
    filled(ledger)
    by_hand(url, *unguarded(url), statement)
    assert ledger.verify() == (held, problem)


def test_a_ledger_without_its_guards_is_not_opened(ledger: Ledger, url: str) -> None:
    by_hand(url, unguarded(url)[1])
    with pytest.raises(UserError, match="guards"):
        Ledger(url)


def test_what_was_answered_survives_a_killed_writer(url: str) -> None:
    writer = writing(url, "c", 100_000)
    assert writer.stdout
    answered = [int(writer.stdout.readline()) for _ in range(50)]
    os.kill(writer.pid, signal.SIGKILL)
    answered += [int(line) for line in writer.stdout.read().split()]
    writer.wait()
    ledger = Ledger(url)
    held, wrong = ledger.verify()
    assert wrong == "" and held in (answered[-1], answered[-1] + 1)  # the last may be written and not yet answered
    assert len(ledger.rows("notes")) == held
    assert ledger.append(command(held - 1), {"text": "again"}, 0.0).seq == held


def test_writers_at_the_same_time_make_one_chain(url: str) -> None:
    """All begin it; two send the same commands with the same ids, one sends others."""
    writers = [writing(url, name, 100) for name in ("a", "a", "b")]
    answered = [[int(line) for line in writer.communicate()[0].split()] for writer in writers]
    ledger = Ledger(url)
    assert ledger.verify() == (200, "")
    assert answered[0] == answered[1]
    assert sorted(answered[0] + answered[2]) == list(range(1, 201))
    assert len(ledger.rows("notes")) == 200


def test_a_command_checked_before_another_write_is_not_written(ledger: Ledger, url: str) -> None:
    filled(ledger)
    assert Ledger(url).append(command(20), {"text": "a"}, 1.0, after=11).seq == 12
    with pytest.raises(OvertakenError, match="12"):
        ledger.append(command(21), {"text": "b"}, 1.0, after=11)
    assert ledger.append(command(20), {"text": "a"}, 1.0, after=11).seq == 12  # executed before: the event it made
    assert ledger.head()[0] == 12


def test_another_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "l.sqlite").write_text("nothing of the kind" * 200)
    with pytest.raises(UserError, match="cannot be opened"):
        Ledger(sqlite_url(tmp_path / "l.sqlite"))


def test_a_database_that_refuses_writes_is_an_error_in_words(ledger: Ledger, url: str) -> None:
    filled(ledger)
    if dialect(url) == "sqlite":
        with ledger._engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
    else:
        ledger = Ledger(f"{url}%20-cdefault_transaction_read_only%3Don")
    with pytest.raises(LedgerError, match=r"read-?only"):
        ledger.append(command(20), {"text": "x"}, 1.0)
    assert ledger.verify() == (11, "")


def test_a_reader_creates_nothing(url: str) -> None:
    for _ in range(2):
        with pytest.raises(NoLedgerError, match="no ledger in"):
            Ledger(url, writes=False)
    assert filled(Ledger(url)).book() == Ledger(url, writes=False).book()


def test_a_copy_is_made_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    ledger = filled(Ledger(sqlite_url(path)))
    backup(path, tmp_path / "copy.sqlite")
    assert Ledger(sqlite_url(tmp_path / "copy.sqlite")).book() == ledger.book()
    with pytest.raises(UserError, match="could not be copied"):
        backup(tmp_path / "none.sqlite", tmp_path / "copy2.sqlite")


def test_a_ledger_is_copied_into_another_kind_and_back(ledger: Ledger, tmp_path: Path, postgres: Server) -> None:
    filled(ledger)
    there, back = Ledger(postgres.new_url()), Ledger(sqlite_url(tmp_path / "back.sqlite"))
    assert there.take_over(ledger) == back.take_over(there) == 11
    for copy in (there, back):
        assert copy.head() == ledger.head() and copy.book() == ledger.book()
        assert [copy.rows(each) for each in CURRENT] == [ledger.rows(each) for each in CURRENT]
        assert copy.append(command(20), {"text": "x"}, 1.0).seq == 12
    with pytest.raises(UserError, match="an empty one"):
        there.take_over(ledger)


def test_an_altered_ledger_is_not_copied(ledger: Ledger, url: str, tmp_path: Path) -> None:
    filled(ledger)
    by_hand(url, *unguarded(url), "DELETE FROM audit WHERE seq = 5")
    copy = Ledger(sqlite_url(tmp_path / "copy.sqlite"))
    with pytest.raises(LedgerError, match="row 5 is missing"):
        copy.take_over(ledger)
    assert copy.head()[0] == 0


def writing(url: str, name: str, most: int) -> subprocess.Popen[bytes]:
    """A process that writes notes and prints the number of each."""
    words = [sys.executable, "-c", WRITER, url, name, str(most)]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE)


@given(VALUES)
def test_there_is_one_way_to_write_a_value(value: object) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text


def test_many_events_are_read_in_pieces(ledger: Ledger) -> None:
    filled(ledger)
    assert [each.seq for each in ledger.tail(3)] == [9, 10, 11]
    assert [each.seq for each in ledger.since(8, 2)] == [9, 10]
