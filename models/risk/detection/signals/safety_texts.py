"""Safety texts received in a tick (ITU-R M.1371 messages 12 and 14), with the tracks of their senders.

The order does not depend on how the batches were cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from models.base.settings import Feed
from models.messages.observation import ObservationBatch
from models.tracking.table import TrackTable

MOST_TEXTS = 5_000  # of one tick; one radio channel pair carries 75 messages a second


class SafetyText(NamedTuple):
    """A text and its sender; `row` is -1 if the sender has no track."""

    row: int
    mmsi: int
    t_s: float
    text: str


def texts_of(batches: Sequence[ObservationBatch], feeds: Sequence[Feed], tracks: TrackTable) -> tuple[SafetyText, ...]:
    """The texts of these batches, copies included: a device repeats its call unchanged."""
    texts: list[SafetyText] = []
    for feed in feeds:
        for batch in (each for each in batches if each.feed == feed.id and len(each.text["row"])):
            row = batch.text["row"]
            columns = (batch.heard["mmsi"][row], batch.heard["rx_s"][row], batch.text["text"])
            for mmsi, rx_s, text in zip(*(column.tolist() for column in columns), strict=True):
                texts.append(SafetyText(track_of(tracks, mmsi), mmsi, rx_s, text.decode("ascii", "replace")))
    return tuple(texts[-MOST_TEXTS:])


def track_of(tracks: TrackTable, mmsi: int) -> int:
    """The row of an MMSI's track; -1 if there is none."""
    return tracks.row_of.get(mmsi, -1)
