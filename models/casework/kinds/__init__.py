"""The kinds of ledger events, one file each: its name, the fields of its body, its check, its fold and its rows.

The register fills by importing this folder in name order. A new kind is one new file and one migration for its table.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Generic, Literal

from models.base.settings import UserError
from models.casework.bodies import BodyT
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.facts import Facts

KeptBody = dict[str, Any]


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
    """One kind of event. `check` returns the body that is kept, or raises Refused; `ends` removes the subject's row."""

    name: str
    body: type[BodyT]
    check: Callable[[Command, BodyT, Book, Facts], KeptBody]
    fold: Callable[[BookDraft, LedgerEvent], None]
    rows: CurrentRows
    ends: bool = False


Kinds = Mapping[str, EventKind[Any]]


@cache
def kinds() -> Kinds:
    """All kinds by name. Raises UserError when two files give the same name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return registered(import_module(f"{__name__}.{name}").KIND for name in names)


def registered(found: Any) -> Kinds:
    """The kinds by name. Raises UserError for a duplicate name."""
    register: dict[str, EventKind[Any]] = {}
    for kind in found:
        if kind.name in register:
            raise UserError(f"two files in models/casework/kinds are named {kind.name!r}; rename or remove one of them")
        register[kind.name] = kind
    return register
