"""The officers' input as the core holds it: zones they drew, vessels they watch, alert actions they took.

A zone keeps its number while it exists, since alerts and memories refer to it. The site's zones come first; a deleted
drawn zone leaves an empty zone in its place until another is drawn.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from models.base.settings import UserError
from models.messages.clue import SentClue
from models.messages.operator_inputs import NO_INPUTS, AlertAction, OperatorInputs
from models.site.site import zone_of
from models.site.zone import Zone

LONGEST_FEATURE = 20_000  # characters of JSON
MOST_TAKEN = 20_000  # numbers remembered, newest first; the desk never repeats this many
MOST_EDGES = 5_000  # of all drawn zones together; each is tested for every report

Feature = dict[str, Any]


@dataclass
class OperatorState:
    """`zones` are the site's and the drawn ones, by number; `features` the GeoJSON of drawn zones by number; `waiting`
    the clues that were sent in and are not taken in yet."""

    site_zones: tuple[Zone, ...]
    standing: OperatorInputs = NO_INPUTS
    taken: set[int] = field(default_factory=set)  # ledger numbers of the actions applied
    refused: int = 0  # drawn zones that were invalid
    features: dict[int, Feature] = field(default_factory=dict)
    zones: tuple[Zone, ...] = ()
    digest: bytes = b""  # of all input in force; empty when there is none
    waiting: tuple[SentClue, ...] = ()

    def __post_init__(self) -> None:
        self.zones = self.site_zones

    def not_yet_applied(self, marks: Sequence[AlertAction]) -> tuple[AlertAction, ...]:
        """The actions not applied before: those without a number, and those whose number is new.

        They may arrive out of order: in an exercise that was rewound, each is repeated at its own time.
        """
        new = []
        for mark in marks:
            if mark.seq == 0 or mark.seq not in self.taken:
                self.taken |= {mark.seq} - {0}
                new.append(mark)
        if len(self.taken) > MOST_TAKEN:
            self.taken = set(sorted(self.taken)[-MOST_TAKEN // 2 :])
        return tuple(new)

    def arrived(self, t_s: float) -> tuple[SentClue, ...]:
        """The waiting clues that were received by `t_s`. Those from after it, as after a seek back, go on waiting."""
        due = tuple(each for each in self.waiting if each.received_s <= t_s)
        if due:
            self.waiting = tuple(each for each in self.waiting if each.received_s > t_s)
        return due

    def take_in(self, standing: OperatorInputs) -> list[int]:
        """Replace all standing input; returns the numbers whose zone changed.

        A ledger that ends before the last action is another ledger: its actions are new.
        """
        if standing == self.standing:
            return []
        self.taken = {number for number in self.taken if number <= standing.seq}
        self.standing, wanted = standing, self._valid(standing.zones)
        self.waiting = standing.clues
        gone = [number for number, feature in self.features.items() if feature not in [each for each, _ in wanted]]
        stay = [feature for number, feature in self.features.items() if number not in gone]
        new = [(feature, zone) for feature, zone in wanted if feature not in stay]
        free = [number for number in range(len(self.site_zones), len(self.zones)) if number not in self.features]
        free += range(len(self.zones), len(self.zones) + len(new))
        zones = dict(enumerate(self.zones))
        for number in gone:
            del self.features[number]
            zones[number] = _no_rule(zones[number])
        for number, (feature, zone) in zip(free, new, strict=False):
            self.features[number], zones[number] = feature, zone
        self.zones = tuple(zones.values())
        drawn = repr((sorted(self.features.items()), standing.watch)) if wanted or standing.watch else ""
        cases = repr((standing.work, standing.craft_state)) if standing.work or standing.craft_state else ""
        self.digest = f"{drawn}{cases}".encode()
        return sorted([*gone, *free[: len(new)]])

    def _valid(self, features: Sequence[Feature]) -> list[tuple[Feature, Zone]]:
        """The valid zones, each id once; the others are counted in `refused`."""
        taken, edges, valid = {zone.id for zone in self.site_zones}, 0, []
        for number, feature in enumerate(features, start=1):
            zone = _read(feature, number)
            more = sum(map(len, zone.rings)) if zone else 0
            if zone and zone.id not in taken and edges + more <= MOST_EDGES:
                taken.add(zone.id)
                edges += more
                valid.append((feature, zone))
        self.refused = len(features) - len(valid)
        return valid


def _read(feature: Feature, number: int) -> Zone | None:
    try:
        short = len(json.dumps(feature, allow_nan=False)) <= LONGEST_FEATURE
        return zone_of(feature, f"drawn zone {number}") if short else None
    except (UserError, ValueError, TypeError, RecursionError):
        return None


def _no_rule(zone: Zone) -> Zone:
    """An empty zone in place of a deleted one: no vessel is inside, and no rule uses its kind."""
    nowhere = np.repeat(zone.rings[0][:1], 4, axis=0)
    return replace(zone, kind="", rings=(nowhere,), kinds=(), windows=(), max_speed_kn=None, alert=False)
