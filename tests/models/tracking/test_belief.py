"""Doubt before belief: an impossible jump is held back until three reports in a row agree with each other."""

from __future__ import annotations

from models.geo import distance_m
from models.schema import LIFE
from models.settings import Tracking
from models.tracking.table import TrackTable
from tests.models.sea import LAT0, LON0, T0, Message, Ship, batch

HERE, THERE, ELSEWHERE = Ship(), Ship(east_m=40_000), Ship(east_m=-40_000)


def hear(tracks: TrackTable, *messages: Message) -> int:
    """Take in messages one by one, second by second; how many were believed."""
    believed = 0
    for each in messages:
        believed += len(tracks.apply(batch(each.rx_s, [each]), 0))
        tracks.age(each.rx_s)
    return believed


def settled(**changes: float) -> TrackTable:
    """A table with one ship, heard here at T0, T0+10 and T0+20."""
    tracks = TrackTable(Tracking(**changes))
    assert hear(tracks, *(HERE.at(T0 + t_s) for t_s in (0, 10, 20))) == 3
    return tracks


def away_m(tracks: TrackTable) -> float:
    return float(distance_m(LAT0, LON0, tracks["lat_deg"][0], tracks["lon_deg"][0]))


def test_a_teleport_is_doubted_and_the_ship_stays_where_it_was() -> None:
    tracks = settled()
    assert hear(tracks, THERE.at(T0 + 30)) == 0
    assert away_m(tracks) < 1
    assert tracks.counts["doubted"] == 1


def test_a_teleport_is_believed_after_three_reports_that_agree() -> None:
    tracks = settled()
    assert hear(tracks, THERE.at(T0 + 30), THERE.at(T0 + 40)) == 0
    assert hear(tracks, THERE.at(T0 + 50)) == 1
    assert 39_900 < away_m(tracks) < 40_100
    assert hear(tracks, THERE.at(T0 + 60)) == 1, "and is where it now is"
    assert tracks.counts["doubted"] == 2


def test_one_report_from_where_it_was_starts_the_doubt_anew() -> None:
    tracks = settled()
    hear(tracks, THERE.at(T0 + 30), THERE.at(T0 + 40), HERE.at(T0 + 50), THERE.at(T0 + 60), THERE.at(T0 + 70))
    assert away_m(tracks) < 1
    assert hear(tracks, THERE.at(T0 + 80)) == 1


def test_doubted_reports_that_disagree_are_never_believed() -> None:
    tracks = settled()
    for turn in range(20):
        t_s = T0 + 30 + 20 * turn
        assert hear(tracks, THERE.at(t_s), ELSEWHERE.at(t_s + 10)) == 0
    assert away_m(tracks) < 1


def test_two_ships_on_one_mmsi_do_not_make_a_track_jump() -> None:
    tracks = settled()
    for turn in range(20):
        t_s = T0 + 30 + 20 * turn
        assert hear(tracks, HERE.at(t_s), THERE.at(t_s + 10)) == 1
        assert away_m(tracks) < 1


def test_the_first_position_is_believed_wherever_it_is() -> None:
    tracks = TrackTable(Tracking())
    assert hear(tracks, THERE.at(T0)) == 1


def test_after_a_long_silence_a_ship_may_be_far() -> None:
    # 40 km less 500 m of slack at 60 kn need 1,280 s.
    assert hear(settled(), THERE.at(T0 + 20 + 1270)) == 0
    assert hear(settled(), THERE.at(T0 + 20 + 1290)) == 1


def test_an_unsteady_receiver_within_the_slack_is_believed() -> None:
    assert hear(settled(), Ship(east_m=499).at(T0 + 20)) == 1
    assert hear(settled(), Ship(east_m=501).at(T0 + 20)) == 0


def test_the_limits_are_settings() -> None:
    assert hear(settled(max_speed_kn=6000.0), THERE.at(T0 + 40)) == 1
    assert hear(settled(doubt_slack_m=50_000.0), THERE.at(T0 + 21)) == 1
    assert hear(settled(jump_reports=2), THERE.at(T0 + 30), THERE.at(T0 + 40)) == 1


def test_an_aircraft_is_fast_without_doubt() -> None:
    tracks = TrackTable(Tracking())
    plane = Ship(mmsi=111_412_001, station="aircraft", sog_kn=300, cog_deg=90, every_s=10)
    messages = [plane.at(T0 + 10 * turn) for turn in range(20)]
    assert hear(tracks, *messages) == 20
    assert tracks["sog_kn"][0] == 300


def test_doubted_reports_do_not_wake_a_silent_track() -> None:
    tracks = settled()
    hear(tracks, THERE.at(T0 + 20 + 100))
    assert tracks["life"][0] == LIFE["coasting"]
