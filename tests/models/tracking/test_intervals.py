"""A feed that passes on one report a minute is thinned out; a feed that is received poorly is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.settings import TrackingSettings
from models.tracking.table import TrackTable
from tests.models.sea import T0, Message, Ship, batch

FLEET = [
    Ship(mmsi=412_000_001 + n, east_m=5_000.0 * n, sog_kn=10.0, station="class_b_cs" if n % 3 == 0 else "class_a")
    for n in range(12)
]


def heard(share: float = 1.0, every_s: float = 0.0, seed: int = 0, until_s: int = 900) -> list[Message]:
    """What a feed passes on of the fleet: this share, and none sooner than `every_s` after the last of its vessel."""
    rng = np.random.default_rng(seed)
    passed = []
    for ship in FLEET:
        prescribed_s, last_s = 30 if ship.station == "class_b_cs" else 10, -np.inf
        for second in range(int(rng.integers(prescribed_s)), until_s, prescribed_s):
            if rng.random() < share and second - last_s >= every_s:
                passed.append(ship.at(float(T0 + second)))
                last_s = second
    return passed


def least_s(*feeds: list[Message]) -> list[float]:
    """The intervals learned for each feed."""
    tracks = TrackTable(TrackingSettings())
    for number, messages in enumerate(feeds):
        for second in sorted({each.rx_s for each in messages}):
            tracks.apply(batch(second, [each for each in messages if each.rx_s == second]), number)
    return tracks.feed_intervals.least_s[: len(feeds)].tolist()


@settings(max_examples=15, deadline=None)
@given(st.floats(0.25, 1.0), st.integers(0, 99))
def test_poor_reception_is_no_thinning(share: float, seed: int) -> None:
    assert least_s(heard(share, seed=seed)) == [0.0]


@settings(max_examples=15, deadline=None)
@given(st.floats(50.0, 120.0), st.floats(0.6, 1.0), st.integers(0, 99))
def test_one_report_a_minute_is_the_interval_to_expect(every_s: float, share: float, seed: int) -> None:
    (learned_s,) = least_s(heard(share, every_s, seed, until_s=3600))
    assert every_s - 5.0 <= learned_s <= every_s + 30.0


def test_each_feed_has_its_own() -> None:
    assert least_s(heard(), heard(every_s=60.0, until_s=1800)) == [0.0, 60.0]


def test_a_hundred_intervals_are_needed() -> None:
    assert least_s(heard(every_s=60.0, until_s=300)) == [0.0]


@pytest.mark.parametrize("ship", [Ship(nav_status=1), Ship(station="class_b_cs", sog_kn=1.0), Ship(station="aton")])
def test_stations_that_report_every_three_minutes_say_nothing_about_it(ship: Ship) -> None:
    assert least_s([ship.at(T0 + 180.0 * n) for n in range(150)]) == [0.0]


def test_the_expected_interval_of_a_vessel_is_that_of_its_feed() -> None:
    tracks, thinned = TrackTable(TrackingSettings()), heard(every_s=60.0, until_s=1800)
    for second in sorted({each.rx_s for each in thinned}):
        tracks.apply(batch(second, [each for each in thinned if each.rx_s == second]), 0)
    anchored = Ship(mmsi=412_000_099, nav_status=1)
    tracks.apply(batch(T0 + 1800.0, [anchored.at(T0 + 1800.0)]), 0)
    tracks.age(T0 + 1801.0)
    assert set(tracks["interval_s"][: len(FLEET)].tolist()) == {60.0}
    assert tracks["interval_s"][len(FLEET)] == 180.0
