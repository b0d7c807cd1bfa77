"""The kinds of ledger events, one file each: its name, the fields of its body, its check, its fold and its rows.

The register fills by importing this folder and those in it, in the order of the names. A new kind is one new file and,
where it has a table of its own, one migration. A kind of casework changes nouns instead: cases/checks/kind.py.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Generic, Literal

from models.base.settings import UserError
from models.casework.bodies import BodyT
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.cases.nouns import Case
from models.casework.cases.papers import Inspection
from models.casework.clues.clue_file import ClueFile
from models.casework.facts import Facts

KeptBody = dict[str, Any]
Noun = Case | Inspection | ClueFile
ReadNoun = Callable[[str], Noun | None]
NounsOf = Callable[[LedgerEvent, ReadNoun], Iterable[Noun]]


@dataclass(frozen=True)
class ColumnSpec:
    """A column that keeps the part of the body with its name."""

    name: str
    type: Literal["text", "json", "number"] = "text"
    longest: int | None = None  # characters; None is no limit
    needed: bool = False


@dataclass(frozen=True)
class CurrentRows:
    """A table of the current state: one row per event, or with a `key` one per subject, the newest."""

    table: str
    columns: tuple[ColumnSpec, ...]
    key: str = ""


@dataclass(frozen=True)
class EventKind(Generic[BodyT]):
    """One kind of event. `check` returns the body that is kept, or raises Refused; `ends` removes the subject's row.

    `nouns` gives the nouns that an event changes, from those that were; their rows are written instead of `rows`.
    `named` is the part of the body that becomes the subject, for an event that begins something.
    """

    name: str
    body: type[BodyT]
    check: Callable[[Command, BodyT, Book, Facts], KeptBody]
    fold: Callable[[BookDraft, LedgerEvent], None]
    rows: CurrentRows | None = None
    ends: bool = False
    nouns: NounsOf | None = None
    named: str = ""


Kinds = Mapping[str, EventKind[Any]]


@cache
def kinds() -> Kinds:
    """All kinds by name. Raises UserError when two files give the same name."""
    found = pkgutil.walk_packages(__path__, f"{__name__}.")
    names = sorted((module.name for module in found if not module.ispkg), key=lambda name: name.rpartition(".")[2])
    return registered(import_module(name).KIND for name in names)


def changed_nouns(event: LedgerEvent, read: ReadNoun) -> list[Noun]:
    """The nouns that an event changes, as they are after it; none for a kind that has no nouns."""
    changed = kinds()[event.kind].nouns
    return list(changed(event, read)) if changed else []


def subject_of(command: Command, body: Mapping[str, Any]) -> str:
    """What the event is about: what the command says, or what the event gives a name to."""
    kind = kinds().get(command.kind)
    return str(body[kind.named]) if kind and kind.named else command.subject


def registered(found: Any) -> Kinds:
    """The kinds by name. Raises UserError for a duplicate name."""
    register: dict[str, EventKind[Any]] = {}
    for kind in found:
        if kind.name in register:
            raise UserError(f"two files in models/casework/kinds are named {kind.name!r}; rename or remove one of them")
        register[kind.name] = kind
    return register
