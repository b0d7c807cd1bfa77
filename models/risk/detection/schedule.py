"""Which detectors run at a tick, how long after their last run, and which rows have reported since.

A detector runs at its own pace while something keeps it awake (wake.py). Under load, detectors that are not essential
run four times less often per step. The step is part of the tick, so a replay does the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

import numpy as np

from models.base.clock import Tick
from models.risk.detection.detector import Detector
from models.risk.detection.report_log import ReportLog
from models.risk.detection.wake import ALWAYS

SLOWDOWN = 4
HEARTBEAT_S = 10.0  # silence, fading evidence, ages and times of officers are followed at least this often
MOST_STEP_S = 10.0  # longest time credited for one run when the clock leaps
MOST_SLEEP_S = 2 * HEARTBEAT_S  # likewise for evidence that fades while a detector sleeps


@dataclass
class DetectorSchedule:
    """The schedule of one detector; `number` is its place in the table, which spreads the runs over the ticks.

    `awake`: it has found something, or a timer of its memory runs. `fading`: earlier evidence or alerts fade, for which
    it runs with the heartbeat. `called`: a safety text waits for it. It has read the parts of `reports` before `read`.
    """

    detector: Detector
    number: int
    reports: ReportLog = field(default_factory=ReportLog)
    read: int = 0
    ran_s: float = float("nan")
    ran_number: int | None = None
    turn: int = 0  # its first turn after that, if it is not put off
    awake: bool = False
    fading: bool = False
    called: bool = False

    def due(self, tick: Tick) -> bool:
        """Whether it runs at this tick."""
        if (self.ran_number is not None and self.ran_number < tick.number < self.turn) or not self._turn(tick):
            return False
        if self.awake or self.called or self.reports.wakes(self.read, self.detector.wake):
            return True
        self.read = self.reports.end
        return self._overslept(tick.t_s)

    def next_s(self, tick: Tick) -> float:
        """When it asks for a tick of its own after this one if nothing is received; inf where the heartbeat will do."""
        if not (self.awake or self.detector.wake == ALWAYS):
            return inf
        every = self._every(tick)
        turn = ((tick.number if self.ran_number is None else self.ran_number) + self.number) // every + 1
        return max(float(turn * every - self.number), tick.t_s + 1.0)

    def take(self, tick: Tick) -> tuple[np.ndarray, float, float]:
        """Rows that reported since the last run, each once; the seconds since then, its pace if it slept; and the
        seconds by which its evidence has faded.
        """
        rows = self.reports.since(self.read, self.detector.wake)
        pace_s = float(self.detector.every)
        faded_s = tick.t_s - self.ran_s if self.ran_s <= tick.t_s else pace_s
        faded_s = min(faded_s, max(MOST_STEP_S * pace_s, MOST_SLEEP_S))
        slept = not self.awake and self.detector.wake.after_s > pace_s
        self.read, self.called, self.ran_s = self.reports.end, False, tick.t_s
        self._count_from(tick)
        return rows, pace_s if slept else min(faded_s, MOST_STEP_S * pace_s), faded_s

    def wait(self, tick: Tick) -> None:
        """Let this tick pass; its first turn is the next one of its place in the table."""
        if self.ran_number is None:
            self._count_from(tick)

    def pause(self) -> None:
        """Do not count the time until the next run, since no vessel is present."""
        self.ran_s = float("nan")

    def _count_from(self, tick: Tick) -> None:
        self.ran_number, every = tick.number, self.detector.every
        self.turn = ((tick.number + self.number) // every + 1) * every - self.number

    def _every(self, tick: Tick) -> int:
        spared = tick.spared and not self.detector.essential
        return self.detector.every * SLOWDOWN**tick.spared if spared else self.detector.every

    def _turn(self, tick: Tick) -> bool:
        """Whether it has a turn in the ticks after its last run, up to this one."""
        every = self._every(tick)
        before = tick.number - 1 if self.ran_number is None or self.ran_number >= tick.number else self.ran_number
        return (tick.number + self.number) // every > (before + self.number) // every

    def _overslept(self, t_s: float) -> bool:
        after_s = min(self.detector.wake.after_s, HEARTBEAT_S) if self.fading else self.detector.wake.after_s
        return not t_s < self.ran_s + after_s and after_s < inf
