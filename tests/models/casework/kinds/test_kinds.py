"""Every kind of ledger event: its file, its body, its rows, and the tables that migrations make for them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from models.base.paths import ROOT
from models.base.settings import UserError
from models.casework.bodies import CommandBody
from models.casework.case import LedgerEvent
from models.casework.fold import fold
from models.casework.kinds import EventKind, kinds, registered
from models.casework.kinds.mark import MarkBody
from models.casework.store import Ledger, sqlite_url
from models.casework.tables import CURRENT, METADATA, row_statements
from models.messages.picture import MARKS

ALL = list(kinds().values())
LISTED = [kind for kind in ALL if kind.rows]  # the others change nouns: tests/models/casework/cases
KEPT = {
    **{"mark": "true", "reason": "r", "text": "t", "to": "王", "feature": {}, "name": "n"},
    **{"name_zh": "李", "roles": ["duty"], "disabled": 0},
}


def by_name(kind: EventKind[CommandBody]) -> str:
    return kind.name


def test_a_kind_is_a_file_named_like_it() -> None:
    files = sorted(path.stem for path in (ROOT / "models/casework/kinds").rglob("[!_]*.py"))
    assert list(kinds()) == files
    assert {"mark", "note", "zone", "watch", "hand_over", "case_open", "order_issue"} <= set(files)


def test_two_files_of_one_name_stop_the_start() -> None:
    with pytest.raises(UserError, match="named 'mark'; rename or remove"):
        registered([kinds()["mark"], kinds()["note"], kinds()["mark"]])


@pytest.mark.parametrize("kind", ALL, ids=by_name)
def test_a_body_refuses_what_it_does_not_declare(kind: EventKind[CommandBody]) -> None:
    assert kind.body.model_config["extra"] == "forbid" and kind.body.model_config["strict"]
    assert kind.body.model_json_schema()["additionalProperties"] is False


@pytest.mark.parametrize("kind", LISTED, ids=by_name)
def test_an_event_changes_the_book_and_its_table(kind: EventKind[CommandBody]) -> None:
    made = LedgerEvent(1, 0.0, kind.name, "s", "李", "", KEPT)
    book = fold([made])
    assert book.seq == 1
    held = [book.marks, book.notes, book.zones, book.watched, book.hand_overs, book.accounts, book.crafts, book.duty]
    assert sum(map(bool, [*held, book.seasons])) == (not kind.ends)
    statements = [str(each) for each in row_statements(made)]
    assert kind.rows and all(kind.rows.table in each for each in statements)
    assert [each.split()[0] for each in statements] == [
        *(["DELETE"] if kind.rows.key else []),
        *([] if kind.ends else ["INSERT"]),
    ]


@pytest.mark.parametrize("kind", LISTED, ids=by_name)
def test_a_table_has_the_columns_of_its_kind(kind: EventKind[CommandBody]) -> None:
    assert kind.rows
    names = set(CURRENT[kind.rows.table].columns.keys())
    assert names == {kind.rows.key or "subject", "seq", "t_s", "actor", *(each.name for each in kind.rows.columns)}


def test_migrations_make_the_tables_that_the_kinds_declare(url: str) -> None:
    ledger = Ledger(url)
    with ledger._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    ledger.close()


def test_the_marks_are_those_of_the_picture() -> None:
    assert tuple(MarkBody.model_json_schema()["properties"]["mark"]["enum"]) == MARKS


def test_a_ledger_of_an_earlier_version_still_opens(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((Path(__file__).parents[1] / "ledger_0001.sql").read_text(encoding="utf-8"))
    ledger = Ledger(sqlite_url(path))
    assert ledger.verify() == (11, "")
    assert set(ledger.book().zones) == {"z"} and len(ledger.book().marks["drift-1"]) == 2
    ledger.close()
