"""Motion of vessels: velocity, the table of reporting intervals, dead reckoning and its variance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.geo import distance_m, offset_m
from models.base.schema import NAN, STATION
from models.base.settings import TrackingSettings
from models.base.units import MPS_PER_KN
from models.tracking.motion import reckon, reckoned_variance_m2, reporting_interval_s, velocity_mps
from models.tracking.table import TrackTable
from tests.models.sea import T0, Ship, batch

UNDER_WAY, AT_ANCHOR, MOORED = 0, 1, 5


def one(values: list[float]) -> np.ndarray:
    return np.array(values, dtype="f4")


@given(st.floats(0, 100), st.floats(0, 359.9))
def test_velocity_has_the_speed_and_the_course(sog_kn: float, cog_deg: float) -> None:
    east, north = velocity_mps(one([sog_kn]), one([cog_deg]))
    assert float(np.hypot(east, north)[0]) == pytest.approx(sog_kn * MPS_PER_KN, abs=1e-4)
    if sog_kn > 1:
        assert float(np.cos(np.arctan2(east, north) - np.radians(cog_deg))[0]) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(("sog_kn", "cog_deg"), [(NAN, 90.0), (10.0, NAN), (NAN, NAN)])
def test_an_unknown_speed_or_course_is_no_motion(sog_kn: float, cog_deg: float) -> None:
    east, north = velocity_mps(one([sog_kn]), one([cog_deg]))
    assert (east.tolist(), north.tolist()) == ([0.0], [0.0])


@pytest.mark.parametrize(
    ("station", "sog_kn", "nav_status", "rot", "interval_s"),
    [
        ("class_a", 0.0, AT_ANCHOR, 0.0, 180),
        ("class_a", 2.0, MOORED, NAN, 180),
        ("class_a", NAN, AT_ANCHOR, NAN, 180),
        ("class_a", 4.0, AT_ANCHOR, 0.0, 10),
        ("class_a", 0.0, UNDER_WAY, 0.0, 10),
        ("class_a", 14.0, UNDER_WAY, 0.0, 10),
        ("class_a", 14.0, UNDER_WAY, 20.0, 3.3),
        ("class_a", 20.0, UNDER_WAY, 0.0, 6),
        ("class_a", 20.0, UNDER_WAY, -20.0, 2),
        ("class_a", 30.0, UNDER_WAY, 0.0, 2),
        ("class_b_so", 1.0, UNDER_WAY, 0.0, 180),
        ("class_b_so", 10.0, UNDER_WAY, 0.0, 30),
        ("class_b_so", 20.0, UNDER_WAY, 0.0, 15),
        ("class_b_so", 30.0, UNDER_WAY, 0.0, 5),
        ("class_b_cs", 2.0, UNDER_WAY, 0.0, 180),
        ("class_b_cs", 2.1, UNDER_WAY, 0.0, 30),
        ("class_b_cs", 30.0, UNDER_WAY, 0.0, 30),
        ("aton", 0.0, UNDER_WAY, 0.0, 180),
        ("base", 0.0, UNDER_WAY, 0.0, 10),
        ("aircraft", 300.0, UNDER_WAY, 0.0, 10),
        ("long_range", 12.0, UNDER_WAY, 0.0, 180),
    ],
)
def test_reporting_intervals(station: str, sog_kn: float, nav_status: int, rot: float, interval_s: float) -> None:
    found = reporting_interval_s(
        np.array([STATION[station]], "u1"), one([sog_kn]), np.array([nav_status], "u1"), one([rot])
    )
    assert found.tolist() == pytest.approx([interval_s])


def speed_kept(sog_kn: float, ship_type: int, really_kn: float) -> float:
    """Return the speed stored after a second report of `sog_kn` from a ship that makes `really_kn`."""
    tracks, ship = TrackTable(TrackingSettings()), Ship(sog_kn=really_kn, cog_deg=90, ship_type=ship_type)
    for message in (ship.says(T0), ship.at(T0), ship.at(T0 + 10, sog_kn=sog_kn)):
        tracks.apply(batch(message.rx_s, [message]), 0)
    return float(tracks["sog_kn"][0])


@pytest.mark.parametrize("ship_type", [30, 70, 79, 80, 89])
def test_a_carrier_that_reports_more_than_25_knots_is_doubted_unless_it_covers_the_distance(ship_type: int) -> None:
    assert speed_kept(24.9, ship_type, 10.0) == pytest.approx(24.9)
    assert np.isnan(speed_kept(26.0, ship_type, 10.0))
    assert speed_kept(26.0, ship_type, 26.0) == 26


def test_other_ships_may_report_up_to_60_knots() -> None:
    assert speed_kept(40.0, 40, 10.0) == speed_kept(40.0, 0, 10.0) == 40
    assert np.isnan(speed_kept(60.5, 40, 10.0))


def test_dead_reckoning_keeps_course_and_speed() -> None:
    lat, lon = reckon(np.full(1, 30.0), np.full(1, 122.0), one([3]), one([4]), one([100]), 180.0)
    east, north = offset_m(30.0, 122.0, lat, lon)
    assert (float(east[0]), float(north[0])) == (pytest.approx(300, abs=0.1), pytest.approx(400, abs=0.1))


def test_dead_reckoning_stops_after_its_limit() -> None:
    ages = one([179, 180, 181, 600, 1e6])
    lat, lon = reckon(np.full(5, 30.0), np.full(5, 122.0), np.full(5, 10.0), np.zeros(5), ages, 180.0)
    gone_m = distance_m(30.0, 122.0, lat, lon)
    assert gone_m.tolist() == pytest.approx([1790, 1800, 1800, 1800, 1800], abs=0.1)


def test_dead_reckoning_never_goes_back_and_crosses_the_date_line() -> None:
    start = np.array([122.0, 179.9999])
    _, lon = reckon(np.zeros(2), start, np.full(2, 10.0), np.zeros(2), one([-5, 100]), 180.0)
    assert lon[0] == pytest.approx(122.0) and -180 <= lon[1] < -179.99


def test_an_unknown_position_stays_unknown() -> None:
    lat, lon = reckon(one([NAN]), one([NAN]), one([5]), one([5]), one([NAN]), 180.0)
    assert np.isnan(lat).all() and np.isnan(lon).all()


def test_variance_starts_with_the_fix_and_grows_until_the_limit() -> None:
    fresh = reckoned_variance_m2(np.array([True, False]), one([0, 0]), 180.0)
    assert np.sqrt(fresh).tolist() == pytest.approx([10, 30])
    grown = reckoned_variance_m2(np.full(4, True), one([0, 60, 180, 600]), 180.0)
    assert grown[0] < grown[1] < grown[2] == grown[3]
    # s0 = 10 m, 0.25 m/s over 60 s, 0.05 m/s2 over 60 s
    assert grown[1] == pytest.approx(10**2 + 15**2 + 90**2)
