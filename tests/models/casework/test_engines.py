"""How a database is reached: a wrong URL, a dead server and an altered database give one sentence, never more."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy.exc import DBAPIError

from models.base.paths import ROOT
from models.base.settings import UserError
from models.casework.access.vault import Vault
from models.casework.engines import LedgerError, NoLedgerError
from models.casework.store import Ledger
from tests.models.casework.cases.test_rows import a_day
from tests.models.casework.ledgers import by_hand, command, filled, unguarded
from tests.postgres import Server, running_server
from tests.running import free_port


@pytest.fixture
def own() -> Iterator[Server]:
    """A server of its own, because it will be killed."""
    with running_server() as server:
        yield server


@pytest.fixture
def shared(postgres: Server) -> str:
    """A database with a ledger, used by others than its owner."""
    url = postgres.new_database()
    filled(Ledger(url)).close()
    return url


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense", "not a URL"),
        ("postgresql+psycopg://u:secret@h:port/x", "not a URL"),
        ("mysql://u:secret@h/x", "kept in mysql"),
        ("postgresql+asyncpg://u:secret@h/x", "kept in postgresql"),
    ],
)
def test_a_wrong_url_is_refused_without_showing_the_password(url: str, message: str) -> None:
    with pytest.raises(UserError, match=message) as refused:
        Ledger(url)
    assert "secret" not in str(refused.value) and "\n" not in str(refused.value)


def test_a_server_that_does_not_answer_is_reported_in_one_line() -> None:
    with pytest.raises(LedgerError, match=r"does not answer .*refused") as refused:
        Ledger(f"postgresql+psycopg://u:secret@127.0.0.1:{free_port()}/x")
    assert "secret" not in str(refused.value) and "\n" not in str(refused.value)


def test_a_database_that_is_not_there_is_named(postgres: Server) -> None:
    with pytest.raises(LedgerError, match='"elsewhere" does not exist'):
        Ledger(postgres.url("elsewhere"))


def test_without_its_driver_the_error_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UserError, match="needs the package psycopg"):
        Ledger("postgresql+psycopg://u@h/x")


def test_a_database_that_cannot_store_chinese_is_left_unchanged(postgres: Server) -> None:
    url = postgres.new_database("--encoding=SQL_ASCII", "--template=template0")
    with pytest.raises(UserError, match="SQL_ASCII"):
        Ledger(url)
    by_hand(f"{url}&client_encoding=utf8", "CREATE TABLE audit ()")  # there was none


def test_a_ledger_of_a_newer_version_is_refused_in_words(url: str) -> None:
    Ledger(url).close()
    by_hand(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UserError, match="another version of Wanghai"):
        Ledger(url)


def test_disabled_guards_are_noticed(postgres: Server) -> None:
    url = postgres.new_url()
    Ledger(url).close()
    by_hand(url, "ALTER TABLE audit DISABLE TRIGGER audit_keeps_delete")
    with pytest.raises(UserError, match="guards"):
        Ledger(url, writes=False)


def test_options_in_the_url_are_kept(postgres: Server) -> None:
    """With a schema in the URL, the ledger is in that schema and nowhere else."""
    url = postgres.new_url()
    filled(Ledger(url)).close()
    by_hand(postgres.url("postgres"), f"SELECT seq FROM {url.rpartition('%3D')[2]}.audit")
    with pytest.raises(NoLedgerError):
        Ledger(postgres.url("postgres"), writes=False)


def test_a_read_only_user_can_verify_the_ledger(shared: str) -> None:
    by_hand(shared, "CREATE ROLE reader LOGIN", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    reader = Ledger(shared.replace("postgres@", "reader@"), writes=False)
    assert reader.verify() == (11, "")
    with pytest.raises(LedgerError, match="permission denied"):
        reader.append(command(20), {"text": "x"}, 1.0)


def test_a_desk_needs_no_right_to_remove_the_guards(shared: str) -> None:
    """With the rights that docs/ledger.md gives it."""
    grants = re.findall(r"^GRANT .+ TO desk;$", (ROOT / "docs/ledger.md").read_text(encoding="utf-8"), re.MULTILINE)
    by_hand(shared, "CREATE ROLE desk LOGIN", *grants)
    url = shared.replace("postgres@", "desk@")
    desk = Ledger(url)
    assert desk.append(command(20, "zone_end", "z"), {"reason": "x"}, 1.0).seq == 12
    assert (desk.rows("zones"), desk.verify()) == ([], (12, ""))
    day = a_day()
    for made, event in zip(day.commands, day.events, strict=True):
        desk.append(replace(made, command_id=f"day-{made.command_id}"), event.body, event.t_s)
    assert set(desk.book().cases) == set(day.book.cases)
    vault = Vault(desk)
    vault.set("duty", 1.0, password="x")
    vault.set("duty", 2.0, password="y")
    for statement in (*unguarded(url), "DELETE FROM audit", "TRUNCATE audit", "UPDATE audit SET actor = 'x'"):
        with pytest.raises(DBAPIError, match=r"must be owner|permission denied"):
            by_hand(url, statement)


def test_a_dead_server_is_reported_and_used_again_when_it_is_back(own: Server) -> None:
    ledger = filled(Ledger(own.new_url()))
    own.kill()
    for _ in range(2):
        with pytest.raises(LedgerError) as refused:
            ledger.append(command(20), {"text": "x"}, 1.0)
        assert str(refused.value) and "\n" not in str(refused.value)
    own.start()
    assert ledger.append(command(20), {"text": "x"}, 1.0).seq == 12
    assert ledger.verify() == (12, "")


def test_a_dump_gives_the_same_ledger_with_its_guards(postgres: Server) -> None:
    url = postgres.new_database()
    ledger = filled(Ledger(url))
    again = Ledger(postgres.restore(postgres.dump(url)))
    assert (again.head(), again.book()) == (ledger.head(), ledger.book())
    assert again.append(command(20), {"text": "x"}, 1.0).seq == 12
