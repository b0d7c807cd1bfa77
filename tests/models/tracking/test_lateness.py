"""Late reports never move a vessel back, whatever their delay; one that turns round or is corrected still moves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.base.schema import KIND, STATION
from models.base.settings import TrackingSettings
from models.tracking.table import TrackTable
from tests.models.sea import T0, Message, Ship, batch

SHIP = Ship(sog_kn=12, cog_deg=45)
START = T0 - T0 % 60  # second 0 of a minute


def sent(ship: Ship, t_s: float, late_s: float = 0.0, **changes: object) -> Message:
    """The report of a moment with the second of its fix, received `late_s` later."""
    return replace(ship.at(t_s, second=int(t_s) % 60, **changes), rx_s=t_s + late_s)


def applied(messages: list[Message]) -> TrackTable:
    tracks = TrackTable(TrackingSettings())
    for each in sorted(messages, key=lambda each: each.rx_s):
        tracks.apply(batch(each.rx_s, [each]), 0)
    return tracks


@pytest.mark.parametrize("timed", [True, False])
@pytest.mark.parametrize("late_s", [5, 13, 29, 31, 45, 59, 60, 61, 120, 299, 600, 1_199])
def test_a_report_that_only_a_slow_network_received_never_moves_a_ship_back(late_s: int, timed: bool) -> None:
    changes = {} if timed else {"second": 60}
    own = [sent(SHIP, START + second, 0.4) for second in range(0, 1_500, 10) if second % 40 != 30]
    network = [sent(SHIP, START + second, late_s) for second in range(30, 1_500, 40)]
    if changes:
        own, network = (
            [replace(each, position={**(each.position or {}), **changes}) for each in of] for of in (own, network)
        )
    tracks, north_deg = TrackTable(TrackingSettings()), 0.0
    for each in sorted(own + [each for each in network if each.rx_s < START + 1_600], key=lambda each: each.rx_s):
        tracks.apply(batch(each.rx_s, [each]), 0)
        assert tracks["lat_deg"][0] >= north_deg - (0.0003 if late_s < 10 else 1e-7), each
        north_deg = float(tracks["lat_deg"][0])


def test_seconds_order_reports_of_a_slow_vessel_and_late_ones_do_not_change_its_speed() -> None:
    slow = replace(SHIP, sog_kn=1.0)
    tracks = applied([sent(slow, START + 20), sent(slow, START + 10, 13, sog_kn=2.5)])
    assert tracks["sog_kn"][0] == 1.0 and tracks.counts["late"] == 1


@pytest.mark.parametrize("second", [0, 17, 59])
def test_a_transponder_whose_seconds_are_no_times_still_moves(second: int) -> None:
    reports = [SHIP.at(START + at, second=(second + at * 7) % 60) for at in range(0, 300, 10)]
    tracks = applied(reports)
    assert tracks["hits"][0] == len(reports)


def test_a_ship_that_turned_round_is_followed() -> None:
    back = replace(SHIP, cog_deg=225, from_s=START + 120.0)
    reports = [sent(SHIP, START + at) for at in range(0, 60, 10)] + [
        sent(back, START + at) for at in range(60, 120, 10)
    ]
    assert applied(reports)["hits"][0] == len(reports)


def test_a_correction_of_the_position_is_taken_from_a_punctual_ship() -> None:
    wrong = replace(SHIP, east_m=70.0, north_m=70.0)  # 100 m ahead of its place
    reports = [sent(wrong, START), sent(SHIP, START + 10), sent(SHIP, START + 20)]
    assert applied(reports)["hits"][0] == 3


@pytest.mark.parametrize("station", ["base", "aton"])
def test_a_ship_that_sends_another_kind_of_report_stays_a_ship_with_its_speed(station: str) -> None:
    answer = Message(START + 15, SHIP.mmsi, {"station": STATION[station], "lat_deg": 30.0, "lon_deg": 122.5})
    tracks = applied([sent(SHIP, START), answer, sent(SHIP, START + 20)])
    assert tracks["station"][0] == STATION["class_a"] and tracks["sog_kn"][0] == 12
    assert tracks["kind"][0] != KIND["base"] and tracks["hits"][0] == 2


def test_a_base_station_is_one_by_its_number_and_a_wrong_number_that_only_sends_as_one_is_one_too() -> None:
    for mmsi in (4_122_100, 412_000_009):
        station = Message(START, mmsi, {"station": STATION["base"], "lat_deg": 30.0, "lon_deg": 122.5})
        assert applied([station, replace(station, rx_s=START + 10.0)])["kind"][0] == KIND["base"]
