"""The runs of a site's seasons: which is on now or begins soon, and by when each of its measures is due.

A run by date is due a number of hours after it begins, one by weather fewer, one of a holiday when the holiday begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from models.site.law.seasons import Measure, Season, SeasonNow, Seasons
from models.site.playbooks.conditions import met

HOUR_S, DAY_S = 3600.0, 86400.0
NEAR_S = 14 * DAY_S  # a season that begins within this is shown, and may be prepared


@dataclass(frozen=True)
class WeatherSpell:
    """What a forecast says of one field of conditions, such as `wind_force`, from one time to another."""

    field: str
    value: float
    from_s: float
    to_s: float


@dataclass(frozen=True)
class SeasonRun:
    """One run of a season. `why` is date, holiday or weather; it is near until `begins_s`."""

    season: Season
    why: str
    occurrence: str
    name_zh: str
    name_en: str
    begins_s: float
    ends_s: float

    def due_s(self, measure: Measure) -> float:
        """By when a measure is due."""
        usual_h = self.season.weather_due_h if self.why == "weather" else self.season.due_h
        return self.begins_s + HOUR_S * (usual_h if measure.due_h is None or self.why == "weather" else measure.due_h)

    def measure(self, name: str, unit: str) -> Measure | None:
        """The measure with this id, if the unit has to tick it."""
        return next((each for each in self.season.measures_of(unit) if each.id == name), None)


def runs_of(seasons: Seasons, t_s: float, spells: Iterable[WeatherSpell] = ()) -> tuple[SeasonRun, ...]:
    """The runs that are on or begin within NEAR_S, in the order of the file."""
    blowing = [each for each in spells if each.from_s <= t_s < each.to_s]
    found: list[SeasonRun] = []
    for season in seasons.all:
        felt = [each for each in blowing if met(season.weather, {each.field: each.value})]
        since_s = min((each.from_s for each in felt), default=t_s)
        weather = {each.field: each.value for each in felt}
        now = next((each for each in seasons.at(t_s, weather, since_s) if each.season is season), None)
        if now:
            span = _weather(felt) if now.why == "weather" else _span(seasons, now, t_s)
            found.append(SeasonRun(season, now.why, now.occurrence, now.name_zh, now.name_en, *span))
        else:
            found += _near(seasons, season, t_s)
    return tuple(found)


def _weather(felt: list[WeatherSpell]) -> tuple[float, float]:
    return min(each.from_s for each in felt), max(each.to_s for each in felt)


def _span(seasons: Seasons, now: SeasonNow, t_s: float) -> tuple[float, float]:
    """From when to when a run by date or holiday lasts."""
    if now.why == "holiday":
        return _holiday_span(seasons, now.occurrence)
    spans = (span for each in now.season.windows for span in _spans(seasons, each, t_s))
    return next(span for span in spans if span[0] <= t_s < span[1])


def _holiday_span(seasons: Seasons, occurrence: str) -> tuple[float, float]:
    first = date.fromisoformat(occurrence[-len("2026-10-01") :])
    holiday = seasons.calendar.holiday_on(first)
    days = (first, (holiday.last if holiday else first) + timedelta(days=1))
    begins, ends = (datetime(each.year, each.month, each.day, tzinfo=UTC).timestamp() for each in days)
    return begins - seasons.utc_offset_h * HOUR_S, ends - seasons.utc_offset_h * HOUR_S


def _near(seasons: Seasons, season: Season, t_s: float) -> list[SeasonRun]:
    """The run that begins next, if it does so soon."""
    spans = [span for each in season.windows for span in _spans(seasons, each, t_s)]
    soon = min((span for span in spans if t_s < span[0] <= t_s + NEAR_S), default=None)
    if soon is None:
        return []
    year = datetime.fromtimestamp(soon[0] + seasons.utc_offset_h * HOUR_S, UTC).year
    return [SeasonRun(season, "date", f"{season.id}-{year}", season.name_zh, season.name_en, *soon)]


def _spans(seasons: Seasons, window: tuple[str, str], t_s: float) -> Iterator[tuple[float, float]]:
    """A window in the years about a time."""
    year = datetime.fromtimestamp(t_s + seasons.utc_offset_h * HOUR_S, UTC).year
    start, end = window
    for begin in (year - 1, year, year + 1):
        yield _moment(seasons, begin, start), _moment(seasons, begin if start < end else begin + 1, end)


def _moment(seasons: Seasons, year: int, text: str) -> float:
    """A local `MM-DD HH:MM` of a year; 29 February of a common year is the first of March."""
    try:
        local = datetime.strptime(f"{year}-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    except ValueError:
        local = datetime(year, 3, 1, tzinfo=UTC)
    return local.timestamp() - seasons.utc_offset_h * HOUR_S
