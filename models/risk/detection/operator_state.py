"""What stands by the officers' word, as the core has taken it in: zones they drew, craft they watch, marks they made.

What lives here: which zones there are now, and which marks are new. What does not: how their word comes (process.py),
what a zone or a mark changes (engine.py, book.py).
A zone keeps its number as long as it stands, since alerts and memories go by it. The site's zones come first; a drawn
one that is gone leaves water without a rule in its place, until another is drawn there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from models.base.settings import UserError
from models.messages.operator_inputs import NO_INPUTS, AlertAction, OperatorInputs
from models.site.site import zone_of
from models.site.zone import Zone

LONGEST_FEATURE = 20_000  # characters of JSON
MOST_TAKEN = 20_000  # numbers remembered: the newest; the desk never tells of so many again
MOST_EDGES = 5_000  # of all drawn zones together: hands draw tens, and each is asked of every report

Feature = dict[str, Any]


@dataclass
class OperatorState:
    """`zones` are the site's and those drawn, by number; `features` says which feature stands at which number."""

    site_zones: tuple[Zone, ...]
    standing: OperatorInputs = NO_INPUTS
    taken: set[int] = field(default_factory=set)  # numbers of the marks that were taken
    refused: int = 0  # zones of the standing that are none
    features: dict[int, Feature] = field(default_factory=dict)
    zones: tuple[Zone, ...] = ()
    digest: bytes = b""  # of all that stands; empty when nothing does

    def __post_init__(self) -> None:
        self.zones = self.site_zones

    def fresh(self, marks: Sequence[AlertAction]) -> tuple[AlertAction, ...]:
        """The marks that were not taken before: those without a number, and those whose number is new.

        They need not come in their order: in an exercise that went back, each is made again at its own time.
        """
        new = []
        for mark in marks:
            if mark.seq == 0 or mark.seq not in self.taken:
                self.taken |= {mark.seq} - {0}
                new.append(mark)
        if len(self.taken) > MOST_TAKEN:
            self.taken = set(sorted(self.taken)[-MOST_TAKEN // 2 :])
        return tuple(new)

    def take_in(self, standing: OperatorInputs) -> list[int]:
        """The whole of what stands now; returns the numbers whose zone changed.

        Of a ledger that ends before the last mark it is another ledger: its marks are new.
        """
        if standing == self.standing:
            return []
        self.taken = {number for number in self.taken if number <= standing.seq}
        self.standing, wanted = standing, self._valid(standing.zones)
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
        self.digest = (
            repr((sorted(self.features.items()), standing.watch)).encode() if wanted or standing.watch else b""
        )
        return sorted([*gone, *free[: len(new)]])

    def _valid(self, features: Sequence[Feature]) -> list[tuple[Feature, Zone]]:
        """Those that are zones, each id once; the rest is counted."""
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
    """The place of a zone that is no more: nobody is inside, and no rule asks for its kind."""
    nowhere = np.repeat(zone.rings[0][:1], 4, axis=0)
    return replace(zone, kind="", rings=(nowhere,), kinds=(), windows=(), max_speed_kn=None, alert=False)
