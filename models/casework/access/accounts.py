"""Accounts as the ledger knows them: the body of their events, and the Account it stands for.

Every event of an account keeps the whole account as it is afterwards, so the newest event is the account. Passwords and
sessions are not part of the ledger: vault.py.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from typing import Any

from models.casework.bodies import BodyT
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.facts import Facts
from models.casework.kinds import ColumnSpec, CurrentRows, KeptBody
from models.casework.person import ROLES, Person
from models.casework.refusals import Refused

EXERCISE = "exercise"  # the actor that adds the accounts of an exercise
ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
LONGEST_SUBJECT = 255  # OpenID Connect Core 1.0, section 2
ROWS = CurrentRows(
    "accounts",
    (
        ColumnSpec("name_zh", longest=64, needed=True),
        ColumnSpec("name_en", longest=64),
        ColumnSpec("unit", longest=64),
        ColumnSpec("roles", "json", needed=True),
        ColumnSpec("certificate", longest=64),
        ColumnSpec("certificate_until", longest=10),
        ColumnSpec("disabled", "number", needed=True),
    ),
    key="id",
)


@dataclass(frozen=True)
class Account:
    """Who may log in. `unit` is one of the site, empty for the whole of it; `certificate_until` is a date.

    `oidc_issuer` and `oidc_subject` are the person at a provider who logs in as this account; empty for none.
    """

    name_zh: str
    name_en: str = ""
    unit: str = ""
    roles: tuple[str, ...] = ()
    certificate: str = ""
    certificate_until: str = ""
    disabled: bool = False
    oidc_issuer: str = ""
    oidc_subject: str = ""

    def person(self, account: str, via: str = "desk") -> Person:
        """The person who gives commands under this account."""
        return Person(self.name_zh, account, self.unit, self.roles, via)

    def is_linked(self, issuer: str, subject: str) -> bool:
        """Whether this person of a provider logs in as the account."""
        return bool(subject) and (self.oidc_issuer, self.oidc_subject) == (issuer, subject)

    def body(self) -> KeptBody:
        """The account as an event keeps it."""
        return {**asdict(self), "roles": list(self.roles), "disabled": int(self.disabled)}


def account_of(event: LedgerEvent) -> Account:
    """The account after this event."""
    values: dict[str, Any] = {key: event.body[key] for key in Account.__dataclass_fields__ if key in event.body}
    return Account(**{**values, "roles": tuple(values["roles"]), "disabled": bool(values["disabled"])})


def active(book: Book, account: str) -> Account | None:
    """The account if it exists and is not disabled."""
    event = book.accounts.get(account)
    found = account_of(event) if event else None
    return None if found is None or found.disabled else found


def active_or_refused(book: Book, account: str) -> Account:
    """The account. Raises Refused if it does not exist or is disabled."""
    found = active(book, account)
    if found is None:
        raise Refused("account_gone", id=account)
    return found


def linked(book: Book, issuer: str, subject: str) -> tuple[str, Account] | None:
    """The account of a provider's person, by id; one that is disabled only if there is no other."""
    every = ((key, account_of(event)) for key, event in book.accounts.items())
    found = [(key, each) for key, each in every if each.is_linked(issuer, subject)]
    return min(found, key=lambda item: item[1].disabled, default=None)


def checked_roles(roles: list[str]) -> tuple[str, ...]:
    """Roles in the order of ROLES. Raises Refused for one that does not exist, or for none."""
    strange = [role for role in roles if role not in ROLES]
    if strange or not roles:
        raise Refused("choice", name="roles", choices=", ".join(ROLES))
    return tuple(role for role in ROLES if role in roles)


def changed(command: Command, _body: BodyT, book: Book, _facts: Facts, **values: Any) -> KeptBody:
    """The account of the command's subject with other values. Raises Refused if there is none."""
    return replace(active_or_refused(book, command.subject), **values).body()


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """The newest form of the account."""
    draft.accounts[event.subject] = event
