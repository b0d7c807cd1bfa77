"""What a play-book says about a case: its colour, a hint of a crime, and what is frozen of it for its orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from models.casework.bodies import CommandBody
from models.casework.cases.checks.may import Asked
from models.casework.cases.law.case_facts import facts_of
from models.casework.cases.limits import limits_s, overridden
from models.casework.cases.nouns import COLOURS, Case
from models.casework.cases.workplace import PlaybookRef, Workplace
from models.site.playbooks.conditions import met
from models.site.playbooks.vocabulary import COLOURS as RAISING


def judged_by(site: Workplace, asked: Asked, record: Mapping[str, Any]) -> dict[str, Any]:
    """The colour, the hint, the frozen play-book and the limits of a case that is judged so.

    The conditions that are met raise the colour that the officer gave; only a commander stays below them.
    """
    body, ref = asked.body, site.playbooks.get(asked.body.kind)
    if ref is None or ref.book is None:
        frozen = {"id": ref.id, "version": ref.version, "sha256": ref.sha256} if ref else {}
        limits = overridden(site.limits_min, ref.limits_min) if ref else site.limits_min
        return {"playbook": frozen, "limits_s": limits_s(limits, body.colour)}
    facts = facts_of(asked.case, {**body.model_dump(), "record": record})
    colour, because = _raised(ref, facts, body.colour)
    if asked.holds("commander@own"):
        colour, because = body.colour, []
    crime = [str(each) for each in ref.book.criminal_hint(facts)]
    form = ref.book.at(colour)
    return {
        "colour": colour,
        "raised_by": because,
        "criminal_hint": body.criminal_hint or bool(crime),
        "criminal_by": crime,
        "playbook": {**ref.book.ref, **_needs(form)},
        "limits_s": limits_s(overridden(site.limits_min, form.limits_min), colour),
    }


def opening_colour(site: Workplace, kind: str, colour: str, facts: Mapping[str, Any]) -> str:
    """The colour with which a case begins: at least that of its play-book."""
    ref = site.playbooks.get(kind)
    begins = ref.book.colour_of(facts) if ref and ref.book else colour
    return max(colour, begins, key=COLOURS.index)


def _raised(ref: PlaybookRef, facts: Mapping[str, Any], colour: str) -> tuple[str, list[str]]:
    """The most urgent colour that a condition gives, and the conditions; the officer's where none is above it."""
    form = ref.book.form.colour if ref.book else None
    for each in reversed(RAISING):
        because = [str(one) for one in met(getattr(form, each, ()), facts)]
        if because and COLOURS.index(each) > COLOURS.index(colour):
            return each, because
    return colour, []


def _needs(form: Any) -> dict[str, Any]:
    """What orders of this play-book take from it."""
    needs = form.needs.model_dump(mode="json")
    task, check_in_min = needs.pop("task"), needs.pop("check_in_min")
    needs.pop("preempts")
    return {"task": task, "needs": needs, "check_in_min": check_in_min, "evidence_must": list(form.evidence.must)}


def crime_found(asked: Asked) -> list[str]:
    """The conditions that hint at a crime once an order's report is in; empty for none."""
    made, body = asked.case.assessment, asked.body
    ref = asked.facts.site.playbooks.get(made.kind) if made else None
    if ref is None or ref.book is None:
        return []
    amounts = {name: value for name, value in body.amounts.model_dump().items() if value is not None}
    facts = {**facts_of(asked.case), **amounts, **body.found}
    facts |= {"fled": True} if body.unable_why == "fled" else {}
    return [str(each) for each in ref.book.criminal_hint(facts)]


def filled(asked: Asked) -> Asked:
    """An order with what the frozen play-book asks for where its sender said nothing; only for the play-book's task."""
    made, body = asked.case.assessment, asked.body
    frozen = made.playbook if made else {}
    if frozen.get("task") != body.task:
        return asked
    more: dict[str, Any] = {}
    if body.needs is None:
        more["needs"] = type(body).needs_of(frozen["needs"])
    if not body.evidence_must:
        more["evidence_must"] = list(frozen["evidence_must"])
    if body.check_in_min is None:
        more["check_in_min"] = frozen["check_in_min"]
    changed: CommandBody = body.model_copy(update=more)
    return replace(asked, body=changed)


def items_of(case: Case, site: Workplace) -> tuple[str, ...]:
    """The items that a report has to speak of: those of the assessment, else those of the play-book."""
    made = case.assessment
    if made and made.items:
        return made.items
    ref = site.playbooks.get(case.kind)
    return tuple(ref.book.form.items) if ref and ref.book else ()
