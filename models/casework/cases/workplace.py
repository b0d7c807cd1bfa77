"""What casework knows of the site: its units, waters, craft, agencies, play-books, limits and calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from models.casework.cases.limits import DEFAULT_MIN, LimitsMin
from models.casework.cases.workdays import WorkCalendar
from models.casework.clues.clue_clocks import CLUE_LIMITS_MIN
from models.casework.clues.joining import JoinLimits
from models.site.law.items import Item
from models.site.law.seasons import NO_SEASONS, Seasons
from models.site.playbooks.playbook import Playbook
from models.site.units import Unit, Units

ONE_UNIT = Units((Unit("headquarters", "指挥中心", "Headquarters"),))


@dataclass(frozen=True)
class PatrolCraft:
    """A craft as far as an order needs it; `unit` by id, `state` as the site has it before any craft_state."""

    id: str
    unit: str
    name: str = ""
    mmsi: int | None = None
    kind: str = "boat"
    agency: str = ""
    powers: tuple[str, ...] = ()
    officers: int = 2
    wind_max_mps: float = 17.0


def no_item(code: str, t_s: float) -> Item | None:
    """The item of a code in force at a time: here none is."""
    return None


@dataclass(frozen=True)
class PlaybookRef:
    """A play-book as a case freezes it, and what casework takes from it; `book` weighs its conditions."""

    id: str
    version: int
    sha256: str
    needs: Mapping[str, Any] = field(default_factory=dict)
    evidence_must: tuple[str, ...] = ()
    limits_min: Mapping[str, Any] = field(default_factory=dict)
    from_rules: tuple[str, ...] = ()
    from_clues: tuple[str, ...] = ()
    book: Playbook | None = None


@dataclass(frozen=True)
class Workplace:
    """One site. `owner_at` gives the lowest unit at a position and `area_at` the area, both by id.

    `vertical` are agencies under a ministry: only a commander orders them. `holders` gives the level that holds an
    item's power where it is not the lowest. `tested_items` ask for a test (M9), `waivable` may be waived for a first
    minor breach, `tiers` are the penalty tiers of an item; `item_on` is the row of an item in force at a time.
    `seasons` are what units prepare each year.
    """

    prefix: str = "WH"
    units: Units = ONE_UNIT
    owner_at: Callable[[float, float], str] | None = None
    area_at: Callable[[float, float], str] | None = None
    craft: Mapping[str, PatrolCraft] = field(default_factory=dict)
    vertical: frozenset[str] = frozenset()
    external: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    rescue_unit: str = ""
    playbooks: Mapping[str, PlaybookRef] = field(default_factory=dict)
    holders: Mapping[str, str] = field(default_factory=dict)
    tested_items: frozenset[str] = frozenset()
    waivable: frozenset[str] = frozenset()
    tiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    item_on: Callable[[str, float], Item | None] = no_item
    limits_min: LimitsMin = field(default_factory=lambda: DEFAULT_MIN)
    clue_limits_min: LimitsMin = field(default_factory=lambda: CLUE_LIMITS_MIN)
    join: JoinLimits = field(default_factory=JoinLimits)
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    seasons: Seasons = NO_SEASONS

    @property
    def rescue(self) -> str:
        """The unit of the rescue centre; the root commands where none is named."""
        return self.rescue_unit or self.units.root

    def knows(self, unit: str) -> bool:
        """Whether this is one of the units."""
        return any(each.id == unit for each in self.units)

    def over(self, unit: str, person_unit: str) -> bool:
        """Whether a person of `person_unit` stands at this unit or above; the empty unit is the whole site."""
        if not person_unit:
            return True
        return self.knows(unit) and self.knows(person_unit) and self.units.within(unit, person_unit)
