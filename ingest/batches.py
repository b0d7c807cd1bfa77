"""Turn the messages of a reader into a numbered batch of columns, for the live ingestor and for the replay of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from ingest.feeds import FeedDecoder
from ingest.sentences.reader import Message, Reading, Reject
from models.base.schema import Table, take
from models.messages.observation import ObservationBatch

OnReject = Callable[[Reject], None]
OnMessages = Callable[[Sequence[Message]], None]


def make_batch(
    feed: str,
    decoder: FeedDecoder,
    reading: Reading,
    seqs: tuple[int, int],
    until_s: float,
    on_reject: OnReject | None = None,
    odd: Sequence[Reject] = (),
    keep: OnMessages | None = None,
) -> ObservationBatch:
    """Return the batch of the pieces `seqs` (first, last), from whose lines `reading` was read.

    `on_reject` is called with each refusal, `keep` with the messages. A position in a line of `odd` (lines with an
    implausible time) is refused, because it would count as the newest.
    """
    columns = decoder.decode(reading.messages)
    position, rejects = columns.position, reading.rejects + columns.rejects
    if odd and len(position["row"]):
        position, stale = _without_odd(columns.heard, position, odd)
        rejects = rejects + stale
    if keep is not None:
        keep(reading.messages)
    if on_reject is not None:
        for reject in rejects:
            on_reject(reject)
    return ObservationBatch(
        feed=feed,
        first_seq=seqs[0],
        last_seq=seqs[1],
        until_s=until_s,
        heard=columns.heard,
        position=position,
        static=columns.static,
        text=columns.text,
        clues=decoder.clues(reading.messages),
        lines=reading.lines,
        sentences=reading.sentences,
        skipped=reading.skipped,
        rejects=dict(Counter(reject.reason for reject in rejects)),
        refused={name: len(rows) for name, rows in columns.refused.items()},
    )


def _without_odd(heard: Table, position: Table, odd: Sequence[Reject]) -> tuple[Table, list[Reject]]:
    """Return the positions that do not come from odd lines, and the odd lines that had one."""
    seq = heard["seq"][position["row"]]
    from_odd = np.isin(seq, [line.seq for line in odd])
    with_position = set(seq[from_odd].tolist())
    return take(position, ~from_odd), [line for line in odd if line.seq in with_position]
