"""`vhf_call`: a vessel was called by radio or phone, and nobody was sent.

What the call should bring about on the track is frozen with it, from the play-book of the case; whether it did is
measured from the stored positions (models/site/playbooks/effects.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field

from models.casework.bodies import CommandBody, NameOrEmpty, Text
from models.casework.case import LedgerEvent
from models.casework.cases.checks.forms import Mmsi
from models.casework.cases.checks.kind import as_sent, case_kind
from models.casework.cases.checks.may import Asked
from models.casework.cases.nouns import Case, noun_from
from models.casework.cases.papers import VhfCall
from models.casework.kinds import KeptBody

USUAL_EFFECT = {"expect": "course_or_speed", "within_min": 10.0, "least": None}
Track = Annotated[int, Field(ge=1)]


class VhfCallBody(CommandBody):
    """The words, how they were sent and answered, and the step of the play-book's warning, if it was one.

    `other_track` and `other_mmsi` are the vessel that the target should keep clear of.
    """

    words: Text
    answer: Literal["none", "answered", "refused"]
    step: NameOrEmpty = ""
    means: Annotated[list[Literal["vhf_text", "vhf", "sms", "call", "watch"]], Field(max_length=5)] = Field(
        default_factory=list
    )
    other_track: Track | None = None
    other_mmsi: Mmsi | None = None


def keep(asked: Asked) -> KeptBody:
    """The call with what it should bring about."""
    return {**as_sent(asked), **_expected(asked)}


def _expected(asked: Asked) -> Mapping[str, Any]:
    ref = asked.facts.site.playbooks.get(asked.case.kind)
    effect = ref.book.form.effect if ref and ref.book else None
    other = asked.body.other_track or asked.body.other_mmsi
    if effect is None or (effect.expect == "cpa_opens" and not other):
        return USUAL_EFFECT
    return {"expect": effect.expect, "within_min": effect.within_min, "least": effect.least}


def change(case: Case, event: LedgerEvent) -> Case:
    """One more call."""
    call = noun_from(VhfCall, {**event.body, "by": event.actor, "t_s": event.t_s})
    return replace(case, calls=(*case.calls, call))


KIND = case_kind("vhf_call", VhfCallBody, change, keep)
