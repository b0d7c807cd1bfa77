"""The rulebook of a site: its agencies, enforcement items, calendar, seasons and play-books.

Each file may be missing: then there are no agencies, items, holidays or seasons, and one general play-book.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.site.law.agencies import NO_AGENCIES, Agencies, read_agencies
from models.site.law.holidays import NO_HOLIDAYS, HolidayCalendar, read_holidays
from models.site.law.items import NO_ITEMS, Items, read_items
from models.site.law.seasons import NO_SEASONS, SeasonNow, Seasons, read_seasons
from models.site.playbooks.playbook import Playbooks
from models.site.playbooks.reader import read_playbooks
from models.site.units import Units


@dataclass(frozen=True, eq=False)
class Rulebook:
    """What people go by when they handle a case."""

    playbooks: Playbooks
    agencies: Agencies = NO_AGENCIES
    items: Items = NO_ITEMS
    calendar: HolidayCalendar = NO_HOLIDAYS
    seasons: Seasons = NO_SEASONS

    def seasons_at(self, t_s: float, weather: Mapping[str, float] | None = None) -> tuple[SeasonNow, ...]:
        """The seasons that are on at a time, by date, holiday or weather."""
        return self.seasons.at(t_s, weather)


@cache
def bare_rulebook() -> Rulebook:
    """The rulebook of a site that has none of the files."""
    return Rulebook(read_playbooks(Path("-")))


def read_rulebook(folder: Path, units: Units, utc_offset_h: float) -> Rulebook:
    """Read the rulebook in a site's folder. Raises UserError naming file, line and key."""
    agencies = read_agencies(folder / "agencies.yaml")
    items = read_items(folder / "items.csv", [each.id for each in agencies.all if not each.external])
    calendar = read_holidays(folder / "calendar.yaml")
    seasons = read_seasons(folder / "seasons.yaml", units, calendar, utc_offset_h)
    return Rulebook(read_playbooks(folder / "playbooks", agencies, items), agencies, items, calendar, seasons)
