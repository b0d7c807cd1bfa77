"""Seasons: what is prepared each year for winter, fog, typhoons, closed fishing and holidays (`seasons.yaml`).

A season is on by date, by the holidays of the calendar, or while the weather meets one of its conditions. Each unit
ticks its measures once per `occurrence`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from models.base.forms import FilledList, Form, Text, expected, number, read_form
from models.base.settings import UserError
from models.site.features import WindowForm
from models.site.law.holidays import DAY, NO_HOLIDAYS, HolidayCalendar
from models.site.playbooks.conditions import Condition, ConditionText, met
from models.site.units import LEVELS, Units


@dataclass(frozen=True)
class Measure:
    """One thing to do; `units` have to tick it. `due_h` is its own limit, hours after the season begins."""

    id: str
    zh: str
    en: str
    units: tuple[str, ...]
    due_h: float | None = None


@dataclass(frozen=True)
class Season:
    """One season: on within `windows` (local MM-DD HH:MM), around holidays, or when one condition on weather is met.

    Its measures are due `due_h` hours after it begins by date or holiday, `weather_due_h` after it begins by weather.
    """

    id: str
    name_zh: str
    name_en: str
    source: str
    windows: tuple[tuple[str, str], ...]
    holidays: bool
    lead_days: int
    weather: tuple[Condition, ...]
    measures: tuple[Measure, ...]
    due_h: float = 168.0
    weather_due_h: float = 6.0
    source_en: str = ""

    def measures_of(self, unit: str) -> tuple[Measure, ...]:
        """What this unit has to tick."""
        return tuple(each for each in self.measures if unit in each.units)


@dataclass(frozen=True)
class SeasonNow:
    """A season that is on. `why` is `date`, `holiday` or `weather`; `occurrence` tells this time from the last."""

    season: Season
    why: str
    occurrence: str
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class Seasons:
    """All seasons of a site with the calendar and the local time that they go by."""

    all: tuple[Season, ...] = ()
    calendar: HolidayCalendar = NO_HOLIDAYS
    utc_offset_h: float = 0.0

    def at(
        self, t_s: float, weather: Mapping[str, float] | None = None, since_s: float | None = None
    ) -> tuple[SeasonNow, ...]:
        """The seasons that are on at a time, in the order of the file.

        `weather` holds what is known of `wind_force`, `wave_m`, `visibility_m`, `typhoon_km`, and has been so since
        `since_s` (None: since now), which names the occurrence.
        """
        local, since = (
            datetime.fromtimestamp(each + self.utc_offset_h * 3600.0, UTC)
            for each in (t_s, t_s if since_s is None else since_s)
        )
        return tuple(found for season in self.all for found in self._now(season, local, weather or {}, since))

    def _now(
        self, season: Season, local: datetime, weather: Mapping[str, float], since: datetime
    ) -> Iterator[SeasonNow]:
        window = next((each for each in season.windows if _within(each, local)), None)
        holiday = season.holidays and self._holiday(local.date(), season.lead_days)
        names = season.name_zh, season.name_en
        if window:
            yield SeasonNow(season, "date", f"{season.id}-{_began(window, local)}", *names)
        elif holiday:
            occurrence = f"{season.id}-{holiday.first}"
            yield SeasonNow(
                season, "holiday", occurrence, f"{names[0]}（{holiday.name_zh}）", f"{names[1]}: {holiday.name_en}"
            )
        elif met(season.weather, weather):
            yield SeasonNow(season, "weather", f"{season.id}-{since.date()}", *names)

    def _holiday(self, day: date, lead_days: int) -> Any:
        ahead = (self.calendar.holiday_on(day + n * DAY) for n in range(lead_days + 1))
        return next((each for each in ahead if each), None)


NO_SEASONS = Seasons()


def _within(window: tuple[str, str], local: datetime) -> bool:
    start, end = window
    now = local.strftime("%m-%d %H:%M")
    return start <= now < end if start < end else now >= start or now < end


def _began(window: tuple[str, str], local: datetime) -> int:
    """The year in which the window began that is open now."""
    return local.year if local.strftime("%m-%d %H:%M") >= window[0] else local.year - 1


def _are_units(value: Any) -> bool:
    return value == "all" or (isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value))


MOST_DUE_H = 2400


class MeasureForm(Form):
    id: Text
    zh: Text
    en: Text
    units: Annotated[tuple[str, ...], expected(f"all, or a list of units or of {', '.join(LEVELS)}", _are_units)]
    due_h: Annotated[float | None, number(0, MOST_DUE_H, or_none=True)] = None

    @field_validator("units", mode="before")
    @classmethod
    def _are_known(cls, value: Any, info: ValidationInfo) -> Any:
        units: Units = (info.context or {})["units"]
        wanted = [each.id for each in units] if value == "all" else value
        known = [*LEVELS, *(each.id for each in units)]
        if not isinstance(wanted, list) or any(each not in known for each in wanted):
            raise ValueError(f"all, or a list of {', '.join(known)}")
        return [each.id for each in units if each.id in wanted or each.level in wanted]


class SeasonForm(Form):
    id: Text
    name_zh: Text
    name_en: Text
    source: Text
    source_en: Text = ""
    dates: tuple[WindowForm, ...] = ()
    holidays: Annotated[bool, expected("true or false", lambda value: isinstance(value, bool))] = False
    lead_days: Annotated[int, number(0, 30)] = 0
    weather: tuple[ConditionText, ...] = ()
    due_h: Annotated[float, number(0, MOST_DUE_H)] = 168.0
    weather_due_h: Annotated[float, number(0, MOST_DUE_H)] = 6.0
    measures: Annotated[tuple[MeasureForm, ...], FilledList, Field(min_length=1)]


class SeasonsForm(Form):
    seasons: Annotated[tuple[SeasonForm, ...], FilledList]


def read_seasons(path: Path, units: Units, calendar: HolidayCalendar, utc_offset_h: float) -> Seasons:
    """Read the seasons of a site; none if there is no file. Raises UserError."""
    if not path.exists():
        return NO_SEASONS
    seasons = tuple(_season(each) for each in read_form(SeasonsForm, path, {"units": units}).seasons)
    for at, each in enumerate(seasons):
        if each.id in [other.id for other in seasons[:at]]:
            raise UserError(f"{path}: season {at + 1}: key id: {each.id} is used twice; give each its own")
        if not (each.windows or each.holidays or each.weather):
            raise UserError(f"{path}: season {at + 1}: expected dates, holidays: true or weather, found none of them")
    return Seasons(seasons, calendar, utc_offset_h)


KEPT = ("id", "name_zh", "name_en", "source", "source_en", "holidays", "lead_days", "due_h", "weather_due_h")


def _season(form: SeasonForm) -> Season:
    kept = form.model_dump(include={*KEPT})
    windows = tuple((each.start, each.end) for each in form.dates)
    measures = tuple(Measure(each.id, each.zh, each.en, each.units, each.due_h) for each in form.measures)
    return Season(**kept, windows=windows, weather=form.weather, measures=measures)
