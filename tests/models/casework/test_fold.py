"""Folding event by event, at once, or from a snapshot gives the same book."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.casework import case, store
from models.casework.case import Book, EventLists, LedgerEvent
from models.casework.fold import BookAt, fold
from models.casework.kinds import kinds
from models.casework.snapshot import read_snapshot, write_snapshot
from models.casework.store import Ledger
from tests.models.casework.ledgers import by_hand, command, filled, unguarded

BODIES = st.dictionaries(st.text(max_size=3), st.integers() | st.floats(allow_nan=False, allow_infinity=False))
PLAIN = [kind.name for kind in kinds().values() if kind.rows]  # those of casework: tests/models/casework/cases
EVENTS = st.lists(st.tuples(st.sampled_from(PLAIN), st.sampled_from("abcdefg"), BODIES), max_size=40)
FEW = 3


def events_of(drawn: list[tuple[str, str, dict[str, float]]]) -> list[LedgerEvent]:
    return [
        LedgerEvent(seq, 0.5 + seq, kind, subject, "李", "", body) for seq, (kind, subject, body) in enumerate(drawn, 1)
    ]


@given(EVENTS, st.integers(0, 40))
def test_one_by_one_at_once_and_from_a_snapshot_are_the_same(
    drawn: list[tuple[str, str, dict[str, float]]], cut: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(case, "MOST_MARKS", FEW)  # so few that subjects are removed
        patch.setattr(case, "MOST_NOTES", FEW)
        events = events_of(drawn)
        at_once = fold(events)
        singly = Book()
        for event in events:
            singly = fold([event], singly)
        assert singly == at_once
        assert list(singly.marks) == list(at_once.marks)  # their order is their age
        assert fold(events[cut:], thawed(fold(events[:cut]))) == at_once
        assert len(at_once.marks) <= FEW and len(at_once.notes) <= FEW


def thawed(book: Book) -> Book:
    from models.casework.snapshot import _BOOK

    return _BOOK.validate_json(_BOOK.dump_json(book))


@given(st.lists(st.sampled_from("abcdef"), max_size=60), st.integers(1, 4))
def test_the_subject_without_an_event_for_longest_is_removed(subjects: list[str], most: int) -> None:
    lists = EventLists({}, most)
    expected: dict[str, list[int]] = {}
    for seq, subject in enumerate(subjects, 1):
        lists.append(LedgerEvent(seq, 0.0, "note", subject, "", "", {}))
        expected[subject] = [*expected.pop(subject, []), seq]
        if len(expected) > most:
            del expected[min(expected, key=lambda each: expected[each][-1])]
    assert {key: [each.seq for each in events] for key, events in lists.frozen().items()} == expected


def test_a_book_that_is_read_does_not_change() -> None:
    events = events_of([(kind, "a", {}) for kind in ("mark", "note", "zone", "watch", "hand_over")])
    book = fold(events)
    held = (dict(book.marks), dict(book.notes), dict(book.zones), dict(book.watched), book.hand_overs)
    fold(events_of([(kind, "b", {}) for kind in PLAIN] * 2), book)
    assert (dict(book.marks), dict(book.notes), dict(book.zones), dict(book.watched), book.hand_overs) == held


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SNAPSHOT_EVERY", 5)


def test_a_long_ledger_starts_from_its_snapshot(url: str, tmp_path: Path, long: None) -> None:
    path = tmp_path / "made" / "ledger.book"
    ledger = Ledger(url, snapshot=path)
    book = filled(ledger).book()
    assert read_snapshot(path, lambda _: ledger.head()[1]) == book
    ledger.append(command(20), {"text": "later"}, 2000.0)
    again = Ledger(url, snapshot=path)
    assert again.book() == Ledger(url).book() and again.book().seq == 12
    path.unlink()
    assert again.book().seq == 12 and path.exists()


@pytest.mark.parametrize(
    "harm",
    [
        lambda text: b"",
        lambda text: b"{}\n{}",
        lambda text: text[:-9],
        lambda text: text.replace("王".encode(), "李".encode()),
        lambda text: text.replace(b'"seq": 11', b'"seq": 10'),
        lambda text: text.replace(json.dumps(list(kinds())).encode()[1:-1], b'"mark"'),
    ],
)
def test_a_snapshot_that_does_not_match_is_made_again(tmp_path: Path, long: None, harm: object) -> None:
    path = tmp_path / "ledger.book"
    ledger = filled(Ledger(store.sqlite_url(tmp_path / "ledger.sqlite"), snapshot=path))
    book, good = ledger.book(), path.read_bytes()
    path.write_bytes(harm(good))  # type: ignore[operator]
    assert path.read_bytes() != good
    assert read_snapshot(path, lambda seq: ledger.head()[1] if seq == book.seq else "") == Book()
    assert ledger.book() == book and path.read_bytes() == good


def test_a_snapshot_of_another_ledger_is_not_used(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "other.book", fold(events_of([("note", "a", {})])), "ab")
    ledger = filled(Ledger(store.sqlite_url(tmp_path / "ledger.sqlite"), snapshot=tmp_path / "other.book"))
    assert ledger.book() == filled(Ledger(store.sqlite_url(tmp_path / "twin.sqlite"))).book()


def test_a_snapshot_hides_no_change_from_verify(tmp_path: Path, long: None) -> None:
    url = store.sqlite_url(tmp_path / "ledger.sqlite")
    ledger = filled(Ledger(url, snapshot=tmp_path / "ledger.book"))
    ledger.book()
    by_hand(url, *unguarded(url), "UPDATE audit SET actor = 'x' WHERE seq = 3")
    assert ledger.verify() == (2, "row 3 is not as it was written")


def test_a_body_nested_deep_is_read_back(url: str) -> None:
    body: dict[str, object] = {}
    for _ in range(400):
        body = {"a": body}
    ledger = Ledger(url)
    ledger.append(command(1), {"text": "x", "deep": body}, 1.0)
    assert ledger.since(0)[0].body["deep"] == body


def test_when_a_director_goes_back_later_marks_do_not_exist_yet_and_notes_stay() -> None:
    events = [
        LedgerEvent(1, 100.0, "mark", "a", "李明", "", {"mark": "true", "reason": ""}),
        LedgerEvent(2, 101.0, "note", "alert:a", "李明", "", {"text": "x"}),
    ]
    book, past = fold(events), BookAt()
    past.add(events)
    assert past.at(book, 99.0).marks == {} and past.at(book, 99.0).notes == book.notes
    assert past.at(book, 100.0) is book
