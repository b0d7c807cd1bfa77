"""Situations brought into each state by what happens to them, one second apart."""

from __future__ import annotations

from models.base.schema import LEVEL
from models.base.settings import AlertSettings
from models.risk.alerts.effects import Moment, step
from models.risk.alerts.lifecycle import MARKS, State, Stimulus
from models.risk.alerts.situation import Situation

LIMITS, QUIET_S = AlertSettings(), 900.0


def moment(t_s: float, seq: int = 0, actor: str = "officer 7") -> Moment:
    return Moment(t_s, LIMITS, QUIET_S, lambda: (0.5, frozenset({"zone"})), actor, seq)


def happened(*stimuli: Stimulus, colour: str = "orange") -> Situation:
    """A situation after these stimuli; marks are numbered by the second they are made in, from 1."""
    situation = Situation(0, -1, colour=LEVEL[colour])
    for second, stimulus in enumerate(stimuli):
        assert step(situation, stimulus, moment(second, second if stimulus in MARKS else 0)) is not None, stimulus
    return situation


WAY_TO = {
    State.CANDIDATE: (),
    State.UNACKNOWLEDGED: (Stimulus.HOLDS,),
    State.SILENCED: (Stimulus.HOLDS, Stimulus.SILENCE),
    State.ACKNOWLEDGED: (Stimulus.HOLDS, Stimulus.ACKNOWLEDGE),
    State.DISMISSED: (Stimulus.HOLDS, Stimulus.FALSE),
    State.RECTIFIED: (Stimulus.HOLDS, Stimulus.SILENCE, Stimulus.FADES),
    State.ENDED: (Stimulus.HOLDS, Stimulus.ACKNOWLEDGE, Stimulus.FADES),
    State.DISMISSED_ENDED: (Stimulus.HOLDS, Stimulus.FALSE, Stimulus.FADES),
    State.FORGOTTEN: (Stimulus.FADES,),
}
