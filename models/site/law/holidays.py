"""Holidays and the working days that make up for them, read from a site's `calendar.yaml`.

Each year names its source; one that the State Council has not yet announced is provisional, which is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from models.base.forms import FilledList, Flag, Form, Text, expected, read_form
from models.base.settings import UserError

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Holiday:
    """One holiday, from its first to its last day."""

    name_zh: str
    name_en: str
    first: date
    last: date


@dataclass(frozen=True)
class HolidayYear:
    """One year of the calendar and where it was announced."""

    year: int
    source: str
    provisional: bool
    holidays: tuple[Holiday, ...]
    make_up: frozenset[date]


@dataclass(frozen=True)
class HolidayCalendar:
    """All years known. `holidays` and `make_up` are single days."""

    years: tuple[HolidayYear, ...] = ()
    holidays: frozenset[date] = field(default_factory=frozenset)
    make_up: frozenset[date] = field(default_factory=frozenset)

    def holiday_on(self, day: date) -> Holiday | None:
        """The holiday that a day belongs to; None on other days."""
        every = (each for year in self.years for each in year.holidays)
        return next((each for each in every if each.first <= day <= each.last), None)

    def known(self, day: date) -> bool:
        """Return whether the holidays of this year are announced; otherwise terms counted through it may change."""
        return any(each.year == day.year and not each.provisional for each in self.years)


NO_HOLIDAYS = HolidayCalendar()


def local_day(t_s: float, utc_offset_h: float) -> date:
    """The site's date at a time."""
    return datetime.fromtimestamp(t_s + utc_offset_h * 3600.0, UTC).date()


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _are_days(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_day, value))


Day = Annotated[date, expected("a day such as 2026-10-01", _is_day)]


class HolidayForm(Form):
    name_zh: Text
    name_en: Text
    first: Day
    last: Day


class HolidayYearForm(Form):
    year: Annotated[int, expected("a year", lambda value: isinstance(value, int) and 1990 < value < 2200)]
    source: Text
    provisional: Flag
    holidays: Annotated[tuple[HolidayForm, ...], FilledList]
    make_up: Annotated[tuple[date, ...], expected("a list of days such as 2026-02-14", _are_days)]


class HolidayCalendarForm(Form):
    years: Annotated[tuple[HolidayYearForm, ...], FilledList]


def read_holidays(path: Path) -> HolidayCalendar:
    """Read the calendar of a site; without a file, every Monday to Friday is a working day. Raises UserError."""
    if not path.exists():
        return NO_HOLIDAYS
    years = tuple(_year(each, path) for each in read_form(HolidayCalendarForm, path).years)
    numbers = [each.year for each in years]
    if len(set(numbers)) < len(numbers):
        raise UserError(f"{path}: a year is used twice; give each its own")
    days = frozenset(day for year in years for each in year.holidays for day in _days(each))
    return HolidayCalendar(years, days, frozenset(day for year in years for day in year.make_up))


def _year(form: HolidayYearForm, path: Path) -> HolidayYear:
    for each in form.holidays:
        if not each.first <= each.last or each.first.year != form.year:
            raise UserError(
                f"{path}: {form.year}: {each.name_en}: expected first and last day in order, in {form.year}"
            )
    holidays = tuple(Holiday(**each.model_dump()) for each in form.holidays)
    free = {day for each in holidays for day in _days(each)}
    for day in form.make_up:
        if day in free or day.weekday() < 5:
            raise UserError(f"{path}: {form.year}: key make_up: {day} is no free Saturday or Sunday")
    return HolidayYear(form.year, form.source, form.provisional, holidays, frozenset(form.make_up))


def _days(holiday: Holiday) -> list[date]:
    return [holiday.first + n * DAY for n in range((holiday.last - holiday.first).days + 1)]
