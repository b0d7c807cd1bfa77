"""Which detectors run at a tick, how long after their last run, and which rows have reported since.

A detector runs at its own pace while something keeps it awake (wake.py). Under load, detectors that are not essential
run four times less often per step. The step is part of the tick, so a replay does the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf, isnan

import numpy as np

from models.base.clock import Tick
from models.risk.detection.detector import Detector

SLOWDOWN = 4
MOST_STEP_S = 10.0  # longest time credited for one run when the clock leaps


@dataclass
class DetectorSchedule:
    """The schedule of one detector; `number` is its place in the table, which spreads the runs over the ticks.

    `awake`: its evidence stands or fades, or a timer of its memory runs. `called`: a safety text waits for it.
    """

    detector: Detector
    number: int
    ran_s: float = float("nan")
    ran_number: int | None = None
    awake: bool = False
    called: bool = False
    reported: list[np.ndarray] = field(default_factory=list)  # one array for each tick since

    def due(self, tick: Tick) -> bool:
        """Whether it runs at this tick."""
        return self._turn(tick) and (self.awake or self.called or bool(self.reported) or self._overslept(tick.t_s))

    def next_s(self, tick: Tick) -> float:
        """When it runs next if nothing is received after this tick, on which it was offered its turn; inf: never.

        Reports that wait for a turn of their own do not count: they wait for the next tick in which anything is due.
        """
        wakes_s = tick.t_s + 1.0 if self.awake else self.ran_s + self.detector.wake.after_s
        if isnan(wakes_s):
            return tick.t_s + 1.0 if self.detector.wake.after_s < inf else inf
        every = self._every(tick)
        turn = ((tick.number if self.ran_number is None else self.ran_number) + self.number) // every + 1
        return max(float(turn * every - self.number), wakes_s, tick.t_s + 1.0)

    def note_reports(self, reported: np.ndarray, freed: np.ndarray, kind: np.ndarray | None = None) -> None:
        """Add the rows that reported in this tick; drop rows freed meanwhile. `kind` is the kind of each."""
        if len(freed) and self.reported:
            self.reported = [each[~np.isin(each, freed)] for each in self.reported]
        if kind is not None and self.detector.wake.kinds:
            reported = reported[self.detector.wake.concerns(kind)]
        if len(reported):
            self.reported.append(reported)

    def take(self, tick: Tick) -> tuple[np.ndarray, float]:
        """Rows that reported since the last run, each once, and the seconds since then; its pace if it slept."""
        rows = self.reported[0] if len(self.reported) == 1 else _together(self.reported)
        ran = self.ran_s <= tick.t_s and (self.awake or self.detector.wake.after_s == 0.0)
        since_s = tick.t_s - self.ran_s if ran else float(self.detector.every)
        self.reported, self.called, self.ran_s, self.ran_number = [], False, tick.t_s, tick.number
        return rows, min(since_s, MOST_STEP_S * self.detector.every)

    def wait(self, tick: Tick) -> None:
        """Let this tick pass; its first turn is the next one of its place in the table."""
        if self.ran_number is None:
            self.ran_number = tick.number

    def pause(self) -> None:
        """Do not count the time until the next run, since no vessel is present."""
        self.ran_s = float("nan")

    def _every(self, tick: Tick) -> int:
        return self.detector.every * (1 if self.detector.essential else int(SLOWDOWN**tick.spared))

    def _turn(self, tick: Tick) -> bool:
        """Whether it has a turn in the ticks after its last run, up to this one."""
        every = self._every(tick)
        before = tick.number - 1 if self.ran_number is None or self.ran_number >= tick.number else self.ran_number
        return (tick.number + self.number) // every > (before + self.number) // every

    def _overslept(self, t_s: float) -> bool:
        return not t_s < self.ran_s + self.detector.wake.after_s


def _together(parts: list[np.ndarray]) -> np.ndarray:
    """Every row of the parts once, ascending, by marking, which is cheaper than sorting."""
    if not parts:
        return np.empty(0, dtype=np.int64)
    most = max(int(part.max(initial=-1)) for part in parts)
    marked = np.zeros(most + 1, dtype=bool)
    for part in parts:
        marked[part] = True
    return np.flatnonzero(marked)
