"""The effects that lifecycle.py names, and `apply_stimulus`, which applies one cell of its table to a situation.

Time is an argument everywhere: a replay applies the same stimuli at the same times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from models.base.schema import LEVEL
from models.base.settings import AlertSettings
from models.risk.alerts.lifecycle import OVER, TABLE, UNDOING, AlertState, Stimulus, published
from models.risk.alerts.situation import NO_WORTH, UNMARKED, MadeMark, Situation, Worth


def _no_worth() -> Worth:
    return NO_WORTH


@dataclass(frozen=True)
class Moment:
    """When and by whom. `worth` gives risk and factors now; `quiet_s` is how long a silence of the rule lasts.

    `seq` is the ledger number of the mark that is made or undone; `colour` is the alert's colour at the first time when
    a mark is made again.
    """

    t_s: float
    settings: AlertSettings
    quiet_s: float = 0.0
    worth: Callable[[], Worth] = _no_worth
    actor: str = ""
    seq: int = 0
    colour: int = 0


def apply_stimulus(situation: Situation, stimulus: Stimulus, moment: Moment) -> str | None:
    """Apply one stimulus; returns the event to publish ("" for none), or None if it is refused and nothing changed."""
    before, cell = situation.state, TABLE.get((situation.state, stimulus))
    if cell is None or (cell.to is None and not _made(situation, stimulus, moment.seq)):
        return None
    for name in cell.effects:
        EFFECTS[name](situation, stimulus, moment)
    situation.state = cell.to or situation.state
    return published(before, situation.state)


def _sound(situation: Situation, stimulus: Stimulus, moment: Moment) -> None:
    """Ask for attention; earlier marks of officers no longer count."""
    situation.peak = situation.colour if situation.acknowledged_s is not None else situation.peak
    situation.sounded_s, situation.escalated = moment.t_s, 0
    _clear_marks(situation)


def _start_clock(situation: Situation, stimulus: Stimulus, moment: Moment) -> None:
    """Set by when it must be acknowledged, from its colour and the number of escalations."""
    within_s = moment.settings.acknowledge_within_s(situation.colour) * (situation.escalated + 1)
    situation.due_s = situation.sounded_s + within_s


def _stop_clock(situation: Situation, stimulus: Stimulus, moment: Moment) -> None:
    situation.due_s = None


def _wait_for_silence(situation: Situation, stimulus: Stimulus, moment: Moment) -> None:
    situation.due_s = situation.silenced_until_s


def _escalate(situation: Situation, stimulus: Stimulus, moment: Moment) -> None:
    situation.escalated += 1


def _acknowledge(situation: Situation, stimulus: Stimulus, moment: Moment) -> None:
    situation.acknowledged_s, situation.acknowledged_by, situation.escalated = moment.t_s, moment.actor, 0
    situation.acknowledged_worth = moment.worth()


def _silence(situation: Situation, stimulus: Stimulus, moment: Moment) -> None:
    """Silence it for the time of its rule; red and distress no longer than the limit."""
    colour = moment.colour or situation.colour
    most_s = moment.settings.silence_most_s if colour >= LEVEL["red"] else moment.quiet_s
    situation.silenced_until_s = moment.t_s + min(moment.quiet_s, most_s)
    situation.silenced_by, situation.silenced_colour = moment.actor, colour


def _end_silence(situation: Situation, stimulus: Stimulus, moment: Moment) -> None:
    _drop_silence(situation)


def _end(situation: Situation, stimulus: Stimulus, moment: Moment) -> None:
    situation.cleared_s, situation.ended_by = moment.t_s, stimulus


def _come_back(situation: Situation, stimulus: Stimulus, moment: Moment) -> None:
    situation.cleared_s = situation.ended_by = None


def _fall_silent(situation: Situation, stimulus: Stimulus, moment: Moment) -> None:
    """It stands although nothing is received; also when undoing a mark brings it back."""
    situation.silent_s = moment.t_s if situation.silent_s is None else situation.silent_s
    situation.cleared_s = situation.ended_by = None


def _hear(situation: Situation, stimulus: Stimulus, moment: Moment) -> None:
    situation.silent_s = None


def _remember(situation: Situation, stimulus: Stimulus, moment: Moment) -> None:
    """Keep the mark, so that it can be undone."""
    if not situation.marks:
        situation.unmarked = situation.state, situation.escalated
    colour = moment.colour or situation.colour
    situation.marks.append(MadeMark(stimulus, moment.t_s, moment.actor, moment.seq, colour, moment.worth()))


def _take_back(situation: Situation, stimulus: Stimulus, moment: Moment) -> None:
    """Return to the state before the marks, and make them again without the one that is undone."""
    over, ended_s, ended_by = situation.state in OVER, situation.cleared_s, situation.ended_by or Stimulus.FADES
    kept = [each for each in situation.marks if each.seq != moment.seq]
    situation.state, situation.escalated = situation.unmarked
    _clear_marks(situation)
    _start_clock(situation, stimulus, moment)
    for mark in kept:
        apply_stimulus(situation, mark.mark, _moment_of(mark, moment))
    if over and situation.state not in OVER:
        then = replace(moment, t_s=moment.t_s if ended_s is None else ended_s)
        apply_stimulus(situation, ceasing(situation, ended_by), then)
    elif not over and situation.state in OVER:
        apply_stimulus(situation, holding(situation), moment)


def _moment_of(mark: MadeMark, moment: Moment) -> Moment:
    return replace(moment, t_s=mark.t_s, actor=mark.actor, seq=mark.seq, colour=mark.colour, worth=lambda: mark.worth)


def _made(situation: Situation, undoing: Stimulus, seq: int) -> bool:
    return any(each.seq == seq and UNDOING[each.mark] is undoing for each in situation.marks)


def _clear_marks(situation: Situation) -> None:
    situation.acknowledged_s, situation.acknowledged_by, situation.acknowledged_worth = None, "", NO_WORTH
    situation.marks, situation.unmarked = [], UNMARKED
    _drop_silence(situation)


def _drop_silence(situation: Situation) -> None:
    situation.silenced_until_s, situation.silenced_by, situation.silenced_colour = None, "", 0


def holding(situation: Situation) -> Stimulus:
    """The stimulus of evidence that holds: within a silence or not."""
    silenced = situation.state is AlertState.RECTIFIED and situation.silenced_until_s is not None
    return Stimulus.HOLDS_IN_SILENCE if silenced else Stimulus.HOLDS


def ceasing(situation: Situation, ending: Stimulus) -> Stimulus:
    """The stimulus of evidence that ceases: a distress alert falls silent and stands, every other one ends."""
    calls = situation.stands and situation.colour == LEVEL["distress"]
    return Stimulus.FALLS_SILENT if calls else ending


def expiry(situation: Situation) -> Stimulus:
    """The stimulus of an alert that has been over for long."""
    return Stimulus.EXPIRES_UNSEEN if situation.must_be_seen else Stimulus.EXPIRES


EFFECTS: Mapping[str, Callable[[Situation, Stimulus, Moment], None]] = {
    "sound": _sound,
    "start_clock": _start_clock,
    "stop_clock": _stop_clock,
    "wait_for_silence": _wait_for_silence,
    "escalate": _escalate,
    "acknowledge": _acknowledge,
    "silence": _silence,
    "end_silence": _end_silence,
    "end": _end,
    "come_back": _come_back,
    "fall_silent": _fall_silent,
    "hear": _hear,
    "remember": _remember,
    "take_back": _take_back,
}
