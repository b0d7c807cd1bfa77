"""Units: who owns areas, craft and cases, as one tree from the city headquarters down to teams on the sea grid.

A site whose units name neither `level` nor `parent` has a flat tree: the first unit is the root of all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated

from models.base.forms import FilledList, Form, Text, expected, is_filled_list, one_of
from models.base.settings import UserError
from models.base.yaml_lines import line_of, load_with_lines

LEVELS = ("city", "county", "town", "grid")  # from the top down
IN_OWN_NAME = ("city", "county")  # the levels that sign documents in their own name unless `acts_as` says otherwise

Mistake = tuple[int, str, str]  # number of the unit from 0, key, what is wrong


@dataclass(frozen=True)
class Unit:
    """One unit. `parent` is empty for the root; documents are signed in the name of the unit `acts_as`.

    `also` names the places, by `name_zh`, that it covers beside its own seat (1+X).
    """

    id: str
    name_zh: str
    name_en: str
    level: str = "city"
    parent: str = ""
    acts_as: str = ""
    also: tuple[str, ...] = ()


class Units(tuple[Unit, ...]):
    """The units in the order of the site's file, and their tree. An id that no unit has raises KeyError.

    The empty id, which a person without an account has, stands for the root and so for the whole site.
    """

    @cached_property
    def root(self) -> str:
        """The id of the unit without a parent."""
        return next(each.id for each in self if not each.parent)

    @cached_property
    def _by_id(self) -> dict[str, Unit]:
        return {each.id: each for each in self}

    def of(self, unit: str) -> Unit:
        """The unit with this id."""
        return self._by_id[unit or self.root]

    def parent(self, unit: str) -> str:
        """The id of the unit above; empty for the root."""
        return self.of(unit).parent

    def chain(self, unit: str) -> tuple[str, ...]:
        """The ids from this unit up to the root, both included."""
        found = self.of(unit)
        return (found.id, *(self.chain(found.parent) if found.parent else ()))

    def within(self, unit: str, other: str) -> bool:
        """Return whether `unit` is `other` or lies below it."""
        return (other or self.root) in self.chain(unit)

    def below(self, unit: str) -> tuple[str, ...]:
        """The ids of this unit and of all below it, each before its own children."""
        found = self.of(unit).id
        children = [each.id for each in self if each.parent == found]
        return (found, *(one for child in children for one in self.below(child)))

    def common(self, unit: str, other: str) -> str:
        """The id of the lowest unit that both lie within."""
        over = set(self.chain(other))
        return next(each for each in self.chain(unit) if each in over)

    def lowest(self, units: Sequence[str]) -> str:
        """The id of the unit deepest in the tree among these; the root if there is none, so nothing is unowned."""
        return max(units, key=lambda each: len(self.chain(each)), default=self.root)

    def acts_as(self, unit: str) -> Unit:
        """The unit in whose name this one signs documents."""
        return self.of(self.of(unit).acts_as)


class UnitForm(Form):
    id: Text
    name_zh: Text
    name_en: Text
    level: Annotated[str | None, one_of(LEVELS)] = None
    parent: Annotated[str | None, expected("the id of another unit", lambda value: isinstance(value, str))] = None
    acts_as: Annotated[str | None, expected("the id of a unit", lambda value: isinstance(value, str))] = None
    also: Annotated[tuple[str, ...], expected("a list of names of places", is_filled_list)] = ()


UnitForms = Annotated[tuple[UnitForm, ...], FilledList]


def units_of(forms: Sequence[UnitForm], path: Path, places: Sequence[str]) -> Units:
    """Return the units of site.yaml; `places` are the names they may cover. Raises UserError with file and line."""
    flat = not any(each.parent for each in forms)
    units = Units(_unit(each, forms[0].id if flat and each is not forms[0] else each.parent or "") for each in forms)
    for mistakes in (_strange_names(units, places), _broken_tree(units)):
        for at, key, why in mistakes:
            raise UserError(f"{path} line {_line(path, at, key)}: unit {at + 1}: key {key}: {why}")
    return Units(replace(each, acts_as=each.acts_as or _own_name(each, units)) for each in units)


def _unit(form: UnitForm, parent: str) -> Unit:
    level = form.level or LEVELS[1 if parent else 0]
    return Unit(form.id, form.name_zh, form.name_en, level, parent, form.acts_as or "", form.also)


def _own_name(unit: Unit, units: Units) -> str:
    signers = (each for each in units.chain(unit.id) if units.of(each).level in IN_OWN_NAME)
    return next(signers, units.root)


def _strange_names(units: Units, places: Sequence[str]) -> Iterator[Mistake]:
    ids = [each.id for each in units]
    for at, unit in enumerate(units):
        if unit.id in ids[:at]:
            yield at, "id", f"{unit.id} is used twice; give each its own"
        for key, name in (("parent", unit.parent), ("acts_as", unit.acts_as)):
            if name and name not in ids:
                yield at, key, f"expected one of {', '.join(ids)}, found {name!r}"
        for name in unit.also:
            if name not in places:
                yield at, "also", f"expected a name_zh of places.geojson, found {name!r}"


def _broken_tree(units: Units) -> Iterator[Mistake]:
    """Levels fall strictly from parent to child, so there is no circle once no mistake is found."""
    roots = [each.id for each in units if not each.parent]
    by_id = {each.id: each for each in units}
    if not roots:
        yield 0, "parent", "every unit has a parent; one stands above all others and has none"
    for at, unit in enumerate(units):
        above = by_id.get(unit.parent)
        if not above and unit.id != roots[0]:
            yield at, "id", f"{unit.id} and {roots[0]} both have no parent; one unit stands above all others"
        if above and LEVELS.index(above.level) >= LEVELS.index(unit.level):
            why = f"{above.id} ({above.level}) cannot stand above {unit.id} ({unit.level})"
            yield at, "parent", f"{why}; the levels from the top are {', '.join(LEVELS)}"
    for at, unit in enumerate(units):
        if unit.acts_as and unit.acts_as not in units.chain(unit.id):
            yield at, "acts_as", f"expected {unit.id} itself or a unit above it, found {unit.acts_as}"


def _line(path: Path, at: int, key: str) -> int:
    _, lines = load_with_lines(path.read_text(encoding="utf-8"))
    return line_of(lines, ("units", at, key))
