"""Accounts as events of the ledger: added, changed, disabled, opened again; their rows are their fold."""

from __future__ import annotations

from typing import Any

import pytest

from models.casework.access.accounts import Account, account_of, active
from models.casework.access.direct import add_missing, command, console, write
from models.casework.case import Book
from models.casework.person import ROLES
from models.casework.refusals import Refused
from models.casework.store import Ledger

T_S = 1000.0
BY = console("root")


def do(ledger: Ledger, kind: str, account: str, **body: Any) -> None:
    write(ledger, command(kind, account, BY, **body), BY, T_S)


def why(ledger: Ledger, kind: str, account: str, **body: Any) -> str:
    with pytest.raises(Refused) as refused:
        do(ledger, kind, account, **body)
    assert all(refused.value.why.values())
    return refused.value.why["en"]


def test_an_account_lives_in_the_ledger(url: str) -> None:
    ledger = Ledger(url)
    do(ledger, "account_add", "li", name_zh="李明", name_en="Li Ming", unit="putuo", roles=["grid", "duty"])
    do(ledger, "account_role", "li", roles=["commander"])
    do(ledger, "account_unit", "li", unit="dinghai")
    book = ledger.book()
    assert active(book, "li") == Account("李明", "Li Ming", "dinghai", ("commander",))
    do(ledger, "account_disable", "li", reason="调离")
    assert active(ledger.book(), "li") is None and account_of(ledger.book().accounts["li"]).disabled
    do(ledger, "account_add", "li", name_zh="李明", roles=["duty"])
    assert active(ledger.book(), "li") == Account("李明", roles=("duty",))
    (row,) = ledger.rows("accounts")
    assert (row["id"], row["roles"], row["disabled"], row["seq"]) == ("li", ["duty"], 0, 5)
    assert ledger.verify() == (5, "")
    assert book.accounts["li"].body["_by"]["via"] == "console"
    ledger.close()


def test_what_is_wrong_with_an_account_is_said(url: str) -> None:
    ledger = Ledger(url)
    do(ledger, "account_add", "li", name_zh="李明", roles=["duty"])
    assert "already" in why(ledger, "account_add", "li", name_zh="李", roles=["duty"])
    assert "tell them apart" in why(ledger, "account_add", "li2", name_zh="李明", roles=["duty"])
    assert "small letters" in why(ledger, "account_add", "Li Ming", name_zh="李", roles=["duty"])
    for roles in ([], ["king"]):
        assert ", ".join(ROLES) in why(ledger, "account_role", "li", roles=roles)
    for kind, body in (("account_role", {"roles": ["duty"]}), ("account_unit", {"unit": ""}), ("account_disable", {})):
        assert "no account wang" in why(ledger, kind, "wang", **body)
    assert "certificate_until" in why(
        ledger, "account_add", "w", name_zh="王", roles=["grid"], certificate_until="soon"
    )
    assert ledger.head()[0] == 1
    ledger.close()


def test_the_accounts_of_an_exercise_are_added_once(url: str) -> None:
    ledger, demo = (
        Ledger(url),
        {"duty": Account("演练值班员", roles=("duty",)), "grid": Account("演练网格员", roles=("grid",))},
    )
    for _ in range(2):
        add_missing(ledger, demo, T_S)
    assert ledger.head()[0] == 2 and set(ledger.book().accounts) == set(demo)
    ledger.close()


def test_an_empty_book_has_no_account() -> None:
    assert active(Book(), "li") is None
