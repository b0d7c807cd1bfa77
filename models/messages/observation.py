"""ObservationBatch: the decoded messages of consecutive recorded pieces of a feed, as columns; joining and cutting."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from models.base.schema import HEARD, POSITION, STATIC, TEXT, Table, empty, stack, take
from models.messages.clue import Clue

END_S = 1e15  # `until_s` of the last batch of a feed that has ended
QUIET_S = 1e14  # of a feed without further messages unless the director of an exercise adds some


@dataclass(frozen=True)
class ObservationBatch:
    """Columns of one feed in the order received: `heard` has one row per message.

    `position`, `static` and `text` point into it; `clues` are pairs of such a row and a clue.
    `first_seq`..`last_seq` are the recorded pieces that it covers, including those without a message;
    an empty batch (`last_seq` = `first_seq` - 1) is a sign of life of the feed.
    `until_s` promises that the feed has nothing more that was received at or before that time.
    `note` is a message for the wall ("connecting to ...", "disk nearly full"), empty if there is none.
    Counts are of this batch alone: lines, sentences, skipped, rejects by reason, and impossible values by name.
    """

    feed: str
    first_seq: int
    last_seq: int
    until_s: float
    heard: Table = field(default_factory=lambda: empty(HEARD, 0))
    position: Table = field(default_factory=lambda: empty(POSITION, 0))
    static: Table = field(default_factory=lambda: empty(STATIC, 0))
    text: Table = field(default_factory=lambda: empty(TEXT, 0))
    clues: tuple[tuple[int, Clue], ...] = ()
    lines: int = 0
    sentences: int = 0
    skipped: int = 0
    rejects: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    note: str = ""

    def __len__(self) -> int:
        return len(self.heard["rx_s"])


def join(batches: list[ObservationBatch]) -> ObservationBatch:
    """Join at least one batch of the same feed, in order, into one."""
    if len(batches) == 1:
        return batches[0]
    starts = np.cumsum([0, *(len(batch) for batch in batches[:-1])])
    rejects, refused = Counter[str](), Counter[str]()
    for batch in batches:
        rejects.update(batch.rejects)
        refused.update(batch.refused)
    return replace(
        batches[0],
        last_seq=batches[-1].last_seq,
        until_s=max(batch.until_s for batch in batches),
        note=batches[-1].note,
        heard=stack(HEARD, [batch.heard for batch in batches]),
        position=stack(POSITION, [_shift(b.position, s) for b, s in zip(batches, starts, strict=True)]),
        static=stack(STATIC, [_shift(b.static, s) for b, s in zip(batches, starts, strict=True)]),
        text=stack(TEXT, [_shift(b.text, s) for b, s in zip(batches, starts, strict=True)]),
        clues=tuple(
            (row + start, clue) for b, start in zip(batches, starts.tolist(), strict=True) for row, clue in b.clues
        ),
        lines=sum(batch.lines for batch in batches),
        sentences=sum(batch.sentences for batch in batches),
        skipped=sum(batch.skipped for batch in batches),
        rejects=dict(rejects),
        refused=dict(refused),
    )


def cut(batch: ObservationBatch, t_s: float) -> tuple[ObservationBatch, ObservationBatch]:
    """Cut a batch into what was received at or before `t_s`, and the remainder. Counts go with the first part.

    Rows must be in order of receipt; a row out of order stays with the rows before it.
    """
    return _cut(batch, batch.heard["rx_s"] > t_s)


def cut_seq(batch: ObservationBatch, next_seq: int) -> tuple[ObservationBatch, ObservationBatch]:
    """Cut a batch into the pieces before `next_seq`, and the remainder. Counts go with the first part."""
    return _cut(batch, batch.heard["seq"] >= next_seq)


def _cut(batch: ObservationBatch, late: np.ndarray) -> tuple[ObservationBatch, ObservationBatch]:
    n = int(np.argmax(late)) if late.any() else len(batch)
    counts = {"lines": 0, "sentences": 0, "skipped": 0, "rejects": {}, "refused": {}}
    return _rows(batch, 0, n), _rows(batch, n, len(batch), **counts)


def keep(batch: ObservationBatch, mask: np.ndarray) -> ObservationBatch:
    """Return the messages where `mask` (one per row of `heard`) is true; rows that point at them are renumbered."""
    number = np.cumsum(mask, dtype="i4") - np.int32(1)
    return replace(
        batch,
        heard=take(batch.heard, mask),
        position=_kept(batch.position, mask, number),
        static=_kept(batch.static, mask, number),
        text=_kept(batch.text, mask, number),
        clues=tuple((int(number[row]), clue) for row, clue in batch.clues if mask[row]),
    )


def _rows(batch: ObservationBatch, start: int, stop: int, **changes: Any) -> ObservationBatch:
    heard = {name: column[start:stop] for name, column in batch.heard.items()}
    clues = tuple((row - start, clue) for row, clue in batch.clues if start <= row < stop)
    position, static, text = (_part(each, start, stop) for each in (batch.position, batch.static, batch.text))
    return replace(batch, heard=heard, position=position, static=static, text=text, clues=clues, **changes)


def _part(table: Table, start: int, stop: int) -> Table:
    if not len(table["row"]):
        return table
    begin, end = table["row"].searchsorted((start, stop)).tolist()
    return _shift({name: column[begin:end] for name, column in table.items()}, -start)


def _kept(table: Table, mask: np.ndarray, number: np.ndarray) -> Table:
    return _renumber(take(table, mask[table["row"]]), number) if len(table["row"]) else table


def _shift(table: Table, by: int) -> Table:
    return {**table, "row": (table["row"] + np.int32(by)).astype("i4")} if by else table


def _renumber(table: Table, number: np.ndarray) -> Table:
    return {**table, "row": number[table["row"]]}
