"""The calendar tells working days from holidays, and whether a year was announced; a mistake is one sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from models.base.clock import parse_iso
from models.base.settings import UserError
from models.site.law.holidays import NO_HOLIDAYS, HolidayCalendar, local_day, read_holidays

TEXT = """\
years:
  - year: 2026
    source: list of 2026
    provisional: false
    holidays: [{name_zh: 国庆节, name_en: National Day, first: 2026-10-01, last: 2026-10-07}]
    make_up: [2026-09-20, 2026-10-10]
  - year: 2027
    source: by law
    provisional: true
    holidays: [{name_zh: 元旦, name_en: New Year, first: 2027-01-01, last: 2027-01-01}]
    make_up: []
"""


def read(folder: Path, text: str = TEXT) -> HolidayCalendar:
    (folder / "calendar.yaml").write_text(text, encoding="utf-8")
    return read_holidays(folder / "calendar.yaml")


def test_holidays_and_make_up_days_are_single_days(tmp_path: Path) -> None:
    calendar = read(tmp_path)
    assert {date(2026, 10, day) for day in range(1, 8)} <= calendar.holidays
    assert date(2026, 10, 8) not in calendar.holidays
    assert calendar.make_up == {date(2026, 9, 20), date(2026, 10, 10)}


def test_a_holiday_has_its_name(tmp_path: Path) -> None:
    found = read(tmp_path).holiday_on(date(2026, 10, 3))
    assert found and (found.name_zh, found.name_en) == ("国庆节", "National Day")


def test_a_provisional_year_is_not_known(tmp_path: Path) -> None:
    calendar = read(tmp_path)
    assert [calendar.known(date(year, 5, 5)) for year in (2025, 2026, 2027)] == [False, True, False]


def test_a_site_may_have_none(tmp_path: Path) -> None:
    assert read_holidays(tmp_path / "calendar.yaml") is NO_HOLIDAYS


def test_the_local_day_begins_at_local_midnight() -> None:
    assert local_day(parse_iso("2026-09-30T15:59:59Z"), 8) == date(2026, 9, 30)
    assert local_day(parse_iso("2026-09-30T16:00:00Z"), 8) == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("last: 2026-10-07", "last: 2026-09-07", "2026: National Day: expected first and last day in order, in 2026"),
        ("first: 2026-10-01", "first: soon", "line 5: year 1: holiday 1: key first: expected a day such as 2026-10-01"),
        ("2026-09-20", "2026-10-03", "2026: key make_up: 2026-10-03 is no free Saturday or Sunday"),
        ("2026-09-20", "2026-09-21", "2026: key make_up: 2026-09-21 is no free Saturday or Sunday"),
        ("year: 2027", "year: 2026", "expected first and last day in order, in 2026"),
        ("provisional: true", "provisional: soon", "year 2: key provisional: expected true or false, found 'soon'"),
        ("    source: by law\n", "", "year 2: key source: expected a text, it is missing"),
    ],
)
def test_a_mistake_is_one_sentence(old: str, new: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as problem:
        read(tmp_path, TEXT.replace(old, new))
    assert words in str(problem.value) and "\n" not in str(problem.value)


def test_a_year_is_given_once(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="a year is used twice"):
        read(tmp_path, TEXT + TEXT.split("\n", 1)[1])
