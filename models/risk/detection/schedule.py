"""Which detectors run at a tick, how long after their last run, and which rows have reported since.

Under load, detectors that are not essential run four times less often per step. The step is part of the tick, so a
replay does the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.base.clock import Tick
from models.risk.detection.detector import Detector

SLOWDOWN = 4
MOST_STEP_S = 10.0  # longest time credited for one run when the clock leaps


@dataclass
class DetectorSchedule:
    """The schedule of one detector; `number` is its place in the table, which spreads the runs over the ticks."""

    detector: Detector
    number: int
    ran_s: float = float("nan")
    reported: list[np.ndarray] = field(default_factory=list)  # one array for each tick since

    def due(self, tick: Tick) -> bool:
        """Whether it runs at this tick."""
        every = self.detector.every * (1 if self.detector.essential else SLOWDOWN**tick.spared)
        return (tick.number + self.number) % every == 0

    def note_reports(self, reported: np.ndarray, freed: np.ndarray) -> None:
        """Add the rows that reported in this tick; drop rows freed meanwhile."""
        if len(freed) and self.reported:
            self.reported = [each[~np.isin(each, freed)] for each in self.reported]
        self.reported.append(reported)

    def take(self, tick: Tick) -> tuple[np.ndarray, float]:
        """Rows that reported since the last run, each once, and the seconds since then."""
        rows = self.reported[0] if len(self.reported) == 1 else _together(self.reported)
        since_s = tick.t_s - self.ran_s if self.ran_s <= tick.t_s else float(self.detector.every)
        self.reported, self.ran_s = [], tick.t_s
        return rows, min(since_s, MOST_STEP_S * self.detector.every)

    def pause(self) -> None:
        """Do not count the time until the next run, since no vessel is present."""
        self.ran_s = float("nan")


def _together(parts: list[np.ndarray]) -> np.ndarray:
    """Every row of the parts once, ascending, by marking, which is cheaper than sorting."""
    most = max((int(part.max(initial=-1)) for part in parts), default=-1)
    marked = np.zeros(most + 1, dtype=bool)
    for part in parts:
        marked[part] = True
    return np.flatnonzero(marked)
