"""A play-book as casework uses it, and what it says about the facts of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from models.site.playbooks.conditions import Condition, Facts, fact, met
from models.site.playbooks.forms import PlaybookForm, StepForm, TellForm, WarningForm
from models.site.playbooks.orders import Texts, fill
from models.site.playbooks.vocabulary import COLOURS


@dataclass(frozen=True, eq=False)
class Playbook:
    """One play-book. `form` holds what the file says; `sha256` of its bytes is frozen in every case that uses it.

    `by_colour` holds the form where the file gives other values for a colour.
    """

    form: PlaybookForm
    sha256: str
    by_colour: Mapping[str, PlaybookForm] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its id, which is the kind of case."""
        return self.form.id

    @property
    def ref(self) -> dict[str, str | int]:
        """What a case freezes of it."""
        return {"id": self.form.id, "version": self.form.version, "sha256": self.sha256}

    def at(self, colour: str) -> PlaybookForm:
        """What holds for a case of this colour."""
        return self.by_colour.get(colour, self.form)

    def colour_of(self, facts: Facts) -> str:
        """The colour of a case: the most urgent one that a condition gives, at least the one it starts with."""
        given = [each for each in COLOURS if met(getattr(self.form.colour, each), facts)]
        return max([self.form.colour.start, *given], key=COLOURS.index)

    def criminal_hint(self, facts: Facts) -> tuple[Condition, ...]:
        """The conditions that hint at a crime; empty for none. An officer decides, the hint only asks."""
        return met(self.form.criminal.any, facts) if self.form.criminal else ()

    def waiver_barred_by(self, facts: Facts) -> str:
        """Why a first breach may not be waived: `none`, `record` or the condition in words; empty when it may.

        It is no first breach with the same item within 24 months, and none is known to be one without the record.
        """
        if self.form.waiver.may == "none":
            return "none"
        if fact(facts, "record.same_item_24m") != 0:
            return "record"
        return next((str(each) for each in met(self.form.waiver.never, facts)), "")

    def steps_for(self, facts: Facts, *, closed: bool = False) -> tuple[StepForm, ...]:
        """The steps to take now, in order; those for a closed case only once it is."""
        now = self._when(facts, closed)
        return tuple(each for each in self.at(self._colour(facts)).steps if each.when in now)

    def tell(self, facts: Facts, *, closed: bool = False) -> tuple[TellForm, ...]:
        """Who is told now."""
        now = self._when(facts, closed)
        return tuple(each for each in self.at(self._colour(facts)).tell if each.when in now)

    def warning(self, facts: Facts) -> WarningForm | None:
        """The last stage of the warning whose conditions are all met; None for none."""
        due = [each for each in self.form.warnings if len(met(each.if_, facts)) == len(each.if_)]
        return due[-1] if due else None

    def fill_order(self, values: Mapping[str, object], colour: str = "") -> Texts:
        """The text of the order in both languages."""
        return fill(self.at(colour).order, values)

    def _colour(self, facts: Facts) -> str:
        return str(fact(facts, "colour") or self.colour_of(facts))

    def _when(self, facts: Facts, closed: bool) -> set[str]:
        red = COLOURS.index(self._colour(facts)) >= COLOURS.index("red")
        crime = bool(self.criminal_hint(facts))
        return {"always"} | {word for word, on in (("red", red), ("criminal", crime), ("closed", closed)) if on}


@dataclass(frozen=True, eq=False)
class Playbooks:
    """All play-books of a site by id. Each has `general`, which takes what no other names."""

    by_id: Mapping[str, Playbook]

    @property
    def all(self) -> tuple[Playbook, ...]:
        """All of them in the order of their ids."""
        return tuple(self.by_id.values())

    @property
    def general(self) -> Playbook:
        """The one for everything else."""
        return self.by_id["general"]

    def of(self, kind: str) -> Playbook:
        """The play-book of a kind of case, or the general one."""
        return self.by_id.get(kind, self.general)

    def for_rule(self, rule: str) -> Playbook:
        """The play-book for an alert of this rule: the one that names it earliest in its list."""
        return next(iter(self.candidates(rule)), self.general)

    def for_clue(self, kind: str) -> Playbook:
        """The play-book for a clue of this kind."""
        return next(iter(self._by_clue.get(kind, ())), self.general)

    def candidates(self, rule: str) -> tuple[Playbook, ...]:
        """All play-books that name a rule, the most fitting one first."""
        return tuple(self._by_rule.get(rule, ()))

    @cached_property
    def _by_rule(self) -> dict[str, list[Playbook]]:
        return _index(self.by_id, "from_rules")

    @cached_property
    def _by_clue(self) -> dict[str, list[Playbook]]:
        return _index(self.by_id, "from_clues")


def _index(by_id: Mapping[str, Playbook], key: str) -> dict[str, list[Playbook]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for each in by_id.values():
        for place, name in enumerate(getattr(each.form, key)):
            found.setdefault(name, []).append((place, each.id))
    return {name: [by_id[id_] for _, id_ in sorted(places)] for name, places in found.items()}
