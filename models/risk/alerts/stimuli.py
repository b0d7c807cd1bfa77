"""The stimuli of evidence and time on an alert at a tick.

Each test takes a situation, the colour it had a tick ago, and the moment. Officers' marks: marking.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.base.schema import LEVEL
from models.risk.alerts.effects import Moment, apply_stimulus
from models.risk.alerts.lifecycle import TABLE, AlertState, Stimulus
from models.risk.alerts.situation import Situation
from models.risk.detection.detector import Params

Test = Callable[[Situation, int, Moment], bool]


def _falls_due(situation: Situation, before: int, moment: Moment) -> bool:
    late = situation.due_s is not None and moment.t_s >= situation.due_s
    return late and situation.escalated < moment.settings.most_escalations


def _silence_ends(situation: Situation, before: int, moment: Moment) -> bool:
    return situation.silenced_until_s is not None and moment.t_s >= situation.silenced_until_s


def _rises(situation: Situation, before: int, moment: Moment) -> bool:
    known = situation.silenced_colour if situation.state is AlertState.SILENCED else before
    return situation.colour > known


def _recolours(situation: Situation, before: int, moment: Moment) -> bool:
    return situation.colour != before


def _worsens(situation: Situation, before: int, moment: Moment) -> bool:
    if situation.silent_s is not None:
        return False
    risk, factors = moment.worth()
    known_risk, known_factors = situation.acknowledged_worth
    return risk >= known_risk + moment.settings.again_at_risk or bool(factors - known_factors)


def _goes_on(situation: Situation, before: int, moment: Moment) -> bool:
    since_s = situation.acknowledged_s
    distress = situation.colour == LEVEL["distress"] and situation.silent_s is None
    return distress and since_s is not None and moment.t_s - since_s >= moment.settings.distress_again_s


TESTS: Sequence[tuple[Stimulus, Test]] = (
    (Stimulus.FALLS_DUE, _falls_due),
    (Stimulus.SILENCE_ENDS, _silence_ends),
    (Stimulus.RISES, _rises),
    (Stimulus.RECOLOURS, _recolours),
    (Stimulus.WORSENS, _worsens),
    (Stimulus.GOES_ON, _goes_on),
)


def attend(situation: Situation, before: int, moment: Moment) -> str:
    """Apply the stimuli whose tests hold to a standing alert; returns the event to publish, "" for none."""
    event = ""
    for stimulus, happens in TESTS:
        if (situation.state, stimulus) in TABLE and happens(situation, before, moment):
            event = apply_stimulus(situation, stimulus, moment) or event
    return event


def nothing_happens(situation: Situation, before: int, t_s: float, most_escalations: int) -> bool:
    """Whether no test can hold: an unacknowledged alert of the same colour as before, with nothing due."""
    if situation.state is not AlertState.UNACKNOWLEDGED or situation.silent_s is not None:
        return False
    due = situation.due_s is not None and t_s >= situation.due_s and situation.escalated < most_escalations
    return situation.colour == before and not due


def ending(situation: Situation, params: Params) -> Stimulus | None:
    """The stimulus that ends a situation now, or None. A dismissed alert lasts as long as a standing one."""
    if situation.withdrawn:
        return Stimulus.WITHDRAWN
    if situation.gone:
        return Stimulus.TRACK_GONE
    if situation.taken_over:
        return Stimulus.TAKEN_OVER
    lasts = situation.stands or situation.state is AlertState.DISMISSED
    faded = situation.strength < params.clear_at and (lasts or not situation.held)
    return Stimulus.FADES if faded else None
