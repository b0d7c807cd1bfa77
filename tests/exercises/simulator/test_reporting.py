"""Vessels report at the intervals of ITU-R M.1371-5, and the moments do not depend on how they are requested."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.simulator.reporting import intervals_s, phases, positions_due, statics_due
from models.base.schema import STATION

A, CS, SO = STATION["class_a"], STATION["class_b_cs"], STATION["class_b_so"]


@pytest.mark.parametrize(
    ("station", "status", "sog_kn", "rot_deg_min", "expected_s"),
    [
        (A, 1, 0.1, 0, 180),
        (A, 5, 0.0, 0, 180),
        (A, 1, 3.4, 0, 10),
        (A, 0, 0.0, 0, 10),
        (A, 0, 13.9, 0, 10),
        (A, 0, 13.9, 12, 10 / 3),
        (A, 0, 14.1, 0, 6),
        (A, 0, 20.0, -12, 2),
        (A, 0, 23.1, 0, 2),
        (CS, 15, 1.9, 0, 180),
        (CS, 15, 2.1, 0, 30),
        (CS, 15, 24.0, 0, 30),
        (SO, 15, 1.0, 0, 180),
        (SO, 15, 10.0, 0, 30),
        (SO, 15, 15.0, 0, 15),
        (SO, 15, 24.0, 0, 5),
        (STATION["aton"], 0, 0.0, 0, 180),
        (STATION["base"], 0, 0.0, 0, 10),
        (STATION["aircraft"], 0, 110.0, 0, 10),
    ],
)
def test_the_table_of_intervals(station, status, sog_kn, rot_deg_min, expected_s):
    found = intervals_s(*(np.array([value]) for value in (station, status, sog_kn, rot_deg_min)))
    assert found[0] == pytest.approx(expected_s)


@given(st.sampled_from([2.0, 10 / 3, 6.0, 10.0, 30.0, 180.0]), st.integers(0, 10_000))
def test_reports_of_one_vessel_are_one_interval_apart(interval_s, seed):
    fleet = phases(1, np.random.default_rng(seed)) | {"mmsi": np.array([1])}
    moments = [
        t for second in range(100, 900) for t in positions_due(fleet, np.array([interval_s]), second)[1].tolist()
    ]
    assert len(moments) == pytest.approx(800 / interval_s, abs=1)
    assert np.allclose(np.diff(moments), interval_s, atol=2e-3)


def test_every_vessel_is_named_and_located_within_half_a_minute():
    fleet = phases(500, np.random.default_rng(1)) | {"mmsi": np.arange(500)}
    interval_s = np.full(500, 180.0)
    rows = np.concatenate([positions_due(fleet, interval_s, second)[0] for second in range(46)])
    assert np.bincount(rows, minlength=500).min() >= 3
    named = np.concatenate([statics_due(fleet, second)[0] for second in range(10)])
    assert len(set(named.tolist())) == 500


def test_after_the_first_minute_names_come_every_six_minutes():
    fleet = phases(300, np.random.default_rng(2)) | {"mmsi": np.arange(300)}
    named = np.concatenate([statics_due(fleet, second)[0] for second in range(400, 760)])
    assert (np.bincount(named, minlength=300) == 1).all()


def test_phases_are_spread_so_that_the_load_is_even():
    fleet = phases(3000, np.random.default_rng(3)) | {"mmsi": np.arange(3000)}
    load = [len(positions_due(fleet, np.full(3000, 10.0), second)[0]) for second in range(200, 260)]
    assert min(load) > 230 and max(load) < 370
