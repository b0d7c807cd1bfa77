"""Model of the case view: one case at one moment, and the words of what stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dashboard.cases.case_desk import CaseDesk
from dashboard.cases.timelines import until
from dashboard.common.masking import events_shown_to
from dashboard.parts.desk_model import DeskModel
from dashboard.words import WORDS
from models.casework.case import Events
from models.casework.cases.nouns import Case, Order
from models.casework.cases.words import STATE_WORDS
from models.site.playbooks.playbook import Playbook


@dataclass(frozen=True)
class CaseModel:
    """A case that the page shows. `desk` is the page's model, with picture, book and who looks."""

    desk: DeskModel
    case: Case

    @property
    def casework(self) -> CaseDesk:
        """Who looks, and what casework knows of the site."""
        return self.desk.casework

    @property
    def lang(self) -> str:
        """The page's language."""
        return self.desk.context.lang

    @property
    def t_s(self) -> float:
        """The time of the picture."""
        return self.desk.picture.t_s

    @property
    def playbook(self) -> Playbook:
        """The play-book of its kind, or the general one."""
        return self.desk.context.site.rulebook.playbooks.of(self.case.kind)

    @property
    def events(self) -> Events:
        """What happened in it until the time of the picture, oldest first."""
        events = events_shown_to(self.casework.person, self.casework.events.get(self.case.id, ()))
        return until(events, self.desk.picture)

    @cached_property
    def crafts(self) -> Mapping[str, Any]:
        """The site's patrol craft by id."""
        return {each.id: each for each in self.desk.context.site.force.craft}

    def say(self, key: str, **values: object) -> str:
        """Return a text in the page's language."""
        return self.desk.context.say(key, **values)

    def say_or(self, key: str, otherwise: str) -> str:
        """Return a text, or `otherwise` for a key that is not in the table."""
        return self.say(key) if key in WORDS else otherwise

    def state(self, name: str) -> str:
        """Return the word of a state."""
        return STATE_WORDS[name][self.lang == "en"] if name in STATE_WORDS else name

    def officer(self, name: str) -> str:
        """Return the name of an officer."""
        return self.desk.context.officer(name)

    def unit(self, unit: str) -> str:
        """Return the name of a unit or of an agency."""
        context = self.desk.context
        known = {each.id: each for each in (*context.site.rulebook.agencies.all, *context.site.units)}
        return context.named(known[unit]) if unit in known else unit

    def craft(self, order: Order) -> str:
        """Return the name of the craft of an order, or of its unit if no craft was named."""
        found = self.crafts.get(order.craft)
        return self.desk.context.named(found) if found else order.craft or self.unit(order.to)

    def kind(self) -> str:
        """Return the name of the play-book, which is the kind of the case."""
        name = self.playbook.form.name
        known = self.playbook.id == self.case.kind
        return (name.zh if self.lang == "zh" else name.en) if known else self.case.kind or "—"

    def area(self) -> str:
        """Return the name of the sea area; empty without a place."""
        place = self.case.place
        return self.desk.context.area(place.lon, place.lat) if place else ""


def short(case: Case, part: str) -> str:
    """Return the id of a part without that of its case: `O1`."""
    return part.removeprefix(f"{case.id}/")
