"""Alerts that were red or distress and ended before anyone acknowledged them, after the time in which they may return.

They stay until somebody has seen them. Each takes about 3 kB; the number is bounded, and what exceeds it is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from models.risk.alerts.lifecycle import AlertState
from models.risk.alerts.situation import Key, Situation


@dataclass
class UnseenAlerts:
    """At most `most` alerts by id; `undo_s` is how long one stays after its acknowledgement, which may be undone."""

    most: int
    undo_s: float
    kept: dict[str, tuple[Key, Situation]] = field(default_factory=dict)
    dropped: int = 0

    def __iter__(self) -> Iterator[tuple[Key, Situation]]:
        return iter(self.kept.values())

    def take(self, key: Key, situation: Situation) -> None:
        """Keep one more. Beyond the limit the oldest of the lowest colour is dropped and counted."""
        situation.source = situation.worst = None  # its view has the text
        self.kept[situation.alert_id] = key, situation
        if len(self.kept) > self.most:
            del self.kept[min(self.kept, key=self._worth)]
            self.dropped += 1

    def forget(self, t_s: float) -> None:
        """Forget those that were seen, when the time to undo it is over."""
        seen = [
            key
            for key, (_, each) in self.kept.items()
            if each.state is not AlertState.RECTIFIED and t_s - (each.acknowledged_s or t_s) > self.undo_s
        ]
        for key in seen:
            del self.kept[key]

    def _worth(self, alert_id: str) -> tuple[bool, int, float, str]:
        _, situation = self.kept[alert_id]
        colour = max(situation.peak, situation.colour)
        return situation.must_be_seen, colour, situation.cleared_s or 0.0, alert_id
