"""Injects that change what is received: a receiver fails, a vessel falls silent or reports a false position.

The columns of a batch change in the same way for every reader and as often as it is read. Vessels that an inject adds:
exercises/director/injects.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

import numpy as np

from models.base.geo import distance_m
from models.base.units import M_PER_NM
from models.messages.control import INJECT_FEEDS
from models.messages.injects import BaseInject, DarkInject, OutageInject, SpoofInject
from models.messages.observation import ObservationBatch, keep


def tampered(
    batches: Iterator[ObservationBatch], feed: str, injects: Sequence[BaseInject]
) -> Iterator[ObservationBatch]:
    """Yield the batches with all injects applied; the feeds of injects themselves are not changed."""
    changes = [each for each in injects if each.kind in CHANGES] if feed not in INJECT_FEEDS else []
    for batch in batches:
        yield reduce(_changed, changes, batch)


def _changed(batch: ObservationBatch, inject: BaseInject) -> ObservationBatch:
    rx_s = batch.heard["rx_s"]
    now = (rx_s > inject.at_s) & (rx_s <= inject.end_s)
    return CHANGES[inject.kind](batch, inject, now) if now.any() else batch


def _outage(batch: ObservationBatch, inject: OutageInject, now: np.ndarray) -> ObservationBatch:
    """Reports from positions near the receiver are lost; one without a position may have come from anywhere."""
    position = batch.position
    off_m = distance_m(np.array(inject.lat), np.array(inject.lon), position["lat_deg"], position["lon_deg"])
    lost = np.zeros(len(batch), bool)
    lost[position["row"][off_m <= inject.range_nm * M_PER_NM]] = True
    return keep(batch, ~(lost & now))


def _dark(batch: ObservationBatch, inject: DarkInject, now: np.ndarray) -> ObservationBatch:
    """All reports of the vessel are lost."""
    return keep(batch, ~((batch.heard["mmsi"] == inject.mmsi) & now))


def _spoof(batch: ObservationBatch, inject: SpoofInject, now: np.ndarray) -> ObservationBatch:
    """The positions of the vessel are moved."""
    position = dict(batch.position)
    moved = ((batch.heard["mmsi"] == inject.mmsi) & now)[position["row"]]
    for column, by_deg in (("lat_deg", inject.north_deg), ("lon_deg", inject.east_deg)):
        position[column] = np.where(moved, position[column] + by_deg, position[column]).astype(position[column].dtype)
    return replace(batch, position=position)


CHANGES: dict[str, Callable[[ObservationBatch, Any, np.ndarray], ObservationBatch]] = {
    "outage": _outage,
    "dark": _dark,
    "spoof": _spoof,
}
