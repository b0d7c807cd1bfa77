"""The period of figures: [from, to) in whole local days, as far as it has passed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from models.casework.indicators.figures import Flags

MONTHS, QUARTER_MONTHS = 12, 3
Times = NDArray[np.float64]


@dataclass(frozen=True)
class FigureSpan:
    """UTC seconds; `now_s` is the time of the figures, of which later times have not happened yet."""

    from_s: float
    to_s: float
    now_s: float

    def before(self, times: Times) -> Flags:
        """What happened before the end of the period, and by now."""
        return (times < self.to_s) & (times <= self.now_s)

    def within(self, times: Times) -> Flags:
        """What happened in the period, and by now. What happens at its end belongs to the next one."""
        return (times >= self.from_s) & self.before(times)

    @property
    def end_s(self) -> float:
        """Its end, or now where that is earlier."""
        return max(self.from_s, min(self.to_s, self.now_s))

    def overlap_s(self, from_s: Times, to_s: Times) -> Times:
        """How much of each stretch of time lies in the period, seconds."""
        return np.clip(np.minimum(to_s, self.end_s) - np.maximum(from_s, self.from_s), 0.0, None)

    def until(self, now_s: float) -> FigureSpan:
        """The same period seen at another time."""
        return replace(self, now_s=now_s)


def midnight_s(day: date, utc_offset_h: float) -> float:
    """The beginning of a local day, UTC seconds."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() - utc_offset_h * 3600.0


def span_of(first: date, end: date, utc_offset_h: float, now_s: float) -> FigureSpan:
    """The days from `first` up to, not including, `end`."""
    return FigureSpan(midnight_s(first, utc_offset_h), midnight_s(end, utc_offset_h), now_s)


def months_from(year: int, month: int, count: int, utc_offset_h: float, now_s: float) -> FigureSpan:
    """`count` months from a month on; months below 1 and above 12 are those of the years beside."""
    first, end = (_first_of(year, number) for number in (month, month + count))
    return span_of(first, end, utc_offset_h, now_s)


def quarter_span(year: int, quarter: int, utc_offset_h: float, now_s: float) -> FigureSpan:
    """A quarter, numbered from 1; 0 and below are those of the year before."""
    return months_from(year, QUARTER_MONTHS * (quarter - 1) + 1, QUARTER_MONTHS, utc_offset_h, now_s)


def _first_of(year: int, month: int) -> date:
    years, month0 = divmod(month - 1, MONTHS)
    return date(year + years, month0 + 1, 1)
