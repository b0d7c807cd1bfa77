"""Drift: the cloud follows the leeway of the table and the stream, stays ashore where it lands, and is reproducible."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.geo import distance_m, offset_m
from models.base.paths import SITES
from models.base.units import M_PER_NM, MPS_PER_KN
from models.site.coast import on_land
from models.site.currents import Currents
from models.site.site import load_site
from models.ways.drift import ERROR_NM, LEEWAY, DriftCloud, DriftStart, SteadyWind, drift, seed_of
from models.ways.outlines import outline, share_inside
from models.ways.travel_time import grid_of, land
from tests.models.sea import LAT0, LON0, T0

START = DriftStart(LON0, LAT0, float(T0), 0.0)
CALM = SteadyWind(0.0, 0.0)
SIX_HOURS = [T0 + 3600.0 * 6]


def off_nm(cloud: DriftCloud) -> tuple[float, float]:
    """Miles east and north of the datum from the start."""
    lon, lat = cloud.datum()
    east_m, north_m = offset_m(*(np.array(each) for each in (LAT0, LON0, lat, lon)))
    return float(east_m) / M_PER_NM, float(north_m) / M_PER_NM


@pytest.mark.parametrize(
    ("what", "nm"),
    [  # six hours of (slope x 10 m/s + offset) cm/s
        ("person", 0.096 * 21_600 / 1852),
        ("raft", 0.352 * 21_600 / 1852),
        ("fishing_vessel", 0.247 * 21_600 / 1852),
        ("skiff", 0.165 * 21_600 / 1852),
    ],
)
def test_the_middle_of_the_cloud_drifts_down_wind_as_the_table_says(what: str, nm: float) -> None:
    cloud = drift(START, what, SteadyWind(10.0, 315.0), SIX_HOURS, 7, particles=20_000)
    assert off_nm(cloud) == pytest.approx((nm * 0.5**0.5, -nm * 0.5**0.5), abs=0.08)


def test_a_fishing_vessel_goes_off_to_either_side_of_the_wind() -> None:
    cloud = drift(START, "fishing_vessel", SteadyWind(12.0, 180.0), SIX_HOURS, 7)
    east_m = offset_m(np.full(1000, LAT0), np.full(1000, LON0), cloud.lat_deg[-1], cloud.lon_deg[-1])[0]
    assert 0.4 < (east_m > 0).mean() < 0.6
    assert np.median(np.abs(east_m)) / M_PER_NM > 2.5  # 33 cm/s make 3.9 miles, less for those that jibed


def test_jibes_bring_some_back() -> None:
    hour, day = (drift(START, "skiff", SteadyWind(30.0, 180.0), [T0 + 3600.0 * each], 7) for each in (1, 24))
    across_nm = [np.abs(np.sin(np.arctan2(*_course(each)))).mean() for each in (hour, day)]
    assert across_nm[1] < across_nm[0]


def _course(cloud: DriftCloud) -> tuple[np.ndarray, np.ndarray]:
    count = cloud.lat_deg.shape[1]
    return offset_m(np.full(count, LAT0), np.full(count, LON0), cloud.lat_deg[-1], cloud.lon_deg[-1])


def test_without_wind_the_known_stream_carries_the_cloud() -> None:
    columns = (LON0, LAT0, 60_000.0, 90.0, 2 * MPS_PER_KN, T0 + 1800.0)
    stream = Currents(*(np.array([each], dtype=float) for each in columns))
    cloud = drift(START, "skiff", CALM, [T0 + 3600.0], 7, stream)
    assert off_nm(cloud) == pytest.approx((2.0, 0.0), abs=0.05)  # slack is far: two knots for an hour
    assert cloud.stream_known == 1.0


def test_an_unknown_stream_spreads_the_cloud_by_half_a_knot() -> None:
    cloud = drift(START, "skiff", CALM, [T0 + 7200.0], 7, particles=20_000)
    count = cloud.lat_deg.shape[1]
    away_m = distance_m(np.full(count, LAT0), np.full(count, LON0), cloud.lat_deg[-1], cloud.lon_deg[-1])
    leeway_m = (0.031**2 + 0.029**2) ** 0.5 / 2 * 7200  # without wind half of the deviation is left
    assert np.sqrt((away_m**2).mean()) == pytest.approx(np.hypot(M_PER_NM, leeway_m), rel=0.02)
    assert cloud.stream_known == 0.0


@pytest.mark.parametrize("error_nm", ERROR_NM.values())
def test_half_of_the_particles_start_within_the_error_of_the_position(error_nm: float) -> None:
    cloud = drift(START._replace(error_nm=error_nm), "person", CALM, [float(T0)], 7, particles=20_000)
    count = cloud.lat_deg.shape[1]
    away_m = distance_m(np.full(count, LAT0), np.full(count, LON0), cloud.lat_deg[-1], cloud.lon_deg[-1])
    assert np.median(away_m) / M_PER_NM == pytest.approx(error_nm, rel=0.03)


def test_the_same_case_gives_the_same_cloud_and_another_a_different_one() -> None:
    one, again, other = (drift(START, "person", CALM, SIX_HOURS, seed_of(case)) for case in ("ZS-1", "ZS-1", "ZS-2"))
    assert (one.lon_deg == again.lon_deg).all() and not (one.lon_deg == other.lon_deg).all()


def test_more_times_do_not_change_the_cloud() -> None:
    hours = [T0 + 3600.0 * each for each in range(1, 7)]
    every = drift(START, "person", SteadyWind(8.0, 90.0), hours, 7)
    last = drift(START, "person", SteadyWind(8.0, 90.0), hours[-1:], 7)
    assert np.allclose(every.lon_deg[-1], last.lon_deg[-1], atol=1e-9)


def test_particles_that_meet_land_stay_there() -> None:
    zhoushan = load_site(SITES / "zhoushan")
    ground = land(zhoushan.coast, grid_of(zhoushan.bbox))
    start = DriftStart(122.26, 29.78, float(T0), 0.1)
    cloud = drift(start, "raft", SteadyWind(10.0, 90.0), [T0 + 3600.0 * each for each in range(1, 7)], 7, land=ground)
    assert (cloud.ashore[1:] >= cloud.ashore[:-1]).all() and cloud.ashore[-1].mean() > 0.2
    was = cloud.ashore[3]
    assert (cloud.lon_deg[3, was] == cloud.lon_deg[-1, was]).all()
    dry = on_land(ground.mask, ground.bbox, cloud.lon_deg[-1], cloud.lat_deg[-1])
    assert (dry == cloud.ashore[-1]).all()


def test_a_position_given_on_land_is_taken_as_one_at_sea_near_by() -> None:
    zhoushan = load_site(SITES / "zhoushan")
    ground = land(zhoushan.coast, grid_of(zhoushan.bbox))
    cloud = drift(DriftStart(122.15, 30.05, float(T0), 0.1), "person", CALM, [float(T0)], 7, land=ground)
    assert not on_land(ground.mask, ground.bbox, cloud.lon_deg[-1], cloud.lat_deg[-1]).any()


@settings(deadline=None, max_examples=25)
@given(
    st.sampled_from(sorted(LEEWAY)),
    st.floats(0, 30),
    st.floats(0, 360),
    st.floats(0, 2),
    st.integers(0, 2**31),
    st.data(),
)
def test_the_outlines_hold_their_share_and_lie_within_each_other(
    what: str, wind_mps: float, from_deg: float, error_nm: float, seed: int, data: st.DataObject
) -> None:
    hours = data.draw(st.floats(0, 12))
    cloud = drift(START._replace(error_nm=error_nm), what, SteadyWind(wind_mps, from_deg), [T0 + hours * 3600], seed)
    places = cloud.lon_deg[-1], cloud.lat_deg[-1]
    half, most = (outline(*places, share) for share in (0.5, 0.9))
    assert share_inside(*places, half) >= 0.5 and share_inside(*places, most) >= 0.9
    assert all((ring[0] == ring[-1]).all() for ring in half + most)
    for ring in half:
        assert share_inside(*(0.999 * ring + 0.001 * ring[:-1].mean(axis=0)).T, most) == 1.0


def test_two_lobes_have_two_outlines() -> None:
    rng = np.random.default_rng(1)
    lon = np.concatenate([rng.normal(122.0, 0.01, 500), rng.normal(122.4, 0.01, 500)])
    rings = outline(lon, rng.normal(30.0, 0.01, 1000), 0.9)
    assert len(rings) == 2 and max(float(np.ptp(ring[:, 0])) for ring in rings) < 0.15
