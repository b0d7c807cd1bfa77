"""Pressure in a running core: boats at their AIS positions, work from alerts, clues, cases."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest

from models.base.clock import Tick
from models.base.settings import Feed, PressureSettings, Settings
from models.messages.case_work import CaseWork, ReportedCraft
from models.messages.clue import Clue
from models.messages.evaluation import NO_CRAFT, NO_MINUTES
from models.messages.operator_inputs import OperatorInputs
from models.messages.picture import Picture
from models.risk.engine import step
from models.risk.regional.open_work import OpenWork, work_of_clues
from models.risk.regional.pressure_index import Load
from models.risk.regional.what_if import load_of, what_if
from models.risk.state import State
from models.site.force import Base, Craft, Force
from models.site.site import Site
from tests.models.risk.regional.test_grid import waters
from tests.models.sea import FEED, LAT0, LON0, T0, Message, Ship, batch, zone

NM_DEG = 1 / 60
BASES = (Base("west", "西", "West", LON0, LAT0), Base("east", "东", "East", 122.7, 30.0))


def craft(id_: str, unit: int, base: int, mmsi: int | None = None, **changes: float) -> Craft:
    return replace(Craft(id_, f"艇{id_}", f"boat {id_}", unit, base, mmsi, 20.0, 10, 10), **changes)  # type: ignore[arg-type]


def made(*craft_: Craft) -> Site:
    return replace(waters(), force=Force("示意", "illustrative", BASES, craft_))


def core(site: Site, **settings: object) -> State:
    tracking = {"confirm_reports": 1}
    return State(Settings(**{"tracking": tracking, **settings}), site, (Feed(id=FEED, source="stdin:"),))  # type: ignore[arg-type]


def go(state: State, seconds: int, messages: list[Message] | None = None, **given: object) -> Picture:
    """Ticks from T0 on with these messages."""
    made_ = None
    for t_s in range(T0, T0 + seconds + 1):
        now = [each for each in messages or [] if t_s - 1 < each.rx_s <= t_s]
        made_ = step(state, [batch(t_s, now)], Tick(t_s, float(t_s)), **given)  # type: ignore[arg-type]
    assert made_
    return made_


def work(id_: str = "case-1", east_nm: float = 0.0, **changes: object) -> OpenWork:
    lon = LON0 + east_nm * NM_DEG / np.cos(np.radians(LAT0))
    return replace(OpenWork(id_, None, LAT0, float(lon), 3, float(T0), T0 + 900.0, name="HONG TAI"), **changes)  # type: ignore[arg-type]


SOMEBODY = [Ship(mmsi=99, east_m=-20_000).at(T0 + n) for n in range(0, 60, 10)]


def test_a_site_without_force_has_risk_and_no_pressure() -> None:
    picture = go(core(waters()), 10, SOMEBODY)
    assert len(picture.pressure["unit"]) == 0 and len(picture.areas["area"]) == 2
    assert picture.grid is not None


def test_boats_are_at_their_ais_position_or_else_at_their_base() -> None:
    boats = made(craft("a", 0, 0, 412000001), craft("b", 1, 1, 412000002), craft("c", 1, 1))
    boat = Ship(mmsi=412000001, east_m=9260.0, sog_kn=12.0, cog_deg=90.0)
    picture = go(core(boats), 10, [boat.says(T0), boat.at(T0), boat.at(T0 + 9)])
    force = picture.force
    assert force["track_id"].tolist() == [1, 0, 0]
    assert force["lon_deg"][1:].tolist() == [122.7, 122.7] and force["lon_deg"][0] == pytest.approx(122.596, abs=0.002)
    assert force["out"].tolist() == [True, False, False] and force["ready"].all()
    assert force["speed_kn"].tolist() == [14.0] * 3
    assert picture.pressure["boats"].tolist() == [1, 2, 3] and picture.pressure["boats_out"].tolist() == [1, 0, 1]


def test_a_case_has_its_unit_its_nearest_boat_and_the_minutes() -> None:
    boats = made(craft("a", 0, 0), craft("b", 1, 1, speed_kn=40.0))
    picture = go(core(boats), 10, SOMEBODY, work=[work(east_nm=3.0), work("case-2", east_nm=-50 / 1852 * 1000)])
    reach = picture.reach
    assert reach["work"].tolist() == [b"case-1", b"case-2"]
    assert reach["unit"].tolist() == [0, 0]
    assert reach["craft"][0] == 0 and reach["minutes"][0] == pytest.approx(3 / 14 * 60, abs=1)
    assert reach["covered"].tolist() == [True, False]  # 27 miles are too far for red, and one boat is meant for one
    assert picture.pressure["uncovered_red"].tolist() == [1, 0, 1]
    assert picture.pressure["work"].tolist() == [2, 0, 2]


def test_work_goes_to_the_unit_of_its_waters_unless_it_was_assigned_to_one() -> None:
    boats = made(craft("a", 0, 0), craft("b", 1, 1))
    cases = [work("in-east", east_nm=10.0), work("given", unit=1), work("open-sea", lat_deg=29.6)]
    picture = go(core(boats), 10, SOMEBODY, work=cases)
    units = dict(zip(picture.reach["work"].tolist(), picture.reach["unit"].tolist(), strict=True))
    assert units == {b"in-east": 1, b"given": 1, b"open-sea": 0}


def test_arrivals_are_counted_once_and_halve_in_two_hours() -> None:
    state = core(made(craft("a", 0, 0)))
    picture = go(state, 10, SOMEBODY, work=[work()])
    assert picture.pressure["arrivals_per_h"][0] == pytest.approx(np.log(2) / 2, rel=1e-2)
    book = state.evaluation.pressure
    book.follow(state.tracks, [], state.evaluation.region, book.t_s + 7200.0)
    assert book.arrivals_per_h[0] == pytest.approx(np.log(2) / 4, rel=1e-2)


def test_a_boat_that_was_sent_is_not_ready_and_covers_its_work() -> None:
    boats = made(craft("a", 0, 0), craft("b", 0, 0))
    picture = go(core(boats), 10, SOMEBODY, work=[work(east_nm=20.0, craft=("b",)), work("next")])
    assert picture.force["ready"].tolist() == [True, False]
    assert picture.reach["covered"].tolist() == [True, True] and picture.reach["craft"].tolist() == [1, 0]
    assert picture.pressure["boats_ready"].tolist() == [1, 0, 1]


def test_the_raster_says_when_the_first_boat_can_be_in_each_cell() -> None:
    picture = go(core(made(craft("a", 0, 0))), 10, SOMEBODY)
    assert picture.grid
    minutes = picture.reach_raster["minutes"].reshape(picture.grid.rows, picture.grid.columns)
    assert minutes[25, 25] <= 8 and minutes[25, 45] == pytest.approx(0.4 * 60 * np.cos(np.radians(30)) / 14 * 60, abs=9)
    assert (minutes == NO_MINUTES).sum() <= 1  # the island is one cell
    assert picture.pressure["within_60"][0] == pytest.approx(1.0) and 0 < picture.pressure["within_30"][0] < 1


def test_foul_weather_makes_boats_slower_and_fewer() -> None:
    state = core(made(craft("a", 0, 0)))
    go(state, 10, SOMEBODY)
    book, region = state.evaluation.pressure, state.evaluation.region
    rows = []
    for weather in (1.0, 0.5):
        book.follow(state.tracks, [work(east_nm=5.0)], region, float(T0 + 20), weather)
        rows.append((book.tables["reach"]["minutes"][0], book.tables["pressure"]["capacity"][0]))
    assert rows[1][0] == pytest.approx(2 * rows[0][0], abs=2) and rows[1][1] == pytest.approx(rows[0][1] / 2)


def test_a_red_alert_is_work_and_a_call_by_radio_needs_no_boat() -> None:
    boats = made(craft("a", 0, 0))
    closed = replace(boats, zones=(zone(-800, -800, 1600, 1600),))
    for radio, wanted in (((), 1), (("zone",), 0)):
        state = core(closed, pressure={"radio_rules": radio})
        intruder = Ship(mmsi=5, every_s=5, sog_kn=0.5, cog_deg=10.0)
        picture = go(state, 120, intruder.messages(120))
        ids = {each.alert_id for each in picture.alerts if each.colour in ("orange", "red")}
        assert ids and {each.decode() for each in picture.reach["work"].tolist()} == ids
        assert picture.reach["boats"].tolist() == [wanted] * len(ids)


def test_a_clue_that_says_its_colour_is_work_and_another_is_not() -> None:
    clue = Clue("hotline", "7", float(T0), LON0, LAT0, colour="orange", boats=2, hours=3.0, text="burning boat")
    found = work_of_clues([clue, replace(clue, colour=""), replace(clue, lat_deg=None)], PressureSettings())
    assert [(each.id, each.colour, each.boats, each.hours_h) for each in found] == [("hotline-7", 2, 2, 3.0)]
    assert found[0].due_s == T0 + 3600 and found[0].name == "burning boat"


def test_the_page_reads_from_the_picture_what_the_core_worked_with() -> None:
    boats = made(*(craft(str(n), n % 2, n % 2) for n in range(6)))
    picture = go(core(boats), 10, SOMEBODY, work=[work(), work("case-2", east_nm=9.0), work("case-3", craft=("4",))])
    load = load_of(picture)
    assert isinstance(load, Load) and load.work["craft"].tolist().count(NO_CRAFT) == 2
    rows, reach = what_if(load, [], PressureSettings())
    for name in ("pressure", "offered", "capacity", "wait", "backlog_h"):
        assert rows[name] == pytest.approx(picture.pressure[name], abs=1e-4), name
    assert reach["craft"].tolist() == picture.reach["craft"].tolist()


def test_units_under_pressure_get_advice() -> None:
    boats = made(*(craft(str(n), 0, 0) for n in range(6)), craft("b", 1, 1))
    cases = [work(f"case-{n}", east_nm=10.0 + n) for n in range(3)]
    state = core(boats)
    picture = go(state, 65, SOMEBODY, work=cases)
    assert picture.pressure["level"][1] >= 2 and picture.pressure["level"][0] == 0
    assert "东" in picture.advice["zh"] and "East" in picture.advice["en"]


def test_a_checkpoint_leaves_no_trace_and_the_digest_knows_of_the_work() -> None:
    boats = made(craft("a", 0, 0, 99), craft("b", 1, 1))
    one, other, idle = core(boats), core(boats), core(boats)
    for state, cases in ((one, [work()]), (other, [work()]), (idle, [])):
        go(state, 20, SOMEBODY, work=cases)
    assert one.digest == other.digest != idle.digest
    other.evaluation = pickle.loads(pickle.dumps(other.evaluation))
    for state in (one, other):
        for t_s in range(T0 + 21, T0 + 61):
            step(state, [batch(t_s)], Tick(t_s, float(t_s)), work=[work()])
    assert one.digest == other.digest


def case(id_: str = "ZS-1", **changes: object) -> CaseWork:
    return replace(CaseWork(id_, "red", LON0, LAT0, float(T0)), **changes)  # type: ignore[arg-type]


def given(*cases: CaseWork, craft_state: tuple[ReportedCraft, ...] = ()) -> OperatorInputs:
    return OperatorInputs(1, work=cases, craft_state=craft_state)


def test_an_open_case_is_work_and_its_order_takes_a_boat() -> None:
    boats = made(craft("a", 0, 0), craft("b", 0, 0))
    picture = go(core(boats), 10, SOMEBODY, standing=given(case(craft=("b",), boats=2, unit="east")))
    assert picture.reach["work"].tolist() == [b"ZS-1"] and picture.reach["boats"].tolist() == [2]
    assert picture.reach["unit"].tolist() == [1] and picture.reach["hours_h"].tolist() == [1.5]
    assert picture.reach["due_s"].tolist() == [T0 + 900.0]  # a quarter of an hour for red
    assert picture.force["ready"].tolist() == [True, False] and picture.reach["craft"].tolist() == [1]


def test_a_case_follows_its_vessel_and_stays_where_it_was_lost() -> None:
    ship = Ship(mmsi=99, east_m=9260.0, sog_kn=12.0, cog_deg=90.0)
    state = core(made(craft("a", 0, 0)))
    picture = go(state, 20, [ship.at(T0 + n) for n in range(0, 20, 5)], standing=given(case(track_id=1), case("ZS-2")))
    place = dict(zip(picture.reach["work"].tolist(), picture.reach["lon_deg"].tolist(), strict=True))
    assert place[b"ZS-1"] == pytest.approx(LON0 + 0.097, abs=0.003) and place[b"ZS-2"] == LON0
    gone = go(core(made(craft("a", 0, 0))), 10, SOMEBODY, standing=given(case(track_id=77)))
    assert gone.reach["lon_deg"].tolist() == [LON0]


def test_what_a_case_holds_is_no_work_of_its_own() -> None:
    closed = replace(made(craft("a", 0, 0)), zones=(zone(-800, -800, 1600, 1600),))
    intruder = Ship(mmsi=5, every_s=5, sog_kn=0.5, cog_deg=10.0)
    alone = go(core(closed), 120, intruder.messages(120))
    (alert,) = [each.alert_id for each in alone.alerts if each.colour in ("orange", "red")]
    held = go(core(closed), 120, intruder.messages(120), standing=given(case(holds=(f"alert:{alert}",))))
    assert alone.reach["work"].tolist() == [alert.encode()] and held.reach["work"].tolist() == [b"ZS-1"]
    clue = Clue("hotline", "7", float(T0), LON0, LAT0, colour="orange")
    assert work_of_clues([clue], PressureSettings(), {"clue:hotline/7"}) == []


def test_a_craft_that_is_down_neither_covers_nor_counts() -> None:
    boats = made(craft("a", 0, 0), craft("b", 0, 0), craft("c", 0, 0))
    states = (ReportedCraft("a", "down"), ReportedCraft("b", "short", 4))
    picture = go(core(boats), 10, SOMEBODY, standing=given(case(), craft_state=states))
    assert picture.force["ready"].tolist() == [False, True, True]
    assert picture.force["strength"] == pytest.approx([0.0, 0.4, 1.0])
    assert picture.pressure["boats"][0] == 2 and picture.pressure["capacity"][0] == pytest.approx(1.4 * 0.85)
    assert picture.reach["craft"].tolist() == [1]


def test_a_craft_that_is_ready_again_counts_at_the_next_evaluation() -> None:
    state = core(made(craft("a", 0, 0)))
    down = go(state, 10, SOMEBODY, standing=given(craft_state=(ReportedCraft("a", "down"),)))
    for t_s in range(T0 + 11, T0 + 21):
        up = step(state, [batch(t_s)], Tick(t_s, float(t_s)), standing=given() if t_s == T0 + 12 else None)
    assert not down.force["ready"].any() and up.force["ready"].all()


def test_a_craft_is_down_only_until_the_time_that_was_given() -> None:
    state = core(made(craft("a", 0, 0)))
    down = go(state, 10, SOMEBODY, standing=given(craft_state=(ReportedCraft("a", "down", until_s=T0 + 15.0),)))
    for t_s in range(T0 + 11, T0 + 21):
        up = step(state, [batch(t_s)], Tick(t_s, float(t_s)))
    assert not down.force["ready"].any() and up.force["ready"].all()


def test_the_digest_knows_of_the_cases_and_not_of_their_absence() -> None:
    site = made(craft("a", 0, 0))
    plain, empty, with_case = core(site), core(site), core(site)
    for state, standing in ((plain, None), (empty, given()), (with_case, given(case()))):
        go(state, 20, SOMEBODY, standing=standing)
    assert plain.digest == empty.digest != with_case.digest


def test_without_vessels_there_is_nothing_to_show() -> None:
    picture = go(core(made(craft("a", 0, 0))), 5)
    assert len(picture.pressure["unit"]) == 0 == len(picture.cells["cell"]) and picture.advice == {}
