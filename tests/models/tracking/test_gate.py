"""The gate: an impossible jump is doubted until three reports agree with each other.

If the old position still reports meanwhile, there are two vessels: see test_mmsi_conflicts.py.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.base.geo import distance_m
from models.base.schema import LIFE
from models.base.settings import TrackingSettings
from models.tracking.table import TrackTable
from tests.models.sea import LAT0, LON0, T0, Message, Ship, batch

HERE, THERE, ELSEWHERE = Ship(), Ship(east_m=40_000), Ship(east_m=-40_000)


def apply_each(tracks: TrackTable, *messages: Message) -> int:
    """Apply messages one by one, and return how many were accepted."""
    accepted = 0
    for each in messages:
        accepted += len(tracks.apply(batch(each.rx_s, [each]), 0))
        tracks.age(each.rx_s)
    return accepted


def settled(**changes: float) -> TrackTable:
    """Return a table with one ship that reported here at T0, T0+10 and T0+20."""
    tracks = TrackTable(TrackingSettings(**changes))
    assert apply_each(tracks, *(HERE.at(T0 + t_s) for t_s in (0, 10, 20))) == 3
    return tracks


def away_m(tracks: TrackTable) -> float:
    return float(distance_m(LAT0, LON0, tracks["lat_deg"][0], tracks["lon_deg"][0]))


def test_a_teleport_is_doubted_and_the_ship_stays_where_it_was() -> None:
    tracks = settled()
    assert apply_each(tracks, THERE.at(T0 + 30)) == 0
    assert away_m(tracks) < 1
    assert tracks.counts["doubted"] == 1


def test_a_teleport_is_accepted_after_three_reports_that_agree() -> None:
    tracks = settled()
    assert apply_each(tracks, THERE.at(T0 + 30), THERE.at(T0 + 40)) == 0
    assert apply_each(tracks, THERE.at(T0 + 50)) == 1
    assert 39_900 < away_m(tracks) < 40_100
    assert apply_each(tracks, THERE.at(T0 + 60)) == 1, "and stays at the new position"
    assert tracks.counts["doubted"] == 2


def test_a_vessel_that_reports_rarely_gets_time_to_report_before_it_is_moved() -> None:
    lying = Ship(nav_status=1, every_s=180)
    tracks = TrackTable(TrackingSettings())
    apply_each(tracks, *lying.messages(361))
    others = [THERE.at(T0 + 360 + each) for each in range(10, 360, 10)]
    assert apply_each(tracks, *others) == 0, (
        "not within two of its intervals, however often another position is reported"
    )
    assert apply_each(tracks, THERE.at(T0 + 720)) == 1


def test_a_jump_is_stored_with_position_time_and_speed() -> None:
    tracks = settled()
    apply_each(tracks, *(HERE.at(T0 + t_s) for t_s in (30, 40)), *(THERE.at(T0 + t_s) for t_s in (50, 60, 70)))
    jump = {name: float(tracks[f"jumped_{name}"][0]) for name in ("t_s", "lat_deg", "lon_deg", "m", "kn")}
    assert (jump["t_s"], jump["lat_deg"], jump["lon_deg"]) == (T0 + 50, LAT0, LON0)
    assert jump["m"] == pytest.approx(40_000, rel=0.01)
    assert jump["kn"] == pytest.approx(40_000 / 10 / 0.514444, rel=0.01)


def test_a_jump_of_a_vessel_with_few_reports_is_not_stored() -> None:
    tracks = settled()
    apply_each(tracks, *(THERE.at(T0 + t_s) for t_s in (30, 40, 50)))
    assert away_m(tracks) > 1 and np.isnan(tracks["jumped_t_s"][0])


@pytest.mark.parametrize("second", [61, 62, 63])
def test_an_estimated_position_is_shown_but_is_no_jump_and_no_second_vessel(second: int) -> None:
    tracks = settled()
    apply_each(tracks, HERE.at(T0 + 30), HERE.at(T0 + 40), *(THERE.at(T0 + t, second=second) for t in (50, 60, 70)))
    assert away_m(tracks) > 1 and np.isnan(tracks["jumped_t_s"][0]) and tracks["estimated"][0]
    tracks = settled()
    for turn in range(10):
        apply_each(tracks, HERE.at(T0 + 30 + 20 * turn), THERE.at(T0 + 40 + 20 * turn, second=second))
    assert tracks.n == 1 and away_m(tracks) < 1


def test_an_occasional_outlier_is_dropped_and_makes_no_second_vessel() -> None:
    tracks = settled()
    for minute in range(1, 90):
        apply_each(tracks, HERE.at(T0 + 60 * minute), *([THERE.at(T0 + 60 * minute + 10)] if minute % 8 == 0 else []))
    assert tracks.n == 1 and away_m(tracks) < 1


@pytest.mark.parametrize("late_s", [1017.0, 300.0, -200.0])
def test_reports_out_of_order_on_the_ships_line_make_no_second_vessel(late_s: float) -> None:
    ship = Ship(sog_kn=18, cog_deg=90)
    tracks = TrackTable(TrackingSettings())
    for second in range(0, 1800, 10):
        late = [replace(ship.at(T0 + second - late_s), rx_s=T0 + second + 5.0)] if second > 1020 else []
        apply_each(tracks, ship.at(T0 + second), *late)
    assert (tracks.n, tracks.mmsi_conflicts) == (1, {})


def test_doubted_reports_that_disagree_are_never_accepted() -> None:
    tracks = settled()
    for turn in range(20):
        t_s = T0 + 30 + 20 * turn
        assert apply_each(tracks, THERE.at(t_s), ELSEWHERE.at(t_s + 10)) == 0
    assert away_m(tracks) < 1


def test_the_first_position_is_accepted_wherever_it_is() -> None:
    tracks = TrackTable(TrackingSettings())
    assert apply_each(tracks, THERE.at(T0)) == 1


def test_after_a_long_silence_a_ship_may_be_far() -> None:
    # 40 km less 500 m of slack at 60 kn need 1,280 s.
    assert apply_each(settled(), THERE.at(T0 + 20 + 1270)) == 0
    assert apply_each(settled(), THERE.at(T0 + 20 + 1290)) == 1


def test_scatter_within_the_slack_is_accepted() -> None:
    assert apply_each(settled(), Ship(east_m=499).at(T0 + 20)) == 1
    assert apply_each(settled(), Ship(east_m=501).at(T0 + 20)) == 0


def test_the_limits_are_settings() -> None:
    assert apply_each(settled(max_speed_kn=6000.0), THERE.at(T0 + 40)) == 1
    assert apply_each(settled(doubt_slack_m=50_000.0), THERE.at(T0 + 21)) == 1
    assert apply_each(settled(jump_reports=2), THERE.at(T0 + 30), THERE.at(T0 + 40)) == 1


def test_an_aircraft_is_fast_without_doubt() -> None:
    tracks = TrackTable(TrackingSettings())
    plane = Ship(mmsi=111_412_001, station="aircraft", sog_kn=300, cog_deg=90, every_s=10)
    messages = [plane.at(T0 + 10 * turn) for turn in range(20)]
    assert apply_each(tracks, *messages) == 20
    assert tracks["sog_kn"][0] == 300


def test_doubted_reports_do_not_wake_a_silent_track() -> None:
    tracks = settled()
    apply_each(tracks, THERE.at(T0 + 20 + 100))
    assert tracks["life"][0] == LIFE["coasting"]
