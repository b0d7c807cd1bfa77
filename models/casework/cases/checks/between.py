"""How a case changes with its transfers and threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field

from models.casework.bodies import CommandBody, ReasonOrEmpty
from models.casework.case import LedgerEvent
from models.casework.cases.checks.forms import Names
from models.casework.cases.checks.kind import as_sent, case_kind
from models.casework.cases.checks.may import Asked
from models.casework.cases.moves import MOVES
from models.casework.cases.nouns import Case, Pause
from models.casework.cases.papers import Thread, Transfer
from models.casework.kinds import EventKind, KeptBody

OFFERED = "offered"
THREAD_WORKDAYS = {
    **{"copy": 1, "early": 1, "legal": 3, "assistance": 5, "consultation": 5},
    **{"recognition": 10, "dispute": 10},
}
TRANSFER_WORKDAYS = 5


class AnswerBody(CommandBody):
    """The answer to a transfer: why, all gaps at once, the number of the receipt."""

    why: ReasonOrEmpty = ""
    gaps: Names = Field(default_factory=list)
    receipt_no: Annotated[ReasonOrEmpty, Field(max_length=64)] = ""


def transfer_kind(name: str, body: type[Any] = AnswerBody) -> EventKind[Any]:
    """A kind that answers a transfer; its acceptance makes the receiver responsible."""

    def keep(asked: Asked) -> KeptBody:
        to = asked.part.to
        takes = name == "transfer_accept" and asked.part.kind == "owner"
        return {**as_sent(asked), "unit": to if takes and asked.facts.site.knows(to) else asked.case.unit}

    def change(case: Case, event: LedgerEvent) -> Case:
        case = with_transfer(case, event.subject, lambda transfer: answered(transfer, event))
        case = replace(case, unit=event.body["unit"])
        return case if name == "transfer_return" else end_pause(case, OFFERED, event.t_s)

    return case_kind(name, body, change, keep)


def answered(transfer: Transfer, event: LedgerEvent) -> Transfer:
    """The transfer in the state of the event's row."""
    state, body = MOVES[event.kind].to, event.body
    return replace(
        transfer,
        seq=event.seq,
        state=state,
        times={**transfer.times, state: event.t_s},
        returned=transfer.returned + (state == "returned"),
        gaps=tuple(body.get("gaps", ())) or transfer.gaps,
        receipt_no=body.get("receipt_no", "") or transfer.receipt_no,
        answer_why=body.get("why", ""),
    )


def with_transfer(case: Case, transfer_id: str, change: Callable[[Transfer], Transfer]) -> Case:
    """The case with one transfer changed."""
    return replace(case, transfers=tuple(change(each) if each.id == transfer_id else each for each in case.transfers))


def with_thread(case: Case, thread_id: str, change: Callable[[Thread], Thread]) -> Case:
    """The case with one thread changed."""
    return replace(case, threads=tuple(change(each) if each.id == thread_id else each for each in case.threads))


def begin_pause(case: Case, why: str, by: str, t_s: float) -> Case:
    """The case whose clocks stand still, unless they do already."""
    if any(each.to_s is None for each in case.pauses):
        return case
    return replace(case, pauses=(*case.pauses, Pause(t_s, why, by)))


def end_pause(case: Case, why: str, t_s: float) -> Case:
    """The case with its pause of this kind ended."""
    over = (replace(each, to_s=t_s) if each.to_s is None and each.why == why else each for each in case.pauses)
    return replace(case, pauses=tuple(over))
