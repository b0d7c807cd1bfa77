"""`thread_answer`: one of those asked answers."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from models.casework.bodies import CommandBody, NameOrEmpty, Text
from models.casework.case import LedgerEvent
from models.casework.cases.checks.between import with_thread
from models.casework.cases.checks.forms import Names
from models.casework.cases.checks.kind import as_sent, case_kind
from models.casework.cases.checks.may import Asked
from models.casework.cases.nouns import Case
from models.casework.cases.papers import Thread, ThreadAnswer
from models.casework.kinds import KeptBody
from models.casework.refusals import Refused


class ThreadAnswerBody(CommandBody):
    """The answer; `unit` says for whom, where an agency beside the site answered by letter."""

    text: Text
    unit: NameOrEmpty = ""
    evidence: Names = Field(default_factory=list)


def keep(asked: Asked) -> KeptBody:
    """The answer with the unit it comes from, one of those asked."""
    site, asked_units = asked.facts.site, asked.part.to
    own = [each for each in asked_units if site.knows(each) and site.over(each, asked.by.unit)]
    unit = asked.body.unit or (own or list(asked_units))[0]
    if unit not in asked_units or (site.knows(unit) and unit not in own):
        raise Refused("unit_unknown", unit=unit)
    return {**as_sent(asked), "unit": unit}


def change(case: Case, event: LedgerEvent) -> Case:
    """The thread with one more answer; it is answered once all have."""
    body = event.body
    answer = ThreadAnswer(body["unit"], event.actor, body["text"], tuple(body["evidence"]), event.t_s)

    def step(thread: Thread) -> Thread:
        answers = (*thread.answers, answer)
        whole = {each.unit for each in answers} >= set(thread.to)
        times = {**thread.times, "answered": event.t_s} if whole else thread.times
        state = "answered" if whole else thread.state
        return replace(thread, seq=event.seq, answers=answers, times=times, state=state)

    return with_thread(case, event.subject, step)


KIND = case_kind("thread_answer", ThreadAnswerBody, change, keep)
