"""`account_unit`: an account moves to another unit."""

from __future__ import annotations

from models.casework.access.accounts import ROWS, changed, fold
from models.casework.bodies import CommandBody, NameOrEmpty
from models.casework.case import Book, Command
from models.casework.facts import Facts
from models.casework.kinds import EventKind, KeptBody


class AccountUnitBody(CommandBody):
    """The unit, empty for the whole site."""

    unit: NameOrEmpty


def check(command: Command, body: AccountUnitBody, book: Book, facts: Facts) -> KeptBody:
    """The account exists."""
    return changed(command, body, book, facts, unit=body.unit)


KIND = EventKind("account_unit", AccountUnitBody, check, fold, ROWS)
