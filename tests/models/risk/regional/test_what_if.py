"""Relief: the effect of a move, computed by a page without the core, and advice with numbers."""

from __future__ import annotations

import numpy as np
import pytest

from models.base.schema import Table, empty
from models.base.settings import PressureSettings
from models.messages.evaluation import NO_CRAFT, REACH_RASTER, TRAVEL
from models.messages.picture import Picture, picture_from
from models.risk.regional.pressure_index import Load, cover, pressure_rows
from models.risk.regional.what_if import MoveBoat, Moves, MoveWork, advice, best_relief, load_of, moved, what_if
from tests.models.forces import T0, load

SETTINGS = PressureSettings()
UNITS = {"zh": ["定海", "普陀"], "en": ["Dinghai", "Putuo"]}
CRAFT = {"zh": [f"渔政{n}" for n in range(9)], "en": [f"YUZHENG {n}" for n in range(9)]}


def pressed() -> Load:
    """Six boats in the first unit, which has nothing to do, and one in the second, which has two jobs."""
    return load(boats=[0] * 6 + [1], units=2, work=[1, 1], minutes=40.0, arrivals_per_h=[0.0, 0.2])


def same(one: Table, other: Table) -> bool:
    return all(np.array_equal(one[name], other[name], equal_nan=one[name].dtype.kind == "f") for name in one)


def test_without_a_move_all_is_as_it_is() -> None:
    given_ = pressed()
    rows, work = what_if(given_, [], SETTINGS)
    assert same(rows, pressure_rows(cover(given_, SETTINGS), SETTINGS)) and same(work, cover(given_, SETTINGS).work)


def test_a_lent_boat_relieves_the_one_and_burdens_the_other() -> None:
    given_ = pressed()
    before, after = (what_if(given_, moves, SETTINGS)[0] for moves in ([], [MoveBoat(0, 1)]))
    assert after["boats"].tolist() == [5, 2, 7]
    assert after["capacity"][1] == pytest.approx(2 * before["capacity"][1])
    assert after["pressure"][1] < before["pressure"][1]
    assert after["capacity"][2] == pytest.approx(before["capacity"][2])


def test_work_handed_over_belongs_to_the_other_unit() -> None:
    before, after = (what_if(pressed(), moves, SETTINGS)[0] for moves in ([], [MoveWork(0, 0)]))
    assert (before["work"].tolist(), after["work"].tolist()) == ([0, 2, 2], [1, 1, 2])


def test_there_and_back_changes_nothing_and_the_first_is_not_touched() -> None:
    given_ = pressed()
    kept = given_.force["unit"].copy()
    back = moved(moved(given_, [MoveBoat(0, 1), MoveWork(1, 0)]), [MoveBoat(0, 0), MoveWork(1, 1)])
    assert same(back.force, given_.force) and same(back.work, given_.work)
    assert np.array_equal(given_.force["unit"], kept)


def test_a_dragged_boat_covers_what_is_near_it_now() -> None:
    given_ = load(boats=[0], units=1, work=[0], minutes=90.0)
    assert not what_if(given_, [], SETTINGS)[1]["covered"][0]
    rows, work = what_if(given_, [MoveBoat(0, lon_deg=122.5, lat_deg=30.05)], SETTINGS)
    assert work["covered"][0] and rows["uncovered_red"].tolist() == [0, 0]
    assert work["minutes"][0] == pytest.approx(3.0 * 1.3 / 20 * 60, rel=0.01)  # three miles, at 20 kn
    assert rows["boats_out"][0] == 1


def picture_of(given_: Load) -> Picture:
    covered = cover(given_, SETTINGS)
    travel, raster = empty(TRAVEL, given_.minutes.size), empty(REACH_RASTER, 0)
    travel["minutes"][:] = np.minimum(given_.minutes, 255).ravel()
    return Picture(
        tick=int(T0),
        t_s=T0,
        mode="live",
        speed=1.0,
        pressure=pressure_rows(covered, SETTINGS),
        force=covered.force,
        reach=covered.work,
        travel=travel,
        reach_raster=raster,
    )


def test_a_page_computes_from_its_picture_what_the_core_would() -> None:
    given_ = load(boats=[0, 0, 1], units=2, work=[0, 1, 1], minutes=[[20.0], [np.inf], [15.0]], arrivals_per_h=[0.5, 1])
    given_.work["craft"][0], given_.force["ready"][0] = 0, False  # this boat was sent
    read = load_of(picture_from(picture_of(given_).frame()))
    assert read
    assert read.work["craft"].tolist() == [0, NO_CRAFT, NO_CRAFT]
    for moves in ([], [MoveBoat(1, 1)], [MoveWork(1, 0)], [MoveBoat(2, lon_deg=122.4, lat_deg=30.0)]):
        assert same(what_if(read, moves, SETTINGS)[0], what_if(given_, moves, SETTINGS)[0])


def test_a_picture_without_pressure_gives_nothing_to_move() -> None:
    assert load_of(Picture(tick=1, t_s=1.0, mode="live", speed=1.0)) is None


def test_the_best_relief_wins_most_for_its_cost() -> None:
    given_ = pressed()
    relief = best_relief(given_, SETTINGS)
    assert relief
    tried = [tuple(MoveBoat(craft, to) for craft in range(count)) for count in (1, 2, 3) for to in (0, 1)]
    works = [(MoveWork(row, 0),) for row in (0, 1)]

    def won(moves: Moves) -> float:
        now, after = (float(what_if(given_, each, SETTINGS)[0]["pressure"][:2].sum()) for each in ([], moves))
        return now - after

    def cheap(moves: Moves) -> float:
        return won(moves) / sum(1 + 40 / 60 * isinstance(move, MoveBoat) for move in moves)

    assert cheap(relief.moves) >= max(cheap(each) for each in [*tried, *works]) - 0.01
    assert relief.drop == pytest.approx(won(relief.moves), abs=0.02)


def test_advice_is_one_line_with_the_numbers_of_the_move() -> None:
    given_ = pressed()
    lines = advice(given_, SETTINGS, UNITS, CRAFT, ["HONG TAI 126", "ZHE PU YU 1"])
    relief = best_relief(given_, SETTINGS)
    assert relief
    before, after = pressure_rows(given_, SETTINGS)["pressure"], relief.rows["pressure"]
    assert f"{round(100 * float(before[1]))}→{round(100 * float(after[1]))}" in lines["zh"]
    assert "普陀" in lines["zh"] and "定海" in lines["zh"] and "Putuo" in lines["en"] and "Dinghai" in lines["en"]


def test_a_boat_that_is_lent_says_how_long_it_takes() -> None:
    given_ = load(boats=[0] * 6 + [1], units=2, work=[1, 1], minutes=40.0, arrivals_per_h=[0.0, 0.2])
    given_.work["craft"][:], given_.force["ready"][6] = 6, False  # its own boat is at work; only another's can help
    lines = advice(given_, SETTINGS, UNITS, CRAFT, ["a", "b"])
    assert lines["zh"].startswith("调渔政0、渔政1、渔政2支援普陀（约 40 分钟）：普陀压力 90→") and lines[
        "en"
    ].startswith("Lend YUZHENG 0, YUZHENG 1, YUZHENG 2 to Putuo (40 min): Putuo 90→")


def test_of_two_boats_that_help_alike_the_nearer_is_lent() -> None:
    given_ = load(boats=[0, 0, 0, 1, 1, 1, 2], units=3, work=[2], arrivals_per_h=[0, 0, 0.3])
    given_.minutes[:, 0] = [160.0] * 3 + [50.0, 20.0, 40.0] + [20.0]
    given_.work["craft"][:], given_.force["ready"][6] = 6, False
    relief = best_relief(given_, SETTINGS)
    assert relief and relief.moves[0] == MoveBoat(4, 2)


def test_no_advice_where_nothing_presses_or_no_unit_can_help() -> None:
    assert advice(load(boats=[0, 1], units=2), SETTINGS, UNITS, CRAFT, []) == {}
    alone = load(boats=[0], units=1, work=[0, 0, 0])
    assert best_relief(alone, SETTINGS) is None
    equal = load(boats=[0, 1], units=2, work=[0, 0, 1, 1])
    assert best_relief(equal, SETTINGS) is None
