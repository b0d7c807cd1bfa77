"""Commands that are written without a desk process: by `run.py user`, and the accounts of an exercise at its start.

They pass the same check and are written in the same way. A desk that runs reads them within a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import uuid4

from models.casework.access.accounts import EXERCISE, Account
from models.casework.case import Command, LedgerEvent
from models.casework.facts import Facts
from models.casework.fold import fold
from models.casework.person import Person
from models.casework.rules import checked
from models.casework.store import Ledger, OvertakenError

TRIES = 5
NOT_ADDED = ("disabled", "oidc_issuer", "oidc_subject")  # what events of their own change


def write(ledger: Ledger, command: Command, by: Person, t_s: float) -> LedgerEvent:
    """Check a command and write it. Raises Refused or LedgerError."""
    for tries_left in reversed(range(TRIES)):
        book = ledger.book()
        body = checked(command, book, Facts(t_s=t_s, by=by))
        try:
            return ledger.append(command, body, t_s, after=book.seq)
        except OvertakenError:
            if not tries_left:
                raise
    raise AssertionError("the last try raises")


def write_all(ledger: Ledger, commands: Iterable[Command], by: Person, t_s: float) -> int:
    """Check and write commands one after the other, folding each; returns how many. Raises Refused or LedgerError."""
    book, done = ledger.book(), 0
    for each in commands:
        try:
            event = ledger.append(each, checked(each, book, Facts(t_s=t_s, by=by)), t_s, after=book.seq)
        except OvertakenError:
            event = write(ledger, each, by, t_s)
            book = ledger.book()
        book, done = fold([event], book), done + 1
    return done


def console(name: str, role: str = "admin") -> Person:
    """The person at the terminal of the machine that holds the ledger: an administrator, or in another role."""
    return Person(f"console:{name}"[:64], "console", "", (role,), "console")


def command(kind: str, account: str, by: Person, **body: object) -> Command:
    """A command about an account."""
    return Command(uuid4().hex, kind, account, by.name, "", body)


def add_missing(ledger: Ledger, accounts: Mapping[str, Account], t_s: float) -> None:
    """Add those accounts that the ledger does not have."""
    by = Person(EXERCISE, EXERCISE, "", ("admin",), "console")
    known = ledger.book().accounts if accounts else {}
    for name, account in accounts.items():
        if name not in known:
            fields = {key: value for key, value in account.body().items() if key not in NOT_ADDED}
            write(ledger, command("account_add", name, by, **fields), by, t_s)
