"""Rates, their intervals, and the period."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.casework.indicators.figures import IndicatorFigure, pooled, wilson
from models.casework.indicators.span import FigureSpan, months_from, quarter_span, span_of


@pytest.mark.parametrize(
    ("k", "n", "percent"), [(1, 1, (21, 100)), (9, 10, (60, 98)), (48, 50, (87, 99)), (0, 1, (0, 79)), (0, 0, (0, 100))]
)
def test_the_interval_of_a_rate(k: int, n: int, percent: tuple[int, int]) -> None:
    assert tuple(round(100 * each) for each in wilson(k, n)) == percent


@given(st.integers(0, 400), st.integers(0, 400))
def test_an_interval_holds_its_rate_and_narrows_with_more_cases(k: int, n: int) -> None:
    k, n = min(k, n), max(k, n)
    low, high = wilson(k, n)
    assert 0.0 <= low <= (k / n if n else 0.5) + 1e-12
    assert (k / n if n else 0.5) - 1e-12 <= high <= 1.0
    if n:
        assert wilson(2 * k, 2 * n)[0] >= low - 1e-12


def test_fewer_than_ten_are_too_few_for_a_rate_but_not_for_a_share_of_time() -> None:
    assert IndicatorFigure("K1", 9, 9).few and not IndicatorFigure("K1", 9, 10).few
    assert not IndicatorFigure("K14", 0.5, 1.0, "share").few


def test_without_cases_there_is_no_rate_and_no_bound() -> None:
    record = IndicatorFigure("K1", 0, 0).record()
    assert (record["rate"], record["low"], record["high"], record["few"]) == (None, None, None, True)


def test_several_rates_as_one_keep_their_lists() -> None:
    both = pooled("x", (IndicatorFigure("a", 1, 2, ids_n=("1", "2")), IndicatorFigure("b", 0, 1, ids_n=("3",))))
    assert (both.k, both.n, both.ids_n) == (1, 3, ("1", "2", "3"))


def test_a_period_is_whole_local_days_and_ends_before_its_last_moment() -> None:
    day = span_of(date(2026, 4, 1), date(2026, 4, 2), 8.0, 2e9)
    assert day.to_s - day.from_s == 86400.0
    assert day.from_s % 86400.0 == 16 * 3600.0  # midnight in China is 16:00 UTC
    times = np.array([day.from_s - 0.1, day.from_s, day.to_s - 0.1, day.to_s])
    assert list(day.within(times)) == [False, True, True, False]


def test_what_happens_after_now_is_not_yet_in_the_period() -> None:
    span = FigureSpan(0.0, 100.0, 50.0)
    assert list(span.within(np.array([49.0, 50.0, 51.0]))) == [True, True, False]
    assert list(span.overlap_s(np.array([-10.0, 40.0, 60.0]), np.array([10.0, 90.0, 90.0]))) == [10.0, 10.0, 0.0]


def test_quarters_follow_each_other_over_the_year() -> None:
    spans = [quarter_span(2026, each, 8.0, 2e9) for each in range(5)]
    assert [later.from_s for later in spans[1:]] == [earlier.to_s for earlier in spans[:-1]]
    assert spans[0].from_s == months_from(2025, 10, 3, 8.0, 2e9).from_s
