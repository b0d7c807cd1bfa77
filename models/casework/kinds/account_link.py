"""`account_link`: whom a provider of OpenID Connect means by this account; empty texts end it.

The provider says only who somebody is. Unit and roles are those of the account.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from models.casework.access.accounts import LONGEST_SUBJECT, ROWS, account_of, changed, fold
from models.casework.bodies import CommandBody, trimmed
from models.casework.case import Book, Command
from models.casework.facts import Facts
from models.casework.kinds import EventKind, KeptBody
from models.casework.refusals import Refused

ProviderId = Annotated[str, BeforeValidator(trimmed), StringConstraints(max_length=LONGEST_SUBJECT)]


class AccountLinkBody(CommandBody):
    """The issuer, and its name for the person (`sub`)."""

    issuer: ProviderId
    subject: ProviderId


def check(command: Command, body: AccountLinkBody, book: Book, facts: Facts) -> KeptBody:
    """The account exists, and nobody else is linked to this person."""
    if bool(body.issuer) != bool(body.subject):
        raise Refused("missing", name="subject" if body.issuer else "issuer")
    for key, event in book.accounts.items():
        other = account_of(event)
        if (
            body.subject
            and key != command.subject
            and not other.disabled
            and other.is_linked(body.issuer, body.subject)
        ):
            raise Refused("account_linked", id=key, subject=body.subject)
    return changed(command, body, book, facts, oidc_issuer=body.issuer, oidc_subject=body.subject)


KIND = EventKind("account_link", AccountLinkBody, check, fold, ROWS)
