"""Seasons are on by date, by holiday or by weather; a mistake is one sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.clock import parse_iso
from models.base.settings import UserError
from models.site.law.holidays import Holiday, HolidayCalendar, HolidayYear
from models.site.law.seasons import NO_SEASONS, Seasons, read_seasons
from models.site.units import Unit, Units

TEXT = """\
seasons:
  - id: winter
    name_zh: 冬防
    name_en: Winter
    source: made up
    dates: [{from: "11-15 00:00", to: "03-16 00:00"}]
    weather: ["wind_force >= 9"]
    measures:
      - {id: meeting, units: all, zh: 部署, en: Meet}
      - {id: check, units: [county], zh: 检查, en: Check}
  - id: holidays
    name_zh: 节假日
    name_en: Holidays
    source: calendar.yaml
    holidays: true
    lead_days: 2
    measures: [{id: duty, units: [east, city], zh: 值班, en: Man the duty}]
"""
UNITS = Units((Unit("city", "市", "City"), Unit("east", "东", "East", "county", "city")))
DAY = Holiday("国庆节", "National Day", date(2026, 10, 1), date(2026, 10, 7))
CALENDAR = HolidayCalendar((HolidayYear(2026, "list", False, (DAY,), frozenset()),))


def read(folder: Path, text: str = TEXT) -> Seasons:
    return read_with(folder, text, UNITS, CALENDAR)


def read_with(folder: Path, text: str, units: Units, calendar: HolidayCalendar) -> Seasons:
    (folder / "seasons.yaml").write_text(text, encoding="utf-8")
    return read_seasons(folder / "seasons.yaml", units, calendar, 8.0)


@pytest.fixture(scope="module")
def seasons(tmp_path_factory: pytest.TempPathFactory) -> Seasons:
    return read(tmp_path_factory.mktemp("site"))


@pytest.mark.parametrize(
    ("t", "weather", "on"),
    [
        ("2026-11-14T15:59:59Z", {}, []),
        ("2026-11-14T16:00:00Z", {}, [("winter", "date", "winter-2026")]),
        ("2027-03-15T15:59:59Z", {}, [("winter", "date", "winter-2026")]),
        ("2027-03-15T16:00:00Z", {}, []),
        ("2026-07-01T00:00:00Z", {"wind_force": 9.0}, [("winter", "weather", "winter-2026-07-01")]),
        ("2026-07-01T00:00:00Z", {"wind_force": 8.0}, []),
        ("2026-09-28T12:00:00Z", {}, []),
        ("2026-09-28T16:00:00Z", {}, [("holidays", "holiday", "holidays-2026-10-01")]),
        ("2026-10-07T12:00:00Z", {}, [("holidays", "holiday", "holidays-2026-10-01")]),
        ("2026-10-08T00:00:00Z", {}, []),
    ],
)
def test_a_season_is_on(t: str, weather: dict[str, float], on: list[tuple[str, str, str]], seasons: Seasons) -> None:
    assert [(each.season.id, each.why, each.occurrence) for each in seasons.at(parse_iso(t), weather)] == on


def test_a_holiday_is_named(seasons: Seasons) -> None:
    (now,) = seasons.at(parse_iso("2026-10-02T00:00:00Z"))
    assert (now.name_zh, now.name_en) == ("节假日（国庆节）", "Holidays: National Day")


def test_each_unit_has_its_measures(seasons: Seasons) -> None:
    winter = seasons.all[0]
    assert [each.id for each in winter.measures_of("east")] == ["meeting", "check"]
    assert [each.id for each in winter.measures_of("city")] == ["meeting"]


@given(st.floats(0, 4e9))
def test_the_answer_depends_on_the_local_time_alone(seasons: Seasons, t_s: float) -> None:
    assert seasons.at(t_s) == seasons.at(t_s, {})
    assert len({each.season.id for each in seasons.at(t_s)}) == len(seasons.at(t_s))


def test_a_site_may_have_none(tmp_path: Path) -> None:
    assert read_seasons(tmp_path / "seasons.yaml", UNITS, CALENDAR, 8.0) is NO_SEASONS
    assert NO_SEASONS.at(0.0) == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("wind_force >= 9", "wind >= 9", "line 7: season 1: weather 1: expected a condition on one of the fields"),
        ("[county]", "[galaxy]", "line 10: season 1: measure 2: key units: expected all, or a list of city, county"),
        ('"11-15 00:00"', '"11-31 00:00"', "line 6: season 1: date 1: key from: expected a moment MM-DD HH:MM"),
        ("id: holidays", "id: winter", "season 2: key id: winter is used twice; give each its own"),
        ("    holidays: true\n", "", "season 2: expected dates, holidays: true or weather, found none of them"),
        ("lead_days: 2", "lead_days: few", "line 16: season 2: key lead_days: expected a number from 0 to 30"),
        ("zh: 部署, ", "", "line 9: season 1: measure 1: key zh: expected a text, it is missing"),
    ],
)
def test_a_mistake_is_one_sentence(old: str, new: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as problem:
        read(tmp_path, TEXT.replace(old, new))
    assert words in str(problem.value) and "\n" not in str(problem.value)
