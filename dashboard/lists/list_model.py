"""Model of the lists: who looks, what may be seen, and the names of what stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dashboard.cases.case_desk import CaseDesk
from dashboard.common.english_names import Names, officer
from dashboard.common.sea_areas import OUTSIDE, area_of, short_name
from dashboard.lists.clue_inbox import ClueInbox, ClueLine
from dashboard.lists.list_query import ListQuery
from dashboard.lists.running import RunningClocks
from dashboard.words import WORDS, say
from models.casework.case import Book
from models.casework.cases.nouns import Case
from models.casework.cases.words import STATE_WORDS
from models.casework.seasons.season_list import UnitMeasure, measures_of, runs_now
from models.messages.picture import Picture
from models.site.law.agencies import Agency
from models.site.site import Site


@dataclass(frozen=True, eq=False)
class ListModel:
    """One page of one list at one moment. The scope is that of the person, whatever the query asks."""

    query: ListQuery
    book: Book
    desk: CaseDesk
    site: Site
    inbox: ClueInbox
    running: RunningClocks
    picture: Picture
    names: Names = field(default_factory=dict)

    @property
    def t_s(self) -> float:
        """The time of the picture."""
        return self.picture.t_s

    def officer(self, name: str) -> str:
        """Return the name of an officer in the page's language."""
        return officer(name, self.query.lang, self.names)

    def say(self, key: str, **values: object) -> str:
        """Return a text in the page's language."""
        return say(self.query.lang, key, **values)

    def say_or(self, key: str, otherwise: str) -> str:
        """Return a text, or `otherwise` for a key that is not in the table."""
        return self.say(key) if key in WORDS else otherwise

    def named(self, thing: Any) -> str:
        """Return the name of a unit, craft or agency."""
        return str(thing.name_zh if self.query.lang == "zh" else thing.name_en)

    def state(self, name: str) -> str:
        """Return the word of a state."""
        return STATE_WORDS[name][self.query.lang == "en"] if name in STATE_WORDS else name

    @cached_property
    def _names(self) -> dict[str, str]:
        known = (*self.site.rulebook.agencies.all, *self.site.units)
        return {each.id: self.named(each) for each in known}

    @cached_property
    def _craft(self) -> dict[str, str]:
        return {each.id: self.named(each) for each in self.site.force.craft}

    def unit(self, unit: str) -> str:
        """Return the name of a unit or agency."""
        return self._names.get(unit, unit)

    def craft(self, craft: str) -> str:
        """Return the name of a patrol craft."""
        return self._craft.get(craft, craft)

    def kind(self, kind: str) -> str:
        """Return the name of a play-book; a kind of clue that is none stands as it was sent."""
        book = self.site.rulebook.playbooks.of(kind)
        name = book.form.name
        return (name.zh if self.query.lang == "zh" else name.en) if book.id == kind else kind

    def area(self, lon_deg: float, lat_deg: float) -> str:
        """Return the name of the sea area of a position."""
        at = int(area_of(self.site, lon_deg, lat_deg)[0])
        return self.say("area_none") if at == OUTSIDE else short_name(self.named(self.site.areas[at]))

    def area_named(self, area: str) -> str:
        """Return the name of a sea area by its id; empty outside all."""
        found = next((each for each in self.site.areas if each.id == area), None)
        return short_name(self.named(found)) if found else ""

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The cases in the scope of the person."""
        mine = self._within(self.desk.person.unit)
        return tuple(each for each in self.book.cases.values() if each.unit in mine or self.desk.may_see(each))

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """The agencies of the site."""
        return self.site.rulebook.agencies.all

    @cached_property
    def measures(self) -> list[UnitMeasure]:
        """The measures of the seasons that are on or near."""
        runs = runs_now(self.desk.place.seasons, self.t_s, self.inbox.shown.values())
        return measures_of(runs, self.book.seasons)

    @cached_property
    def clue_lines(self) -> list[ClueLine]:
        """The clues in the scope of the person."""
        return self.inbox.lines()

    def in_unit(self, unit: str, wanted: str) -> bool:
        """Return whether a unit is the wanted one or below it; the empty one stands for all."""
        return not wanted or unit in self._within(wanted)

    def _within(self, wanted: str) -> frozenset[str]:
        """The units that are the wanted one or below it."""
        if wanted not in self._units_within:
            found = (each.id for each in self.site.units if self.desk.place.over(each.id, wanted))
            self._units_within[wanted] = frozenset(found)
        return self._units_within[wanted]

    @cached_property
    def _units_within(self) -> dict[str, frozenset[str]]:
        return {}

    @property
    def top(self) -> str:
        """The unit of the person, or the root."""
        return self.desk.person.unit or self.site.units.root
