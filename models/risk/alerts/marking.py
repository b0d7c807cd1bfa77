"""Marks: applies an officer's mark to the life-cycle of an alert and to the record of its rule."""

from __future__ import annotations

from models.base.schema import LEVEL
from models.messages.operator_inputs import UNDO, AlertAction
from models.risk.alerts.effects import Moment, apply_stimulus
from models.risk.alerts.feedback import RuleFeedback
from models.risk.alerts.lifecycle import UNDOING, Stimulus
from models.risk.alerts.situation import Situation

VERDICTS = ("true", "false", "known")


def apply_mark(situation: Situation, rule: str, action: AlertAction, moment: Moment, record: RuleFeedback) -> str:
    """Make or undo a mark; returns the event to publish, "" for none. A mark that the table refuses changes nothing."""
    if action.mark == UNDO:
        record.take_back(action.undoes)
        made = next((each for each in situation.marks if each.seq == action.undoes), None)
        return apply_stimulus(situation, UNDOING[made.mark], moment) or "" if made else ""
    if action.mark == Stimulus.END and situation.colour != LEVEL["distress"]:
        return ""
    event = apply_stimulus(situation, Stimulus(action.mark), moment)
    if event is not None and action.mark in VERDICTS:
        record.add(rule, action.mark, action.seq)
    return event or ""
