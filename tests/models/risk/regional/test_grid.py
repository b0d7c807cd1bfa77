"""Regional risk: danger where there is danger, none where ships merely lie, and unusualness kept apart."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.base.settings import RegionSettings as Settings
from models.messages.evaluation import NO_AREA
from models.risk.regional.area_shares import shares
from models.risk.regional.baseline import Baseline
from models.risk.regional.grid import RegionalRisk, Spot
from models.risk.scoring.hysteresis import Colours
from models.site.site import Site, Unit, Units
from models.site.zone import Area
from models.tracking.table import TrackTable
from tests.models.sea import LAT0, LON0, T0, Ship, core, site, tick

HERE = (LAT0 + 0.001, LON0 + 0.001)


def square(id_: str, unit: str, west: float, south: float, side: float = 0.2) -> Area:
    corners = ((0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0))
    ring = np.array([(west + x, south + y) for x, y in corners])
    return Area(id=id_, name_zh="区", name_en="area", rings=(ring,), unit=unit)


def waters() -> Site:
    """A site of one degree with two areas side by side; the first has the reference place in its middle."""
    units = Units((Unit("hq", "市", "HQ"), Unit("east", "东", "East", "county", "hq")))
    areas = (square("middle", "hq", 122.4, 29.9), square("right", "east", 122.6, 29.9))
    return replace(site(), units=units, areas=areas)


def tracks_of(ships: int, risk: float, **columns: object) -> TrackTable:
    """Vessels at the reference place, each of this risk."""
    state = core(tracking={"confirm_reports": 1})
    reports = [Ship(mmsi=1000 + n, east_m=100.0, north_m=100.0, **columns) for n in range(ships)]  # type: ignore[arg-type]
    tick(state, T0, [message for each in reports for message in (each.says(T0), each.at(T0))])
    state.tracks["risk"][:] = risk
    return state.tracks


def after(
    region: RegionalRisk, tracks: TrackTable, minutes: float, spots: tuple[Spot, ...] = (), begin_s: float = T0
) -> float:
    """Evaluate every five seconds for these minutes; returns the end time."""
    prior = np.full(tracks.n, 0.03, dtype="f4")
    times = np.arange(begin_s, begin_s + minutes * 60 + 1, 5.0)
    for t_s in times.tolist():
        region.follow(tracks, prior, spots, (), t_s)
    return float(times[-1])


def region(**settings: object) -> RegionalRisk:
    return RegionalRisk(Settings(**settings), waters())  # type: ignore[arg-type]


def test_two_hundred_quiet_ships_at_anchor_are_no_danger() -> None:
    calm = region()
    after(calm, tracks_of(200, 0.03), 60)
    assert calm.index.max() == 0.0 and len(calm.cells["cell"]) == 0
    assert (calm.areas["level"] == 0).all() and calm.areas["craft"].tolist() == [200, 0]
    assert calm.presence.max() > 90


def test_a_vessel_at_risk_colours_its_cell_and_an_eighth_goes_to_each_neighbour() -> None:
    risky = region()
    after(risky, tracks_of(1, 0.97), 300)
    worst = risky.cells
    assert worst["cell"][0] == worst["cell"][np.argmax(worst["load"])]
    assert abs(worst["lat_deg"][0] - HERE[0]) <= 0.0101 and abs(worst["lon_deg"][0] - HERE[1]) <= 0.0101
    assert worst["load"][0] == pytest.approx(0.5 * (0.97 - 0.03) / 0.97, rel=0.01)
    assert worst["load"][1:5].tolist() == pytest.approx([worst["load"][0] / 4] * 4)
    assert worst["level"][0] == 1


def test_the_load_has_its_half_life() -> None:
    risky = region()
    after(risky, tracks_of(1, 0.97), 15)
    assert risky.load.max() == pytest.approx(0.25 * 0.94 / 0.97, rel=0.01)
    assert risky.slow.max() == pytest.approx(0.5 * 0.94 / 0.97 * (1 - 2 ** (-1 / 96)), rel=0.01)


def test_people_and_poison_aboard_weigh_more() -> None:
    cargo, ferry, tanker = region(), region(), region()
    for each, ship_type in ((cargo, 70), (ferry, 60), (tanker, 81)):
        after(each, tracks_of(1, 0.6, ship_type=ship_type), 30)
    assert ferry.load.max() == pytest.approx(1.5 * cargo.load.max())
    assert tanker.load.max() == pytest.approx(1.35 * cargo.load.max())


def test_a_red_alert_that_lasts_makes_its_cell_and_area_red() -> None:
    risky = region()
    after(risky, tracks_of(1, 0.95), 90, (Spot(*HERE, level=3),))
    assert risky.cells["level"][0] == 3 and risky.areas["level"].tolist() == [3, 0]
    assert risky.areas["worst_cell"][0] == risky.cells["cell"][0]
    assert risky.areas["alerts"].tolist() == [1, 0]
    assert risky.areas["mean_index"][0] < 0.1 < risky.areas["index"][0]


def test_colours_hold_ten_minutes_and_fall_step_by_step() -> None:
    risky = region(half_life_min=0.5)
    t_s = after(risky, tracks_of(1, 0.95), 15, (Spot(*HERE, level=3),))
    quiet = tracks_of(1, 0.03)
    assert risky.cells["level"][0] == 3
    t_s = after(risky, quiet, 5, begin_s=t_s)
    assert risky.colours.level.max() == 2  # red had stood for its ten minutes
    t_s = after(risky, quiet, 4, begin_s=t_s)
    assert risky.colours.level.max() == 2
    after(risky, quiet, 25, begin_s=t_s)
    assert risky.colours.level.max() == 0


def test_a_colour_must_be_held_in_three_of_five_evaluations() -> None:
    colours = Colours(1, (0.4, 0.6, 0.8), (0.3, 0.5, 0.7), 600.0)
    levels = [int(colours.follow(np.array([x]), float(n))[0]) for n, x in enumerate([0.9, 0, 0.9, 0, 0, 0.5, 0.5, 0.9])]
    assert levels == [0, 0, 0, 0, 0, 0, 1, 1]


def test_a_pause_does_not_count() -> None:
    one, other = region(), region()
    t_s = after(one, tracks_of(1, 0.9), 10)
    after(other, tracks_of(1, 0.9), 10)
    one.follow(tracks_of(1, 0.9), np.full(1, 0.03), (), (), t_s + 3600)
    assert one.load.max() < 0.15 * other.load.max()


def test_near_misses_are_remembered_for_a_day() -> None:
    watched = region()
    tracks, prior = tracks_of(1, 0.03), np.full(1, 0.03)
    watched.follow(tracks, prior, (), (Spot(*HERE, weight=1.0),), T0)
    assert watched.near_miss.max() == 1.0
    after(watched, tracks, 60, begin_s=T0)
    assert watched.near_miss.max() == pytest.approx(np.exp(-1 / 24))
    assert 0.1 < watched.cells["index"][0] < 0.4  # one is no colour, several in one place are
    watched.follow(tracks, prior, (), [Spot(*HERE, weight=0.8)] * 9, T0 + 3600)
    after(watched, tracks, 60, begin_s=T0 + 3600)
    assert watched.cells["level"][0] >= 1


def learned(mean: float, variance: float, region_: RegionalRisk, tmp_path: Path) -> Path:
    shape = (168, len(region_.load))
    baseline = Baseline(region_.grid, np.full(shape, mean), np.full(shape, variance), np.full(168, 8.0), load=0.1)
    baseline.save(tmp_path / "usual.npz")
    return tmp_path / "usual.npz"


def test_what_is_usual_is_not_unusual_and_two_boats_in_a_silent_bay_are(tmp_path: Path) -> None:
    silent = region(baseline=learned(0.0, 0.0, region(), tmp_path))
    after(silent, tracks_of(2, 0.03), 120)
    assert silent.unusual.max() > 4 and silent.load.max() == 0.0
    assert silent.cells["index"][0] == pytest.approx(0.6 * 56 / 58, abs=0.02)
    (tmp_path / "busy").mkdir()
    busy = region(baseline=learned(100.0, 200.0, region(), tmp_path / "busy"))
    after(busy, tracks_of(200, 0.03), 120)
    assert -1 < busy.unusual.max() < 1 and busy.index.max() == 0.0


def test_a_quiet_baseline_does_not_magnify_low_loads(tmp_path: Path) -> None:
    assert region(baseline=learned(0.0, 0.0, region(), tmp_path)).half_load == Settings().half_load


def test_areas_share_the_cells_and_each_cell_has_one_owner() -> None:
    made = waters()
    part, owner, *_ = shares(made.areas, RegionalRisk(Settings(), made).grid)
    assert part.sum(axis=1).ravel().tolist()[0] == pytest.approx([100.0, 100.0])
    assert np.bincount(owner[owner != NO_AREA]).tolist() == [100, 100]
    assert region().owners(np.array([30.0, 30.0, 29.55]), np.array([122.5, 122.7, 122.1])).tolist() == [0, 1, NO_AREA]


def test_the_same_hours_give_the_same_region_and_a_checkpoint_leaves_no_trace() -> None:
    tracks = tracks_of(3, 0.7)
    one, other = region(), region()
    t_s = after(one, tracks, 10)
    after(other, tracks, 10)
    held = pickle.loads(pickle.dumps(one))
    for each in (one, other, held):
        after(each, tracks, 10, (Spot(*HERE, level=3),), begin_s=t_s)
    for each in (other, held):
        assert all(np.array_equal(one.cells[name], each.cells[name]) for name in one.cells)
        assert all(np.array_equal(one.areas[name], each.areas[name]) for name in one.areas)


def test_the_order_of_vessels_does_not_matter_and_unknown_positions_count_nowhere() -> None:
    tracks = tracks_of(5, 0.5)
    tracks["now_lat_deg"][2] = np.nan
    watched = region()
    after(watched, tracks, 10)
    assert watched.areas["craft"].tolist() == [4, 0]
    assert np.isfinite(watched.index).all() and np.isfinite(watched.areas["unusual"]).all()
