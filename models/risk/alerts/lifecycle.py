"""The life-cycle of an alert as one table: in a state, on a stimulus, go to a state with these effects.

Pairs that are not in the table are refused: nothing changes. The states follow IMO MSC.302(87), which distinguishes
*silenced* from *acknowledged*: silencing stops the sound for a time; acknowledging means that an officer handles it.

- A silenced alert still counts as unacknowledged. Its escalation clock stands still: it is due when the silence runs
  out; then it sounds again and escalation starts from the beginning.
- An acknowledged alert makes no sound until it gets worse; then it is unacknowledged again.
- An ended alert is kept for a time: if it returns, it does so as it was, without a new sound.
- A dismissed alert (marked false or known) is not shown again while the behaviour lasts.
- An alert that was red and that nobody acknowledged stays rectified until somebody does.
- A distress alert does not end by itself: when its call falls silent it stands, until an officer ends it.
- Undoing a mark leads to the state the alert would have without that mark, unless it has sounded since.

The effects are functions in effects.py, in the order given here.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class AlertState(StrEnum):
    """The states of an alert. The values are those of `/api/alerts`."""

    CANDIDATE = "candidate"  # IMO normal: there is evidence, but no alert yet
    UNACKNOWLEDGED = "unacknowledged"
    SILENCED = "silenced"
    ACKNOWLEDGED = "acknowledged"
    DISMISSED = "dismissed"  # marked false or known, or a distress that an officer ended, while the behaviour lasts
    RECTIFIED = "rectified"  # it ended before an officer acknowledged it
    ENDED = "ended"  # it ended after an acknowledgement: IMO normal
    DISMISSED_ENDED = "dismissed_ended"
    FORGOTTEN = "forgotten"

    __hash__ = str.__hash__  # that of enumerations is not compiled, and states are looked up at every tick


class Stimulus(StrEnum):
    """What can happen to an alert."""

    HOLDS = "evidence holds"
    HOLDS_IN_SILENCE = "evidence holds again after a silence was set"
    RISES = "its colour rises"  # of a silenced one: above the colour it was silenced in
    RECOLOURS = "its colour changes"
    WORSENS = "its risk rises by the set step, or a new factor joins"
    GOES_ON = "a distress call goes on"
    FALLS_DUE = "the time to acknowledge it has passed"
    SILENCE_ENDS = "the silence runs out"
    FADES = "evidence fades"
    WITHDRAWN = "its zone is withdrawn"
    TRACK_GONE = "its track is gone"
    TAKEN_OVER = "an alert of another rule says more about its vessel"
    EXPIRES = "it has been over for long"
    EXPIRES_UNSEEN = "it has been over for long, and nobody has seen that it was red or distress"
    FALLS_SILENT = "a distress call falls silent"
    CALLS_AGAIN = "a distress call that fell silent is received again"
    ACKNOWLEDGE = "acknowledge"
    SILENCE = "silence"
    TRUE = "true"
    FALSE = "false"
    KNOWN = "known"
    END = "end"  # of a distress alert, by an officer
    UNDO_ACKNOWLEDGE = "undo acknowledge"
    UNDO_SILENCE = "undo silence"
    UNDO_TRUE = "undo true"
    UNDO_FALSE = "undo false"
    UNDO_KNOWN = "undo known"
    UNDO_END = "undo end"


class Transition(NamedTuple):
    """The next state and the effects of the step. None: the state that the remaining marks lead to."""

    to: AlertState | None
    effects: tuple[str, ...] = ()


STANDING = frozenset({AlertState.UNACKNOWLEDGED, AlertState.SILENCED, AlertState.ACKNOWLEDGED})
OVER = frozenset({AlertState.RECTIFIED, AlertState.ENDED, AlertState.DISMISSED_ENDED})
ENDINGS = (Stimulus.FADES, Stimulus.WITHDRAWN, Stimulus.TRACK_GONE, Stimulus.TAKEN_OVER)
MARKS = (
    Stimulus.ACKNOWLEDGE,
    Stimulus.SILENCE,
    Stimulus.TRUE,
    Stimulus.FALSE,
    Stimulus.KNOWN,
    Stimulus.END,
)
UNDOING = {mark: Stimulus(f"undo {mark}") for mark in MARKS}

_SOUND = ("sound", "start_clock")
_ACKNOWLEDGE = ("remember", "acknowledge", "stop_clock", "end_silence")
_SILENCE = ("remember", "silence", "wait_for_silence")


def _on(stimuli: Iterable[Stimulus], to: AlertState | None, *effects: str) -> dict[Stimulus, Transition]:
    return dict.fromkeys(stimuli, Transition(to, effects))


_SEEN = (Stimulus.ACKNOWLEDGE, Stimulus.TRUE)
_DISMISSING = (Stimulus.FALSE, Stimulus.KNOWN)
_CLOSING = (*_DISMISSING, Stimulus.END)
_AGAIN = _on((Stimulus.CALLS_AGAIN,), AlertState.UNACKNOWLEDGED, "hear", *_SOUND)
_UNDO = _on(UNDOING.values(), None, "take_back")
_UNDO_SILENCE = _on((Stimulus.UNDO_SILENCE,), None, "take_back")  # no other mark leads to this state

_ROWS: dict[AlertState, dict[Stimulus, Transition]] = {
    AlertState.CANDIDATE: {
        **_on((Stimulus.HOLDS,), AlertState.UNACKNOWLEDGED, *_SOUND),
        **_on(ENDINGS, AlertState.FORGOTTEN),
    },
    AlertState.UNACKNOWLEDGED: {
        **_on((Stimulus.RISES, Stimulus.RECOLOURS), AlertState.UNACKNOWLEDGED, "start_clock"),
        **_on((Stimulus.FALLS_DUE,), AlertState.UNACKNOWLEDGED, "escalate", "start_clock"),
        **_on(_SEEN, AlertState.ACKNOWLEDGED, *_ACKNOWLEDGE),
        **_on((Stimulus.SILENCE,), AlertState.SILENCED, *_SILENCE),
        **_on(_CLOSING, AlertState.DISMISSED, *_ACKNOWLEDGE),
        **_on(ENDINGS, AlertState.RECTIFIED, "end"),
        **_on((Stimulus.FALLS_SILENT,), AlertState.UNACKNOWLEDGED, "fall_silent"),
        **_on((Stimulus.CALLS_AGAIN,), AlertState.UNACKNOWLEDGED, "hear"),
    },
    AlertState.SILENCED: {
        **_on((Stimulus.RISES, Stimulus.SILENCE_ENDS), AlertState.UNACKNOWLEDGED, *_SOUND),
        **_on((Stimulus.RECOLOURS,), AlertState.SILENCED),
        **_on(_SEEN, AlertState.ACKNOWLEDGED, *_ACKNOWLEDGE),
        **_on((Stimulus.SILENCE,), AlertState.SILENCED, *_SILENCE),
        **_on(_CLOSING, AlertState.DISMISSED, *_ACKNOWLEDGE),
        **_on(ENDINGS, AlertState.RECTIFIED, "end"),
        **_on((Stimulus.FALLS_SILENT,), AlertState.SILENCED, "fall_silent"),
        **_AGAIN,
        **_UNDO_SILENCE,
    },
    AlertState.ACKNOWLEDGED: {
        **_on((Stimulus.RISES, Stimulus.WORSENS, Stimulus.GOES_ON), AlertState.UNACKNOWLEDGED, *_SOUND),
        **_on((Stimulus.RECOLOURS,), AlertState.ACKNOWLEDGED),
        **_on((Stimulus.TRUE,), AlertState.ACKNOWLEDGED, "remember"),
        **_on(_CLOSING, AlertState.DISMISSED, "remember"),
        **_on(ENDINGS, AlertState.ENDED, "end"),
        **_on((Stimulus.FALLS_SILENT,), AlertState.ACKNOWLEDGED, "fall_silent"),
        **_AGAIN,
        **_UNDO,
    },
    AlertState.DISMISSED: {
        **_on(_DISMISSING, AlertState.DISMISSED, "remember"),
        **_on((Stimulus.TRUE,), AlertState.ACKNOWLEDGED, "remember"),
        **_on(ENDINGS, AlertState.DISMISSED_ENDED, "end"),
        **_UNDO,
    },
    AlertState.RECTIFIED: {
        **_on((Stimulus.HOLDS,), AlertState.UNACKNOWLEDGED, "come_back"),
        **_on((Stimulus.HOLDS_IN_SILENCE,), AlertState.SILENCED, "come_back"),
        **_on(_SEEN, AlertState.ENDED, *_ACKNOWLEDGE),
        **_on(_DISMISSING, AlertState.DISMISSED_ENDED, *_ACKNOWLEDGE),
        **_on(ENDINGS, AlertState.RECTIFIED, "end"),
        **_on((Stimulus.EXPIRES,), AlertState.FORGOTTEN),
        **_on((Stimulus.EXPIRES_UNSEEN,), AlertState.RECTIFIED),
        **_UNDO_SILENCE,
    },
    AlertState.ENDED: {
        **_on((Stimulus.HOLDS,), AlertState.ACKNOWLEDGED, "come_back"),
        **_on((Stimulus.TRUE,), AlertState.ENDED, "remember"),
        **_on(_DISMISSING, AlertState.DISMISSED_ENDED, "remember"),
        **_on(ENDINGS, AlertState.ENDED, "end"),
        **_on((Stimulus.EXPIRES,), AlertState.FORGOTTEN),
        **_UNDO,
    },
    AlertState.DISMISSED_ENDED: {
        **_on((Stimulus.HOLDS,), AlertState.DISMISSED, "come_back"),
        **_on(_DISMISSING, AlertState.DISMISSED_ENDED, "remember"),
        **_on((Stimulus.TRUE,), AlertState.ENDED, "remember"),
        **_on(ENDINGS, AlertState.DISMISSED_ENDED, "end"),
        **_on((Stimulus.EXPIRES,), AlertState.FORGOTTEN),
        **_UNDO,
    },
}
TABLE = {(state, stimulus): then for state, row in _ROWS.items() for stimulus, then in row.items()}


def published(before: AlertState, after: AlertState) -> str:
    """The event to publish for a step: raise, update, clear, or none."""
    if after in STANDING:
        return "raise" if before is AlertState.CANDIDATE else "update"
    return "clear" if before in STANDING else ""
