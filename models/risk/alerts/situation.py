"""Situation: the memory of something that is, was or may become an alert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from models.base.schema import COLOURS, LEVEL
from models.messages.picture import AlertView
from models.risk.alerts.lifecycle import STANDING, AlertState, Stimulus
from models.risk.detection.detector import Findings

Key = tuple[str, int, int]  # rule, track_id (0: no vessel), partner's track_id or number of the zone or place
HELD_OF = 0b111  # evidence must hold in two of the last three evaluations
HELD_TIMES = 2
REFS = 4  # of the first and of the last raw sentences are kept as evidence

Found = tuple[Findings, int]  # findings and the index in them
Worth = tuple[float, frozenset[str]]  # risk, and the rules that contribute to it
UNMARKED = (AlertState.CANDIDATE, 0)
NO_WORTH: Worth = (0.0, frozenset())


class MadeMark(NamedTuple):
    """An officer's mark; `seq` is its number in the ledger, `colour` and `worth` are the alert's at that time."""

    mark: Stimulus
    t_s: float
    actor: str
    seq: int
    colour: int
    worth: Worth


@dataclass
class Situation:
    """One situation; it is an alert once it has an id. `row` is -1 if it is about no vessel."""

    row: int
    partner: int
    strength: float = 0.0
    held: int = 0
    source: Found | None = None  # what was found last
    worst: Found | Mapping[str, Any] | None = None  # what was found at its worst moment, or the details of it
    worst_score: float = 0.0
    alert_id: str = ""
    since_s: float = 0.0
    colour: int = 0
    peak: int = 0  # its highest colour since the last acknowledgement that still counts
    urgency: float = 0.0  # risk and consequence when it was raised
    gone: bool = False  # the row of a vessel was freed, or reused by another track
    taken_over: bool = False  # an alert of another rule says more about its vessel: precedence.py
    withdrawn: bool = False  # its zone was deleted: another zone may get its number
    folded: bool = False  # raised beyond the budget of its colour
    last: AlertView | None = None  # at its last event; published when it clears after its vessel is gone
    shown: AlertView | None = None  # on the wall; nothing is decided by it
    shown_turn: int = -1
    last_seq: tuple[int, int] = (-1, -1)  # number of the last report of each of its vessels
    first_refs: list[str] = field(default_factory=list)
    last_refs: list[str] = field(default_factory=list)
    state: AlertState = AlertState.CANDIDATE
    sounded_s: float = 0.0  # when it last asked for attention
    due_s: float | None = None  # by when it must be acknowledged next
    escalated: int = 0
    acknowledged_s: float | None = None
    acknowledged_by: str = ""
    acknowledged_worth: Worth = NO_WORTH  # what the officer knew: more than this is worse
    silenced_until_s: float | None = None
    silenced_by: str = ""
    silenced_colour: int = 0
    cleared_s: float | None = None  # when it ended
    ended_by: Stimulus | None = None  # how it ended
    silent_s: float | None = None  # since when a distress call that stands has been silent
    marks: list[MadeMark] = field(default_factory=list)  # since it last sounded
    unmarked: tuple[AlertState, int] = UNMARKED  # state and escalations before the first of them

    def note(self, found: Found, score: float) -> None:
        """Keep what was found; of equal scores the last counts as the worst."""
        self.source = found
        if score >= self.worst_score:
            self.worst, self.worst_score = found, score
        elif isinstance(self.worst, tuple):
            self.worst = detail_of(self.worst)  # one line of the findings: the rest of them need not be kept

    def weigh(self, score: float, left: float, raise_at: float) -> None:
        """Hold the peak of its evidence: `score` now, 0 for none, or the share `left` of what there was."""
        self.strength = max(score, self.strength * left)
        self.held = ((self.held << 1) | (score >= raise_at)) & HELD_OF

    def show_colour(self, colour: int) -> None:
        """Set its colour at this tick."""
        self.colour, self.peak = colour, max(self.peak, colour)

    def over_for_s(self, t_s: float) -> float:
        """Return for how long it has been over; 0 while it is not."""
        return 0.0 if self.cleared_s is None else t_s - self.cleared_s

    @property
    def stands(self) -> bool:
        """Whether it is an alert that was raised, has not ended and was not dismissed."""
        return self.state in STANDING

    @property
    def must_be_seen(self) -> bool:
        """Whether it was red or distress and ended before anyone acknowledged it."""
        return self.state is AlertState.RECTIFIED and max(self.peak, self.colour) >= LEVEL["red"]

    @property
    def closed(self) -> bool:
        """Whether an officer ended this distress: a call after it is a new alert."""
        return any(each.mark is Stimulus.END for each in self.marks)

    @property
    def colour_name(self) -> str:
        """none, yellow, orange, red or distress."""
        return COLOURS[self.colour]

    def refer(self, ref: str) -> None:
        """Note a raw sentence as evidence of it."""
        if (self.last_refs and self.last_refs[-1] == ref) or ref in self.first_refs:
            return
        if len(self.first_refs) < REFS:
            self.first_refs.append(ref)
        else:
            self.last_refs = [*self.last_refs[1 - REFS :], ref]


def detail_of(found: Found | Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The values of the placeholders of the rule's words."""
    if isinstance(found, tuple):
        findings, index = found
        return {name: values[index] for name, values in findings.detail.items()}
    return found or {}


def alert_id_of(key: Key, t_s: float) -> str:
    """The id of the alert about a situation that is raised at `t_s`."""
    rule, track_id, other = key
    return f"{rule}-T{track_id}-{other}-{datetime.fromtimestamp(t_s, UTC):%Y%m%dT%H%M%SZ}"
