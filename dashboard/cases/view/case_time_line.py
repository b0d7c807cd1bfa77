"""The time line of a case: every event with its actor, the newest first."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.cases.between.between_papers import TERMS
from dashboard.cases.view.case_model import CaseModel
from dashboard.common.markup import Html
from dashboard.common.templates import render
from models.casework.case import LedgerEvent
from models.casework.cases.moves import MOVES
from models.casework.cases.words import STEP_WORDS

SHOWN = 60
LATE_S = 60.0
REASONS = ("why", "text", "heard", "reason", "question", "override_why", "urgent_why", "note")


@dataclass(frozen=True)
class TimeLineRow:
    """One event."""

    seq: int
    t_s: float
    actor: str
    text: str
    clock: bool
    made_s: float | None = None  # when it was done, if it was sent late


def time_line(model: CaseModel) -> Html:
    """Return what happened in the case, newest first."""
    events = list(reversed(model.events))
    rows = [_row(model, each) for each in events[:SHOWN]]
    return render("cases/time_line.html", say=model.say, rows=rows, more=max(0, len(events) - SHOWN))


def text_of(model: CaseModel, event: LedgerEvent) -> str:
    """Return an event in words: what was done, to which part, and the reason."""
    if event.kind == "clock":
        return _clock(model, event)
    part = event.subject.partition("/")[2]
    what = _what(model, event)
    reasons = (str(event.body[name]) for name in REASONS if isinstance(event.body.get(name), str) and event.body[name])
    return " · ".join((f"{what} {part}".strip(), *reasons))


def _row(model: CaseModel, event: LedgerEvent) -> TimeLineRow:
    is_clock = event.kind == "clock"
    actor = model.say("actor_clock") if is_clock else model.officer(event.actor)
    made_s = event.made_s if event.t_s - event.made_s >= LATE_S else None
    return TimeLineRow(event.seq, event.t_s, actor, text_of(model, event), is_clock, made_s)


def _what(model: CaseModel, event: LedgerEvent) -> str:
    if event.kind == "note":
        return model.say("move_note")
    step = STEP_WORDS.get(str(event.body.get("step", ""))) if event.kind == "procedure_step" else None
    if step:
        return f"{model.say('move_procedure_step')}{model.say('between_colon')}{step[model.lang == 'en']}"
    return model.say_or(f"move_{event.kind}", MOVES[event.kind].zh if event.kind in MOVES else event.kind)


def _clock(model: CaseModel, event: LedgerEvent) -> str:
    """Return what a clock reached, in words."""
    name, pct = str(event.body.get("clock", "")), event.body.get("pct", 0)
    stem, _, row = name.partition("/")[0].partition(".")
    term = TERMS.get(row)
    if term:
        return model.say(f"clock_{event.body['level']}", clock=term.zh if model.lang == "zh" else term.en, pct=pct)
    clock = model.say_or(f"case_step_{stem}", model.say_or(f"thread_{stem}", stem))
    return model.say(f"clock_{event.body['level']}", clock=clock, pct=pct)
