"""`clue`: an officer or a program sends a clue in; its subject is `SOURCE/ID`. Sent again, it is the same one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.casework.bodies import CommandBody, trimmed
from models.casework.case import Book, Command, LedgerEvent
from models.casework.cases.checks.kind import noun_kind
from models.casework.cases.nouns import noun_from, plain
from models.casework.clues.clue_file import ClueFile
from models.casework.clues.clue_kind import moved, new_file
from models.casework.facts import Facts
from models.casework.kinds import KeptBody, Noun, ReadNoun
from models.casework.refusals import Refused
from models.messages.clue import ClueError, clue_from


class ClueBody(CommandBody):
    """The clue, in the schema of docs/clues.md."""

    record: dict[str, Any]


def check(command: Command, body: ClueBody, book: Book, facts: Facts) -> KeptBody:
    """The clue as it was sent. Raises Refused naming every wrong field."""
    try:
        clue = clue_from(_trimmed(body.record))
    except ClueError as problem:
        raise Refused("clue_fields", why=problem) from problem
    if command.subject != f"{clue.source}/{clue.id}":
        raise Refused("clue_fields", why=f"id: {command.subject}")
    return {"clue": plain(new_file(clue, facts.site, command.actor, facts.t_s))}


def _trimmed(value: Any) -> Any:
    """The value without NUL in any text, because PostgreSQL does not store it."""
    if isinstance(value, list):
        return [_trimmed(each) for each in value]
    return {name: _trimmed(each) for name, each in value.items()} if isinstance(value, dict) else trimmed(value)


def nouns(event: LedgerEvent, read: ReadNoun) -> Iterable[Noun]:
    """The new clue; one that people act on already stays as it is."""
    if read(event.subject) is None:
        yield moved(noun_from(ClueFile, event.body["clue"]), event)


KIND = noun_kind("clue", ClueBody, check, nouns)
