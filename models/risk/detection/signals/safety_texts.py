"""Safety texts received in a tick (ITU-R M.1371 messages 12 and 14), and calls by status 14 without a position.

The order does not depend on how the batches were cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from models.base.settings import Feed
from models.messages.observation import ObservationBatch
from models.tracking.table import TrackTable

ADDRESSED = 12  # message number of a text to one station
STATUS_ACTIVE = 14  # navigational status of a distress device; with any other it needs no rescue
MOST_TEXTS = 5_000  # of one tick; one radio channel pair carries 75 messages a second


class SafetyText(NamedTuple):
    """A text and its sender; `row` is -1 if the sender has no track."""

    row: int
    mmsi: int
    t_s: float
    text: str
    addressed: bool = False


class PlacelessCall(NamedTuple):
    """A report of navigational status 14 without a position: a device that calls for help before its first fix."""

    mmsi: int
    t_s: float


def texts_of(batches: Sequence[ObservationBatch], feeds: Sequence[Feed], tracks: TrackTable) -> tuple[SafetyText, ...]:
    """The texts of these batches, copies included: a device repeats its call unchanged."""
    texts: list[SafetyText] = []
    for feed in feeds:
        for batch in (each for each in batches if each.feed == feed.id and len(each.text["row"])):
            row = batch.text["row"]
            heard = batch.heard
            columns = (heard["mmsi"][row], heard["rx_s"][row], batch.text["text"], heard["msg_type"][row] == ADDRESSED)
            for mmsi, rx_s, text, addressed in zip(*(column.tolist() for column in columns), strict=True):
                words = text.decode("utf-8", "replace")
                texts.append(SafetyText(track_of(tracks, mmsi), mmsi, rx_s, words, addressed))
    return tuple(texts[-MOST_TEXTS:])


def placeless_calls_of(batches: Sequence[ObservationBatch], feeds: Sequence[Feed]) -> tuple[PlacelessCall, ...]:
    """The reports of status 14 without a position in these batches, copies included."""
    calls: list[PlacelessCall] = []
    for feed in feeds:
        for batch in (each for each in batches if each.feed == feed.id and len(each.position["row"])):
            position = batch.position
            calls_here = np.isnan(position["lat_deg"]) & (position["nav_status"] == STATUS_ACTIVE)
            row = position["row"][calls_here]
            columns = (batch.heard["mmsi"][row].tolist(), batch.heard["rx_s"][row].tolist())
            calls += map(PlacelessCall, *columns)
    return tuple(calls[-MOST_TEXTS:])


def track_of(tracks: TrackTable, mmsi: int) -> int:
    """The row of an MMSI's track; -1 if there is none."""
    return tracks.row_of.get(mmsi, -1)
