"""The left column: areas by risk, units by pressure, the latest clues; each shows the tables of the picture."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dashboard.common.memory import PictureMemory
from dashboard.panels import PANELS, Panel
from dashboard.panels.areas import SHOWN
from dashboard.panels.pressure import shares
from models.base.schema import LEVEL, Table, empty
from models.messages.clue import Clue
from models.messages.evaluation import AREA, NO_UNIT, PRESSURE
from models.messages.picture import Picture
from tests.dashboard.pictures import T0, context, picture, site

AREAS = len(site().areas)


def areas(**columns: Any) -> Table:
    """Return all areas of the site, calm except those given by index."""
    table = empty(AREA, AREAS)
    table["area"][:] = np.arange(AREAS)
    for name, values in columns.items():
        for area, value in values.items():
            table[name][area] = value
    return table


def pressure(*rows: dict[str, Any]) -> Table:
    table = empty(PRESSURE, len(rows))
    for at, row in enumerate(rows):
        for name, value in row.items():
            table[name][at] = value
    return table


def show(name: str, shown: Picture, lang: str = "zh", memory: PictureMemory | None = None) -> Panel:
    made = PANELS[name](context(lang, memory))
    made.update(shown)
    return made


def test_the_most_dangerous_area_comes_first_with_its_colour() -> None:
    table = areas(index={9: 0.86, 3: 0.45}, level={9: LEVEL["red"], 3: LEVEL["yellow"]}, unusual={9: 3.1, 3: 0.4})
    made = show("areas", picture(areas=table))
    data = made.source.data
    assert (data["name"][:2], data["colour"][:3]) == (["虾峙门", "岱山"], ["red", "yellow", "none"])
    assert len(data["name"]) == SHOWN
    assert "0.86" in made.root.text and "+3.1σ" in made.root.text and "+0.4σ" not in made.root.text


def test_small_changes_of_an_index_move_no_row_for_a_minute_but_a_colour_does() -> None:
    made = PANELS["areas"](context())
    made.update(picture(areas=areas(index={1: 0.30, 2: 0.32})))
    first = made.source.data["name"]
    made.update(picture(areas=areas(index={1: 0.34, 2: 0.32}), tick=2, t_s=T0 + 5))
    assert made.source.data["name"] == first
    made.update(picture(areas=areas(index={1: 0.45, 2: 0.32}, level={1: 1}), tick=3, t_s=T0 + 6))
    assert made.source.data["name"][0] == "普陀"
    made.update(picture(areas=areas(index={1: 0.10, 2: 0.32}, level={1: 1}), tick=4, t_s=T0 + 80))
    assert made.source.data["name"][0] == "普陀", "the worse colour stands first whatever the index"


def test_a_trend_is_shown_once_it_is_known() -> None:
    memory = PictureMemory()
    for minute in range(12):
        then = picture(areas=areas(index={1: 0.30 + 0.01 * minute, 2: 0.5 - 0.01 * minute}), t_s=T0 + 60.0 * minute)
        memory.take(then)
    text = show("areas", then, memory=memory).root.text
    assert text.count("↑") == text.count("↓") == 1
    assert "↑" not in show("areas", then).root.text


@pytest.mark.parametrize("name", ["areas", "pressure"])
def test_before_the_first_results_a_note_is_shown(name: str) -> None:
    assert "尚未算出" in show(name, picture()).root.text


def test_pressure_is_one_number_its_parts_and_the_boats() -> None:
    parts = {"part_load": 0.6, "part_wait": 0.3, "part_overdue": 0.0, "pressure": 0.72, "level": LEVEL["orange"]}
    table = pressure(
        {"unit": 2, "boats": 3, "boats_ready": 1, "overdue": 2, **parts},
        {"unit": NO_UNIT, "boats": 9, "boats_ready": 7, "work": 5},
    )
    made = show("pressure", picture(pressure=table, advice={"zh": "调一艘", "en": "move one"}))
    assert made.source.data["unit"] == ["普陀", "合计"]
    assert made.root.text.index("可用艇") < made.root.text.index('<i class="pressure">压力')
    for expected in ("72", "1/3", "超时 2", "在办 5", "调一艘", "unit-row orange"):
        assert expected in made.root.text
    assert (
        "move one" in show("pressure", picture(pressure=table, advice={"zh": "调", "en": "move one"}), "en").root.text
    )


def test_the_parts_of_the_bar_make_up_the_pressure() -> None:
    row = {"part_load": 0.6, "part_wait": 0.3, "part_overdue": 0.1, "pressure": 1 - 0.4 * 0.7 * 0.9}
    assert sum(shares(row)) == pytest.approx(row["pressure"])
    assert shares(row)[0] > shares(row)[1] > shares(row)[2] > 0
    assert shares(dict.fromkeys(row, 0.0)) == [0, 0, 0]
    assert sum(shares({**row, "part_load": 1.0, "pressure": 1.0})) == pytest.approx(1.0)


def test_the_strongest_wind_that_is_still_forecast_comes_first() -> None:
    def wind(force: int, until_s: float | None) -> Clue:
        kind = f"wind_{force}"
        return Clue("weather", kind, T0 - 600, kind=kind, text="<i>浪高", valid_from_s=T0, valid_to_s=until_s)

    made = show("weather", picture(clues=(wind(6, None), wind(8, T0 + 3600), wind(9, T0 - 1), Clue("grid", "g", T0))))
    assert made.source.data["force"] == [8, 6]
    assert "8 级风" in made.root.text and "06:13–07:13" in made.root.text and "06:13 起" in made.root.text
    assert "&lt;i&gt;浪高" in made.root.text and "06:03 发布" in made.root.text


@pytest.mark.parametrize(("lang", "words"), [("zh", "未接入气象海况数据"), ("en", "No weather feed is connected")])
def test_without_a_forecast_no_weather_is_made_up(lang: str, words: str) -> None:
    assert words in show("weather", picture(), lang).root.text


def test_the_latest_clues_come_first_in_their_original_words() -> None:
    reports = tuple(Clue("grid", str(n), T0 + n, 122.3, 29.9, text=f"<b>第 {n} 条") for n in range(5))
    forecast = Clue("weather", "w", T0, kind="wind_7", polygon=((122, 30), (123, 30), (123, 31)))
    made = show("clues", picture(clues=(*reports, forecast)))
    assert made.source.data["id"] == ["4", "3", "2"]
    assert "&lt;b&gt;第 4 条" in made.root.text and "网格" in made.root.text and "共 5 条" in made.root.text
    assert "暂无线索" in show("clues", picture()).root.text
