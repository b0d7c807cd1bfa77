"""Beacons and cells beside the vessels: regional risk, forecasts, beacons, alerts without a vessel, clues."""

from __future__ import annotations

import numpy as np

from dashboard.common.theme import NIGHT, PALETTES, Sizes
from dashboard.map.beacons import marks
from dashboard.map.chart import chart
from dashboard.map.forecasts import forecast_names
from dashboard.map.rasters import risk
from dashboard.map.symbols import symbols
from dashboard.map.view import fit, mercator
from models.base.schema import KIND, LEVEL, Table, empty
from models.messages.clue import Clue
from models.messages.evaluation import CELL, Grid
from models.messages.picture import Picture
from tests.dashboard.pictures import BOX, T0, alert, craft, picture, site

VIEW = fit(BOX, 400, 340)
GRID = Grid(BOX[0], BOX[1], 0.02, 115, 100)
FORECAST = Clue(
    "weather", "w", T0, kind="wind_7", polygon=((122.0, 30.0), (123.0, 30.0), (123.0, 31.0), (122.0, 31.0)),
    valid_from_s=T0 + 3600, valid_to_s=T0 + 7200,
)  # fmt: skip


def cells(**risky: float) -> Table:
    """Return cells given as `row_column=index`."""
    table = empty(CELL, len(risky))
    for at, (name, index) in enumerate(risky.items()):
        row, column = map(int, name.strip("c").split("_"))
        table["cell"][at], table["index"][at] = row * GRID.columns + column, index
    return table


def index_at(shown: Picture, lon: float, lat: float) -> int:
    x, y = VIEW.pixels(*mercator(lon, lat))
    return int(risk.draw(VIEW, shown)[VIEW.height_px - 1 - int(y), int(x)])


def test_a_cell_is_drawn_at_its_place_and_calm_cells_are_not() -> None:
    shown = picture(grid=GRID, cells=cells(c40_50=0.9, c60_20=0.5, c10_10=0.1))
    red, yellow = (index_at(shown, GRID.west_deg + (column + 0.5) * 0.02, GRID.south_deg + (row + 0.5) * 0.02)
                   for row, column in ((40, 50), (60, 20)))  # fmt: skip
    assert red > yellow > 0
    assert index_at(shown, GRID.west_deg + 10.5 * 0.02, GRID.south_deg + 10.5 * 0.02) == 0
    assert np.count_nonzero(risk.draw(VIEW, shown)) < 100, "two cells and nothing else"


def test_without_risk_there_is_no_raster() -> None:
    assert not risk.draw(VIEW, picture()).any()
    assert not risk.draw(VIEW, picture(grid=GRID, cells=cells(c1_1=0.19))).any()


def test_the_worst_cell_has_its_own_colour_and_stays_faint() -> None:
    whole = risk.draw(VIEW, picture(grid=GRID, cells=cells(c40_50=1.0)))
    for palette in PALETTES.values():
        table = risk.colours(palette)
        assert len(table) == whole.max() + 1 and table[0, 3] == 0
        assert table[1:, 3].min() > 0 and table[:, 3].max() < 128


def test_a_forecast_is_an_outline_with_its_force_and_hours() -> None:
    drawn = chart(site(), VIEW, "zh", NIGHT, Sizes(16), T0, (FORECAST,))
    plain = chart(site(), VIEW, "zh", NIGHT, Sizes(16), T0)
    assert len(drawn.zones["xs"]) == len(plain.zones["xs"]) + 1
    assert {len(column) for column in drawn.zones.values()} == {len(drawn.zones["xs"])}
    (name,) = forecast_names((FORECAST,), "en", NIGHT, Sizes(16), 8.0)
    assert name["text"] == "Force 7 07:13–08:13"


def test_beacons_have_their_own_symbols_and_a_test_does_not_look_like_distress() -> None:
    kinds = [KIND["gear"], KIND["distress"], KIND["distress"], KIND["merchant"]]
    shown = picture(craft(4, kind=kinds, nav_status=[15, 14, 15, 0]))
    found = marks(shown, VIEW)
    assert len(found.gear["x"]) == 1
    assert found.beacons["real"].tolist() == [True, False]
    assert len(symbols(shown, VIEW, 3000, frozenset()).craft["x"]) == 1, "the ship alone"
    called = marks(picture(shown.vessels, (alert(3, "distress"),)), VIEW)
    assert called.beacons["real"].tolist() == [True, True], "an alert of distress is taken at its word"


def test_an_alert_without_a_vessel_is_marked_at_its_own_place() -> None:
    regional = alert(0, "orange", track_id=0, lon=122.81, lat=30.72)
    found = marks(picture(alerts=(regional, alert(1))), VIEW).causes
    assert found["level"].tolist() == [LEVEL["orange"]]
    assert np.allclose((found["x"][0], found["y"][0]), mercator(122.81, 30.72))


def test_clues_of_the_last_hour_that_have_a_place_are_marked() -> None:
    reports = (
        Clue("grid", "1", T0 - 60, 122.3, 29.9),
        Clue("grid", "2", T0 - 60),
        Clue("grid", "3", T0 - 4000, 122.3, 29.9),
    )
    assert len(marks(picture(clues=(*reports, FORECAST)), VIEW).clues["x"]) == 1
    assert len(marks(picture(), VIEW).clues["x"]) == 0
