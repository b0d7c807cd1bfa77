"""Whose turn it is: which detectors look at this tick, how long after their last look, and who has reported since.

What lives here: the stagger. What does not: the questions (detectors) and the order of the tick (engine.py).
Sparing puts off, by four times per step, whatever is not essential; it is part of the tick, so a replay spares alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.base.clock import Tick
from models.risk.detection.detector import Detector

SPARING = 4
MOST_STEP_S = 10.0  # a clock that leaps gives nobody more time than this


@dataclass
class DetectorSchedule:
    """The turn of one detector; `number` is its place in the table, which spreads the looks over the ticks."""

    detector: Detector
    number: int
    looked_s: float = float("nan")
    reported: list[np.ndarray] = field(default_factory=list)  # one array for each tick since

    def due(self, tick: Tick) -> bool:
        """Does it look at this tick?"""
        every = self.detector.every * (1 if self.detector.essential else SPARING**tick.spared)
        return (tick.number + self.number) % every == 0

    def note_reports(self, reported: np.ndarray, freed: np.ndarray) -> None:
        """Rows that reported in this tick; those freed meanwhile are nobody any more."""
        if len(freed) and self.reported:
            self.reported = [each[~np.isin(each, freed)] for each in self.reported]
        self.reported.append(reported)

    def take(self, tick: Tick) -> tuple[np.ndarray, float]:
        """Rows that reported since the last look, each once, and the seconds since then."""
        rows = self.reported[0] if len(self.reported) == 1 else _together(self.reported)
        since_s = tick.t_s - self.looked_s if self.looked_s <= tick.t_s else float(self.detector.every)
        self.reported, self.looked_s = [], tick.t_s
        return rows, min(since_s, MOST_STEP_S * self.detector.every)

    def pause(self) -> None:
        """Nobody is there: time that passes now is nobody's."""
        self.looked_s = float("nan")


def _together(parts: list[np.ndarray]) -> np.ndarray:
    """Every row of the parts once, in order: by marking, which is cheaper than sorting."""
    most = max((int(part.max(initial=-1)) for part in parts), default=-1)
    marked = np.zeros(most + 1, dtype=bool)
    for part in parts:
        marked[part] = True
    return np.flatnonzero(marked)
