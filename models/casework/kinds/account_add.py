"""`account_add`: a new account, or one that was disabled is opened again. The subject is its id."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator

from models.casework.access.accounts import ID, ROWS, Account, account_of, active, checked_roles, fold
from models.casework.bodies import CommandBody, Name, NameOrEmpty
from models.casework.case import Book, Command
from models.casework.facts import Facts
from models.casework.kinds import EventKind, KeptBody
from models.casework.refusals import Refused


def _day(text: str) -> str:
    if text:
        date.fromisoformat(text)
    return text


class AccountAddBody(CommandBody):
    """Names, unit, roles, and the number of the enforcement certificate with the day on which it ends."""

    name_zh: Name
    name_en: NameOrEmpty = ""
    unit: NameOrEmpty = ""
    roles: list[str]
    certificate: NameOrEmpty = ""
    certificate_until: Annotated[str, AfterValidator(_day)] = ""


def check(command: Command, body: AccountAddBody, book: Book, _facts: Facts) -> KeptBody:
    """The id is free and so is the name, because the ledger names people by it."""
    if not ID.fullmatch(command.subject):
        raise Refused("account_id", id=command.subject)
    if active(book, command.subject):
        raise Refused("account_known", id=command.subject)
    others = {account_of(event).name_zh for key, event in book.accounts.items() if key != command.subject}
    if body.name_zh in others:
        raise Refused("account_name", name=body.name_zh)
    return Account(**{**body.model_dump(), "roles": checked_roles(body.roles)}).body()


KIND = EventKind("account_add", AccountAddBody, check, fold, ROWS)
