"""`clue_class`: what a clue is about, how urgent it is, and which unit it goes to."""

from __future__ import annotations

from dataclasses import replace

from models.casework.bodies import CommandBody, Name, ReasonOrEmpty
from models.casework.case import LedgerEvent
from models.casework.cases.checks.forms import Colour
from models.casework.clues.clue_file import ClueFile
from models.casework.clues.clue_kind import ClueAsked, clue_kind, with_step
from models.casework.kinds import KeptBody
from models.casework.refusals import Refused


class ClueClassBody(CommandBody):
    """The kind is a play-book of the site; `to` is a unit."""

    kind: Name
    colour: Colour
    to: Name
    why: ReasonOrEmpty = ""


def keep(asked: ClueAsked) -> KeptBody:
    """The body, if kind and unit exist."""
    body, site = asked.body, asked.facts.site
    if site.playbooks and body.kind not in site.playbooks:
        raise Refused("playbook_unknown", kind=body.kind, known="、".join(sorted(site.playbooks)))
    if not site.knows(body.to):
        raise Refused("unit_unknown", unit=body.to)
    kept: KeptBody = body.model_dump(mode="json")
    return kept


def change(clue: ClueFile, event: LedgerEvent) -> ClueFile:
    """The clue as it is classified now; another unit has to take it again."""
    body = event.body
    if body["to"] != clue.unit:
        clue = replace(clue, times={step: t_s for step, t_s in clue.times.items() if step != "taken"})
    return with_step(clue, "classified", event, kind=body["kind"], colour=body["colour"], unit=body["to"])


KIND = clue_kind("clue_class", ClueClassBody, change, keep)
