"""The kinds of feed, one file each: whole messages in, columns out.

`@feed` enters a kind into the register. The files of this folder are imported in the order of their names; a kind that
is registered twice is an error at start.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

import numpy as np

from ingest.sentences.reader import Message, Reading, Reject
from models.base.schema import TEXT, Table, empty
from models.base.settings import UserError
from models.messages.clue import Clue

Records = tuple[list[tuple[Message, dict[str, Any]]], list[Reject]]  # the fields of each message, and the refusals
Clues = tuple[tuple[int, Clue], ...]  # each with its row in heard


class Columns(NamedTuple):
    """The content of some messages as tables of the schema, and the refusals."""

    heard: Table
    position: Table
    static: Table
    rejects: list[Reject]
    text: Table = empty(TEXT, 0)
    refused: Mapping[str, np.ndarray] = MappingProxyType({})  # rows of heard by the name of a refused value


class Reader(Protocol):
    """Lines in, whole messages and refusals out."""

    def receive_lines(self, lines: list[bytes], rx_s: list[float], seq: list[int]) -> None: ...

    def finish(self, rx_s: float, seq: int) -> None: ...

    def drain(self) -> Reading: ...


class FeedDecoder(Protocol):
    """Decoder of one kind of feed: whole messages in, columns, clues and records out."""

    def reader(self, feed: str) -> Reader: ...

    def clues(self, messages: Sequence[Message]) -> Clues: ...

    def decode(self, messages: Sequence[Message]) -> Columns: ...

    def records(self, messages: Sequence[Message]) -> Records: ...


Maker = Callable[[str], FeedDecoder]  # takes the name of the decoder: `kernel` or `pyais`
_KINDS: dict[str, Maker] = {}


def feed(kind: str) -> Callable[[Maker], Maker]:
    """Enter a kind of feed into the register."""

    def enter(maker: Maker) -> Maker:
        if kind in _KINDS:
            raise UserError(f"two files in ingest/feeds call themselves {kind!r}; rename or remove one of them")
        _KINDS[kind] = maker
        return maker

    return enter


def make_feed(kind: str, decoder: str) -> FeedDecoder:
    """Return the decoder of a kind of feed. Raises UserError for an unknown kind."""
    if not _KINDS:
        for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
            import_module(f"{__name__}.{module.name}")
    if kind not in _KINDS:
        raise UserError(f"no feed of kind {kind!r}; there are: {', '.join(sorted(_KINDS))}")
    return _KINDS[kind](decoder)
