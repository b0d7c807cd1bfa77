"""What the director of an exercise does to what is heard: a receiver fails, a craft falls silent or says another place.

What lives here: the same change to the columns of every batch, whoever reads them and how often. What does not: craft
that come to the sea (exercises/director/injects.py). Each thing told holds for what was received after its `at_s`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

import numpy as np

from models.base.geo import distance_m
from models.base.units import M_PER_NM
from models.messages.control import INJECT_FEEDS
from models.messages.observation import ObservationBatch, keep

Told = Mapping[str, Any]


def tampered(batches: Iterator[ObservationBatch], feed: str, injects: Sequence[Told]) -> Iterator[ObservationBatch]:
    """The batches as the director lets them be heard; what was injected itself is not touched."""
    changes = [each for each in injects if each["kind"] in CHANGES] if feed not in INJECT_FEEDS else []
    for batch in batches:
        yield reduce(_changed, changes, batch)


def _changed(batch: ObservationBatch, told: Told) -> ObservationBatch:
    rx_s = batch.heard["rx_s"]
    now = (rx_s > told["at_s"]) & (rx_s <= told["at_s"] + told["for_s"])
    return CHANGES[told["kind"]](batch, told, now) if now.any() else batch


def _outage(batch: ObservationBatch, told: Told, now: np.ndarray) -> ObservationBatch:
    """Reports from places near the receiver are not heard. One that tells no place may have come from anywhere."""
    place = batch.position
    off_m = distance_m(told["lat"], told["lon"], place["lat_deg"], place["lon_deg"])
    lost = np.zeros(len(batch), bool)
    lost[place["row"][off_m <= told["range_nm"] * M_PER_NM]] = True
    return keep(batch, ~(lost & now))


def _dark(batch: ObservationBatch, told: Told, now: np.ndarray) -> ObservationBatch:
    """She switches her transponder off."""
    return keep(batch, ~((batch.heard["mmsi"] == told["mmsi"]) & now))


def _spoof(batch: ObservationBatch, told: Told, now: np.ndarray) -> ObservationBatch:
    """She says that she is elsewhere."""
    place = dict(batch.position)
    hers = ((batch.heard["mmsi"] == told["mmsi"]) & now)[place["row"]]
    for column, by in (("lat_deg", told["north_deg"]), ("lon_deg", told["east_deg"])):
        place[column] = np.where(hers, place[column] + by, place[column]).astype(place[column].dtype)
    return replace(batch, position=place)


CHANGES: dict[str, Callable[[ObservationBatch, Told, np.ndarray], ObservationBatch]] = {
    "outage": _outage,
    "dark": _dark,
    "spoof": _spoof,
}
