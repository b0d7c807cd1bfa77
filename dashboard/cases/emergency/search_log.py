"""The log of a search: what was planned, done and noted, the newest first."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.cases.view.case_model import CaseModel
from dashboard.cases.view.case_time_line import text_of
from models.casework.case import LedgerEvent
from models.casework.cases.moves import MOVES

LOGGED = ("sar_plan", "sar_leg", "note", "case_open")
MOST_LOG = 20


@dataclass(frozen=True)
class LogLine:
    """One event of the search."""

    t_s: float
    actor: str
    text: str


def log_of(model: CaseModel) -> list[LogLine]:
    """Return the newest lines: plans, legs, orders and notes."""
    events = [each for each in reversed(model.events) if each.kind in LOGGED or each.kind.startswith("order_")]
    return [LogLine(each.t_s, model.officer(each.actor), _text(model, each)) for each in events[:MOST_LOG]]


def _text(model: CaseModel, event: LedgerEvent) -> str:
    if event.kind == "sar_leg":
        return model.say("sar_leg_done" if event.body.get("done") else "sar_leg_undone", leg=event.body["leg"])
    return text_of(model, event) if event.kind in MOVES or event.kind == "note" else event.kind
