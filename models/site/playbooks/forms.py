"""The form of a play-book in YAML. Every word is checked at start against vocabulary.py, agencies and items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from models.base.forms import FilledList, Form, Text, expected, number, one_of
from models.site.force import POWERS
from models.site.playbooks import vocabulary as words
from models.site.playbooks.checks import (
    Conditions,
    Id,
    Investigator,
    ItemCode,
    Minutes,
    Rule,
    TemplateText,
    Told,
    are_colours,
    is_limits,
    placeholders,
    some_of,
)


class NameForm(Form):
    zh: Text
    en: Text


class TemplateForm(Form):
    """A text in both languages with the same placeholders."""

    zh: TemplateText
    en: TemplateText

    @field_validator("en", mode="after")
    @classmethod
    def _says_the_same(cls, value: str, info: ValidationInfo) -> str:
        other = placeholders(info.data.get("zh", value))
        if placeholders(value) != other:
            raise ValueError(f"the placeholders of zh: {', '.join(sorted(other)) or 'none'}")
        return value


class ColourForm(Form):
    """The colour a case starts with, and the conditions, one of which is enough for a higher one."""

    start: Annotated[str, one_of(words.COLOURS)]
    yellow: Conditions = ()
    orange: Conditions = ()
    red: Conditions = ()
    distress: Conditions = ()


class NeedsForm(Form):
    """What an order asks of the craft that is sent; `preempts` are the colours it may take craft from."""

    task: Annotated[str, one_of(words.TASKS)]
    powers: Annotated[tuple[str, ...], some_of(POWERS)] = ()
    officers: Annotated[int, number(0, 50)] = 2
    boats: Annotated[int, number(0, 20)] = 1
    hours_h: Annotated[float, number(0, 240)] = 1.0
    check_in_min: Annotated[float | None, number(1, 24 * 60, or_none=True)] = None
    preempts: Annotated[tuple[str, ...], some_of(words.COLOURS)] = ()


class StepForm(Form):
    """One step. `min` is due minutes after opening; `gives` what it fills in, `does` the command it leads to."""

    id: Id
    who: Annotated[str, one_of(words.WHO)]
    min: Minutes | None = None
    when: Annotated[str, one_of(words.WHEN)] = "always"
    gives: Annotated[str, one_of(words.GIVES)] | None = None
    does: Annotated[str, one_of(words.DOES)] | None = None
    zh: Text
    en: Text


class TellForm(Form):
    """Who is told; `to` is an agency, or `parent` for the unit above."""

    to: Told
    how: Annotated[str, one_of(words.HOW)] = "copy"
    when: Annotated[str, one_of(words.WHEN)]


class WarningForm(TemplateForm):
    """One stage of a warning by radio: given once all its conditions are met."""

    id: Id
    if_: Annotated[Conditions, FilledList] = Field(alias="if")
    by: Annotated[tuple[str, ...], some_of(words.MEANS)]


class EvidenceForm(Form):
    must: Annotated[tuple[str, ...], some_of(words.EVIDENCE)]


class WaiverForm(Form):
    """Whether a first minor breach may be waived, and conditions that rule it out."""

    may: Annotated[str, one_of(words.WAIVERS)]
    never: Conditions = ()


class CriminalForm(Form):
    """Any of these conditions hints at a crime; `source` is where the law says so, `to` who investigates it."""

    any: Annotated[Conditions, FilledList]
    to: Investigator
    source: Text


class EffectForm(Form):
    """What a call should bring about on the track, within how many minutes; `least` replaces the usual threshold."""

    expect: Annotated[str, one_of(words.EXPECTATIONS)]
    within_min: Annotated[float, number(1, 24 * 60)]
    least: Annotated[float | None, number(0, 1000, or_none=True)] = None


class EndForm(Form):
    """Who may end it, and what has to be there."""

    who: Annotated[str, one_of(words.WHO)]
    needs: Annotated[tuple[str, ...], some_of(words.END_NEEDS)]


class PlaybookForm(Form):
    """One play-book. `colours` gives other values for any key, by colour: the reader merges and checks them."""

    id: Id
    version: Annotated[int, number(1, 100_000)]
    name: NameForm
    from_rules: tuple[Rule, ...] = ()
    from_clues: tuple[Id, ...] = ()
    colour: ColourForm
    items: tuple[ItemCode, ...] = ()
    needs: NeedsForm
    limits_min: Annotated[Mapping[str, Any], expected("minutes by clock and, if you like, by colour", is_limits)] = {}
    steps: Annotated[tuple[StepForm, ...], FilledList]
    warnings: tuple[WarningForm, ...] = ()
    tell: tuple[TellForm, ...] = ()
    order: TemplateForm
    evidence: EvidenceForm
    waiver: WaiverForm = WaiverForm(may="none")
    criminal: CriminalForm | None = None
    effect: EffectForm | None = None
    end: EndForm | None = None
    colours: Annotated[Mapping[str, Any], expected(f"keys by colour: {', '.join(words.COLOURS)}", are_colours)] = {}
