"""`account_disable`: an account may no longer log in, and its sessions end. What it did stays in the ledger."""

from __future__ import annotations

from models.casework.access.accounts import ROWS, changed, fold
from models.casework.bodies import CommandBody, ReasonOrEmpty
from models.casework.case import Book, Command
from models.casework.facts import Facts
from models.casework.kinds import EventKind, KeptBody


class AccountDisableBody(CommandBody):
    """The reason."""

    reason: ReasonOrEmpty = ""


def check(command: Command, body: AccountDisableBody, book: Book, facts: Facts) -> KeptBody:
    """The account exists and is not disabled yet."""
    return {**changed(command, body, book, facts, disabled=True), "reason": body.reason}


KIND = EventKind("account_disable", AccountDisableBody, check, fold, ROWS)
