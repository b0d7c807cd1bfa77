"""Situation: the memory of something that is, was or may become an alert."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from models.base.schema import COLOURS
from models.messages.picture import AlertView
from models.risk.alerts.lifecycle import STANDING, AlertState, Stimulus
from models.risk.detection.detector import Findings

Key = tuple[str, int, int]  # rule, track_id (0: no vessel), partner's track_id or number of the zone or place
HELD_OF = 0b111  # evidence must hold in two of the last three evaluations
HELD_TIMES = 2
REFS = 4  # of the first and of the last raw sentences are kept as evidence

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
    source: tuple[Findings, int] | None = None  # the findings and index that hold its details
    alert_id: str = ""
    since_s: float = 0.0
    colour: int = 0
    urgency: float = 0.0  # risk and consequence when it was raised
    gone: bool = False  # the row of a vessel was freed, or reused by another track
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
    marks: list[MadeMark] = field(default_factory=list)  # since it last sounded
    unmarked: tuple[AlertState, int] = UNMARKED  # state and escalations before the first of them

    def over_for_s(self, t_s: float) -> float:
        """Return for how long it has been over; 0 while it is not."""
        return 0.0 if self.cleared_s is None else t_s - self.cleared_s

    @property
    def stands(self) -> bool:
        """Whether it is an alert that was raised, has not ended and was not dismissed."""
        return self.state in STANDING

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
