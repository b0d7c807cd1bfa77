"""Learned traffic: ways and berths that others show, none that a vessel shows itself, and channels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.base.geo import move_deg
from models.base.units import MPS_PER_KN
from models.risk.detection.waters.traffic import Traffic
from models.risk.detection.waters.visits import Visits
from tests.models.sea import LAT0, LON0, T0, Message, Ship, core, watch

SPEED_KN = 10.0
CORNER_S = 600  # all turn from east to north after ten minutes
CORNER_M = CORNER_S * SPEED_KN * MPS_PER_KN


def passing(mmsi: int, start_s: int = 0, turns: bool = True) -> list[Message]:
    """East for ten minutes, then north for ten."""
    ship = Ship(mmsi=mmsi, sog_kn=SPEED_KN, cog_deg=90.0, from_s=float(T0 + start_s))
    if not turns:
        return ship.messages(2 * CORNER_S)
    north = replace(ship, east_m=CORNER_M, cog_deg=0.0, from_s=float(T0 + start_s + CORNER_S))
    return [*ship.messages(CORNER_S), *north.messages(CORNER_S)]


def learned(*tracks: list[Message]) -> Traffic:
    state = core()
    watch(state, sorted((each for track in tracks for each in track), key=lambda each: each.rx_s))
    return state.traffic


def places(*metres: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    east_m, north_m = np.array(metres).T
    return move_deg(np.full(len(metres), LAT0), np.full(len(metres), LON0), east_m, north_m)


def asks(mmsi: int, many: int = 1) -> np.ndarray:
    return np.full(many, mmsi, dtype="u4")


STRANGER = 412_009_999


@pytest.mark.parametrize(("vessels", "known"), [(1, False), (2, True), (5, True)])
def test_two_others_show_a_way(vessels: int, known: bool) -> None:
    traffic = learned(*(passing(412_000_001 + number, 60 * number) for number in range(vessels)))
    lat, lon = places((CORNER_M / 2, 0.0), (CORNER_M, 1500.0), (0.0, 5000.0))
    assert traffic.is_way(lat, lon, asks(STRANGER, 3)).tolist() == [known, known, False]


def test_what_a_vessel_does_itself_shows_it_nothing() -> None:
    traffic = learned(passing(412_000_001), passing(412_000_002))
    lat, lon = places((CORNER_M / 2, 0.0))
    assert [bool(traffic.is_way(lat, lon, asks(mmsi))[0]) for mmsi in (412_000_001, STRANGER)] == [False, True]


def test_its_own_way_counts_when_it_has_come_again() -> None:
    times = [0, 3600, 7200]
    lat, lon = places((CORNER_M / 2, 0.0))
    for passages, known in ((1, False), (3, True)):
        traffic = learned(*(passing(412_000_001, start_s) for start_s in times[:passages]))
        assert traffic.is_way(lat, lon, asks(412_000_001)).tolist() == [known]


def test_the_way_ahead_turns_where_others_turn() -> None:
    traffic = learned(*(passing(412_000_001 + number, 60 * number) for number in range(3)))
    lat, lon = places((CORNER_M - 1000.0, 0.0))
    track_lat, track_lon, known = traffic.way_ahead(lat, lon, np.array([90.0]), asks(STRANGER), 2500.0)
    end_lat, end_lon = places((CORNER_M, 1500.0))
    assert abs(track_lat[-1, 0] - end_lat[0]) < 0.003
    assert abs(track_lon[-1, 0] - end_lon[0]) < 0.004
    assert known.all()


def test_without_others_the_way_ahead_is_straight() -> None:
    lat, lon = places((0.0, 0.0))
    track_lat, track_lon, known = Traffic().way_ahead(lat, lon, np.array([90.0]), asks(STRANGER), 2000.0)
    assert np.allclose(track_lat, LAT0) and not known.any()
    _, end_lon = places((2000.0, 0.0))
    assert track_lon[-1, 0] == pytest.approx(end_lon[0], abs=1e-4)


def lying(mmsi: int, **changes: float) -> list[Message]:
    return Ship(mmsi=mmsi, every_s=60, **changes).messages(600)


def test_a_berth_is_where_others_come_to_rest() -> None:
    traffic = learned(lying(412_000_001), lying(412_000_002, east_m=100.0), lying(412_000_003, east_m=5000.0))
    lat, lon = places((0.0, 0.0), (5000.0, 0.0))
    assert traffic.berth_near(lat, lon, asks(STRANGER, 2)).tolist() == [True, False]
    assert traffic.berth_near(lat, lon, asks(412_000_001, 2)).tolist() == [False, False]


def test_a_channel_is_a_way_with_nobody_abeam() -> None:
    along = [Ship(mmsi=412_000_001 + n, sog_kn=12, cog_deg=90, from_s=T0 + 30.0 * n).messages(900) for n in range(6)]
    lat, lon = places((2000.0, 0.0))
    course = np.array([90.0])
    assert learned(*along).is_channel(lat, lon, course, asks(STRANGER)).all()
    wide = [
        Ship(mmsi=412_000_011 + n, north_m=700.0 - 1400.0 * (n % 2), sog_kn=12, cog_deg=90).messages(900)
        for n in range(4)
    ]
    assert not learned(*along, *wide).is_channel(lat, lon, course, asks(STRANGER)).any()


def test_a_file_gives_back_what_was_learned() -> None:
    traffic = learned(passing(412_000_001), passing(412_000_002), lying(412_000_003))
    again = Traffic(traffic.visits.kept())
    lat, lon = places((CORNER_M / 2, 0.0))
    assert again.is_way(lat, lon, asks(STRANGER)).all()
    assert again.counts() == traffic.counts()
    assert not again.is_way(lat, lon, asks(412_000_001)).any()  # once is not again, in a file too


def test_the_split_of_a_feed_does_not_matter() -> None:
    tracks = [passing(412_000_001 + number, 7 * number) for number in range(3)]
    one, other = learned(*tracks), learned(*reversed(tracks))
    assert isinstance(one.visits, Visits)
    assert (one.visits.kept() == other.visits.kept()).all()
