"""The budget of alerts: how many of each colour may be raised per hour before the wall reports too many."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from models.base.schema import LEVEL
from models.base.settings import AlertSettings

HOUR_S = 3600.0
BUDGETED = ("yellow", "orange", "red")  # distress has none


@dataclass
class Budget:
    """When alerts of each colour were raised, within the last hour."""

    settings: AlertSettings
    raised_s: dict[int, deque[float]] = field(default_factory=lambda: {LEVEL[each]: deque() for each in BUDGETED})

    def spend(self, colour: int, t_s: float) -> bool:
        """Count one more alert of this colour; returns whether it exceeds the budget and its colour may be folded."""
        if colour not in self.raised_s:
            return False
        self.raised_s[colour].append(t_s)
        over = len(self.raised_s[colour]) > self.settings.per_hour[colour - 1]
        return over and colour < LEVEL["red"]

    def pass_by(self, t_s: float) -> None:
        """Forget what is older than an hour."""
        for times in self.raised_s.values():
            while times and t_s - times[0] > HOUR_S:
                times.popleft()

    def over(self) -> dict[str, int]:
        """The number of alerts in the last hour beyond each colour's budget."""
        allowed = zip(BUDGETED, self.settings.per_hour, strict=True)
        return {colour: max(0, int(len(self.raised_s[LEVEL[colour]]) - most)) for colour, most in allowed}
