"""One clock: from a moment, within a limit, until it is stopped; and one that moves on working days only."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.casework.cases.nouns import Pause
from models.casework.cases.workdays import WorkCalendar

URGE, SUPERVISE, ESCALATE = 70, 100, 150
LEVELS = {URGE: "urge", SUPERVISE: "supervise", ESCALATE: "escalate"}


@dataclass(frozen=True)
class CaseClock:
    """One clock. `end_s` is when it was stopped, None while it runs; `unit` is urged, `about` is the order or thread.

    `name` is unique in the case, such as `ack/O1` or `order.2`, where 2 is the round.
    """

    name: str
    start_s: float
    limit_s: float
    end_s: float | None
    unit: str
    about: str = ""
    pauses: tuple[Pause, ...] = ()
    levels: tuple[tuple[int, str], ...] = tuple(LEVELS.items())
    most_paused_s: float | None = None  # None: as long as the limit itself
    term: str = ""  # the row of legal_terms.py or police_terms.py

    def paused_s(self, t_s: float) -> float:
        """How long it stood still until `t_s`: at most its limit, a term of the law as long as it was held."""
        upto = t_s if self.end_s is None else min(t_s, self.end_s)
        stood = (
            min(upto, each.to_s if each.to_s is not None else upto) - max(self.start_s, each.from_s)
            for each in self.pauses
        )
        most_s = self.limit_s if self.most_paused_s is None else self.most_paused_s
        return min(most_s, sum(max(0.0, each) for each in stood))

    def share(self, t_s: float) -> float:
        """How much of the limit is used up at `t_s`; above 1 it is late."""
        upto = t_s if self.end_s is None else min(t_s, self.end_s)
        return max(0.0, upto - self.start_s - self.paused_s(upto)) / self.limit_s

    def due_s(self, t_s: float) -> float:
        """When it falls due, as things stand at `t_s`: later by what it stood still."""
        return self.start_s + self.limit_s + self.paused_s(t_s)

    def at_s(self, pct: int, t_s: float) -> float:
        """When it reaches a percentage, as things stand at `t_s`."""
        return self.start_s + self.limit_s * pct / 100.0 + self.paused_s(t_s)


@dataclass(frozen=True)
class WorkdayClock(CaseClock):
    """A clock of `days` working days by the site's calendar; it stands still on all others, and is never paused.

    The day on which it begins does not count, and it ends with the last of its days.
    """

    days: float = 1.0
    calendar: WorkCalendar = field(default_factory=WorkCalendar)

    def share(self, t_s: float) -> float:
        """How many of its working days are used up at `t_s`."""
        upto = t_s if self.end_s is None else min(t_s, self.end_s)
        return self.calendar.workdays_used(self.start_s, upto) / self.days

    def at_s(self, pct: int, t_s: float) -> float:
        """When it reaches a percentage."""
        return self.calendar.when_used(self.start_s, self.days * pct / 100.0)

    def due_s(self, t_s: float) -> float:
        """The end of its last working day."""
        return self.at_s(SUPERVISE, t_s)
