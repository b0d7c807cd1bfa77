"""Times in ISO 8601, event time at a speed, and a clock that never goes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.clock import CATCH_UP_PACE, PacedClock, SteadyClock, iso, monotonic_s, now_s, parse_iso

times = st.integers(0, 4_000_000_000_000).map(lambda ms: ms / 1000)


def test_a_time_is_written_in_utc_with_milliseconds() -> None:
    assert iso(1_411_922_874.0) == "2014-09-28T16:47:54.000Z"
    assert iso(1_411_922_874.9996) == "2014-09-28T16:47:55.000Z"


@given(times)
def test_what_is_written_reads_back_to_the_millisecond(t_s: float) -> None:
    assert parse_iso(iso(t_s)) == pytest.approx(t_s, abs=5e-4)


@pytest.mark.parametrize(
    "text", ["2014-09-28T16:47:54", "2014-09-28 16:47:54Z", "2014-09-29T00:47:54+08:00", "2014-09-28T18:47:54+0200"]
)
def test_a_time_without_an_offset_is_utc(text: str) -> None:
    assert parse_iso(text) == 1_411_922_874.0


@pytest.mark.parametrize("text", ["", "yesterday", "2014-13-01", "16:47"])
def test_a_text_that_is_not_a_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_iso(text)


def test_the_machine_clocks_move_on() -> None:
    assert now_s() > 1_700_000_000
    assert monotonic_s() <= monotonic_s()


def test_event_time_runs_at_its_speed() -> None:
    clock = PacedClock(start_t_s=1000.0, origin_s=50.0, speed=60.0)
    assert clock.event_s(50.0) == 1000
    assert clock.event_s(51.0) == 1060
    assert clock.wait_s(1120.0, 50.0) == 2
    assert clock.wait_s(1120.0, 51.0) == 1
    assert clock.wait_s(1000.0, 51.0) == 0, "what is overdue is not waited for"


@given(times, st.floats(0, 1e6))
def test_an_unbounded_speed_never_waits(t_s: float, machine_s: float) -> None:
    assert PacedClock(0.0, 0.0, float("inf")).wait_s(t_s, machine_s) == 0


@given(st.floats(0.1, 1000), st.floats(0, 1e5), st.floats(0, 1e5))
def test_after_the_wait_the_time_has_come(speed: float, ahead_s: float, machine_s: float) -> None:
    clock = PacedClock(0.0, 0.0, speed)
    t_s = clock.event_s(machine_s) + ahead_s
    assert clock.event_s(machine_s + clock.wait_s(t_s, machine_s)) == pytest.approx(t_s, abs=1e-3)


@given(st.lists(st.tuples(st.floats(0.0, 10.0), st.floats(-4_000.0, 4_000.0)), min_size=1, max_size=40))
def test_a_steady_clock_never_goes_back_never_stands_and_is_never_behind(steps: list[tuple[float, float]]) -> None:
    machine_s = paced_s = 1_000_000.0
    clock = SteadyClock(lambda: machine_s, lambda: paced_s)
    last_s = clock()
    for passed_s, put_s in steps:
        machine_s, paced_s = machine_s + passed_s + put_s, paced_s + passed_s
        now_is_s = clock()
        assert now_is_s >= last_s + CATCH_UP_PACE * passed_s - 1e-6
        assert now_is_s - machine_s == pytest.approx(clock.back_s, abs=1e-6)
        assert clock.back_s >= 0
        last_s = now_is_s


def test_a_clock_set_back_is_caught_up_with() -> None:
    machine_s = paced_s = 1_000.0
    clock = SteadyClock(lambda: machine_s, lambda: paced_s)
    clock()
    machine_s -= 60
    back_s = []
    for _ in range(700):
        machine_s, paced_s = machine_s + 1, paced_s + 1
        clock()
        back_s.append(clock.back_s)
    assert back_s[0] == pytest.approx(59.9) and back_s[-1] == 0.0
    assert sum(each > 0 for each in back_s) == pytest.approx(600, abs=2)
