"""Measures of seasons: which are due by when, who ticks them, and what the ledger keeps of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models.base.clock import parse_iso
from models.casework.seasons.season_list import measures_of, runs_now
from models.casework.seasons.season_weather import spells_of
from models.casework.store import Ledger, sqlite_url
from models.messages.clue import Clue
from models.site.law.season_runs import HOUR_S, SeasonRun, runs_of
from models.site.law.seasons import Seasons
from tests.models.casework.cases.office import CITY, DUTY, FACTS, FAR_DUTY, LEGAL, SITE, UNITS, Office
from tests.models.site.law.test_seasons import CALENDAR, read_with

TEXT = """\
seasons:
  - id: winter
    name_zh: 冬防
    name_en: Winter
    source: made up
    dates: [{from: "11-15 00:00", to: "03-16 00:00"}]
    weather: ["wind_force >= 9", "visibility_m < 1000"]
    due_h: 48
    measures:
      - {id: meeting, units: all, zh: 部署, en: Meet}
      - {id: check, units: [county], zh: 检查, en: Check, due_h: 240}
  - id: holidays
    name_zh: 节假日
    name_en: Holidays
    source: calendar.yaml
    holidays: true
    lead_days: 2
    due_h: 0
    measures: [{id: duty, units: [east, city], zh: 值班, en: Man the duty}]
"""
GALE_S, CALM_S = parse_iso("2026-07-01T00:00:00Z"), parse_iso("2026-07-03T00:00:00Z")
GALE = Clue("weather", "g", GALE_S, kind="wind_9", valid_to_s=CALM_S)


@pytest.fixture(scope="module")
def seasons(tmp_path_factory: pytest.TempPathFactory) -> Seasons:
    return read_with(tmp_path_factory.mktemp("site"), TEXT, UNITS, CALENDAR)


def only(runs: tuple[SeasonRun, ...]) -> SeasonRun:
    (run,) = runs
    return run


@pytest.mark.parametrize(
    ("t", "occurrence", "begins", "due"),
    [
        ("2026-11-05T00:00:00Z", "winter-2026", "2026-11-14T16:00:00Z", "2026-11-16T16:00:00Z"),  # near
        ("2027-03-01T00:00:00Z", "winter-2026", "2026-11-14T16:00:00Z", "2026-11-16T16:00:00Z"),
        ("2026-09-29T00:00:00Z", "holidays-2026-10-01", "2026-09-30T16:00:00Z", "2026-09-30T16:00:00Z"),
    ],
)
def test_a_run_says_when_it_begins_and_by_when_its_measures_are_due(
    t: str, occurrence: str, begins: str, due: str, seasons: Seasons
) -> None:
    run = only(runs_of(seasons, parse_iso(t)))
    assert (run.occurrence, run.begins_s, run.due_s(run.season.measures[0])) == (
        occurrence,
        parse_iso(begins),
        parse_iso(due),
    )


def test_nothing_is_on_or_near_far_from_every_season(seasons: Seasons) -> None:
    assert runs_of(seasons, parse_iso("2026-10-20T00:00:00Z")) == ()
    assert runs_now(Seasons(), 0.0, [GALE]) == ()


def test_a_gale_is_one_run_as_long_as_it_blows_and_its_measures_are_due_in_hours(seasons: Seasons) -> None:
    for t in ("2026-07-01T03:00:00Z", "2026-07-02T20:00:00Z"):
        run = only(runs_now(seasons, parse_iso(t), [GALE]))
        assert (run.why, run.occurrence) == ("weather", "winter-2026-07-01")
        assert {run.due_s(each) - run.begins_s for each in run.season.measures} == {6 * HOUR_S}
    assert runs_now(seasons, parse_iso("2026-07-04T00:00:00Z"), [GALE]) == ()


def test_a_forecast_with_a_number_is_a_spell() -> None:
    kinds = ("wind_9", "visibility_800", "wave_3.5", "typhoon_600", "wind_x", "moonrise_9")
    clues = [Clue("weather", kind, 0.0, kind=kind) for kind in kinds] + [Clue("patrol", "p", 0.0, kind="wind_9")]
    assert [(each.field, each.value) for each in spells_of(clues)] == [
        *(("wind_force", 9.0), ("visibility_m", 800.0), ("wave_m", 3.5), ("typhoon_km", 600.0)),
    ]


def winter(seasons: Seasons) -> Office:
    return Office(replace(FACTS, t_s=parse_iso("2026-11-20T00:00:00Z"), site=replace(SITE, seasons=seasons), clues={}))


def test_each_unit_ticks_its_own_measures_once(seasons: Seasons) -> None:
    office = winter(seasons)
    assert "of that unit or above" in office.why(FAR_DUTY, "season_tick", "winter-2026/meeting/east")
    assert "roles of this account" in office.why(LEGAL, "season_tick", "winter-2026/meeting/east")
    assert "no measure" in office.why(CITY, "season_tick", "winter-2026/check/city")
    assert "no measure" in office.why(CITY, "season_tick", "winter-2025/check/east")
    event = office.do(DUTY, "season_tick", "winter-2026/meeting/east", text="11 月 19 日已开")
    assert event.body["due_s"] == parse_iso("2026-11-16T16:00:00Z") and event.body["zh"] == "部署"
    assert "duty-east ticked this measure" in office.why(CITY, "season_tick", "winter-2026/meeting/east")
    office.do(CITY, "season_tick", "winter-2026/check/west")


def test_a_tick_is_taken_back_with_a_reason(seasons: Seasons) -> None:
    office = winter(seasons)
    subject = "winter-2026/meeting/east"
    assert "not ticked" in office.why(DUTY, "season_tick", subject, done=False, text="误点")
    office.do(DUTY, "season_tick", subject)
    assert "give the reason" in office.why(DUTY, "season_tick", subject, done=False)
    office.do(DUTY, "season_tick", subject, done=False, text="误点")
    left = measures_of(runs_now(seasons, office.facts.t_s, ()), office.book.seasons)
    late = {each.id for each in left if each.late(office.facts.t_s)}
    assert subject in late and "winter-2026/check/east" not in late, "it has ten days"


def test_the_rows_are_those_of_the_book(tmp_path: Path, seasons: Seasons) -> None:
    office = winter(seasons)
    office.do(DUTY, "season_tick", "winter-2026/meeting/east", text="已开")
    office.do(DUTY, "season_tick", "winter-2026/check/east")
    ledger = office.written(Ledger(sqlite_url(tmp_path / "l.sqlite")))
    rows = {each["id"]: (each["unit"], each["done"], each["text"]) for each in ledger.rows("season_ticks")}
    assert rows == {
        "winter-2026/meeting/east": ("east", True, "已开"),
        "winter-2026/check/east": ("east", True, ""),
    }
    assert ledger.book().seasons.keys() == rows.keys() == office.book.seasons.keys()
    ledger.close()
