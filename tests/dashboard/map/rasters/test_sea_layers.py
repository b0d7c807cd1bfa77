"""Rasters besides risk: unusual traffic, travel time of boats, traffic density, loss of reception."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from dashboard.common.theme import PALETTES, Palette
from dashboard.map.rasters import coverage, density, pressure, risk, unusual
from dashboard.map.rasters.coverage import CoverageRaster
from dashboard.map.rasters.png import Indices
from dashboard.map.rasters.snapshots import Snapshot, snapshot
from dashboard.map.view import View, fit, mercator
from models.base.schema import KIND, LIFE, empty
from models.messages.evaluation import CELL, NO_MINUTES, Grid
from models.messages.picture import Picture
from tests.dashboard.pictures import T0, craft, picture

BOX = (122.0, 30.0, 122.4, 30.4)
VIEW = fit(BOX, 400, 400)
GRID = Grid(122.0, 30.0, 0.1, 4, 4)


def at(indices: Indices, lon: float, lat: float, view: View = VIEW) -> int:
    x, y = view.pixels(*mercator(lon, lat))
    return int(indices[view.height_px - 1 - int(y), int(x)])


def odd(*sigmas: float) -> Picture:
    """Return cells of the southern row with the given deviations."""
    cells = empty(CELL, len(sigmas))
    cells["cell"][:], cells["unusual"][:] = np.arange(len(sigmas)), sigmas
    return picture(grid=GRID, cells=cells)


def test_only_unusual_cells_are_shaded_and_the_shade_grows_with_the_deviation() -> None:
    drawn = unusual.draw(VIEW, odd(0.5, 1.2, 5.0))
    assert [at(drawn, lon, 30.05) for lon in (122.05, 122.15, 122.25)] == [0, 1, len(unusual.FROM_SIGMA)]
    assert not unusual.draw(VIEW, odd(0.1, -3.0)).any() and not unusual.draw(VIEW, picture()).any()


def test_water_within_reach_of_a_boat_and_land_stay_bare() -> None:
    minutes = np.full(16, 10, np.uint8)
    minutes[1], minutes[2], minutes[3] = 50, 200, NO_MINUTES
    drawn = pressure.draw(VIEW, picture(grid=GRID, reach_raster={"minutes": minutes}))
    assert [at(drawn, lon, 30.05) for lon in (122.05, 122.15, 122.25, 122.35)] == [0, 2, len(pressure.FROM_MIN), 0]
    assert not pressure.draw(VIEW, picture()).any()


# Density


def anchored(*places: tuple[float, float], times: int = 3) -> list[Snapshot]:
    lon, lat = np.array(places).T
    shown = [picture(craft(len(places), lon_deg=lon, lat_deg=lat), t_s=T0 + 60 * time) for time in range(times)]
    return [snapshot(each) for each in shown]


def test_density_is_where_the_vessels_are_and_grows_with_their_number() -> None:
    one = density.draw(VIEW, anchored((122.2, 30.2)))
    ten = density.draw(VIEW, anchored(*[(122.2, 30.2)] * 10))
    assert at(ten, 122.2, 30.2) > at(one, 122.2, 30.2) > 0
    assert at(ten, 122.05, 30.05) == 0 and one.shape == (400, 400)


def test_density_covers_the_way_between_two_snapshots() -> None:
    there = picture(craft(1, lon_deg=122.1, lat_deg=30.2), t_s=T0)
    later = picture(craft(1, lon_deg=122.2, lat_deg=30.2), t_s=T0 + 600)
    drawn = density.draw(VIEW, [snapshot(there), snapshot(later)])
    assert at(drawn, 122.15, 30.2) > 0


def test_density_does_not_depend_on_the_view() -> None:
    near = fit((122.1, 30.1, 122.3, 30.3), 400, 400)
    past = anchored(
        *[(122.2 + 0.004 * column, 30.2 + 0.004 * row) for column in range(-9, 10) for row in range(-9, 10)]
    )
    codes = at(density.draw(VIEW, past), 122.2, 30.2), at(density.draw(near, past), 122.2, 30.2, near)
    assert abs(codes[0] - codes[1]) <= 2 < min(codes)


def test_without_memory_there_is_no_density() -> None:
    assert not density.draw(VIEW, []).any()


# Coverage


def fleet(lives: Sequence[str], t_s: float = T0, kind: str = "merchant") -> Picture:
    life = [LIFE[each] for each in lives]
    return picture(craft(len(lives), lon_deg=122.25, lat_deg=30.25, life=life, kind=KIND[kind]), t_s=t_s)


def received(*pictures: Picture) -> bool:
    cover = CoverageRaster()
    for each in pictures:
        cover.take(each)
    return not coverage.draw(VIEW, cover.silent).any()


@pytest.mark.parametrize(
    ("lives", "expected"),
    [
        (["lost"] * 3, False),
        (["coasting", "coasting", "lost"], False),
        (["lost"] * 2, True),  # two may have switched off
        (["lost"] * 3 + ["confirmed"] * 2, True),  # others are received there
        (["lost"] * 4 + ["confirmed"] * 2, False),
        (["confirmed"] * 5, True),
    ],
)
def test_waters_whose_vessels_fell_silent_together_are_hatched(lives: list[str], expected: bool) -> None:
    assert received(fleet(lives)) is expected


def test_the_hatching_outlasts_its_vessels_and_ends_with_the_next_reception() -> None:
    silent, empty_sea = fleet(["lost"] * 3), fleet([], T0 + 1900)
    assert not received(silent, empty_sea)
    assert received(silent, empty_sea, fleet(["confirmed"], T0 + 2000))


def test_a_replay_that_starts_again_clears_the_hatching() -> None:
    assert received(fleet(["lost"] * 3), fleet([], T0 - 60))


def test_silent_net_beacons_do_not_count_as_loss_of_reception() -> None:
    assert received(fleet(["lost"] * 9, kind="gear"))


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("layer", [risk, unusual, pressure, density, coverage])
def test_index_0_is_nothing_in_every_layer(palette: Palette, layer: object) -> None:
    colours = layer.colours(palette)  # type: ignore[attr-defined]
    assert colours[0, 3] == 0 and (colours[1:, 3] > 0).all() and len(colours) <= 256
