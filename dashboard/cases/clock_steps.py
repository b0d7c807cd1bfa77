"""The state line of a case: its seven steps, each with its clock: done and when, running with its share, or waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.casework.cases.clocks import clocks_of
from models.casework.cases.law.case_clock import CaseClock
from models.casework.cases.limits import LimitsMin
from models.casework.cases.nouns import Case

# A step, the clock that limits it, and the time of the case that says it is done.
STEPS = (
    ("assess", "assess", "assessed"),
    ("order", "order", "ordered"),
    ("ack", "ack", "acknowledged"),
    ("move", "move", "under_way"),
    ("arrive", "arrive", "on_scene"),
    ("report", "report", "disposed"),
    ("close", "close", "closed"),
)
URGED, LATE = 0.7, 1.0


@dataclass(frozen=True)
class ClockStep:
    """One step. `state` is done, running, urged, late, paused or waiting; `share` of the limit that is used up."""

    name: str
    state: str
    at_s: float | None = None
    due_s: float | None = None
    share: float = 0.0


def steps_of(case: Case, limits_min: LimitsMin, t_s: float) -> list[ClockStep]:
    """Return the steps of a case in order; of several clocks of one step the most pressing one counts."""
    clocks = clocks_of(case, limits_min)
    return [_step(case, name, _named(clocks, key), case.times.get(time), t_s) for name, key, time in STEPS]


def clock_step(clock: CaseClock, case: Case, t_s: float) -> ClockStep:
    """Return one clock as a step of its own."""
    name = clock.name.partition("/")[0].partition(".")[0]
    return _running(case, name, clock, t_s) if clock.end_s is None else _done(name, clock, t_s)


def clocks_about(case: Case, limits_min: LimitsMin, part: str, t_s: float) -> list[ClockStep]:
    """Return the running clocks about one part of a case."""
    clocks = clocks_of(case, limits_min)
    return [clock_step(each, case, t_s) for each in clocks if each.about == part and each.end_s is None]


def most_pressing(case: Case, limits_min: LimitsMin, t_s: float) -> ClockStep | None:
    """Return the running clock with the largest share used up, check-ins included; None if none runs."""
    running = [each for each in clocks_of(case, limits_min) if each.end_s is None and case.open]
    worst = max(running, key=lambda each: each.share(t_s), default=None)
    return clock_step(worst, case, t_s) if worst else None


def _named(clocks: Sequence[CaseClock], key: str) -> list[CaseClock]:
    return [each for each in clocks if each.name == key or each.name.startswith((f"{key}/", f"{key}."))]


def _step(case: Case, name: str, clocks: list[CaseClock], at_s: float | None, t_s: float) -> ClockStep:
    running = [each for each in clocks if each.end_s is None and case.open]
    if running:
        return _running(case, name, max(running, key=lambda each: each.share(t_s)), t_s)
    done = [each for each in clocks if each.end_s is not None]
    if done:
        return _done(name, max(done, key=lambda each: each.end_s or 0.0), t_s)
    return ClockStep(name, "waiting") if at_s is None else ClockStep(name, "done", at_s)


def _done(name: str, clock: CaseClock, t_s: float) -> ClockStep:
    return ClockStep(name, "done", clock.end_s, None, clock.share(t_s))


def _running(case: Case, name: str, clock: CaseClock, t_s: float) -> ClockStep:
    share = clock.share(t_s)
    state = "late" if share >= LATE else "urged" if share >= URGED else "running"
    if any(each.to_s is None for each in clock.pauses):
        state = "paused"
    return ClockStep(name, state, None, clock.due_s(t_s), share)
