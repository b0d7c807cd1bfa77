"""Agencies: who enforces what at sea, read from a site's `agencies.yaml`.

A vertical agency belongs to a ministry, so only a commander may order its craft. An external one is outside the site:
it is asked and informed, and gets a letter instead of an order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

from models.base.forms import FilledList, Flag, Form, Text, expected, read_form
from models.base.settings import UserError

# What an agency may do by law: board, stop a ship under way, detain a ship, enforce the fisheries laws, rescue, tow,
# impose penalties, investigate crimes.
AGENCY_POWERS = ("board", "stop", "detain", "fishery", "rescue", "tow", "penalise", "investigate")


@dataclass(frozen=True)
class Agency:
    """One agency. `holds_*` says in words which laws it enforces; `basis` from which provisions its powers come."""

    id: str
    name_zh: str
    name_en: str
    powers: frozenset[str]
    vertical: bool
    external: bool
    holds_zh: str
    holds_en: str
    basis: str


@dataclass(frozen=True)
class Agencies:
    """All agencies in the order of the file. `note_*` is shown with them and with items and play-books."""

    note_zh: str = ""
    note_en: str = ""
    all: tuple[Agency, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Agency]:
        """Each agency by its id."""
        return {each.id: each for each in self.all}

    def ids(self, *, vertical: bool | None = None, external: bool | None = None) -> frozenset[str]:
        """The ids of all, or of those that are vertical, external or neither."""
        wanted = [each for each in self.all if vertical in (None, each.vertical)]
        return frozenset(each.id for each in wanted if external in (None, each.external))


NO_AGENCIES = Agencies()


def _are_powers(value: object) -> bool:
    return isinstance(value, list) and all(each in AGENCY_POWERS for each in value) and len(set(value)) == len(value)


class AgencyForm(Form):
    id: Text
    name_zh: Text
    name_en: Text
    powers: Annotated[tuple[str, ...], expected(f"a list of {', '.join(AGENCY_POWERS)}, each once", _are_powers)] = ()
    vertical: Flag = False
    external: Flag = False
    holds_zh: Text
    holds_en: Text
    basis: Text


class AgenciesForm(Form):
    note_zh: Text
    note_en: Text
    agencies: Annotated[tuple[AgencyForm, ...], FilledList]


def read_agencies(path: Path) -> Agencies:
    """Read the agencies of a site; none if there is no file. Raises UserError."""
    if not path.exists():
        return NO_AGENCIES
    form = read_form(AgenciesForm, path)
    ids = [each.id for each in form.agencies]
    for at, id_ in enumerate(ids):
        if id_ in ids[:at] or id_ == "parent":
            why = "means the unit above; use another word" if id_ == "parent" else "used twice; give each its own"
            raise UserError(f"{path}: agency {at + 1}: key id: {id_} {why}")
    found = (Agency(**each.model_dump(exclude={"powers"}), powers=frozenset(each.powers)) for each in form.agencies)
    return Agencies(form.note_zh, form.note_en, tuple(found))
