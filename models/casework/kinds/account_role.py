"""`account_role`: an account gets other roles."""

from __future__ import annotations

from models.casework.access.accounts import ROWS, changed, checked_roles, fold
from models.casework.bodies import CommandBody
from models.casework.case import Book, Command
from models.casework.facts import Facts
from models.casework.kinds import EventKind, KeptBody


class AccountRoleBody(CommandBody):
    """All roles that the account has from now on."""

    roles: list[str]


def check(command: Command, body: AccountRoleBody, book: Book, facts: Facts) -> KeptBody:
    """The account exists and the roles too."""
    return changed(command, body, book, facts, roles=checked_roles(body.roles))


KIND = EventKind("account_role", AccountRoleBody, check, fold, ROWS)
