"""`thread_close`: the one who asked says what came of it; a dispute ends by a ruling."""

from __future__ import annotations

from dataclasses import replace

from models.casework.bodies import CommandBody, Text, TextOrEmpty
from models.casework.case import LedgerEvent
from models.casework.cases.checks.between import with_thread
from models.casework.cases.checks.kind import case_kind
from models.casework.cases.nouns import Case


class ThreadCloseBody(CommandBody):
    """The outcome, and for a dispute the ruling."""

    outcome: Text
    ruling: TextOrEmpty = ""


def change(case: Case, event: LedgerEvent) -> Case:
    """The thread is closed."""
    body = event.body
    return with_thread(
        case,
        event.subject,
        lambda thread: replace(
            thread,
            seq=event.seq,
            state="closed",
            outcome=body["outcome"],
            ruling=body["ruling"],
            times={**thread.times, "closed": event.t_s},
        ),
    )


KIND = case_kind("thread_close", ThreadCloseBody, change)
