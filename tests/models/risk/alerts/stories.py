"""Situations brought into each state by a sequence of stimuli, one second apart."""

from __future__ import annotations

from models.base.schema import LEVEL
from models.base.settings import AlertSettings
from models.risk.alerts.effects import Moment, apply_stimulus
from models.risk.alerts.lifecycle import MARKS, AlertState, Stimulus
from models.risk.alerts.situation import Situation

LIMITS, QUIET_S = AlertSettings(), 900.0


def moment(t_s: float, seq: int = 0, actor: str = "officer 7") -> Moment:
    return Moment(t_s, LIMITS, QUIET_S, lambda: (0.5, frozenset({"zone"})), actor, seq)


def happened(*stimuli: Stimulus, colour: str = "orange") -> Situation:
    """A situation after these stimuli; marks are numbered by the second they are made in, from 1."""
    situation = Situation(0, -1, colour=LEVEL[colour])
    for second, stimulus in enumerate(stimuli):
        assert apply_stimulus(situation, stimulus, moment(second, second if stimulus in MARKS else 0)) is not None, (
            stimulus
        )
    return situation


WAY_TO = {
    AlertState.CANDIDATE: (),
    AlertState.UNACKNOWLEDGED: (Stimulus.HOLDS,),
    AlertState.SILENCED: (Stimulus.HOLDS, Stimulus.SILENCE),
    AlertState.ACKNOWLEDGED: (Stimulus.HOLDS, Stimulus.ACKNOWLEDGE),
    AlertState.DISMISSED: (Stimulus.HOLDS, Stimulus.FALSE),
    AlertState.RECTIFIED: (Stimulus.HOLDS, Stimulus.SILENCE, Stimulus.FADES),
    AlertState.ENDED: (Stimulus.HOLDS, Stimulus.ACKNOWLEDGE, Stimulus.FADES),
    AlertState.DISMISSED_ENDED: (Stimulus.HOLDS, Stimulus.FALSE, Stimulus.FADES),
    AlertState.FORGOTTEN: (Stimulus.FADES,),
}
