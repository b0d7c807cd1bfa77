"""`root`: the root of the Merkle tree over the hashes of the rows `from` to `to`. Only the desk writes it.

With it an evidence pack proves its rows without showing those between them, which are about other cases.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from models.casework.bodies import CommandBody
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.facts import Facts
from models.casework.kinds import EventKind, KeptBody
from models.casework.refusals import Refused

Row = Annotated[int, Field(ge=1)]


class RootBody(CommandBody):
    """The first and last row that it covers, and the root as 64 hexadecimal digits."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True)
    from_: Annotated[Row, Field(alias="from")]
    to: Row
    root: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def check(command: Command, body: RootBody, book: Book, facts: Facts) -> KeptBody:
    """As it was sent. Refused if it does not begin where the newest root ends, or covers rows that are not there."""
    first = (book.root.body["to"] if book.root else 0) + 1
    if body.from_ != first or not first <= body.to <= book.seq:
        raise Refused("command_taken")
    return body.model_dump(by_alias=True)


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """The newest root."""
    draft.root = event


KIND = EventKind("root", RootBody, check, fold)
