"""Many cases in one run of the core: each case gets its own area and MMSIs, far from all others.

A tick costs nearly the same with one ship as with thirty, so thirty cases cost as much as one.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from models.messages.picture import AlertChange
from models.risk.state import State
from tests.models.sea import Message, watch

APART_DEG = 0.06  # 6 km and more
Name = TypeVar("Name", bound=Hashable)
COLUMNS = 7  # as many as fit between the first area and the island, which is 20 km off
MMSI_STEP = 1000


@dataclass(frozen=True)
class Case:
    """The alerts about the ships of one case."""

    changes: list[AlertChange]

    def raised(self, rule: str) -> list[AlertChange]:
        """The alerts of one rule that were raised."""
        return [each for each in self.changes if each.event == "raise" and each.alert.rule == rule]


def moved(messages: Sequence[Message], number: int) -> list[Message]:
    """The same messages in the area of case `number`, with other MMSIs."""
    south, west = APART_DEG * (number // COLUMNS), APART_DEG * (number % COLUMNS)
    return [replace(each, mmsi=each.mmsi + MMSI_STEP * number, position=_away(each, south, west)) for each in messages]


def together(state: State, cases: Mapping[Name, Sequence[Message]]) -> dict[Name, Case]:
    """Run all cases at once; returns the alerts of each up to its last message, as if it ran alone."""
    reports = [message for number, messages in enumerate(cases.values()) for message in moved(messages, number)]
    case_of = {mmsi: name for number, name in enumerate(cases) for mmsi in _ships(cases[name], number)}
    end_s = {name: math.ceil(max(each.rx_s for each in messages)) for name, messages in cases.items()}
    found: dict[Name, list[AlertChange]] = {name: [] for name in cases}
    for change in watch(state, reports).changes:
        about = case_of.get(change.alert.mmsi or 0)
        if about is None:
            assert change.alert.rule == "reception", f"an alert about none of the ships: {change}"
        elif change.t_s <= end_s[about]:
            found[about].append(change)
    return {name: Case(changes) for name, changes in found.items()}


def _ships(messages: Sequence[Message], number: int) -> set[int]:
    return {each.mmsi + MMSI_STEP * number for each in messages}


def _away(message: Message, south_deg: float, west_deg: float) -> dict[str, float] | None:
    place = message.position
    return place and place | {"lat_deg": place["lat_deg"] - south_deg, "lon_deg": place["lon_deg"] - west_deg}
