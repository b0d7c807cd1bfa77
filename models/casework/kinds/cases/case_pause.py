"""`case_pause`: the clocks of a case stand still, for a named reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from models.casework.bodies import CommandBody, ReasonOrEmpty
from models.casework.case import LedgerEvent
from models.casework.cases.checks.kind import as_sent, case_kind
from models.casework.cases.checks.may import Asked
from models.casework.cases.law.weather_pause import wind_over_limit
from models.casework.cases.nouns import Case, Pause
from models.casework.kinds import KeptBody


class CasePauseBody(CommandBody):
    """Why: wind over the craft's limit, or standing by by a commander's decision; more in words."""

    why: Literal["weather", "standby"]
    text: ReasonOrEmpty = ""


def keep(asked: Asked) -> KeptBody:
    """The pause, for weather with its forecast."""
    clue = wind_over_limit(asked.case, asked.facts) if asked.body.why == "weather" else None
    forecast = {"clue": f"clue:{clue.source}/{clue.id}", "until_s": clue.valid_to_s} if clue else {}
    return {**as_sent(asked), **forecast}


def change(case: Case, event: LedgerEvent) -> Case:
    """One more pause."""
    body = event.body
    forecast = {"clue": body.get("clue", ""), "until_s": body.get("until_s")}
    pause = Pause(event.t_s, body["why"], event.actor, body["text"], **forecast)
    return replace(case, pauses=(*case.pauses, pause))


KIND = case_kind("case_pause", CasePauseBody, change, keep)
