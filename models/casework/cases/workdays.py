"""Working days: Monday to Friday without holidays, and the days that make up for them.

A term of working days does not count the day on which it begins, and ends with the last working day, local time
(Administrative Penalty Law, article 85).
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from math import ceil

SATURDAY = 5
DAY, DAY_S = timedelta(days=1), 86400.0
FEBRUARY, FEBRUARY_DAYS = 2, 28


@dataclass(frozen=True)
class WorkCalendar:
    """The calendar of a site; an empty one has no holidays."""

    utc_offset_h: float = 8.0
    holidays: Set[date] = field(default_factory=frozenset)
    make_up: Set[date] = field(default_factory=frozenset)

    def local_date(self, t_s: float) -> date:
        """The local date of a time."""
        return datetime.fromtimestamp(t_s, self._zone).date()

    def works(self, day: date) -> bool:
        """Whether this is a working day."""
        return day in self.make_up or (day.weekday() < SATURDAY and day not in self.holidays)

    def after_workdays(self, t_s: float, days: int) -> float:
        """The end of the `days`-th working day after the day of `t_s`, UTC seconds."""
        day = self.local_date(t_s)
        while days > 0:
            day += DAY
            days -= self.works(day)
        return self._end_of(day)

    def after_days(self, t_s: float, days: int, *, put_off: bool = True) -> float:
        """The end of the `days`-th calendar day after that of `t_s`; a free one is put off to the next working day."""
        day = self.local_date(t_s) + days * DAY
        while put_off and not self.works(day):
            day += DAY
        return self._end_of(day)

    def workdays_between(self, from_s: float, to_s: float) -> int:
        """How many working days lie after the day of `from_s`, up to the day of `to_s`; negative the other way."""
        if to_s < from_s:
            return -self.workdays_between(to_s, from_s)
        day, last, count = self.local_date(from_s), self.local_date(to_s), 0
        while day < last:
            day += DAY
            count += self.works(day)
        return count

    def workdays_used(self, from_s: float, to_s: float) -> float:
        """How many working days have passed from the end of the day of `from_s` to `to_s`, parts of one counted."""
        day, used = self.local_date(from_s), 0.0
        while (begins_s := self._end_of(day)) < to_s:
            day += DAY
            used += self.works(day) * min(1.0, (to_s - begins_s) / DAY_S)
        return used

    def when_used(self, from_s: float, days: float) -> float:
        """When so many working days have passed since the end of the day of `from_s`: the other way round."""
        whole = ceil(days)
        return self.after_workdays(from_s, whole) - (whole - days) * DAY_S

    def after_years(self, t_s: float, years: int) -> float:
        """The end of the day of the same name, `years` later; the end of February for the 29th."""
        day = self.local_date(t_s)
        last = day.month == FEBRUARY and day.day > FEBRUARY_DAYS
        return self._end_of(day.replace(year=day.year + years, day=FEBRUARY_DAYS if last else day.day))

    @property
    def _zone(self) -> timezone:
        return timezone(timedelta(hours=self.utc_offset_h))

    def _end_of(self, day: date) -> float:
        following = datetime(day.year, day.month, day.day, tzinfo=UTC) + DAY
        return following.timestamp() - self.utc_offset_h * 3600.0
