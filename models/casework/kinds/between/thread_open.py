"""`thread_open`: a unit asks others, or tells them; the time to answer is counted in working days."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from models.casework.bodies import CommandBody, Name, Text
from models.casework.case import LedgerEvent
from models.casework.cases.checks.between import THREAD_WORKDAYS
from models.casework.cases.checks.between_guards import assert_known
from models.casework.cases.checks.kind import as_sent, case_kind
from models.casework.cases.checks.may import Asked
from models.casework.cases.nouns import Case, noun_from
from models.casework.cases.papers import Thread
from models.casework.cases.states import next_part
from models.casework.kinds import KeptBody


class ThreadOpenBody(CommandBody):
    """Who is asked, what kind of matter it is, and the question."""

    to: Annotated[list[Name], Field(min_length=1, max_length=20)]
    kind: Literal["assistance", "copy", "consultation", "dispute", "recognition", "legal", "early"]
    question: Text


def keep(asked: Asked) -> KeptBody:
    """The thread with its number and due time; the unit that asks is the officer's own."""
    for unit in asked.body.to:
        assert_known(asked, unit)
    due_s = asked.facts.site.calendar.after_workdays(asked.facts.t_s, THREAD_WORKDAYS[asked.body.kind])
    from_ = asked.by.unit or asked.case.unit
    return {**as_sent(asked), "id": next_part(asked.case, "T"), "from_": from_, "due_s": due_s}


def change(case: Case, event: LedgerEvent) -> Case:
    """One more thread."""
    times = {"open": event.t_s}
    thread = noun_from(Thread, {**event.body, "seq": event.seq, "by": event.actor, "times": times})
    return replace(case, threads=(*case.threads, thread))


KIND = case_kind("thread_open", ThreadOpenBody, change, keep, named="id")
