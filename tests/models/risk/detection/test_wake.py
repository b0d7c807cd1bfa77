"""Sleep: a detector runs only for what concerns it, and at its own pace while it finds something."""

from __future__ import annotations

import numpy as np
import pytest

from models.base.clock import Tick
from models.base.schema import KIND
from models.risk.detection.detector import Detector, Params, detectors, findings
from models.risk.detection.schedule import HEARTBEAT_S, DetectorSchedule
from models.risk.detection.wake import ALWAYS, Wake

NOBODY = np.empty(0, dtype=np.int64)
SHIP, BEACON = (np.array([KIND[each]], dtype="u1") for each in ("merchant", "distress"))


def sleeper(wake: Wake, every: int = 5) -> DetectorSchedule:
    """A detector that has run at 100 s and found nothing."""
    nothing = findings(NOBODY, np.empty(0))
    schedule = DetectorSchedule(Detector("d", "signal", Params, {}, lambda *_: nothing, every=every, wake=wake), 0)
    schedule.take(at(100))
    return schedule


def at(second: int) -> Tick:
    return Tick(second, float(second))


def test_without_a_report_it_sleeps() -> None:
    assert not any(sleeper(Wake()).due(at(second)) for second in range(101, 200))


def test_a_report_wakes_it_at_its_next_turn() -> None:
    schedule = sleeper(Wake())
    schedule.reports.add(np.array([3]), SHIP)
    assert [second for second in range(101, 108) if schedule.due(at(second))] == [105, 106, 107]


def test_a_report_of_another_kind_of_vessel_does_not() -> None:
    schedule = sleeper(Wake(kinds=("distress",)), every=1)
    schedule.reports.add(np.array([3]), SHIP)
    assert not schedule.due(at(101))
    schedule.reports.add(np.array([4]), BEACON)
    assert schedule.due(at(101))
    assert schedule.take(at(101))[0].tolist() == [4]


def test_it_is_credited_only_its_pace_for_the_time_it_slept() -> None:
    schedule = sleeper(Wake())
    schedule.reports.add(np.array([3]), SHIP)
    _, since_s, faded_s = schedule.take(at(115))
    assert (since_s, faded_s) == (5.0, 15.0)


def test_fading_evidence_is_followed_with_the_heartbeat() -> None:
    schedule = sleeper(Wake(), every=1)
    schedule.fading = True
    assert [second for second in range(101, 112) if schedule.due(at(second))] == [100 + int(HEARTBEAT_S), 111]


def test_one_that_found_something_asks_for_its_next_turn_and_a_sleeper_for_none() -> None:
    schedule = sleeper(Wake(after_s=10.0))
    assert schedule.next_s(at(101)) == float("inf")
    schedule.awake = True
    assert schedule.next_s(at(101)) == 105.0


@pytest.mark.parametrize(
    ("column", "runs"),
    [([0.0, 0.0], False), ([0.0, 2.0], True), ([np.nan, np.nan], False), ([np.nan, 5.0], True), ([False, True], True)],
)
def test_a_timer_runs_while_it_holds_anything(column: list[float], runs: bool) -> None:
    assert Wake(timers=("timer",)).timed({"timer": np.array(column)}) is runs


def test_hardly_any_detector_is_always_awake() -> None:
    assert {each.rule for each in detectors() if each.wake is ALWAYS} <= {"crowding"}
