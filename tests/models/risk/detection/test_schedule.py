"""The schedule: each detector at its own pace, with all rows that reported since its last run."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest

from models.base.clock import Tick
from models.risk.detection.detector import Detector, Params, findings
from models.risk.detection.report_log import ReportLog
from models.risk.detection.schedule import MOST_STEP_S, DetectorSchedule


def slow(every: int = 5, *, essential: bool = False, number: int = 0) -> DetectorSchedule:
    nothing = findings(np.empty(0, np.int64), np.empty(0))
    return DetectorSchedule(
        Detector("d", "signal", Params, {}, lambda *_: nothing, every=every, essential=essential), number
    )


def report(schedule: DetectorSchedule, *rows: int) -> None:
    schedule.reports.add(np.array(rows), np.zeros(len(rows), "u1"))


def looks(schedule: DetectorSchedule, ticks: range, spared: int = 0) -> list[int]:
    return [n for n in ticks if schedule.due(Tick(n, float(n), spared=spared))]


@pytest.mark.parametrize(("number", "expected"), [(0, [100, 105]), (2, [103, 108]), (7, [103, 108])])
def test_its_place_in_the_table_decides_at_which_ticks_it_runs(number: int, expected: list[int]) -> None:
    assert looks(slow(number=number), range(100, 110)) == expected


def test_what_is_not_essential_is_put_off_when_ticks_take_too_long() -> None:
    assert len(looks(slow(1), range(160), spared=1)) == 40
    assert len(looks(slow(1), range(160), spared=2)) == 10
    assert len(looks(slow(1, essential=True), range(160), spared=2)) == 160


def test_rows_that_reported_since_the_last_run_are_given_once_and_in_order() -> None:
    schedule = slow()
    for second, rows in enumerate(([3, 5], [1], [5])):
        report(schedule, *rows)
        if second == 2:
            rows_heard, since_s, _ = schedule.take(Tick(100 + second, 100.0 + second))
    assert rows_heard.tolist() == [1, 3, 5]
    assert since_s == 5, "the first look: as long as its pace"
    report(schedule, 2)
    rows_heard, since_s, _ = schedule.take(Tick(107, 107.0))
    assert (rows_heard.tolist(), since_s) == ([2], 5)


def test_a_row_freed_meanwhile_is_dropped() -> None:
    schedule = slow()
    report(schedule, 1, 2)
    schedule.reports.forget(np.array([2]))
    report(schedule, 4)
    assert schedule.take(Tick(100, 100.0))[0].tolist() == [1, 4]


def test_a_clock_that_leaps_credits_no_detector_with_an_hour() -> None:
    schedule = slow(1)
    schedule.take(Tick(100, 100.0))
    assert schedule.take(Tick(3700, 3700.0))[1] == MOST_STEP_S


def test_time_without_any_vessel_does_not_count() -> None:
    schedule = slow(1)
    schedule.take(Tick(100, 100.0))
    schedule.pause()
    assert schedule.take(Tick(108, 108.0))[1] == 1.0


def test_what_never_sleeps_stays_awake_in_a_checkpoint() -> None:
    schedule = slow()
    schedule.take(Tick(100, 100.0))
    restored = pickle.loads(pickle.dumps(schedule.detector.wake))
    again = replace(schedule, detector=replace(schedule.detector, wake=restored))
    assert again.next_s(Tick(101, 101.0)) == schedule.next_s(Tick(101, 101.0)) == 105.0


def test_detectors_that_stopped_at_the_same_report_read_the_same_rows_once() -> None:
    log, wake = ReportLog(), slow().detector.wake
    one, other = (replace(slow(), reports=log) for _ in range(2))
    report(one, 7)
    report(one, 2, 7)
    assert one.take(Tick(100, 100.0))[0] is other.take(Tick(100, 100.0))[0]
    report(one, 3)
    log.drop(min(one.read, other.read))
    assert (log.begin, log.since(one.read, wake).tolist()) == (2, [3])
