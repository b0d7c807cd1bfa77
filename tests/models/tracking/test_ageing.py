"""The compiled pass over all tracks gives what the rules on columns give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.schema import LIFE, STATION, TRACK, Table, empty
from models.base.settings import TrackingSettings
from models.tracking import ageing, life, motion

NOW_S = 2050.0
SETTINGS = TrackingSettings()


def tracks(seed: int, n: int = 300) -> Table:
    rng, table = np.random.default_rng(seed), empty(TRACK, n)
    table["life"][:] = rng.integers(0, len(LIFE), n)
    table["life_t_s"][:] = rng.uniform(0, 2000, n)
    table["position_t_s"][:] = np.where(rng.random(n) < 0.1, np.nan, rng.uniform(0, 2100, n))
    table["station"][:] = rng.integers(0, len(STATION), n)
    table["feed"][:] = rng.integers(0, 3, n)
    table["sog_kn"][:] = rng.choice([np.nan, 0, 1, 2, 3, 14, 15, 24], n)
    table["nav_status"][:] = rng.choice([0, 1, 5, 15], n)
    table["rot_deg_min"][:] = rng.choice([np.nan, 0, 20, -20], n)
    table["accurate"][:] = rng.random(n) < 0.5
    known = np.isfinite(table["position_t_s"])
    table["lat_deg"][known], table["lon_deg"][known] = rng.uniform(-80, 80, n)[known], rng.uniform(-180, 180, n)[known]
    table["east_mps"][:], table["north_mps"][:] = rng.normal(size=(2, n)) * 5 * (rng.random(n) < 0.7)
    return table


def aged_by_columns(table: Table, least_s: np.ndarray) -> np.ndarray:
    """The reference."""
    prescribed_s = motion.reporting_interval_s(
        table["station"], table["sog_kn"], table["nav_status"], table["rot_deg_min"]
    )
    place, speed = (table["lat_deg"], table["lon_deg"]), (table["east_mps"], table["north_mps"])
    table["age_s"][:] = NOW_S - table["position_t_s"]
    table["interval_s"][:] = np.maximum(prescribed_s, least_s[table["feed"]])
    table["now_lat_deg"][:], table["now_lon_deg"][:] = motion.reckon(
        *place, *speed, table["age_s"], SETTINGS.reckon_for_s
    )
    table["variance_m2"][:] = motion.reckoned_variance_m2(table["accurate"], table["age_s"], SETTINGS.reckon_for_s)
    return life.age(table, len(table["life"]), NOW_S, SETTINGS)


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_the_compiled_pass_equals_the_rules_on_columns(seed: int) -> None:
    least_s = np.zeros(256, dtype="f4")
    least_s[2] = 60.0
    one, other = tracks(seed), tracks(seed)
    used = one["life"] != LIFE["free"]
    over = ageing.age(one, len(used), NOW_S, least_s, SETTINGS)
    assert over.tolist() == [row for row in aged_by_columns(other, least_s).tolist() if used[row]]
    for name in ("life", "life_t_s", "interval_s", "age_s"):
        np.testing.assert_array_equal(one[name][used], other[name][used], name)
    for name in ("now_lat_deg", "now_lon_deg", "variance_m2"):
        assert one[name][used] == pytest.approx(other[name][used], rel=1e-6, abs=1e-7, nan_ok=True)
