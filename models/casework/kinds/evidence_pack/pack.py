"""`pack`: an evidence pack of a case was made, and what identifies it. It changes nothing."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from models.casework.bodies import CommandBody, Name
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.facts import Facts
from models.casework.kinds import EventKind, KeptBody

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class PackBody(CommandBody):
    """The SHA-256 of the pack, its size in bytes, the fingerprint of the key, and the root that its rows are under."""

    sha256: Digest
    bytes: Annotated[int, Field(ge=1)]
    key: Name
    root: Annotated[int, Field(ge=1)]


def check(command: Command, body: PackBody, book: Book, facts: Facts) -> KeptBody:
    """As it was sent; the case may have left the book long ago."""
    return body.model_dump()


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """Nothing of it is kept in the book; the ledger has it."""


KIND = EventKind("pack", PackBody, check, fold)
