"""Times of lines in files: read from every envelope, never going back, with odd ones refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.filetime import STEP_S, FileClock, UndatedTimes, first_time_s, own_times
from models.base.clock import parse_iso
from tests.ingest.recordings import tag_block

A1 = b"!AIVDM,1,1,,A,15N1u<PP1FJuvSRHOE6QIwwh0HQ6,0*30"
NONE = np.array([])
DAY_S = 86_400.0


@pytest.mark.parametrize(
    ("line", "time"),
    [
        (b"\\s:rEV02,c:1334337317*58\\" + A1, "2012-04-13T17:15:17"),
        (tag_block(b"g:1-2-3985,s:rEV02,c:1334337317250") + A1, "2012-04-13T17:15:17.250"),
        (tag_block(b"s:x") + tag_block(b"c:1334337317") + A1, "2012-04-13T17:15:17"),
        (tag_block(b"c:1334337317250000") + A1, "2012-04-13T17:15:17.250"),
        (b"Apr 13 17:15:19 mast ais: " + tag_block(b"s:rEV02,c:1334337317") + A1, "2012-04-13T17:15:17"),
        (b"2012-04-13T17:15:17Z " + A1, "2012-04-13T17:15:17"),
        (b"1334337317," + A1, "2012-04-13T17:15:17"),
        (A1 + b";2012-04-13 17:15:17", "2012-04-13T17:15:17"),
        (A1 + b"\t1334337317.5", "2012-04-13T17:15:17.500"),
        (b'"' + A1 + b'","1334337317"', "2012-04-13T17:15:17"),
        (b'{"nmea":["' + A1 + b'"],"eta":"2012-04-20T17:15:17Z","rxuxtime":1334337317}', "2012-04-13T17:15:17"),
        (b"[2012-04-13 17:15:17]", "2012-04-13T17:15:17"),
        (b"$PGHP,1,2014,9,28,16,0,4,684,219,21,992190921,1,14*22", "2014-09-28T16:00:04.684"),
        (b"$PGHP,1,2012,1,31,5,7,2,151,316,2,316000002,1AIS_S,51*77,1327992119157", "2012-01-31T06:41:59.157"),
        (A1 + b",1327992119173", "2012-01-31T06:41:59.173"),
        (A1 + b",1411920140", "2014-09-28T16:02:20"),
        (A1 + b",d-080,S2118,t050056.00,T56.4837741,r003669946,1325394060,1325394001", "2012-01-01T05:01:00"),
        (tag_block(b"c:1334337317") + A1 + b",1411920140", "2012-04-13T17:15:17"),
        (b"\\c:1334337317*00\\" + A1 + b",1411920140", "2014-09-28T16:02:20"),
    ],
)
def test_the_time_is_read_from_every_envelope(line: bytes, time: str) -> None:
    assert own_times([A1, line, A1]).tolist()[1] == pytest.approx(parse_iso(time), abs=1e-6)
    assert np.isnan(own_times([A1, line, A1])[[0, 2]]).all()


@pytest.mark.parametrize(
    "line",
    [
        A1,
        b"",
        b"$PGHP,1,2014,19,28,16,0,4,684,219,21,1,1,14*22",
        A1 + b",r003669946",
        A1 + b",x1325394060",
        b"c:13343",
        b"\\c:1334337317*00\\" + A1,
        b"\\c:1334337317\\" + A1,
        b"# 2012-04-13T17:15:17Z " + A1,
        b"$GPZDA,2012-04-13 17:15:17",
    ],
)
def test_lines_without_a_time_have_none(line: bytes) -> None:
    assert np.isnan(own_times([line])).all()


def follow(times: list[float], ahead: list[float] | None = None) -> tuple[list[float], list[bool]]:
    own = np.array(times, "f8")
    rx_s, odd = FileClock(first_time_s(own)).follow(own, np.array(ahead or [], "f8"))
    return rx_s.tolist(), odd.tolist()


NAN = float("nan")


def test_a_line_without_a_time_gets_that_of_the_line_before() -> None:
    assert follow([NAN, NAN, 100.0, NAN, 101.0, NAN])[0] == [100, 100, 100, 100, 101, 101]


def test_a_small_step_back_is_held() -> None:
    assert follow([100.0, 110.0, 105.0, 111.0]) == ([100, 110, 110, 111], [False] * 4)


def test_an_old_report_counts_as_received_now_and_is_odd() -> None:
    assert follow([10_000.0, 10_001.0, 10_000.0 - 2 * DAY_S, 10_002.0]) == (
        [10_000, 10_001, 10_001, 10_002],
        [False, False, True, False],
    )


@pytest.mark.parametrize("off_s", [STEP_S + 2, 3601.0, 2 * DAY_S, 1e9])
@pytest.mark.parametrize("at", [0, 1, 50, 97, 98, 99])
def test_a_time_in_the_future_does_not_move_the_clock(off_s: float, at: int) -> None:
    times = [10_000.0 + n for n in range(100)]
    times[at] += off_s
    rx_s, odd = follow(times)
    assert odd == [n == at for n in range(100)]
    assert max(rx_s) <= 10_099


def test_a_few_false_times_in_a_row_do_not_move_the_clock() -> None:
    times = [10_000.0 + n for n in range(100)]
    times[40:45] = [time + 2 * DAY_S for time in times[40:45]]
    rx_s, odd = follow(times)
    assert [n for n, each in enumerate(odd) if each] == [40, 41, 42, 43, 44]
    assert max(rx_s) == 10_099


def test_a_pause_in_the_file_is_followed() -> None:
    times = [*np.arange(100.0), *(np.arange(100.0) + 10 * DAY_S)]
    assert follow(times) == (times, [False] * 200)


def test_a_pause_between_two_blocks_is_followed() -> None:
    clock = FileClock(0.0)
    first, second = np.arange(100.0), np.arange(100.0) + DAY_S
    clock.follow(first, second)
    assert clock.follow(second, NONE)[0].tolist() == second.tolist()


def test_a_file_of_few_lines_far_apart_is_followed() -> None:
    times = [DAY_S * n for n in range(26)]
    assert follow(times) == (times, [False] * 26)
    assert follow([5.0, 5.0 + DAY_S]) == ([5.0, 5.0 + DAY_S], [False, False])


def test_without_any_time_a_file_runs_at_a_hundred_lines_a_second_from_1970() -> None:
    clock = FileClock(None)
    none = np.full(150, NAN)
    rx_s = np.concatenate([clock.follow(none, NONE)[0], clock.follow(none, NONE)[0]])
    np.testing.assert_allclose(rx_s, np.arange(1, 301) / 100)


@given(st.lists(st.one_of(st.just(NAN), st.floats(0, 4e9), st.floats(1e9, 1e9 + 100)), max_size=60), st.integers(0, 60))
def test_receive_times_never_fall_and_no_line_is_lost(times: list[float], cut: int) -> None:
    own = np.array(times, "f8")
    clock = FileClock(first_time_s(own))
    first = clock.follow(own[:cut], own[cut:])
    second = clock.follow(own[cut:], NONE)
    rx_s, odd = np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]])
    assert len(rx_s) == len(odd) == len(own)
    assert (np.diff(rx_s) >= 0).all() and np.isfinite(rx_s).all()
    plausible = ~odd & ~np.isnan(own)
    assert (np.abs(rx_s - own)[plausible] <= STEP_S).all()


def test_a_day_begins_when_the_time_of_day_goes_back() -> None:
    times = UndatedTimes()
    lines = [
        b"%b %b" % (text, A1) for text in (b"23:59:58", b"23:59:57", b"00:00:01", b"12:00:00", b"23:00:00", b"01:00:00")
    ]
    assert times.own(lines[:3]).tolist() == [86_398, 86_397, 86_401]
    assert times.own(lines[3:]).tolist() == [DAY_S + 43_200, DAY_S + 82_800, 2 * DAY_S + 3600]
    assert np.isnan(times.own([A1])).all()
