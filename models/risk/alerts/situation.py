"""Situation: what is remembered of one thing that is, was or may become an alert, and the states it goes through.

What lives here: the noun and the clocks of acknowledgement (IMO MSC.302(87): active unacknowledged, active
acknowledged, rectified unacknowledged). What does not: when one is raised or cleared (book.py), its words
(presenter.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from models.base.schema import COLOURS, LEVEL
from models.base.settings import AlertSettings
from models.messages.picture import AlertView
from models.risk.detection.detector import Findings

Worth = tuple[float, frozenset[str]]  # risk, and the rules that weigh in it
Key = tuple[str, int, int]  # rule, track_id (0: the sea itself), partner's track_id or number of the zone or place
HELD_OF = 0b111  # evidence must hold in two of the last three evaluations
HELD_TIMES = 2
REFS = 4  # so many of the first and of the last raw sentences are kept as evidence


@dataclass
class Situation:
    """One situation; it is an alert once it has an id. `row` is -1 when it is about the sea itself."""

    row: int
    partner: int
    strength: float = 0.0
    held: int = 0
    source: tuple[Findings, int] | None = None  # where its details stand
    alert_id: str = ""
    since_s: float = 0.0
    colour: int = 0
    urgency: float = 0.0  # risk and consequence when it was raised
    gone: bool = False  # a slot of it was given up, or to another track
    last: AlertView | None = None  # as last shown: what is said when it clears and its craft is gone
    heard: tuple[int, int] = (-1, -1)  # number of the last report of each of its craft
    first_refs: list[str] = field(default_factory=list)
    last_refs: list[str] = field(default_factory=list)
    sounded_s: float = 0.0  # when it last asked for attention
    due_s: float | None = None  # by when it must be acknowledged next
    sounded_risk: float = 0.0
    sounded_factors: frozenset[str] = frozenset()
    acknowledged_s: float | None = None
    acknowledged_by: str = ""
    escalated: int = 0
    cleared_s: float | None = None
    dismissed: bool = False  # called false or known by an officer: not to be told of again
    folded: bool = False  # raised beyond the budget of its colour
    over: bool = False  # its zone was taken away: what comes under its number is another
    silenced_until_s: float | None = None
    silenced_by: str = ""
    silenced_colour: int = 0

    @property
    def state(self) -> str:
        """One of the states of MSC.302(87)."""
        if self.cleared_s is not None:
            return "rectified"
        return "unacknowledged" if self.acknowledged_s is None else "acknowledged"

    @property
    def stands(self) -> bool:
        """Is it an alert that was raised and not cleared since?"""
        return bool(self.alert_id) and self.cleared_s is None

    @property
    def colour_name(self) -> str:
        """none, yellow, orange, red or distress."""
        return COLOURS[self.colour]

    def refer(self, ref: str) -> None:
        """A raw sentence that speaks of it."""
        if (self.last_refs and self.last_refs[-1] == ref) or ref in self.first_refs:
            return
        if len(self.first_refs) < REFS:
            self.first_refs.append(ref)
        else:
            self.last_refs = [*self.last_refs[1 - REFS :], ref]

    def sound(self, t_s: float, risk: float, factors: frozenset[str], settings: AlertSettings) -> None:
        """It asks for attention, again or for the first time."""
        self.sounded_s, self.sounded_risk, self.sounded_factors = t_s, risk, factors
        self.acknowledged_s, self.acknowledged_by, self.escalated = None, "", 0
        self.silenced_until_s, self.silenced_by = None, ""
        self.set_due(settings)

    def acknowledge(self, t_s: float, actor: str) -> None:
        """An officer has seen it."""
        if self.acknowledged_s is None:
            self.acknowledged_s, self.acknowledged_by, self.escalated = t_s, actor, 0
            self.due_s = None

    def silence(self, t_s: float, actor: str, for_s: float, settings: AlertSettings) -> None:
        """It does not call for the behaviour's own time; of red and distress no longer than the limit."""
        if self.colour >= LEVEL["red"]:
            for_s = min(for_s, settings.silence_most_s)
        self.silenced_until_s, self.silenced_by, self.silenced_colour = t_s + for_s, actor, self.colour

    def attend(self, before: int, t_s: float, now: Callable[[], Worth], settings: AlertSettings) -> bool:
        """Must officers be told anew: of another colour, that it is worse, no longer silenced, or late?"""
        if self.acknowledged_s is not None:
            if self._calls(before, t_s, now, settings):
                self.sound(t_s, *now(), settings)
                return True
            return self.colour != before
        if self.due_s is not None and t_s >= self.due_s and self.escalated < settings.most_escalations:
            self.escalated += 1
        elif self.colour == before:
            return False
        self.set_due(settings)
        return True

    def _calls(self, before: int, t_s: float, now: Callable[[], Worth], settings: AlertSettings) -> bool:
        if self.silenced_until_s is not None:
            return self.colour > self.silenced_colour or t_s >= self.silenced_until_s
        return self.colour > before or self.returns(t_s, *now(), settings)

    def set_due(self, settings: AlertSettings) -> None:
        """Its colour, or how often it has escalated, says by when it must be acknowledged."""
        within_s = settings.acknowledge_within_s(self.colour) * (self.escalated + 1)
        self.due_s = None if self.acknowledged_s is not None else self.sounded_s + within_s

    def returns(self, t_s: float, risk: float, factors: frozenset[str], settings: AlertSettings) -> bool:
        """Acknowledged, but worse than then: a new factor, more risk, or a distress call that goes on."""
        if self.acknowledged_s is None:
            return False
        if self.colour == LEVEL["distress"] and t_s - self.acknowledged_s >= settings.distress_again_s:
            return True
        worse = risk >= self.sounded_risk + settings.again_at_risk
        return worse or bool(factors - self.sounded_factors)
